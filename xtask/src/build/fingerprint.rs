//! Whether `dist/` is of the sources as they are now.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::paths;
use crate::tools::rust::{TRUNK, WASM_BINDGEN};
use crate::tools::site;

/// What the site is made of.
const INPUTS: [&str; 11] = [
    "src",
    "crates",
    "build.rs",
    "locales",
    "styles",
    "public",
    "index.html",
    "Trunk.toml",
    "Cargo.toml",
    "Cargo.lock",
    "rust-toolchain.toml",
];

fn file() -> PathBuf {
    paths::root().join("target/dist.fingerprint")
}

/// A digest of all that a build depends on.
pub fn current(public_url: &str) -> Result<String> {
    let mut hash = Sha256::new();
    hash.update(format!("{public_url}\n{}\n{}\n{}\n", TRUNK.version, WASM_BINDGEN.version, site::digest()?));
    for input in INPUTS {
        let path = paths::root().join(input);
        if !path.exists() {
            continue;
        }
        for file in super::files(&path)? {
            let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            hash.update(format!("{}\n{}\n", file.display(), bytes.len()));
            hash.update(bytes);
        }
    }
    Ok(hex(hash.finalize()))
}

/// Whether `dist/` is there and was built from the same. A `trunk serve` meanwhile leaves a debug build there: its
/// index.html names other files.
pub fn matches(public_url: &str) -> Result<bool> {
    let Ok(built) = fs::read_to_string(file()) else {
        return Ok(false);
    };
    Ok(paths::dist().join("index.html").is_file() && built == record(&current(public_url)?)?)
}

/// The digest of the sources with that of the index.html made from them.
fn record(fingerprint: &str) -> Result<String> {
    let html = fs::read(paths::dist().join("index.html")).context("cannot read dist/index.html")?;
    Ok(format!("{fingerprint} {}", hex(Sha256::digest(html))))
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    bytes.as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Before a build: what an interrupted one leaves is of no known sources.
pub fn forget() -> Result<()> {
    match fs::remove_file(file()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).context("cannot remove the fingerprint of dist/")
        }
        _ => Ok(()),
    }
}

/// After a build.
pub fn remember(fingerprint: &str) -> Result<()> {
    fs::write(file(), record(fingerprint)?).context("cannot write the fingerprint of dist/")
}
