//! Firefox, the second browser of the tests, and its driver.

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
    // It mostly waits for the browser, and compiles in half the time this way.
    options: &["--debug", "--config", "profile.dev.debug=false"],
    expect: "compiling it takes 1–2 min on two cores",
};

/// Returns the Firefox that `FIREFOX` names, or the one on PATH.
pub fn find() -> Option<PathBuf> {
    paths::program("FIREFOX", &BROWSERS)
}

/// Returns Firefox, and installs Debian's if there is none.
pub fn ensure() -> Result<PathBuf> {
    if let Some(firefox) = find() {
        return Ok(firefox);
    }
    install_packages(&["firefox-esr"], "a Firefox")?;
    find().context("Firefox was installed, but neither firefox nor firefox-esr is on PATH")
}

/// Returns the driver that `GECKODRIVER` names, the one on PATH (one version drives many of Firefox), or the compiled
/// one.
pub fn find_driver() -> Result<Option<PathBuf>> {
    match paths::program("GECKODRIVER", &[GECKODRIVER.bin]) {
        Some(driver) => Ok(Some(driver)),
        None => Ok(GECKODRIVER.find()?.map(|bin| bin.join(GECKODRIVER.bin))),
    }
}

/// Returns the driver, and compiles it if there is none.
pub fn ensure_driver() -> Result<PathBuf> {
    match find_driver()? {
        Some(driver) => Ok(driver),
        None => Ok(GECKODRIVER.ensure()?.join(GECKODRIVER.bin)),
    }
}
