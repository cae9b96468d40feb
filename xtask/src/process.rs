//! Programs that xtask starts, and the promise that none of them outlives it.
//!
//! Each child leads a process group of its own, and every group is in one register. Whoever ends xtask (Ctrl-C, SIGTERM,
//! a panic, an error) ends the groups first: TERM, a few seconds of patience, then KILL.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::console::{Step, say};

/// How long a group may take to end by itself after TERM.
const PATIENCE: Duration = Duration::from_secs(6);
/// How often a child is asked whether it has ended.
const POLL: Duration = Duration::from_millis(40);

type Handle = Arc<Mutex<Child>>;

/// Every child that has not been waited for, by its group.
static RUNNING: Mutex<BTreeMap<u32, Handle>> = Mutex::new(BTreeMap::new());
/// Set once xtask is on its way out, so that nothing new is started meanwhile.
static STOPPING: AtomicBool = AtomicBool::new(false);
/// Set when what runs is meant to be ended by a signal (a server): then the signal is no failure.
static SERVING: AtomicBool = AtomicBool::new(false);

/// A lock that a panicking thread held is still good: the data behind it is a list of processes to end.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From here on a signal is the ordinary way to end, with exit status 0.
pub fn serving() {
    SERVING.store(true, Ordering::SeqCst);
}

/// Ends every child, then xtask, on Ctrl-C, SIGTERM and SIGHUP. A second signal does not wait any longer.
pub fn handle_signals() -> Result<()> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for signals")?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if STOPPING.swap(true, Ordering::SeqCst) {
                signal_all(Signal::KILL);
                std::process::exit(128 + signal);
            }
            let serving = SERVING.load(Ordering::SeqCst);
            thread::spawn(move || {
                if !lock(&RUNNING).is_empty() {
                    say("\nstopping …");
                }
                stop_all();
                if serving {
                    say("stopped");
                }
                std::process::exit(if serving { 0 } else { 128 + signal });
            });
        }
    });
    Ok(())
}

/// Whether a signal has asked xtask to end.
pub fn stopping() -> bool {
    STOPPING.load(Ordering::SeqCst)
}

/// Ends every child that still runs.
pub fn stop_all() {
    signal_all(Signal::TERM);
    let deadline = Instant::now() + PATIENCE;
    while any_alive() {
        if Instant::now() > deadline {
            signal_all(Signal::KILL);
            break;
        }
        thread::sleep(POLL);
    }
}

fn signal_all(signal: Signal) {
    for &group in lock(&RUNNING).keys() {
        signal_group(group, signal);
    }
}

fn any_alive() -> bool {
    let running: Vec<_> = lock(&RUNNING)
        .iter()
        .map(|(group, child)| (*group, Arc::clone(child)))
        .collect();
    running.into_iter().any(|(group, child)| {
        // Reaps the leader, so that a zombie does not count as alive. An error means that it is gone.
        let _ = lock(&child).try_wait();
        group_alive(group)
    })
}

fn pid(group: u32) -> Option<Pid> {
    i32::try_from(group).ok().and_then(Pid::from_raw)
}

fn signal_group(group: u32, signal: Signal) {
    if let Some(pid) = pid(group) {
        // ESRCH: it has ended by itself, which is what was wanted.
        let _ = kill_process_group(pid, signal);
    }
}

fn group_alive(group: u32) -> bool {
    pid(group).is_some_and(|pid| test_kill_process_group(pid).is_ok())
}

/// Ends the group of a process that an earlier xtask left behind (it was killed before it could clean up).
pub fn stop_group(group: u32) {
    signal_group(group, Signal::TERM);
    let deadline = Instant::now() + PATIENCE;
    while group_alive(group) && Instant::now() < deadline {
        thread::sleep(POLL);
    }
    signal_group(group, Signal::KILL);
}

/// A child in its own process group; dropping it ends the group.
#[must_use]
struct Group {
    id: u32,
    child: Handle,
}

impl Group {
    fn spawn(command: &mut Command) -> Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        if stopping() {
            bail!("stopping");
        }
        // The register is held over the spawn: a signal either comes before it or finds the child in the register.
        let mut running = lock(&RUNNING);
        let child = command
            .process_group(0)
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {program}"))?;
        let id = child.id();
        let child = Arc::new(Mutex::new(child));
        running.insert(id, Arc::clone(&child));
        drop(running);
        if stopping() {
            signal_group(id, Signal::TERM);
        }
        Ok(Self { id, child })
    }

    fn try_wait(&self) -> Result<Option<ExitStatus>> {
        lock(&self.child)
            .try_wait()
            .context("cannot ask for the state of a child process")
    }

    fn wait(&self, mut meanwhile: impl FnMut()) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.try_wait()? {
                if stopping() {
                    // The signal thread ends xtask; an error message now would only be noise.
                    thread::sleep(PATIENCE * 2);
                }
                return Ok(status);
            }
            if !stopping() {
                meanwhile();
            }
            thread::sleep(POLL);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        signal_group(self.id, Signal::TERM);
        let deadline = Instant::now() + PATIENCE;
        loop {
            // Reaps the leader; what counts is whether the group still has members.
            let _ = lock(&self.child).try_wait();
            if !group_alive(self.id) {
                break;
            }
            if Instant::now() > deadline {
                signal_group(self.id, Signal::KILL);
                // Nothing survives KILL, so this ends at once.
                let _ = lock(&self.child).wait();
                break;
            }
            thread::sleep(POLL);
        }
        lock(&RUNNING).remove(&self.id);
    }
}

/// Runs a program to its end with its output in a log file, under a [`Step`] that shows it is alive.
///
/// `explain` turns the log of a failure into one sentence for a person, where it knows one.
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
    let status = group.wait(|| step.beat(|| last_lines(&log, 1).pop()))?;
    if status.success() {
        step.done();
        return Ok(());
    }
    drop(step);
    let text = fs::read_to_string(&log).unwrap_or_default();
    if let Some(sentence) = explain(&text) {
        bail!("{sentence} (log: {})", log.display());
    }
    bail!(
        "{name}: failed ({status}). The end of {}:\n{}",
        log.display(),
        last_lines(&log, 25).join("\n")
    )
}

/// Runs a program to its end with its output on the terminal.
pub fn run_shown(command: &mut Command) -> Result<()> {
    let program = command.get_program().to_string_lossy().into_owned();
    let group = Group::spawn(command)?;
    let status = group.wait(|| {})?;
    if !status.success() {
        bail!("{program} failed ({status})");
    }
    Ok(())
}

/// What a program prints, trimmed; `None` if it cannot be started or fails.
pub fn output(command: &mut Command) -> Option<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A program that runs until it is told to stop, with its output in a log file.
#[must_use]
pub struct Service {
    name: String,
    group: Group,
    log: PathBuf,
}

impl Service {
    /// Starts it. The log is begun anew.
    pub fn start(name: &str, command: &mut Command) -> Result<Self> {
        let log = log_file(name)?;
        let out = File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let err = out.try_clone().context("cannot share the log file")?;
        command.stdout(out).stderr(err);
        Ok(Self {
            name: name.to_owned(),
            group: Group::spawn(command)?,
            log,
        })
    }

    /// The process (and group) id.
    pub fn id(&self) -> u32 {
        self.group.id
    }

    /// An error with the last lines of its log, if it has ended.
    pub fn check(&self) -> Result<()> {
        let Some(status) = self.group.try_wait()? else {
            return Ok(());
        };
        if stopping() {
            // It was asked to: the signal thread says what there is to say and ends xtask.
            thread::sleep(PATIENCE * 2);
        }
        bail!(
            "{} has ended unexpectedly ({status}). The end of {}:\n{}",
            self.name,
            self.log.display(),
            last_lines(&self.log, 20).join("\n")
        )
    }

    /// Waits until `ready` holds, watching that the program lives.
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

/// Blocks while every service lives; returns the error of the first that ends.
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
    let file: String = name
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '-'
            }
        })
        .collect();
    Ok(dir.join(format!("{}.log", file.trim_matches('-'))))
}

/// The last `count` lines of a file that are not blank.
fn last_lines(path: &Path, count: usize) -> Vec<String> {
    let text = fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let mut lines: Vec<String> = text
        .lines()
        .rev()
        .filter(|line| !line.trim().is_empty())
        .take(count)
        .map(str::to_owned)
        .collect();
    lines.reverse();
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_dropped_service_takes_its_grandchildren_with_it() {
        let service = Service::start(
            "test-grandchildren",
            Command::new("sh").args(["-c", "sleep 300 & sleep 300"]),
        )
        .unwrap();
        let id = service.id();
        assert!(group_alive(id));
        drop(service);
        assert!(!group_alive(id));
    }

    #[test]
    fn a_panic_stops_what_was_started() {
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
    fn a_crash_is_told_with_the_last_lines() {
        let service = Service::start(
            "test-crash",
            Command::new("sh").args(["-c", "echo out of luck; exit 3"]),
        )
        .unwrap();
        let error = service
            .wait_until(Duration::from_secs(10), || false)
            .unwrap_err()
            .to_string();
        assert!(error.contains("out of luck"), "{error}");
        assert!(error.contains("exit status: 3"), "{error}");
    }
}
