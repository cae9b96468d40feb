//! The guard, after any course of a session.

use lychgate_session::Session;
use lychgate_yew::{GuardDecision, routing::Audience};
use proptest::prelude::*;

use super::strategies::courses;

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
