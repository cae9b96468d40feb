//! The tool cache: one folder per tool and version, which is complete or missing.
//!
//! An installation works in a staging folder, which is renamed into place at the end, with a stamp inside: what an
//! interruption leaves behind never counts as installed. A lock file per tool keeps two xtasks from interfering.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::console::print_line;
use crate::paths;

const STAMP: &str = ".complete";

/// Returns the folder of `name`, if it is completely installed.
pub fn find(name: &str) -> Result<Option<PathBuf>> {
    let dir = paths::cache()?.join(name);
    Ok(dir.join(STAMP).is_file().then_some(dir))
}

/// Returns the folder of `name`; `install` fills it if it is missing.
///
/// `install` gets the folder to write to and one for build products, which stays until an installation succeeds, so
/// that an interrupted one continues.
pub fn ensure(name: &str, install: impl FnOnce(&Path, &Path) -> Result<()>) -> Result<PathBuf> {
    if let Some(dir) = find(name)? {
        return Ok(dir);
    }
    let cache = paths::cache()?;
    let work = cache.join(".work");
    fs::create_dir_all(&work).with_context(|| format!("cannot create {}", work.display()))?;
    let _lock = exclusive(&work.join(format!("{name}.lock")), || {
        print_line(format_args!("· another xtask is installing {name}: waiting for it …"));
    })?;
    if let Some(dir) = find(name)? {
        return Ok(dir);
    }

    let staging = work.join(format!("{name}.staging"));
    let products = work.join(format!("{name}.build"));
    remove_dir(&staging)?;
    for dir in [&staging, &products] {
        fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    }
    install(&staging, &products)?;
    fs::write(staging.join(STAMP), "").context("cannot write the stamp of the installation")?;
    let dir = cache.join(name);
    remove_dir(&dir)?;
    fs::rename(&staging, &dir).with_context(|| format!("cannot move the installation to {}", dir.display()))?;
    remove_dir(&products)?;
    Ok(dir)
}

/// Locks the file `path` until the returned file is dropped; calls `waiting` once if somebody else holds it.
pub fn exclusive(path: &Path, waiting: impl FnOnce()) -> Result<File> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .with_context(|| format!("cannot open {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            waiting();
            file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("cannot lock {}", path.display()));
        }
    }
    Ok(file)
}

/// Removes a folder and its content; a missing folder is no error.
pub fn remove_dir(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot remove {}", dir.display())),
    }
}
