//! What the site is built of and with that npm brings, from the lock file in `xtask/npm/site/`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::lock::Lock;
use super::node::{self, Node};
use crate::{cache, process};

const LOCK: &str = "xtask/npm/site";
/// For people.
pub const WHAT: &str = "DOMPurify, esbuild and Binaryen";

/// What is installed.
pub struct Site {
    dir: PathBuf,
}

impl Site {
    /// The folder with the programs: `esbuild`, which makes scripts smaller, and `wasm-opt`, which runs on Node.js.
    pub fn programs(&self) -> PathBuf {
        self.dir.join("node_modules/.bin")
    }

    /// The sanitiser as it is published, and its version.
    pub fn sanitizer(&self) -> Result<(PathBuf, String)> {
        let lock = Lock::of(LOCK);
        Ok((lock.package(&self.dir, "dompurify")?.join("dist/purify.min.js"), lock.version("dompurify")?))
    }
}

/// What decides over what is installed, for a digest of all that a build depends on.
pub fn digest() -> Result<String> {
    Lock::of(LOCK).digest("")
}

/// The folder of the installation, if it is there.
pub fn find() -> Result<Option<PathBuf>> {
    cache::find(&format!("site-{}", digest()?))
}

/// The installation, made where it is missing.
pub fn ensure(node: &Node) -> Result<Site> {
    let dir = cache::ensure(&format!("site-{}", digest()?), |root, _| {
        node::require_npm()?;
        let lock = Lock::of(LOCK);
        lock.install(node.npm()?, root, &["--ignore-scripts"], WHAT, "")?;
        for package in ["dompurify", "esbuild", "binaryen"] {
            lock.package(root, package)?;
        }
        // esbuild itself is in an optional package, one for each platform: npm goes on where that is missing or not the locked one.
        let esbuild = Site { dir: root.to_owned() }.programs().join("esbuild");
        let version = process::output(Command::new(esbuild).arg("--version").env("PATH", node.path()?));
        if version != Some(lock.version("esbuild")?) {
            bail!(
                "esbuild was installed and does not run: is what {LOCK}/package-lock.json names for this platform there?"
            );
        }
        Ok(())
    })?;
    Ok(Site { dir })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::paths;

    #[test]
    fn trunk_expects_the_wasm_opt_that_is_locked() {
        let locked = Lock::of(LOCK).version("binaryen").unwrap();
        let trunk = std::fs::read_to_string(paths::root().join("Trunk.toml")).unwrap();
        let major = locked.split('.').next().unwrap();
        assert!(trunk.contains(&format!("wasm_opt = \"version_{major}\"")), "{locked}");
    }
}
