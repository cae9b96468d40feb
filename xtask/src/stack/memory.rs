//! Keeps the databases of the tests in memory if the system has a place for that: on a busy disk each write
//! waits, and each sign-in with it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cache;

/// The folder for files in memory, on Linux.
const SHARED_MEMORY: &str = "/dev/shm";

/// A folder in memory for the databases of one stack. Dropping it removes it.
#[must_use]
pub struct Databases(Option<PathBuf>);

impl Databases {
    /// Creates a new one for the stack in `dir`.
    pub fn new(dir: &Path) -> Result<Self> {
        if !Path::new(SHARED_MEMORY).is_dir() {
            return Ok(Self(None));
        }
        // A killed run has left one behind under the same name.
        let name = format!("lychgate{}", dir.display().to_string().replace('/', "-"));
        let folder = Path::new(SHARED_MEMORY).join(name);
        cache::remove_dir(&folder)?;
        fs::create_dir(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self(Some(folder)))
    }

    /// Returns the setting that puts the database of the Directus `name` there.
    pub fn setting(&self, name: &str) -> Option<(String, String)> {
        let file = self.0.as_ref()?.join(format!("{name}.db"));
        Some(("DB_FILENAME".to_owned(), file.display().to_string()))
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        if let Some(folder) = &self.0 {
            // The next start removes what cannot be removed now.
            let _ = fs::remove_dir_all(folder);
        }
    }
}
