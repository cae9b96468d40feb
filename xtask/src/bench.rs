//! `cargo xtask bench`: measures in a browser how soon pages are there and answer, and what they cost.
//!
//! Three targets are measured in turn: this build, a bare static page with the same form, which is the limit of what is possible, and
//! the build of the last tag. `tests/e2e/bench/` has the measuring; `docs/performance.md` says what the figures mean.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::build::{self, App};
use crate::console::print_line;
use crate::demo::copy_dir;
use crate::stack::bench::{self as stack, Target};
use crate::{cache, paths, process, test};

/// The options of the benchmark.
#[derive(Args)]
pub struct Options {
    /// How often everything is measured; the table has the medians
    #[arg(long, value_name = "TIMES", default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..))]
    n: u16,
    /// What network and processor are like; may be repeated [default: both]
    #[arg(long = "profile", value_name = "PROFILE")]
    profiles: Vec<Profile>,
}

/// The conditions under which times are measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Profile {
    /// A round trip of 150 ms, 1.6 Mbit/s down and 0.75 up, a processor that is four times slower
    Slow,
    /// This machine as it is
    Fast,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Self::Slow => "slow",
            Self::Fast => "fast",
        }
    }
}

/// What the stack, its logs and the folder below `target/` are called.
const NAME: &str = "bench";

/// The table that `tests/e2e/bench/` writes.
const TABLE: &str = "table.md";

/// Measures, prints the table, and leaves `results.json`, `waterfall.svg` and the table in `target/bench/`.
pub fn run(options: &Options) -> Result<()> {
    let dir = paths::target().join(NAME);
    fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let targets = targets(&dir)?;
    let arguments = ["--config", "bench/playwright.config.ts"].map(OsString::from);
    let variables = [
        ("LYCHGATE_BENCH", dir.clone().into_os_string()),
        ("LYCHGATE_BENCH_TIMES", options.n.to_string().into()),
        ("LYCHGATE_BENCH_PROFILES", profiles(&options.profiles).into()),
    ];
    test::playwright_on(|| stack::start(NAME, &dir.join("stack"), &targets), &arguments, &variables)?;
    let table = dir.join(TABLE);
    print_line(fs::read_to_string(&table).with_context(|| format!("cannot read {}", table.display()))?);
    for file in ["results.json", "waterfall.svg"] {
        print_line(dir.join(file).display());
    }
    Ok(())
}

/// Returns the names of the profiles, separated by commas; of all, if none is wanted.
fn profiles(wanted: &[Profile]) -> String {
    let all = Profile::value_variants();
    let names: Vec<_> = all
        .iter()
        .filter(|profile| wanted.is_empty() || wanted.contains(profile))
        .map(|profile| profile.name())
        .collect();
    names.join(",")
}

fn targets(dir: &Path) -> Result<Vec<Target>> {
    let site = App::site();
    build::ensure(&site)?;
    // A copy, so that a build meanwhile does not remove its files.
    let lychgate = dir.join("lychgate");
    copy_dir(site.dist(), &lychgate)?;
    let bare = dir.join("static");
    copy_dir(&paths::root().join("tests/e2e/bench/static"), &bare)?;
    build::compress(&bare)?;
    let mut targets = vec![
        Target { name: "lychgate", root: lychgate, has_app: true },
        Target { name: "static", root: bare, has_app: false },
    ];
    match last_tag() {
        Some(tag) => {
            print_line(format_args!("· `last` is {tag}"));
            targets.push(Target { name: "last", root: tagged(&tag, &dir.join(&tag))?, has_app: true });
        }
        None => print_line("· there is no `last` in the table: this checkout has no tag yet"),
    }
    Ok(targets)
}

/// Returns the last tag before this checkout's commit, or at it.
fn last_tag() -> Option<String> {
    process::output(&mut git(&["describe", "--tags", "--abbrev=0"]))
}

/// Returns the build of `tag`, which is made once, in a worktree below `dir`.
fn tagged(tag: &str, dir: &Path) -> Result<PathBuf> {
    let dist = dir.join("dist");
    if dist.join("index.html").is_file() {
        return Ok(dist);
    }
    let source = dir.join("source");
    forget_worktree(&source)?;
    process::run_step(
        git(&["worktree", "add", "--detach"]).arg(&source).arg(tag),
        &format!("check {tag} out"),
        "",
        |_| None,
    )?;
    process::run_step(
        Command::new("cargo")
            .args(["xtask", "build"])
            // It has its own target/, and its own toolchain.
            .env_remove("CARGO_TARGET_DIR")
            .env_remove("RUSTUP_TOOLCHAIN")
            .current_dir(&source),
        &format!("build {tag}"),
        "once, some minutes",
        |_| None,
    )?;
    // Complete or not there: what an interruption leaves has another name.
    let staging = dir.join("staging");
    copy_dir(&source.join("dist"), &staging)?;
    fs::rename(&staging, &dist).with_context(|| format!("cannot move {tag} to {}", dist.display()))?;
    // The sources and the compiler's files are not needed any more.
    forget_worktree(&source)?;
    Ok(dist)
}

/// Removes a worktree, if it is there.
fn forget_worktree(source: &Path) -> Result<()> {
    cache::remove_dir(source)?;
    process::output(&mut git(&["worktree", "prune"])).map(drop).context("git cannot forget a worktree that is gone")
}

fn git(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(paths::root());
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_profiles_are_measured_unless_one_is_wanted() {
        assert_eq!(profiles(&[]), "slow,fast");
        assert_eq!(profiles(&[Profile::Fast]), "fast");
    }
}
