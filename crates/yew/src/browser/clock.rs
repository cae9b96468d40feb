//! A clock that only goes forward, the wall clock, timers, and chance.

use std::{cell::RefCell, time::Duration};

use super::window;

thread_local! {
    // One for the page: a second one would not know what the first has counted as sleep.
    static CLOCK: RefCell<SleepAwareClock> = RefCell::default();
}

/// A clock that only goes forward, and that counts sleep: many browsers stop their monotonic clock while the device
/// sleeps.
///
/// What the wall clock gains on the monotonic clock between two readings counts as sleep. Where that was a correction
/// of the wall clock, time seems to have passed that has not: a token counts as older than it is, never as younger.
#[derive(Debug, Default)]
pub struct SleepAwareClock {
    monotonic: Duration,
    wall: Duration,
    slept: Duration,
}

impl SleepAwareClock {
    /// What the two clocks may drift apart between two readings without sleep.
    const DRIFT: Duration = Duration::from_secs(2);

    /// Returns the time now, from what the browser's two clocks say.
    pub fn read(&mut self, monotonic: Duration, wall: Duration) -> Duration {
        let passed = monotonic.saturating_sub(self.monotonic);
        let passed_on_the_wall = wall.saturating_sub(self.wall);
        let gained = passed_on_the_wall.saturating_sub(passed);
        if gained > Self::DRIFT && !self.wall.is_zero() {
            self.slept = self.slept.saturating_add(gained);
        }
        self.monotonic = self.monotonic.max(monotonic);
        self.wall = wall;
        self.monotonic.saturating_add(self.slept)
    }
}

/// Returns the time since the page was opened, sleep of the device included. It only goes forward, whatever is done to
/// the wall clock.
pub fn monotonic() -> Duration {
    let milliseconds = window().performance().map_or(0.0, |performance| performance.now());
    CLOCK.with_borrow_mut(|clock| clock.read(from_milliseconds(milliseconds), wall()))
}

/// Returns the time since 1970 by the wall clock. It may be wrong, and it may jump.
pub fn wall() -> Duration {
    from_milliseconds(js_sys::Date::now())
}

fn from_milliseconds(milliseconds: f64) -> Duration {
    Duration::from_secs_f64(milliseconds.max(0.0) / 1000.0)
}

/// Resolves after `duration`, at the earliest. Browsers keep delays in 31 bits of milliseconds; longer ones are cut to
/// that.
pub async fn sleep(duration: Duration) {
    let milliseconds = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX).min(i32::MAX as u32);
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}

/// Returns a number from 0 (inclusive) to 1 (exclusive). Good for spreading retries, not for secrets.
pub fn random() -> f64 {
    js_sys::Math::random()
}
