//! Whether a built app was made from the sources as they are now.

use std::fs;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use super::App;
use crate::digest::hex;
use crate::tools::rust::{TRUNK, WASM_BINDGEN, WASM_SPLIT};
use crate::tools::site;

/// The ending of the file that keeps the fingerprint of a build.
const ENDING: &str = "fingerprint";

/// Returns a digest of everything that a build depends on.
pub fn current(app: &App, public_url: &str) -> Result<String> {
    let mut hash = Sha256::new();
    let tools = [TRUNK, WASM_BINDGEN, WASM_SPLIT].map(|tool| tool.version).join("\n");
    hash.update(format!("{public_url}\n{tools}\n{}\n", site::digest()?));
    for input in app.inputs().iter().filter(|input| input.exists()) {
        for file in super::files(input)? {
            let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            hash.update(format!("{}\n{}\n", file.display(), bytes.len()));
            hash.update(bytes);
        }
    }
    Ok(hex(hash.finalize()))
}

/// Whether the built app is there and was built from the same. Somebody may have changed its index.html since.
pub fn matches(app: &App, public_url: &str) -> Result<bool> {
    let Ok(built) = fs::read_to_string(app.beside(ENDING)) else {
        return Ok(false);
    };
    Ok(app.dist().join("index.html").is_file() && built == record(app, &current(app, public_url)?)?)
}

/// The digest of the sources with that of the index.html made from them.
fn record(app: &App, fingerprint: &str) -> Result<String> {
    let file = app.dist().join("index.html");
    let html = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok(format!("{fingerprint} {}", hex(Sha256::digest(html))))
}

/// Removes the fingerprint. Call this before a build: what an interrupted one leaves is of no known sources.
pub fn forget(app: &App) -> Result<()> {
    let file = app.beside(ENDING);
    match fs::remove_file(&file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", file.display()))
        }
        _ => Ok(()),
    }
}

/// Writes the fingerprint. Call this after a build.
pub fn remember(app: &App, fingerprint: &str) -> Result<()> {
    let file = app.beside(ENDING);
    fs::write(&file, record(app, fingerprint)?).with_context(|| format!("cannot write {}", file.display()))
}
