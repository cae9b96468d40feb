//! The protocol of the session, broken on purpose, one rule at a time: does any test notice?
//!
//! Each patch in `tests/broken` breaks one rule in a copy of the sources, and the native tests are run on it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::console::{Step, say};
use crate::{paths, process};

/// Breaks each rule, and fails if a break goes unnoticed.
pub fn run() -> Result<()> {
    let dir = paths::target().join("broken");
    let mut unnoticed = Vec::new();
    for patch in patches()? {
        let rule = patch.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let step = Step::start(format!("broken: {rule}"), "");
        let noticed_by = break_rule(&patch, &dir)?;
        step.done();
        say(format_args!("  {} tests notice: {}", noticed_by.len(), list(&noticed_by)));
        if noticed_by.is_empty() {
            unnoticed.push(rule);
        }
    }
    if !unnoticed.is_empty() {
        bail!("no test notices when this is broken: {}", unnoticed.join(", "));
    }
    Ok(())
}

fn patches() -> Result<Vec<PathBuf>> {
    let dir = paths::root().join("tests/broken");
    let entries = fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))?;
    let mut patches = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read {}", dir.display()))?.path();
        if path.extension().is_some_and(|extension| extension == "patch") {
            patches.push(path);
        }
    }
    patches.sort();
    Ok(patches)
}

/// The tests that fail with `patch` applied.
fn break_rule(patch: &Path, dir: &Path) -> Result<BTreeSet<String>> {
    let copy = dir.join("source");
    copy_sources(&copy)?;
    process::run_step(
        // Outside of any repository: inside of one the paths of a patch are those of its root.
        Command::new("git").args(["apply", "--whitespace=nowarn"]).arg(patch).current_dir(&copy).env("GIT_DIR", dir),
        "apply the patch",
        "",
        |_| Some(format!("{} does not fit the sources any more", patch.display())),
    )?;
    let output = Command::new("cargo")
        .args(["test", "--package", "lychgate", "--no-fail-fast"])
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

/// All that git knows of or would add, as it is on disk; what is unchanged keeps its time, so that little is built anew.
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

/// The names in lines such as `test a_name ... FAILED`.
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
    fn failed_tests_are_read_from_the_output_and_others_are_not() {
        let output = "running 2 tests\ntest a::fine ... ok\ntest a::wrong ... FAILED\n\nfailures:\n    a::wrong\n";
        assert_eq!(failed(output).into_iter().collect::<Vec<_>>(), ["a::wrong"]);
    }
}
