//! A provisioned and seeded Directus, as the demo, `backend` and the tests start it.

use std::fs;

use anyhow::{Context, Result};

use crate::api::Directus;
use crate::console::say;
use crate::directus::{Installation, Instance, Place, Server, install, server};
use crate::provision::{self, Report};
use crate::{paths, process, seed};

/// Starts Directus and makes it ready to use. Content is seeded into a new database only.
pub fn start(installation: &Installation, instance: Instance) -> Result<Server> {
    let running = instance.start(installation)?;
    let directus = Directus::new(&running.instance.url(), running.instance.token());
    let marker = running.instance.data().join("seeded");
    if !marker.is_file() {
        provision::provision(&directus, false, Report::Summary)?;
        seed::seed(&directus)?;
        fs::write(&marker, "").context("cannot write to the data folder")?;
    }
    Ok(running)
}

/// The accounts, for people.
pub fn print_accounts() {
    say(format_args!(
        "  administrator  {}  password {}\n  a visitor      {}  password {}",
        server::ADMIN_EMAIL,
        server::ADMIN_PASSWORD,
        seed::TEST_EMAIL,
        seed::TEST_PASSWORD
    ));
}

/// `cargo xtask backend`
pub fn run(port: u16, site_port: u16, fresh: bool) -> Result<()> {
    let place = Place {
        name: "backend",
        data: paths::target().join("backend"),
        port,
        public_url: format!("http://localhost:{site_port}/directus"),
        overlay: Vec::new(),
    };
    let instance = Instance::open(place, fresh)?;
    let running = start(&install::ensure()?, instance)?;
    process::serving();
    print_accounts();
    say(format_args!("  the site       cargo xtask serve --port {site_port}   (its proxy leads /directus/ to here)"));
    say(format_args!("ready: http://127.0.0.1:{port}/"));
    process::watch(&[&running.service], || Ok(()))
}
