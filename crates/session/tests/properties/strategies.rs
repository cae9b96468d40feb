//! Any duration, and any course of a session: what the properties of other crates start from, too.

use std::time::Duration;

use lychgate_directus::UserId;
use lychgate_session::{
    Cause,
    state::{EndReason, Event},
};
use proptest::prelude::*;

pub const SECOND: Duration = Duration::from_secs(1);
pub const DAY: Duration = Duration::from_hours(24);

/// Any duration; extremes more often than by chance.
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

fn users() -> impl Strategy<Value = UserId> {
    prop::sample::select(vec!["ada", "ben", "cleo"]).prop_map(UserId::from)
}

/// Any reason why Directus is out of reach.
pub fn causes() -> impl Strategy<Value = Cause> {
    prop_oneof![
        Just(Cause::Network),
        Just(Cause::Server),
        durations().prop_map(|wait| Cause::Busy { wait }),
        prop::option::of(durations()).prop_map(|wait| Cause::TooManyRequests { wait }),
    ]
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::CheckStarted),
        Just(Event::UserSwitched),
        Just(Event::CheckSkipped),
        users().prop_map(Event::Authenticated),
        prop::sample::select(vec![EndReason::NoToken, EndReason::Rejected, EndReason::Suspended])
            .prop_map(Event::Ended),
        causes().prop_map(Event::Unreachable),
        Just(Event::SignedOut),
        Just(Event::SignedOutElsewhere),
    ]
}

/// Any course of events.
pub fn courses() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(events(), 0..24)
}
