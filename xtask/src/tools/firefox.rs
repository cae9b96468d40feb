//! Firefox, the other browser that tests run in, and its driver.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::rust::Crate;
use super::system::install_packages;
use crate::paths;

const BROWSERS: [&str; 2] = ["firefox", "firefox-esr"];

/// The WebDriver of Firefox. Debian has no package of it.
pub const GECKODRIVER: Crate = Crate {
    name: "geckodriver",
    bin: "geckodriver",
    version: "0.37.1",
    // It waits for the browser nearly all of its time, and takes half as long to compile this way.
    options: &["--debug", "--config", "profile.dev.debug=false"],
    expect: "compiling it takes 1–2 min on two cores",
};

/// What `FIREFOX` names, or what is on PATH.
pub fn find() -> Option<PathBuf> {
    paths::program("FIREFOX", &BROWSERS)
}

/// Firefox, installing Debian's where there is none.
pub fn ensure() -> Result<PathBuf> {
    if let Some(firefox) = find() {
        return Ok(firefox);
    }
    install_packages(&["firefox-esr"], "a Firefox")?;
    find().context("Firefox was installed, but neither firefox nor firefox-esr is on PATH")
}

/// What `GECKODRIVER` names, or what is on PATH (one version drives many of Firefox), or what was compiled here.
pub fn find_driver() -> Result<Option<PathBuf>> {
    match paths::program("GECKODRIVER", &[GECKODRIVER.bin]) {
        Some(driver) => Ok(Some(driver)),
        None => Ok(GECKODRIVER.find()?.map(|bin| bin.join(GECKODRIVER.bin))),
    }
}

/// The driver, compiling it where there is none.
pub fn ensure_driver() -> Result<PathBuf> {
    match find_driver()? {
        Some(driver) => Ok(driver),
        None => Ok(GECKODRIVER.ensure()?.join(GECKODRIVER.bin)),
    }
}
