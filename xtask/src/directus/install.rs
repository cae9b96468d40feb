//! Directus itself, from the lock file in `directus/`, with its native modules compiled for the Node.js it runs on.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::tools::node::{self, Node};
use crate::tools::{explain_network, system};
use crate::{cache, paths, process};

/// An installed Directus.
pub struct Installation {
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
fn key(node: &Node) -> Result<String> {
    let source = paths::root().join("directus");
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
pub fn find() -> Result<Option<Installation>> {
    let Some(node) = node::find()? else {
        return Ok(None);
    };
    Ok(cache::find(&key(&node)?)?.map(|dir| Installation { dir, node }))
}

/// The installation, made where it is missing.
pub fn ensure() -> Result<Installation> {
    let node = node::ensure()?;
    let key = key(&node)?;
    if cache::find(&key)?.is_none() {
        node::require_npm()?;
        system::require_build_tools()?;
    }
    let dir = cache::ensure(&key, |root, _| {
        let source = paths::root().join("directus");
        for file in ["package.json", "package-lock.json"] {
            fs::copy(source.join(file), root.join(file)).with_context(|| format!("cannot copy {file} of directus/"))?;
        }
        let explain = |log: &str| explain_network(log, "Directus");
        process::run_step(
            node.npm()?.args(["ci", "--omit=dev", "--no-audit", "--no-fund", "--foreground-scripts"]).current_dir(root),
            "install Directus",
            "downloading 3 min, compiling its native modules about as long",
            explain,
        )?;
        // Newer versions of npm run no install scripts unless told to, and a module for another ABI loads nowhere: try.
        let loads = "for (const m of ['sqlite3', 'isolated-vm', 'argon2', 'sharp']) require(m)";
        process::run_step(node.script("-e")?.arg(loads).current_dir(root), "check Directus' native modules", "", |_| {
            Some("Directus was installed, but its native modules do not load: does npm run install scripts here (npm config get ignore-scripts)?".into())
        })
    })?;
    Ok(Installation { dir, node })
}
