//! The extension `directus/extensions/lychgate-guard`, which each Directus of xtask runs with.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::tools::node::Node;
use crate::{cache, demo, paths, process};

const NAME: &str = "lychgate-guard";

/// Its folder in the repository.
fn source() -> PathBuf {
    paths::root().join("directus/extensions").join(NAME)
}

/// Copies it without its tests into the extensions folder of a Directus, in place of an older one.
///
/// It is no link, so that a change of the checkout does not affect a running Directus, and containers can read it.
pub fn install(extensions: &Path) -> Result<()> {
    let to = extensions.join(NAME);
    demo::copy_dir(&source(), &to)?;
    cache::remove_dir(&to.join("test"))
}

/// Removes it.
pub fn remove(extensions: &Path) -> Result<()> {
    cache::remove_dir(&extensions.join(NAME))
}

/// Runs its tests.
pub fn test(node: &Node) -> Result<()> {
    let dir = source().join("test");
    let files = fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut files: Vec<PathBuf> = files.map(|file| file.map(|file| file.path())).collect::<std::io::Result<_>>()?;
    files.retain(|file| file.to_string_lossy().ends_with(".test.js"));
    files.sort();
    if files.is_empty() {
        bail!("there is no test in {}", dir.display());
    }
    process::run_shown(node.script("--test")?.args(files)).context("the tests of directus/extensions failed")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn installed_extension_has_no_tests_and_no_old_files() {
        let dir = tempfile::tempdir().unwrap();
        let installed = dir.path().join(NAME);
        fs::create_dir_all(&installed).unwrap();
        fs::write(installed.join("older.js"), "").unwrap();
        install(dir.path()).unwrap();
        assert!(installed.join("package.json").is_file());
        assert!(installed.join("src/queried-fields.js").is_file());
        assert!(!installed.join("test").exists());
        assert!(!installed.join("older.js").exists());
    }

    #[test]
    fn removing_twice_succeeds() {
        let dir = tempfile::tempdir().unwrap();
        install(dir.path()).unwrap();
        remove(dir.path()).unwrap();
        remove(dir.path()).unwrap();
        assert!(!dir.path().join(NAME).exists());
    }
}
