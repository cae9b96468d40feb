//! Checks of every lock file: each package has a digest, so that only what was reviewed is installed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::Value;
use walkdir::WalkDir;

use crate::paths;
use crate::tools::lock::read_json;

/// All packages by name and version: the expected digest, and the file that names it first.
type Seen = BTreeMap<(String, String), (String, String)>;

/// Returns the folders with a lock file of npm, relative to the root of the checkout.
pub fn folders() -> Result<Vec<PathBuf>> {
    const NOT_OURS: [&str; 4] = ["node_modules", "target", "dist", ".git"];
    let mut folders = Vec::new();
    let ours = |entry: &walkdir::DirEntry| !NOT_OURS.iter().any(|name| entry.file_name() == *name);
    for entry in WalkDir::new(paths::root()).sort_by_file_name().into_iter().filter_entry(ours) {
        let entry = entry.context("cannot read the checkout")?;
        if entry.file_name() == "package-lock.json" {
            let folder = entry.path().parent().unwrap_or(paths::root());
            folders.push(folder.strip_prefix(paths::root()).unwrap_or(folder).to_owned());
        }
    }
    Ok(folders)
}

/// Returns what is wrong with the lock files of the checkout, those of npm and Cargo's.
pub fn faults() -> Result<Vec<String>> {
    let (mut seen, mut faults) = (Seen::new(), Vec::new());
    for folder in folders()? {
        let dir = paths::root().join(&folder);
        let lock = read_json(&dir.join("package-lock.json"))?;
        faults.extend(of_npm(&folder.display().to_string(), &lock, &mut seen));
        faults.extend(of_wishes(&folder, &read_json(&dir.join("package.json"))?));
    }
    let cargo = std::fs::read_to_string(paths::root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    faults.extend(of_cargo(&cargo));
    Ok(faults)
}

/// Checks `integrity` and `resolved`. Without `integrity` npm accepts whatever it is sent; `resolved` may name another
/// host than the registry.
fn of_npm(folder: &str, lock: &Value, seen: &mut Seen) -> Vec<String> {
    let Some(packages) = lock["packages"].as_object() else {
        return vec![format!("{folder}: a lock file that is too old to have digests of all packages")];
    };
    let mut faults = Vec::new();
    // The empty name is the project itself.
    for (path, package) in packages.iter().filter(|(path, _)| !path.is_empty()) {
        let mut fault = |what: &str| faults.push(format!("{folder}: {path} {what}"));
        if let Some(resolved) = package["resolved"].as_str() {
            fault(&format!("names where it comes from ({resolved}); the registry alone may say that"));
        }
        // A bundled package is in the archive of another, whose digest covers it.
        if package["inBundle"] == true {
            continue;
        }
        let Some(integrity) = package["integrity"].as_str().filter(|digest| digest.starts_with("sha512-")) else {
            fault("has no integrity of SHA-512");
            continue;
        };
        let name = package["name"].as_str().or_else(|| path.rsplit("node_modules/").next()).unwrap_or(path);
        let version = package["version"].as_str().unwrap_or_default();
        let (expected, first) = seen
            .entry((name.to_owned(), version.to_owned()))
            .or_insert_with(|| (integrity.to_owned(), folder.to_owned()));
        if expected != integrity {
            fault(&format!("of {version} has another digest than in {first}"));
        }
    }
    faults
}

/// Checks that each dependency of a package.json names one exact version.
fn of_wishes(folder: &Path, package: &Value) -> Vec<String> {
    let options = ["dependencies", "devDependencies", "optionalDependencies"];
    let options = options.iter().filter_map(|kind| package[*kind].as_object()).flatten();
    let loose = options.filter(|(_, version)| !version.as_str().is_some_and(is_exact));
    loose
        .map(|(name, version)| {
            format!("{}: {name} is asked for as {version}, and not in one version", folder.display())
        })
        .collect()
}

fn is_exact(version: &str) -> bool {
    let numbers = version.split(['-', '+']).next().unwrap_or_default();
    numbers.split('.').count() == 3 && numbers.split('.').all(|part| part.parse::<u64>().is_ok())
}

/// Checks that each crate has a checksum, which Cargo writes for crates of a registry only.
fn of_cargo(lock: &str) -> Vec<String> {
    let packages = lock.split("[[package]]").skip(1);
    let foreign = packages.filter(|package| package.contains("\nsource = ") && !package.contains("\nchecksum = "));
    foreign
        .map(|package| format!("Cargo.lock: no checksum of{}", package.lines().take(3).collect::<Vec<_>>().join(" ")))
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;

    fn faults_of(packages: Value) -> Vec<String> {
        of_npm("here", &json!({ "lockfileVersion": 3, "packages": packages }), &mut Seen::new())
    }

    #[test]
    fn every_package_of_every_lock_file_has_its_digest() {
        let folders = folders().unwrap();
        for known in ["directus", "directus/12", "directus/services", "tests/e2e", "xtask/npm/node", "xtask/npm/site"] {
            assert!(folders.contains(&PathBuf::from(known)), "{known}: {folders:?}");
        }
        assert_eq!(faults().unwrap(), Vec::<String>::new());
    }

    #[test]
    fn package_without_digest_is_reported() {
        let faults = faults_of(json!({
            "": { "name": "x" },
            "node_modules/a": { "version": "1.0.0", "integrity": "sha512-x" },
            "node_modules/a/node_modules/inside": { "version": "1.0.0", "inBundle": true },
            "node_modules/@b/c": { "version": "1.0.0" },
            "node_modules/old": { "version": "1.0.0", "integrity": "sha1-x" },
        }));
        assert_eq!(
            faults,
            [
                "here: node_modules/@b/c has no integrity of SHA-512",
                "here: node_modules/old has no integrity of SHA-512"
            ]
        );
    }

    #[test]
    fn package_from_another_source_is_reported() {
        let elsewhere = json!({ "version": "1.0.0", "integrity": "sha512-x", "resolved": "https://example.com/a.tgz" });
        let faults = faults_of(json!({ "node_modules/a": elsewhere }));
        assert!(faults.len() == 1 && faults[0].contains("https://example.com/a.tgz"), "{faults:?}");
    }

    #[test]
    fn version_has_the_same_digest_everywhere() {
        let mut seen = Seen::new();
        let lock =
            |digest: &str| json!({ "packages": { "node_modules/a": { "version": "1.0.0", "integrity": digest } } });
        assert!(of_npm("one", &lock("sha512-x"), &mut seen).is_empty());
        assert!(of_npm("two", &lock("sha512-x"), &mut seen).is_empty());
        assert_eq!(
            of_npm("three", &lock("sha512-y"), &mut seen),
            ["three: node_modules/a of 1.0.0 has another digest than in one"]
        );
    }

    #[test]
    fn a_lock_file_of_an_old_npm_is_refused() {
        assert_eq!(of_npm("here", &json!({ "lockfileVersion": 1, "dependencies": {} }), &mut Seen::new()).len(), 1);
    }

    #[test]
    fn dependencies_name_exact_versions() {
        let package = json!({
            "dependencies": { "a": "1.2.3", "b": "^1.2.3", "c": "latest", "d": "1.2" },
            "devDependencies": { "e": "https://example.com/e.tgz", "f": "1.2.3-beta.1" },
        });
        let names: Vec<_> = of_wishes(Path::new("here"), &package)
            .iter()
            .map(|fault| fault.split_whitespace().nth(1).unwrap().to_owned())
            .collect();
        assert_eq!(names, ["b", "c", "d", "e"]);
    }

    #[test]
    fn crate_without_checksum_is_reported() {
        let lock = "version = 4\n\n[[package]]\nname = \"ours\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\n\
             source = \"registry\"\nchecksum = \"0\"\n\n[[package]]\nname = \"b\"\nversion = \"1.0.0\"\nsource = \"git\"\n";
        let faults = of_cargo(lock);
        assert!(faults.len() == 1 && faults[0].contains("name = \"b\""), "{faults:?}");
    }
}
