//! How long to wait before asking again. Pure.

use std::time::Duration;

/// The longest wait before the first retry.
const FIRST: Duration = Duration::from_millis(500);
/// The longest wait before any retry.
const LONGEST: Duration = Duration::from_secs(30);

/// The wait before retry number `attempt` (from 0): full jitter, that is anything between nothing and a ceiling that doubles with
/// each attempt, as `random` (0 to 1) says; never less than what the server asked for.
pub fn delay(attempt: u32, random: f64, asked: Option<Duration>) -> Duration {
    let ceiling = FIRST.saturating_mul(2_u32.saturating_pow(attempt)).min(LONGEST);
    asked.unwrap_or(Duration::ZERO).saturating_add(ceiling.mul_f64(random.clamp(0.0, 1.0)))
}
