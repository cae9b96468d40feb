//! How long to wait before asking again. Pure.

use std::time::Duration;

use super::environment::Attention;

/// The longest wait before the first retry.
const FIRST: Duration = Duration::from_millis(500);
/// The longest wait before any retry while somebody uses the page: they have it back within two seconds, the request included.
pub const LONGEST_ACTIVE: Duration = Duration::from_millis(1500);
/// The longest wait before any other retry.
pub const LONGEST: Duration = Duration::from_secs(30);
/// More is not believed of a server that asks for time: the page would seem dead, and its clock may be wrong.
const LONGEST_ASKED: Duration = Duration::from_secs(3600);

/// The wait before retry number `attempt` (from 0): full jitter, that is anything between nothing and a ceiling that doubles with
/// each attempt, as `random` (0 to 1) says. Where the server has asked for time, the longest ceiling is added to that.
pub fn delay(attempt: u32, random: f64, asked: Option<Duration>, attention: Attention) -> Duration {
    let longest = match attention {
        Attention::Active => LONGEST_ACTIVE,
        Attention::Idle | Attention::Hidden => LONGEST,
    };
    let ceiling = match asked {
        None => FIRST.saturating_mul(2_u32.saturating_pow(attempt)).min(longest),
        // Everybody has been told the same moment.
        Some(_) => longest,
    };
    asked_for(asked).saturating_add(ceiling.mul_f64(random.clamp(0.0, 1.0)))
}

/// What the server asked for, as far as it is believed.
pub fn asked_for(asked: Option<Duration>) -> Duration {
    asked.unwrap_or_default().min(LONGEST_ASKED)
}
