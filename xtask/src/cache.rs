//! The tool cache: one folder per tool and version, complete or not there at all.
//!
//! An installation works in a folder of its own and is renamed into place at its end, with a stamp inside: what an
//! interruption leaves behind never counts as installed. A lock file per tool keeps two xtasks out of each other's way.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::console::say;
use crate::paths;

const STAMP: &str = ".complete";

/// The folder of `name`, if it is completely installed.
pub fn find(name: &str) -> Result<Option<PathBuf>> {
    let dir = paths::cache()?.join(name);
    Ok(dir.join(STAMP).is_file().then_some(dir))
}

/// The folder of `name`; `install` fills it where it is missing.
///
/// `install` gets the folder to write to and one for build products, which is kept until an installation succeeds, so
/// that an interrupted one goes on where it was.
pub fn ensure(name: &str, install: impl FnOnce(&Path, &Path) -> Result<()>) -> Result<PathBuf> {
    if let Some(dir) = find(name)? {
        return Ok(dir);
    }
    let cache = paths::cache()?;
    let work = cache.join(".work");
    fs::create_dir_all(&work).with_context(|| format!("cannot create {}", work.display()))?;
    let _lock = exclusive(&work.join(format!("{name}.lock")), || {
        say(format_args!("· another xtask is installing {name}: waiting for it …"));
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

/// Holds the lock file `path` until the returned file is dropped; calls `waiting` once if somebody else has it.
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

/// Removes a folder and what is in it; a missing one is fine.
pub fn remove_dir(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).with_context(|| format!("cannot remove {}", dir.display())),
    }
}
