//! Checks that the three crates can be published: packs them, and builds what was packed.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{cache, paths, process};

/// The crates that other projects use.
const CRATES: [&str; 3] = ["lychgate-directus", "lychgate-session", "lychgate-yew"];

/// The version that the packages of the workspace share.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Packs the three crates together and builds them from their packages.
///
/// `cargo package` packs without building. When it builds interdependent packages, it unpacks them into the user's
/// registry cache, and takes what lies there for them as long as their version stays the same: from the second run on
/// it builds old sources.
pub fn check() -> Result<()> {
    // All crates are there, as the tests are built: nothing asks the network.
    let mut package = Command::new("cargo");
    package.args(["package", "--offline", "--allow-dirty", "--no-verify"]);
    package.args(CRATES.iter().flat_map(|name| ["--package", name])).current_dir(paths::root());
    process::run_step(&mut package, "pack the crates", "", |_| None)?;

    let dir = paths::target().join("packages");
    cache::remove_dir(&dir)?;
    fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    for name in CRATES {
        unpack(name, &dir)?;
    }
    let manifest = dir.join("Cargo.toml");
    fs::write(&manifest, workspace()).with_context(|| format!("cannot write {}", manifest.display()))?;
    // The same versions as in this workspace, so that what is built already serves here, too.
    let lock = "Cargo.lock";
    fs::copy(paths::root().join(lock), dir.join(lock)).with_context(|| format!("cannot copy {lock}"))?;
    let mut build = Command::new("cargo");
    build.args(["build", "--offline", "--workspace"]).env("CARGO_TARGET_DIR", paths::target()).current_dir(&dir);
    process::run_step(&mut build, "build the crates from their packages", "", |_| None)
}

fn unpack(name: &str, dir: &Path) -> Result<()> {
    let package = paths::target().join(format!("package/{name}-{VERSION}.crate"));
    let mut tar = Command::new("tar");
    // `m`: the files get the time of now. Cargo packs them with one fixed time, by which it would miss that they have
    // changed.
    tar.arg("-xzmf").arg(&package).arg("-C").arg(dir);
    process::run_shown(&mut tar).with_context(|| format!("cannot unpack {}", package.display()))
}

/// The manifest of a workspace in which the packages find each other; all else comes from the registry, as for other
/// projects.
fn workspace() -> String {
    let members = CRATES.map(|name| format!("\"{name}-{VERSION}\""));
    let patches = CRATES.map(|name| format!("{name} = {{ path = \"{name}-{VERSION}\" }}\n"));
    format!(
        "[workspace]\nmembers = [{}]\nresolver = \"3\"\n\n[patch.crates-io]\n{}\n\
         [profile.dev.package.\"*\"]\ndebug = false\n",
        members.join(", "),
        patches.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn workspace_has_every_crate_as_member_and_patch() {
        let manifest = workspace();
        for name in CRATES {
            assert!(manifest.contains(&format!("\"{name}-{VERSION}\"")), "{manifest}");
            assert!(manifest.contains(&format!("\n{name} = {{ path = ")), "{manifest}");
        }
    }
}
