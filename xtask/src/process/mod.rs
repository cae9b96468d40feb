//! Runs programs, and makes sure that none of them outlives xtask.
//!
//! Each child leads its own process group, and a register holds all groups. Whatever ends xtask (Ctrl-C, SIGTERM,
//! a panic, an error) ends the groups first: TERM, then KILL after a few seconds.

mod group;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::console::Step;
use group::{Group, PATIENCE};
pub use group::{handle_signals, serving, stop_group, stopping};

/// Runs a program to its end with its output in a log file, and shows its progress as a [`Step`].
///
/// `explain` turns the log of a failure into one sentence, if it knows one.
pub fn run_step(
    command: &mut Command,
    name: &str,
    expect: &str,
    explain: impl FnOnce(&str) -> Option<String>,
) -> Result<()> {
    let log = log_file(name)?;
    let out = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    let err = out.try_clone().context("cannot share the log file")?;
    command.stdout(out).stderr(err);
    let mut step = Step::start(name, expect);
    let group = Group::spawn(command)?;
    let status = group.wait(|| step.show_progress(|| last_lines(&log, 1).pop()))?;
    if status.success() {
        step.done();
        return Ok(());
    }
    drop(step);
    let text = fs::read_to_string(&log).unwrap_or_default();
    if let Some(sentence) = explain(&text) {
        bail!("{sentence} (log: {})", log.display());
    }
    bail!("{name}: failed ({status}). The end of {}:\n{}", log.display(), last_lines(&log, 25).join("\n"))
}

/// Runs a program to its end, with its output on the terminal.
pub fn run_shown(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let group = Group::spawn(command)?;
    let status = group.wait(|| {})?;
    if !status.success() {
        bail!("{program} failed ({status})");
    }
    Ok(())
}

/// Returns the trimmed output of a program; `None` if it cannot be started or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a tool of the build to its end, and returns what it prints. If it fails, the error is what it complains about.
pub fn tool(command: &mut Command) -> Result<Vec<u8>> {
    let name = command.get_program().display().to_string();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        bail!("{name}: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(output.stdout)
}

/// A program that runs until it is stopped, with its output in a log file.
#[must_use]
pub struct Service {
    name: String,
    group: Group,
    log: PathBuf,
}

impl Service {
    /// Starts it, and truncates its log.
    pub fn start(name: &str, command: &mut Command) -> Result<Self> {
        let log = log_file(name)?;
        let out = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let err = out.try_clone().context("cannot share the log file")?;
        command.stdout(out).stderr(err);
        Ok(Self { name: name.to_owned(), group: Group::spawn(command)?, log })
    }

    /// The process (and group) id.
    pub fn id(&self) -> u32 {
        self.group.id
    }

    /// The file with its output.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Returns an error with the last lines of its log, if it has ended.
    pub fn check(&self) -> Result<()> {
        let Some(status) = self.group.try_wait()? else {
            return Ok(());
        };
        if stopping() {
            // It was stopped on purpose: the signal thread prints a message and ends xtask.
            thread::sleep(PATIENCE * 2);
        }
        bail!(
            "{} has ended unexpectedly ({status}). The end of {}:\n{}",
            self.name,
            self.log.display(),
            last_lines(&self.log, 20).join("\n")
        )
    }

    /// Waits until `ready` returns true. Fails if the program ends before.
    pub fn wait_until(&self, limit: Duration, mut ready: impl FnMut() -> bool) -> Result<()> {
        let deadline = Instant::now() + limit;
        loop {
            self.check()?;
            if ready() {
                return Ok(());
            }
            if Instant::now() > deadline {
                bail!(
                    "{} did not get ready within {} s. The end of {}:\n{}",
                    self.name,
                    limit.as_secs(),
                    self.log.display(),
                    last_lines(&self.log, 20).join("\n")
                );
            }
            thread::sleep(Duration::from_millis(100));
        }
    }
}

/// Blocks while all services run; returns the error of the first that ends.
pub fn watch(services: &[&Service], mut others: impl FnMut() -> Result<()>) -> Result<()> {
    loop {
        for service in services {
            service.check()?;
        }
        others()?;
        thread::sleep(Duration::from_millis(200));
    }
}

fn log_file(name: &str) -> Result<PathBuf> {
    let dir = crate::paths::logs();
    fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let file: String = name.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    Ok(dir.join(format!("{}.log", file.trim_matches('-'))))
}

/// Returns the last `count` lines of a file that are not blank.
fn last_lines(path: &Path, count: usize) -> Vec<String> {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let mut lines: Vec<String> =
        text.lines().rev().filter(|line| !line.trim().is_empty()).take(count).map(str::to_owned).collect();
    lines.reverse();
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::group::group_alive;
    use super::*;

    #[test]
    fn dropped_service_ends_its_grandchildren() {
        let service =
            Service::start("test-grandchildren", Command::new("sh").args(["-c", "sleep 300 & sleep 300"])).unwrap();
        let id = service.id();
        assert!(group_alive(id));
        drop(service);
        assert!(!group_alive(id));
    }

    #[test]
    fn panic_ends_running_services() {
        let (tell, told) = std::sync::mpsc::channel();
        let panicked = thread::spawn(move || {
            let service = Service::start("test-panic", Command::new("sleep").arg("300")).unwrap();
            tell.send(service.id()).unwrap();
            panic!("as the test wants it");
        })
        .join();
        assert!(panicked.is_err());
        assert!(!group_alive(told.recv().unwrap()));
    }

    #[test]
    fn crash_is_reported_with_the_last_lines_of_the_log() {
        let service =
            Service::start("test-crash", Command::new("sh").args(["-c", "echo out of luck; exit 3"])).unwrap();
        let error = service.wait_until(Duration::from_secs(10), || false).unwrap_err().to_string();
        assert!(error.contains("out of luck"), "{error}");
        assert!(error.contains("exit status: 3"), "{error}");
    }
}
