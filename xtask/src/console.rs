//! Prints the progress: one line per step, with the time it took.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How often a long step prints that it is still running, if there is no terminal for a progress line.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// Prints a line.
pub fn print_line(line: impl Display) {
    let mut out = std::io::stdout().lock();
    // A closed pipe (`cargo xtask demo | head`) must not stop a server.
    let _ = writeln!(out, "{line}");
    let _ = out.flush();
}

/// A running step. [`Step::done`] ends it; if it is dropped before, it prints that it has failed.
#[must_use]
pub struct Step {
    name: String,
    started: Instant,
    last_beat: Instant,
    live: bool,
    finished: bool,
}

impl Step {
    /// Prints the start of a step, with a note on what to expect (`""` for none).
    pub fn start(name: impl Into<String>, expect: &str) -> Self {
        let name = name.into();
        if expect.is_empty() {
            print_line(format_args!("· {name} …"));
        } else {
            print_line(format_args!("· {name} … ({expect})"));
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

    /// Prints the progress of the step; `detail` is the last line of its output.
    pub fn show_progress(&mut self, detail: impl FnOnce() -> Option<String>) {
        let every = if self.live { Duration::from_millis(500) } else { HEARTBEAT };
        if self.last_beat.elapsed() < every {
            return;
        }
        self.last_beat = Instant::now();
        let elapsed = format_duration(self.started.elapsed());
        let detail: String = detail().unwrap_or_default().chars().take(80).collect();
        if self.live {
            // Overwrites the line: carriage return, then "erase to the end of the line".
            print!("\r\x1b[K  {elapsed}  {detail}");
            // Progress that cannot be printed is no error.
            let _ = std::io::stdout().flush();
        } else {
            print_line(format_args!("  {elapsed}  {detail}"));
        }
    }

    /// Ends the step as a success.
    pub fn done(mut self) {
        self.finished = true;
        self.clear();
        print_line(format_args!("✓ {} ({})", self.name, format_duration(self.started.elapsed())));
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
            print_line(format_args!("✗ {} ({})", self.name, format_duration(self.started.elapsed())));
        }
    }
}

/// Formats a duration: `0.4 s`, `12 s`, `3 min 05 s`.
pub fn format_duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 10 {
        format!("{:.1} s", duration.as_secs_f64())
    } else if seconds < 60 {
        format!("{seconds} s")
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// Formats a size: `812 B`, `109.3 KB`.
pub fn format_size(bytes: u64) -> String {
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
    fn durations_are_formatted_by_length() {
        assert_eq!(format_duration(Duration::from_millis(420)), "0.4 s");
        assert_eq!(format_duration(Duration::from_secs(59)), "59 s");
        assert_eq!(format_duration(Duration::from_secs(185)), "3 min 05 s");
    }
}
