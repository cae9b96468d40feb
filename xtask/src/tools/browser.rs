//! The browser that tests run in, and its driver.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::system::install_packages;
use crate::paths;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
/// The headless shell: the same engine without the user interface, which doubles the time.
const SHELLS: [&str; 2] = ["chromium-headless-shell", "chrome-headless-shell"];

/// A Chromium or Chrome and the chromedriver for it.
#[derive(Debug)]
pub struct Browser {
    /// The browser itself.
    pub chromium: PathBuf,
    /// The browser of most end-to-end tests: the headless shell if there is one, else the browser itself.
    pub shell: PathBuf,
    /// Its WebDriver.
    pub driver: PathBuf,
}

/// Returns the browser on PATH, or that of `CHROME` and `CHROMEDRIVER`.
pub fn find() -> Option<Browser> {
    let chromium = paths::program("CHROME", &BROWSERS)?;
    Some(Browser {
        shell: paths::program("CHROME", &SHELLS).unwrap_or_else(|| chromium.clone()),
        chromium,
        driver: paths::program("CHROMEDRIVER", &["chromedriver"])?,
    })
}

/// Returns the browser, and installs Debian's if there is none.
pub fn ensure() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    install_packages(&["chromium", "chromium-headless-shell", "chromium-driver"], "a Chromium with its chromedriver")?;
    find().context("Chromium was installed, but chromium and chromedriver are not on PATH")
}
