//! Caddy, the second web server of the tests.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::system::install_packages;
use crate::paths;

/// Returns the Caddy on PATH.
pub fn find() -> Option<PathBuf> {
    paths::which("caddy")
}

/// Returns Caddy, and installs Debian's if there is none.
pub fn ensure() -> Result<PathBuf> {
    if let Some(caddy) = find() {
        return Ok(caddy);
    }
    install_packages(&["caddy"], "a Caddy")?;
    find().context("Caddy was installed, but caddy is not on PATH")
}
