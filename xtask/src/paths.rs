//! Paths: the checkout, its build outputs, and the user's tool cache.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::{env, io};

use anyhow::{Context, Result, bail};

/// Returns the root of the checkout.
///
/// It is known at compile time: `cargo xtask` always runs the xtask of the checkout it is called in.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new("."))
}

/// Returns the path of this program. Call this once at the start: `cargo test` rebuilds it in the same place, and a
/// program that has been replaced gets another path.
pub fn this_program() -> Result<&'static Path> {
    static PATH: OnceLock<io::Result<PathBuf>> = OnceLock::new();
    match PATH.get_or_init(env::current_exe) {
        Ok(path) => Ok(path),
        Err(error) => bail!("cannot tell the path of xtask itself: {error}"),
    }
}

/// Returns `target/`, or the folder in `CARGO_TARGET_DIR`.
pub fn target() -> PathBuf {
    match env::var_os("CARGO_TARGET_DIR") {
        Some(dir) => root().join(dir),
        None => root().join("target"),
    }
}

/// Returns the folder of the built site.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Returns the folder for the logs of programs.
pub fn logs() -> PathBuf {
    target().join("xtask-logs")
}

/// Returns the user's cache folder for tools: `LYCHGATE_CACHE`, else `lychgate` below the platform's cache folder.
pub fn cache() -> Result<PathBuf> {
    if let Some(dir) = env::var_os("LYCHGATE_CACHE") {
        return Ok(PathBuf::from(dir));
    }
    if let Some(dir) = env::var_os("XDG_CACHE_HOME").filter(|dir| !dir.is_empty()) {
        return Ok(PathBuf::from(dir).join("lychgate"));
    }
    let home = env::var_os("HOME")
        .context("neither HOME nor XDG_CACHE_HOME is set: set LYCHGATE_CACHE to a folder where tools may be kept")?;
    let base = if cfg!(target_os = "macos") { "Library/Caches" } else { ".cache" };
    Ok(PathBuf::from(home).join(base).join("lychgate"))
}

/// Returns the first program called `name` on PATH.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|dir| dir.join(name)).find(|candidate| candidate.is_file())
}

/// Returns the program that the environment variable `variable` names, or else the first of `names` that is on PATH.
pub fn program(variable: &str, names: &[&str]) -> Option<PathBuf> {
    env::var_os(variable).map(PathBuf::from).or_else(|| names.iter().find_map(|name| which(name)))
}

/// Makes a file or folder accessible to its owner only.
pub fn owner_only(path: &Path) -> Result<()> {
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
        .with_context(|| format!("cannot restrict {}", path.display()))
}
