//! The databases of the tests, in memory where the system has a place for that: on a busy disk everything that is written
//! waits for it, and every sign-in with it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::cache;

/// Where Linux keeps files in memory.
const SHARED_MEMORY: &str = "/dev/shm";

/// A folder in memory for the databases of one stack. Dropping it removes it.
#[must_use]
pub struct Databases(Option<PathBuf>);

impl Databases {
    /// A new one for the stack that keeps everything else in `dir`.
    pub fn new(dir: &Path) -> Result<Self> {
        if !Path::new(SHARED_MEMORY).is_dir() {
            return Ok(Self(None));
        }
        // What a killed run has left behind has the same name.
        let name = format!("lychgate{}", dir.display().to_string().replace('/', "-"));
        let folder = Path::new(SHARED_MEMORY).join(name);
        cache::remove_dir(&folder)?;
        fs::create_dir(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        Ok(Self(Some(folder)))
    }

    /// The setting that puts the database of the Directus `name` there.
    pub fn setting(&self, name: &str) -> Option<(String, String)> {
        let file = self.0.as_ref()?.join(format!("{name}.db"));
        Some(("DB_FILENAME".to_owned(), file.display().to_string()))
    }
}

impl Drop for Databases {
    fn drop(&mut self) {
        if let Some(folder) = &self.0 {
            // What cannot be removed is removed by the next start.
            let _ = fs::remove_dir_all(folder);
        }
    }
}
