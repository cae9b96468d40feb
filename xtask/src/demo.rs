//! `cargo xtask demo`: the whole site on one origin, from nothing.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walkdir::WalkDir;

use crate::console::say;
use crate::directus::{Instance, Place, install, server};
use crate::serve::Server;
use crate::{backend, build, cache, paths, process};

/// Runs until it is told to stop.
pub fn run(port: u16, directus_port: u16, fresh: bool) -> Result<()> {
    // What can go wrong at once, before minutes of work.
    server::require_free_port(port, "the site")?;
    let place = Place {
        name: "demo".to_owned(),
        data: paths::target().join("demo"),
        port: directus_port,
        public_url: format!("http://localhost:{port}/directus"),
        overlay: Vec::new(),
    };
    let instance = Instance::open(place, fresh)?;
    let directus = backend::start(&install::ensure()?, instance)?;
    build::ensure()?;
    // A copy: a build that runs beside the demo must not take files from under it.
    let site = paths::target().join("demo-site");
    copy_dir(&paths::dist(), &site)?;
    let web = Server::start(site, port, directus_port)?;
    process::serving();
    backend::print_accounts();
    say(format_args!("  the Studio     http://localhost:{port}/directus/admin"));
    say(format_args!("ready: http://localhost:{port}/"));
    process::watch(&[&directus.service], || web.check())
}

/// Makes `to` a copy of `from`.
pub fn copy_dir(from: &Path, to: &Path) -> Result<()> {
    cache::remove_dir(to)?;
    for entry in WalkDir::new(from) {
        let entry = entry.with_context(|| format!("cannot read {}", from.display()))?;
        let target = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)
        } else {
            fs::copy(entry.path(), &target).map(drop)
        }
        .with_context(|| format!("cannot write {}", target.display()))?;
    }
    Ok(())
}
