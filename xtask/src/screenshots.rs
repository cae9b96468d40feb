//! `cargo xtask screenshots`: takes screenshots of every page in every state.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::console::print_line;
use crate::directus::Version;
use crate::{paths, test};

/// Takes the screenshots of the states whose names contain `filter`, or of all, each on a phone, a tablet and a
/// desktop, in light and dark, into `target/screenshots/`. Fails if a state is not reached, or shows an unexpected
/// error.
pub fn run(filter: Option<&str>) -> Result<()> {
    let dir = paths::target().join("screenshots");
    let filter = filter.unwrap_or_default();
    remove(&dir, filter)?;
    let arguments = ["--config", "screenshots/playwright.config.ts"].map(OsString::from);
    let variables =
        [("LYCHGATE_SCREENSHOTS", dir.clone().into_os_string()), ("LYCHGATE_SCREENSHOTS_OF", filter.into())];
    let outcome = test::playwright("screenshots-stack", Version::Eleven, &arguments, &variables);
    let taken = names(&dir, filter)?.len();
    print_line(format_args!("{taken} screenshots are in {}", dir.display()));
    outcome?;
    if taken == 0 {
        bail!("no state has “{filter}” in its name");
    }
    Ok(())
}

/// Removes earlier screenshots of the same states, so that none of a removed state stays.
fn remove(dir: &Path, filter: &str) -> Result<()> {
    for name in names(dir, filter)? {
        let file = dir.join(name);
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    Ok(())
}

/// Returns the screenshots in `dir` whose names contain `filter`; none if the folder is missing.
fn names(dir: &Path, filter: &str) -> Result<Vec<String>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let name = entry.with_context(|| format!("cannot read {}", dir.display()))?.file_name();
        let name = name.to_string_lossy().into_owned();
        if name.ends_with(".png") && name.contains(filter) {
            names.push(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_screenshots_that_match_the_filter_are_removed() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["profile-saved-360-dark.png", "home-loaded-360-dark.png", "profile.txt"] {
            fs::write(dir.path().join(name), "").unwrap();
        }
        remove(dir.path(), "profile").unwrap();
        assert_eq!(names(dir.path(), "").unwrap(), ["home-loaded-360-dark.png"]);
        assert!(dir.path().join("profile.txt").is_file());
        assert!(names(&dir.path().join("not-there"), "").unwrap().is_empty());
    }
}
