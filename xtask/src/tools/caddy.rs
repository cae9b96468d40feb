//! Caddy, the other web server that the tests put before Directus.

use std::path::PathBuf;

use anyhow::{Context, Result};

use super::system::install_packages;
use crate::paths;

/// What is on PATH.
pub fn find() -> Option<PathBuf> {
    paths::which("caddy")
}

/// Caddy, installing Debian's where there is none.
pub fn ensure() -> Result<PathBuf> {
    if let Some(caddy) = find() {
        return Ok(caddy);
    }
    install_packages(&["caddy"], "a Caddy")?;
    find().context("Caddy was installed, but caddy is not on PATH")
}
