//! The browser that tests run in, and its driver.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::system::install_packages;
use crate::paths;

const BROWSERS: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A Chromium or Chrome and the chromedriver for it.
#[derive(Debug)]
pub struct Browser {
    /// The browser itself.
    pub chromium: PathBuf,
    /// Its WebDriver.
    pub driver: PathBuf,
}

/// What is on PATH, or named by `CHROME` and `CHROMEDRIVER`.
pub fn find() -> Option<Browser> {
    let named = |variable: &str| std::env::var_os(variable).map(PathBuf::from);
    Some(Browser {
        chromium: named("CHROME").or_else(|| BROWSERS.iter().find_map(|name| paths::which(name)))?,
        driver: named("CHROMEDRIVER").or_else(|| paths::which("chromedriver"))?,
    })
}

/// The browser, installing Debian's where there is none.
pub fn ensure() -> Result<Browser> {
    if let Some(browser) = find() {
        return Ok(browser);
    }
    install_packages(&["chromium", "chromium-driver"], "a Chromium with its chromedriver")?;
    find().context("Chromium was installed, but chromium and chromedriver are not on PATH")
}
