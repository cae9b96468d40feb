//! Process groups, their register, and the signals that end them.

use std::collections::BTreeMap;
use std::os::unix::process::CommandExt;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group, test_kill_process_group};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::console::print_line;

/// How long a group may take to end after TERM.
pub(super) const PATIENCE: Duration = Duration::from_secs(6);
/// How often a child is polled.
const POLL: Duration = Duration::from_millis(40);

type Handle = Arc<Mutex<Child>>;

/// The groups of all children that have not been waited for.
static RUNNING: Mutex<BTreeMap<u32, Handle>> = Mutex::new(BTreeMap::new());
/// Set once xtask is ending, so that it starts nothing new.
static STOPPING: AtomicBool = AtomicBool::new(false);
/// Set when a server runs, which a signal ends: then the signal is no failure.
static SERVING: AtomicBool = AtomicBool::new(false);

/// Ignores poisoning: the data behind the lock is a list of processes to end, which stays valid.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes a signal the ordinary way to end, with exit status 0, from now on.
pub fn serving() {
    SERVING.store(true, Ordering::SeqCst);
}

/// Ends every child, then xtask, on Ctrl-C, SIGTERM and SIGHUP. A second signal ends them at once.
pub fn handle_signals() -> Result<()> {
    let mut signals = Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for signals")?;
    thread::spawn(move || {
        for signal in signals.forever() {
            if STOPPING.swap(true, Ordering::SeqCst) {
                signal_all(Signal::KILL);
                std::process::exit(128 + signal);
            }
            let serving = SERVING.load(Ordering::SeqCst);
            thread::spawn(move || {
                if !lock(&RUNNING).is_empty() {
                    print_line("\nstopping …");
                }
                stop_all();
                if serving {
                    print_line("stopped");
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

/// Ends every running child.
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
    let running: Vec<_> = lock(&RUNNING).iter().map(|(group, child)| (*group, Arc::clone(child))).collect();
    running.into_iter().any(|(group, child)| {
        // Reaps the leader, so that a zombie does not count as alive. An error means that it has ended.
        let _ = lock(&child).try_wait();
        group_alive(group)
    })
}

fn pid(group: u32) -> Option<Pid> {
    i32::try_from(group).ok().and_then(Pid::from_raw)
}

fn signal_group(group: u32, signal: Signal) {
    if let Some(pid) = pid(group) {
        // ESRCH: the group has already ended.
        let _ = kill_process_group(pid, signal);
    }
}

pub(super) fn group_alive(group: u32) -> bool {
    pid(group).is_some_and(|pid| test_kill_process_group(pid).is_ok())
}

/// Ends the process group that an earlier xtask has left behind, because it was killed before it could clean up.
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
pub(super) struct Group {
    pub(super) id: u32,
    child: Handle,
}

impl Group {
    /// Starts a program in a group of its own, with no input.
    pub(super) fn spawn(command: &mut Command) -> Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        if stopping() {
            bail!("stopping");
        }
        // The register stays locked during the spawn: a signal comes before it, or finds the child in the register.
        let mut running = lock(&RUNNING);
        let child =
            command.process_group(0).stdin(Stdio::null()).spawn().with_context(|| format!("cannot start {program}"))?;
        let id = child.id();
        let child = Arc::new(Mutex::new(child));
        running.insert(id, Arc::clone(&child));
        drop(running);
        if stopping() {
            signal_group(id, Signal::TERM);
        }
        Ok(Self { id, child })
    }

    /// Returns the exit status, if it has ended.
    pub(super) fn try_wait(&self) -> Result<Option<ExitStatus>> {
        lock(&self.child).try_wait().context("cannot ask for the state of a child process")
    }

    /// Waits for its end, and calls `meanwhile` in between.
    pub(super) fn wait(&self, mut meanwhile: impl FnMut()) -> Result<ExitStatus> {
        loop {
            if let Some(status) = self.try_wait()? {
                if stopping() {
                    // The signal thread ends xtask; an error message now would be noise.
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
            // Reaps the leader; only whether the group has members counts.
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
