//! Installs Directus from a lock file below `directus/`, with its native modules compiled for the Node.js it runs on.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::tools::node::{self, Node};
use crate::tools::{explain_network, lock::Lock, system};
use crate::{cache, process};

/// The packages whose scripts npm runs, because they compile native modules. No other package's script runs.
const COMPILED: [&str; 2] = ["isolated-vm", "sqlite3"];
/// All packages with a native library. Those that are not compiled here are prebuilt in npm packages, whose digests are
/// locked.
const NATIVE: [&str; 4] = ["argon2", "isolated-vm", "sharp", "sqlite3"];

/// A major version of Directus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Version {
    /// The version that the site is developed against
    #[value(name = "11")]
    Eleven,
    /// Without a licence key: no custom permission rules, no single sign-on
    #[value(name = "12")]
    Twelve,
}

impl Version {
    /// Returns the lock file of this version.
    fn lock(self) -> Lock {
        Lock::of(match self {
            Self::Eleven => "directus",
            Self::Twelve => "directus/12",
        })
    }

    /// Returns the suffix of folders for this version; empty for the default version.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Eleven => "",
            Self::Twelve => "-12",
        }
    }

    /// Returns its name, such as `Directus 11`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eleven => "Directus 11",
            Self::Twelve => "Directus 12",
        }
    }
}

/// An installed Directus.
pub struct Installation {
    /// Which.
    pub version: Version,
    /// The folder that holds `package.json` and `node_modules`.
    pub dir: PathBuf,
    /// What it runs on.
    pub node: Node,
}

impl Installation {
    /// The command line program.
    pub fn cli(&self) -> PathBuf {
        self.dir.join("node_modules/directus/cli.js")
    }
}

/// The name in the cache, which changes with the lock file and with the Node.js that native modules are compiled for.
fn key(version: Version, node: &Node) -> Result<String> {
    Ok(format!("directus-{}", version.lock().digest(node.version())?))
}

/// Returns the installation, if there is one.
pub fn find(version: Version) -> Result<Option<Installation>> {
    let Some(node) = node::find()? else {
        return Ok(None);
    };
    Ok(cache::find(&key(version, &node)?)?.map(|dir| Installation { version, dir, node }))
}

/// Returns the installation, and makes it if it is missing.
pub fn ensure(version: Version) -> Result<Installation> {
    let node = node::ensure()?;
    let key = key(version, &node)?;
    if cache::find(&key)?.is_none() {
        node::require_npm()?;
        system::require_build_tools()?;
    }
    let dir = cache::ensure(&key, |root, _| {
        // Newer versions of npm run scripts of named packages only.
        fs::write(root.join(".npmrc"), format!("allow-scripts={}\n", COMPILED.join(",")))
            .context("cannot write the settings of npm")?;
        version.lock().install(
            node.npm()?,
            root,
            &["--omit=dev", "--ignore-scripts"],
            version.name(),
            "downloading takes 3 min",
        )?;
        process::run_step(
            node.npm()?
                .args(["rebuild", "--foreground-scripts"])
                .args(COMPILED)
                // Both would rather download a binary, for which no digest is locked.
                .env("npm_config_build_from_source", "true")
                .current_dir(root),
            "compile Directus' native modules",
            "3 min on two cores",
            |log| explain_network(log, "the build tools of Directus' native modules"),
        )?;
        let loads = format!("for (const module of {NATIVE:?}) require(module)");
        process::run_step(node.script("-e")?.arg(loads).current_dir(root), "check Directus' native modules", "", |_| {
            Some(
                "Directus was installed, but its native modules do not load: does npm run scripts here (npm config get \
                 ignore-scripts)? Or is what the registry sent for this platform not what the lock file expects?"
                    .into(),
            )
        })
    })?;
    Ok(Installation { version, dir, node })
}
