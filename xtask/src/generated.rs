//! Writes generated source files of the site, in `target/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Writes a file atomically, and only if it changes: a watcher would otherwise rebuild for ever.
pub fn write_if_changed(file: &Path, text: &str) -> Result<()> {
    if fs::read_to_string(file).is_ok_and(|there| there == text) {
        return Ok(());
    }
    if let Some(dir) = file.parent() {
        fs::create_dir_all(dir).with_context(|| format!("cannot create {}", dir.display()))?;
    }
    let staging = file.with_extension(format!("{}.tmp", std::process::id()));
    fs::write(&staging, text)
        .and_then(|()| fs::rename(&staging, file))
        .with_context(|| format!("cannot write {}", file.display()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_unchanged_file_is_not_written_again() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("site.css");
        write_if_changed(&file, "a{}").unwrap();
        let before = fs::metadata(&file).unwrap().modified().unwrap();
        write_if_changed(&file, "a{}").unwrap();
        assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), before);
    }
}
