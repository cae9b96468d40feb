//! Mutation tests of the session's protocol: does a test fail for each rule that is broken?
//!
//! Each patch in `crates/session/mutations` breaks one rule. It is applied to a copy of the sources, and the native
//! tests of `lychgate-session` run on the copy; for a patch of the service worker, those that compare it with the protocol.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::console::{Step, print_line};
use crate::{paths, process};

/// The package whose rules are broken, and whose tests have to notice.
pub const PACKAGE: &str = "lychgate-session";

/// Applies each mutation, and fails if the tests miss one.
pub fn run() -> Result<()> {
    let dir = paths::target().join("mutations");
    let mut missed = Vec::new();
    for patch in patches()? {
        let mutation = patch.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let step = Step::start(format!("mutation: {mutation}"), "");
        let failing = failing_tests(&patch, &dir)?;
        step.done();
        print_line(format_args!("  {} tests catch it: {}", failing.len(), list(&failing)));
        if failing.is_empty() {
            missed.push(mutation);
        }
    }
    if !missed.is_empty() {
        bail!("no test catches these mutations: {}", missed.join(", "));
    }
    Ok(())
}

/// The mutations, sorted by name. A folder without any is an error: it would pass for a success.
fn patches() -> Result<Vec<PathBuf>> {
    let dir = paths::root().join("crates/session/mutations");
    let entries = fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut patches = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read {}", dir.display()))?.path();
        if path.extension().is_some_and(|extension| extension == "patch") {
            patches.push(path);
        }
    }
    if patches.is_empty() {
        bail!("there is no patch in {}", dir.display());
    }
    patches.sort();
    Ok(patches)
}

/// Returns the arguments of `cargo test` for the tests that have to notice `patch`: those of the protocol, and for the service worker, which is no
/// Rust, the test that compares it with the protocol.
fn tests_of(patch: &Path) -> Result<&'static [&'static str]> {
    let text = fs::read_to_string(patch).with_context(|| format!("cannot read {}", patch.display()))?;
    Ok(if text.contains("+++ b/src/worker/") { &["--package", "xtask", "worker"] } else { &["--package", PACKAGE] })
}

/// Returns the names of the tests that fail with `patch` applied.
fn failing_tests(patch: &Path, dir: &Path) -> Result<BTreeSet<String>> {
    let copy = dir.join("source");
    copy_sources(&copy)?;
    process::run_step(
        // With no repository around it: inside one, git reads the paths of a patch from that repository's root.
        Command::new("git").args(["apply", "--whitespace=nowarn"]).arg(patch).current_dir(&copy).env("GIT_DIR", dir),
        "apply the mutation",
        "",
        |_| Some(format!("{} does not fit the sources any more", patch.display())),
    )?;
    let output = Command::new("cargo")
        .args(["test", "--no-fail-fast"])
        .args(tests_of(patch)?)
        .env("CARGO_TARGET_DIR", dir.join("target"))
        .current_dir(&copy)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .context("cannot run cargo test")?;
    let text = String::from_utf8_lossy(&output.stdout);
    if !text.contains("test result: ") {
        bail!("with {} the tests don't build", patch.display());
    }
    Ok(failed(&text))
}

/// Copies every file that git tracks or would add, as it is on disk. Unchanged files keep their times, so that Cargo
/// rebuilds little.
fn copy_sources(copy: &Path) -> Result<()> {
    let files =
        process::output(Command::new("git").args(["ls-files", "-co", "--exclude-standard"]).current_dir(paths::root()))
            .context("this needs a git checkout")?;
    for file in files.lines().filter(|file| paths::root().join(file).is_file()) {
        let (from, to) = (paths::root().join(file), copy.join(file));
        let text = fs::read(&from).with_context(|| format!("cannot read {}", from.display()))?;
        if fs::read(&to).is_ok_and(|there| there == text) {
            continue;
        }
        if let Some(parent) = to.parent() {
            fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
        }
        fs::write(&to, text).with_context(|| format!("cannot write {}", to.display()))?;
    }
    Ok(())
}

/// Returns the names in lines such as `test a_name ... FAILED`.
fn failed(output: &str) -> BTreeSet<String> {
    let name = |line: &str| Some(line.strip_prefix("test ")?.strip_suffix(" ... FAILED")?.to_owned());
    output.lines().filter_map(name).collect()
}

fn list(names: &BTreeSet<String>) -> String {
    const SHOWN: usize = 3;
    let mut text = names.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
    if names.len() > SHOWN {
        text.push_str(", …");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::failed;

    #[test]
    fn failed_tests_are_parsed_from_the_output() {
        let output = "running 2 tests\ntest a::fine ... ok\ntest a::wrong ... FAILED\n\nfailures:\n    a::wrong\n";
        assert_eq!(failed(output).into_iter().collect::<Vec<_>>(), ["a::wrong"]);
    }
}
