//! The guard, after any course of a session.

use lychgate_directus::UserId;
use lychgate_session::{
    Cause, Session,
    state::{EndReason, Event},
};
use lychgate_yew::{GuardDecision, routing::Audience};
use proptest::prelude::*;

use super::support::durations;

fn users() -> impl Strategy<Value = UserId> {
    prop::sample::select(vec!["ada", "ben", "cleo"]).prop_map(UserId::from)
}

fn causes() -> impl Strategy<Value = Cause> {
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

fn courses() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(events(), 0..24)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn members_page_is_on_the_screen_for_its_owner_only(course in courses(), is_shown: bool) {
        let session = course.into_iter().fold(Session::Booting, |session, event| session.after(event));
        let is_visible = matches!(
            GuardDecision::new(&Audience::Members, &session, is_shown),
            GuardDecision::Show | GuardDecision::SignInHere
        );
        prop_assert!(!is_visible || session.owner().is_some());
        prop_assert!(is_visible || session.user().is_none());
    }
}
