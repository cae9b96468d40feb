//! The extension of ours that each Directus of this xtask runs with: `directus/extensions/lychgate-guard`.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::tools::node::Node;
use crate::{cache, demo, paths, process};

const NAME: &str = "lychgate-guard";

/// Where it stands in the repository.
fn source() -> PathBuf {
    paths::root().join("directus/extensions").join(NAME)
}

/// Copies it to where a Directus looks for extensions, in place of an older one. Its tests stay behind.
///
/// No link: what runs does not change with the checkout, and a container could not follow it.
pub fn install(extensions: &Path) -> Result<()> {
    let to = extensions.join(NAME);
    demo::copy_dir(&source(), &to)?;
    cache::remove_dir(&to.join("test"))
}

/// Takes it away again.
pub fn remove(extensions: &Path) -> Result<()> {
    cache::remove_dir(&extensions.join(NAME))
}

/// Its own tests.
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
    fn what_is_installed_is_the_extension_without_its_tests_and_nothing_older() {
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
    fn removed_twice_it_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        install(dir.path()).unwrap();
        remove(dir.path()).unwrap();
        remove(dir.path()).unwrap();
        assert!(!dir.path().join(NAME).exists());
    }
}
