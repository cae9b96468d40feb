//! The tools of the project: their versions, and how to install them.

pub mod browser;
pub mod caddy;
pub mod firefox;
pub mod lock;
pub mod nginx;
pub mod node;
pub mod rust;
pub mod site;
pub mod system;
pub mod webkit;

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::{Context, Result};

/// Returns PATH with `dirs` first.
pub fn path_with(dirs: &[PathBuf]) -> Result<OsString> {
    let current = env::var_os("PATH").unwrap_or_default();
    env::join_paths(dirs.iter().cloned().chain(env::split_paths(&current)))
        .context("a tool's folder has a character that PATH cannot hold")
}

/// Explains a log that reports a missing network in one sentence, with what to do.
pub fn explain_network(log: &str, what: &str) -> Option<String> {
    const SIGNS: [&str; 12] = [
        "ENOTFOUND",
        "EAI_AGAIN",
        "ECONNREFUSED",
        "ENETUNREACH",
        "ETIMEDOUT",
        "Could not resolve host",
        "Couldn't resolve host",
        "Could not connect to server",
        "Couldn't connect to server",
        "Failed to connect to",
        "Temporary failure resolving",
        "network failure seems to have happened",
    ];
    SIGNS.iter().any(|sign| log.contains(sign)).then(|| {
        format!(
            "{what} could not be downloaded: there is no network (or a proxy is needed). Connect and run the same \
             command again; it goes on where it stopped."
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_without_network_errors_is_not_explained() {
        assert_eq!(explain_network("error: expected `;`", "trunk"), None);
        assert!(explain_network("npm error code ENOTFOUND", "Directus").is_some());
    }
}
