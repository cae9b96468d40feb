//! The npm packages that the site is built with, from the lock file in `xtask/npm/site/`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::lock::Lock;
use super::node::{self, Node};
use crate::{cache, process};

const LOCK: &str = "xtask/npm/site";
/// Their names in messages.
pub const WHAT: &str = "DOMPurify, esbuild, Lightning CSS, Binaryen and Workbox";

/// The installed packages.
pub struct Site {
    dir: PathBuf,
}

impl Site {
    /// Returns the folder with the programs `esbuild`, which minifies scripts, and `wasm-opt`, which runs on Node.js.
    pub fn programs(&self) -> PathBuf {
        self.dir.join("node_modules/.bin")
    }

    /// Returns the published file of the sanitiser, and its version.
    pub fn sanitizer(&self) -> Result<(PathBuf, String)> {
        let lock = Lock::of(LOCK);
        Ok((lock.package(&self.dir, "dompurify")?.join("dist/purify.min.js"), lock.version("dompurify")?))
    }
}

/// Returns a digest of the lock file.
pub fn digest() -> Result<String> {
    Lock::of(LOCK).digest("")
}

/// Returns the folder of the installation, if there is one.
pub fn find() -> Result<Option<PathBuf>> {
    cache::find(&format!("site-{}", digest()?))
}

/// Returns the installation, and makes it if it is missing.
pub fn ensure(node: &Node) -> Result<Site> {
    let dir = cache::ensure(&format!("site-{}", digest()?), |root, _| {
        node::require_npm()?;
        let lock = Lock::of(LOCK);
        lock.install(node.npm()?, root, &["--ignore-scripts"], WHAT, "")?;
        for package in [
            "dompurify",
            "esbuild",
            "lightningcss",
            "binaryen",
            "workbox-core",
            "workbox-routing",
            "workbox-strategies",
        ] {
            lock.package(root, package)?;
        }
        // esbuild and Lightning CSS themselves are in an optional package for each platform: npm continues if it is missing or has
        // the wrong digest.
        let esbuild = Site { dir: root.to_owned() }.programs().join("esbuild");
        let version = process::output(Command::new(esbuild).arg("--version").env("PATH", node.path()?));
        if version != Some(lock.version("esbuild")?) {
            bail!(
                "esbuild was installed and does not run: is what {LOCK}/package-lock.json names for this platform there?"
            );
        }
        if process::output(node.script("--eval")?.arg("require('lightningcss')").current_dir(root)).is_none() {
            bail!(
                "Lightning CSS was installed and does not run: is what {LOCK}/package-lock.json names for this platform there?"
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
