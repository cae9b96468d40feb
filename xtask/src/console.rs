//! What a person sees while xtask works: one line per step, with the time it took.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often a step that takes long says that it is still at it, where no terminal can show a running line.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Says something.
pub fn say(line: impl Display) {
    let mut out = std::io::stdout().lock();
    // A closed pipe (`cargo xtask demo | head`) is no reason to stop a server.
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// A step under way. Ends with [`Step::done`]; dropped without it, the step has failed and its line says so.
#[must_use]
pub struct Step {
    name: String,
    started: Instant,
    last_beat: Instant,
    live: bool,
    finished: bool,
}

impl Step {
    /// Announces a step, with what to expect (`""` for nothing).
    pub fn start(name: impl Into<String>, expect: &str) -> Self {
        let name = name.into();
        if expect.is_empty() {
            say(format_args!("· {name} …"));
        } else {
            say(format_args!("· {name} … ({expect})"));
        }
        let now = Instant::now();
        Self {
            name,
            started: now,
            last_beat: now,
            live: std::io::stdout().is_terminal() && std::env::var_os("CI").is_none(),
            finished: false,
        }
    }

    /// Shows that the step is alive: `detail` is the last line of its output.
    pub fn beat(&mut self, detail: impl FnOnce() -> Option<String>) {
        let every = if self.live { Duration::from_millis(500) } else { HEARTBEAT };
        if self.last_beat.elapsed() < every {
            return;
        }
        self.last_beat = Instant::now();
        let elapsed = took(self.started.elapsed());
        let detail: String = detail().unwrap_or_default().chars().take(80).collect();
        if self.live {
            // One line, drawn over itself: carriage return, then "erase to the end of the line".
            print!("\r\x1b[K  {elapsed}  {detail}");
            // Progress that cannot be drawn is not worth an error.
            let _ = std::io::stdout().flush();
        } else {
            say(format_args!("  {elapsed}  {detail}"));
        }
    }

    /// The step succeeded.
    pub fn done(mut self) {
        self.finished = true;
        self.clear();
        say(format_args!("✓ {} ({})", self.name, took(self.started.elapsed())));
    }

    fn clear(&self) {
        if self.live {
            print!("\r\x1b[K");
        }
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        if !self.finished {
            self.clear();
            say(format_args!("✗ {} ({})", self.name, took(self.started.elapsed())));
        }
    }
}

/// A duration as people say it: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn took(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 10 {
        format!("{:.1} s", duration.as_secs_f64())
    } else if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// A size as people say it: `812 B`, `109.3 KB`.
pub fn size(bytes: u64) -> String {
    if bytes < 1000 {
        format!("{bytes} B")
    } else {
        // Precision: file sizes here are far below 2^52.
        format!("{:.1} KB", bytes as f64 / 1000.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_read_naturally() {
        assert_eq!(took(Duration::from_millis(420)), "0.4 s");
        assert_eq!(took(Duration::from_secs(59)), "59 s");
        assert_eq!(took(Duration::from_secs(185)), "3 min 05 s");
    }
}
