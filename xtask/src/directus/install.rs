//! Directus itself, from a lock file below `directus/`, with its native modules compiled for the Node.js it runs on.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::ValueEnum;
use sha2::{Digest, Sha256};

use crate::tools::node::{self, Node};
use crate::tools::{explain_network, system};
use crate::{cache, paths, process};

/// A major version of Directus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Version {
    /// What the site is developed against
    #[value(name = "11")]
    Eleven,
    /// Without a licence key: no rules of one's own about who may do what, no single sign-on
    #[value(name = "12")]
    Twelve,
}

impl Version {
    /// Where its lock file is.
    fn source(self) -> PathBuf {
        let dir = paths::root().join("directus");
        match self {
            Self::Eleven => dir,
            Self::Twelve => dir.join("12"),
        }
    }

    /// Tells the data of one version from those of the other; nothing for the one that is meant where none is named.
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Eleven => "",
            Self::Twelve => "-12",
        }
    }

    /// `Directus 11`.
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

/// The name in the cache: it changes with the lock file and with the Node.js that native modules are compiled for.
fn key(version: Version, node: &Node) -> Result<String> {
    let source = version.source();
    let mut hash = Sha256::new();
    for file in ["package.json", "package-lock.json"] {
        let path = source.join(file);
        hash.update(fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?);
    }
    hash.update(node.version());
    let digest: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
    Ok(format!("directus-{digest}"))
}

/// The installation, if it is there.
pub fn find(version: Version) -> Result<Option<Installation>> {
    let Some(node) = node::find()? else {
        return Ok(None);
    };
    Ok(cache::find(&key(version, &node)?)?.map(|dir| Installation { version, dir, node }))
}

/// The installation, made where it is missing.
pub fn ensure(version: Version) -> Result<Installation> {
    let node = node::ensure()?;
    let key = key(version, &node)?;
    if cache::find(&key)?.is_none() {
        node::require_npm()?;
        system::require_build_tools()?;
    }
    let dir = cache::ensure(&key, |root, _| {
        let source = version.source();
        for file in ["package.json", "package-lock.json"] {
            fs::copy(source.join(file), root.join(file))
                .with_context(|| format!("cannot copy {file} of {}", source.display()))?;
        }
        let explain = |log: &str| explain_network(log, version.name());
        process::run_step(
            node.npm()?.args(["ci", "--omit=dev", "--no-audit", "--no-fund", "--foreground-scripts"]).current_dir(root),
            &format!("install {}", version.name()),
            "downloading 3 min, compiling its native modules about as long",
            explain,
        )?;
        // Newer versions of npm run no install scripts unless told to, and a module for another ABI loads nowhere: try.
        let loads = "for (const m of ['sqlite3', 'isolated-vm', 'argon2', 'sharp']) require(m)";
        process::run_step(node.script("-e")?.arg(loads).current_dir(root), "check Directus' native modules", "", |_| {
            Some("Directus was installed, but its native modules do not load: does npm run install scripts here (npm config get ignore-scripts)?".into())
        })
    })?;
    Ok(Installation { version, dir, node })
}
