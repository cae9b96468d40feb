//! How long to wait before a retry. Pure.

use std::time::Duration;

use super::environment::Attention;

/// The longest wait before the first retry.
const FIRST_MAX_DELAY: Duration = Duration::from_millis(500);
/// The longest wait before any retry while somebody uses the page: they have Directus back within two seconds, the request included.
pub const MAX_DELAY_ACTIVE: Duration = Duration::from_millis(1500);
/// The longest wait before any retry otherwise.
pub const MAX_DELAY: Duration = Duration::from_secs(30);
/// A longer `Retry-After` is cut to this: the page would seem dead, and the server's clock may be wrong.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(3600);

/// Returns the wait before retry number `attempt`, counted from 0: full jitter, that is `random` (0 to 1) times a ceiling that doubles
/// with each attempt. Where the server has sent `retry_after`, the wait is that time plus `random` times the largest ceiling.
pub fn delay(attempt: u32, random: f64, retry_after: Option<Duration>, attention: Attention) -> Duration {
    let longest = match attention {
        Attention::Active => MAX_DELAY_ACTIVE,
        Attention::Idle | Attention::Hidden => MAX_DELAY,
    };
    let ceiling = match retry_after {
        None => FIRST_MAX_DELAY.saturating_mul(2_u32.saturating_pow(attempt)).min(longest),
        // The server has named the same moment to everybody.
        Some(_) => longest,
    };
    accepted_retry_after(retry_after).saturating_add(ceiling.mul_f64(random.clamp(0.0, 1.0)))
}

/// Returns the part of `retry_after` that is waited for: an hour at most, and nothing where the server has not sent any.
pub fn accepted_retry_after(retry_after: Option<Duration>) -> Duration {
    retry_after.unwrap_or_default().min(MAX_RETRY_AFTER)
}
