//! `cargo xtask screenshots`: every page in every state, to be looked at.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::console::say;
use crate::directus::Version;
use crate::{paths, test};

/// Takes the screenshots of the states whose names hold `filter`, or of all, each on a phone, a tablet and a desktop, in light and
/// dark, into `target/screenshots/`. Fails where a state is not reached, or shows an error that it should not.
pub fn run(filter: Option<&str>) -> Result<()> {
    let dir = paths::target().join("screenshots");
    let filter = filter.unwrap_or_default();
    remove(&dir, filter)?;
    let arguments = ["--config", "screenshots/playwright.config.ts"].map(OsString::from);
    let variables =
        [("LYCHGATE_SCREENSHOTS", dir.clone().into_os_string()), ("LYCHGATE_SCREENSHOTS_OF", filter.into())];
    let outcome = test::playwright("screenshots-stack", Version::Eleven, &arguments, &variables);
    let taken = names(&dir, filter)?.len();
    say(format_args!("{taken} screenshots are in {}", dir.display()));
    outcome?;
    if taken == 0 {
        bail!("no state has “{filter}” in its name");
    }
    Ok(())
}

/// What was taken before of the same states: a state that is no more leaves no picture.
fn remove(dir: &Path, filter: &str) -> Result<()> {
    for name in names(dir, filter)? {
        let file = dir.join(name);
        fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
    }
    Ok(())
}

/// The screenshots in `dir` whose names hold `filter`; none where there is no such folder.
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
    fn only_the_screenshots_that_are_taken_anew_are_removed() {
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
