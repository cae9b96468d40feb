//! Lock files of npm. They fix what is installed to the byte: `npm ci` refuses a package with another digest.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::explain_network;
use crate::digest::hex;
use crate::{paths, process};

const FILES: [&str; 2] = ["package.json", "package-lock.json"];

/// A folder of the checkout with a `package.json` and its `package-lock.json`.
pub struct Lock(PathBuf);

impl Lock {
    /// Returns the lock file in `folder`, relative to the root of the checkout.
    pub fn of(folder: &str) -> Self {
        Self(paths::root().join(folder))
    }

    /// Returns a digest of both files and `more`, for names in the cache.
    pub fn digest(&self, more: &str) -> Result<String> {
        let mut hash = Sha256::new();
        for file in FILES {
            hash.update(fs::read(self.0.join(file)).with_context(|| self.unreadable(file))?);
        }
        hash.update(more);
        Ok(hex(&hash.finalize()[..6]))
    }

    /// Makes `npm` install the locked packages into `root`. Messages call them `what`.
    pub fn install(&self, mut npm: Command, root: &Path, options: &[&str], what: &str, expect: &str) -> Result<()> {
        for file in FILES {
            fs::copy(self.0.join(file), root.join(file)).with_context(|| self.unreadable(file))?;
        }
        process::run_step(
            npm.arg("ci").args(options).args(["--no-audit", "--no-fund"]).current_dir(root),
            &format!("install {what}"),
            expect,
            |log| explain(log, what),
        )
    }

    /// Returns the folder of a package below `installation`, if it has the locked version.
    pub fn package(&self, installation: &Path, name: &str) -> Result<PathBuf> {
        let dir = installation.join("node_modules").join(name);
        let (locked, installed) = (self.version(name)?, installed_version(&dir)?);
        if installed != locked {
            bail!("{name} in {} is {installed}, and not {locked}, which is locked", dir.display());
        }
        Ok(dir)
    }

    /// Returns the locked version of a package.
    pub fn version(&self, name: &str) -> Result<String> {
        let file = FILES[1];
        let lock: Value = read_json(&self.0.join(file)).with_context(|| self.unreadable(file))?;
        let version = lock["packages"][format!("node_modules/{name}")]["version"].as_str();
        Ok(version.with_context(|| format!("{} has no version of {name}", self.0.join(file).display()))?.to_owned())
    }

    fn unreadable(&self, file: &str) -> String {
        format!("cannot use {}", self.0.join(file).display())
    }
}

/// Explains npm's log in one sentence.
fn explain(log: &str, what: &str) -> Option<String> {
    if log.contains("EINTEGRITY") {
        return Some(format!(
            "{what} was not installed: the registry sent something else than the lock file expects. Clear npm's cache (npm \
             cache clean --force) and try again; if it stays so, do not use that registry, and tell its operators"
        ));
    }
    explain_network(log, what)
}

fn installed_version(dir: &Path) -> Result<String> {
    let file = dir.join("package.json");
    let package = read_json(&file).with_context(|| format!("npm did not install {}", dir.display()))?;
    Ok(package["version"].as_str().with_context(|| format!("{} has no version", file.display()))?.to_owned())
}

/// Reads a JSON file.
pub fn read_json(file: &Path) -> Result<Value> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON", file.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn locked(version: &str) -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("package.json"), "{}").unwrap();
        let lock = format!(r#"{{ "packages": {{ "node_modules/a": {{ "version": "{version}" }} }} }}"#);
        fs::write(dir.path().join("package-lock.json"), lock).unwrap();
        dir
    }

    fn install(root: &Path, version: &str) {
        let dir = root.join("node_modules/a");
        fs::create_dir_all(&dir).unwrap();
        fs::write(dir.join("package.json"), format!(r#"{{ "version": "{version}" }}"#)).unwrap();
    }

    #[test]
    fn only_the_locked_version_is_used() {
        let (source, root) = (locked("1.2.3"), tempfile::tempdir().unwrap());
        let lock = Lock(source.path().to_owned());
        assert!(lock.package(root.path(), "a").unwrap_err().to_string().contains("did not install"));
        install(root.path(), "1.2.4");
        assert!(lock.package(root.path(), "a").unwrap_err().to_string().contains("1.2.4, and not 1.2.3"));
        install(root.path(), "1.2.3");
        assert_eq!(lock.package(root.path(), "a").unwrap(), root.path().join("node_modules/a"));
    }

    #[test]
    fn package_with_wrong_digest_is_explained() {
        let log = "npm error code EINTEGRITY\nnpm error sha512-a integrity checksum failed";
        assert!(explain(log, "esbuild").unwrap().contains("something else than the lock file expects"));
    }

    #[test]
    fn the_name_in_the_cache_changes_with_the_lock_file() {
        let digest = |version| Lock(locked(version).path().to_owned()).digest("").unwrap();
        assert_eq!(digest("1.2.3"), digest("1.2.3"));
        assert_ne!(digest("1.2.3"), digest("1.2.4"));
    }
}
