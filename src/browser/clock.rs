//! Time that only goes forward, and chance.

use std::time::Duration;

use super::window;

/// Time since the page began to load, untouched by changes of the wall clock.
pub fn monotonic() -> Duration {
    let milliseconds = window().performance().map_or(0.0, |performance| performance.now());
    Duration::from_secs_f64(milliseconds.max(0.0) / 1000.0)
}

/// Resolves after `duration`, at the earliest. Browsers keep delays in 31 bits of milliseconds; longer ones are cut to that.
pub async fn sleep(duration: Duration) {
    let milliseconds = u32::try_from(duration.as_millis()).unwrap_or(u32::MAX).min(i32::MAX as u32);
    gloo_timers::future::TimeoutFuture::new(milliseconds).await;
}

/// A number from 0 (inclusive) to 1 (exclusive); good for spreading retries, not for secrets.
pub fn random() -> f64 {
    js_sys::Math::random()
}
