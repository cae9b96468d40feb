//! What the properties share.

use std::time::Duration;

use proptest::prelude::*;

pub const SECOND: Duration = Duration::from_secs(1);
pub const DAY: Duration = Duration::from_hours(24);

/// Any duration, the extremes more often than they would come by chance.
pub fn durations() -> impl Strategy<Value = Duration> {
    prop_oneof![
        any::<Duration>(),
        any::<u64>().prop_map(Duration::from_millis),
        (0..200_000_u64).prop_map(Duration::from_millis),
        prop::sample::select(vec![
            Duration::ZERO,
            Duration::from_nanos(1),
            SECOND,
            DAY,
            Duration::from_millis(u64::MAX),
            Duration::from_secs(u64::MAX),
            Duration::MAX,
        ]),
    ]
}

/// Any time shorter than `end`.
pub fn up_to(end: Duration) -> impl Strategy<Value = Duration> {
    (0..u64::try_from(end.as_millis()).unwrap()).prop_map(Duration::from_millis)
}
