//! The state of the session over any course of events.

use lychgate_directus::UserId;
use lychgate_session::{
    Session, SignedOutReason,
    state::{EndReason, Event},
};
use proptest::prelude::*;

use super::strategies::{causes, courses};

/// Who is signed in after a course of events, computed without the states.
#[derive(Default)]
struct Truth {
    /// The user whom Directus has named last, unless it has ended the session or a person has signed out since.
    user: Option<UserId>,
    /// The same, but an end of the session by Directus leaves it.
    owner: Option<UserId>,
}

impl Truth {
    fn apply(&mut self, event: &Event) {
        match event {
            Event::Authenticated(user) => *self = Self { user: Some(user.clone()), owner: Some(user.clone()) },
            Event::Ended(_) => self.user = None,
            Event::SignedOut | Event::SignedOutElsewhere | Event::UserSwitched => *self = Self::default(),
            Event::CheckStarted | Event::CheckSkipped | Event::Unreachable(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn last_word_of_directus_or_person_decides_who_is_signed_in(course in courses()) {
        let (mut session, mut truth) = (Session::Booting, Truth::default());
        for event in course {
            truth.apply(&event);
            session = session.after(event);
            prop_assert_eq!(session.user(), truth.user.as_ref());
            prop_assert_eq!(session.owner(), truth.owner.as_ref());
        }
    }

    #[test]
    fn state_name_agrees_with_user(course in courses()) {
        let mut session = Session::Booting;
        for event in course {
            session = session.after(event);
            match session.name() {
                "signed-in" => prop_assert!(session.user().is_some()),
                "unreachable" => prop_assert_eq!(session.user(), session.owner()),
                "booting" => prop_assert!(session.owner().is_none()),
                name => {
                    prop_assert_eq!(name, "signed-out");
                    prop_assert!(session.user().is_none());
                }
            }
        }
    }

    #[test]
    fn reason_is_that_of_event_that_ended_session(course in courses()) {
        let mut session = Session::Booting;
        let mut reason = None;
        for event in course {
            let owner = session.owner().cloned();
            let is_new = session == Session::Booting;
            reason = match &event {
                Event::SignedOut => Some(SignedOutReason::Here),
                Event::SignedOutElsewhere => Some(SignedOutReason::Elsewhere),
                Event::Ended(EndReason::Suspended) => Some(SignedOutReason::Suspended),
                Event::Ended(EndReason::NoToken) if owner.is_none() => Some(SignedOutReason::NeverSignedIn),
                Event::Ended(_) => Some(SignedOutReason::Expired),
                Event::CheckSkipped if is_new => Some(SignedOutReason::NotChecked),
                _ => reason,
            };
            session = session.after(event);
            if let Session::SignedOut { reason: told } | Session::Expired { reason: told, .. } = &session {
                prop_assert_eq!(Some(*told), reason);
            }
        }
    }

    #[test]
    fn outage_of_any_length_keeps_user_and_owner(course in courses(), outage in prop::collection::vec(causes(), 1..12)) {
        let before = course.into_iter().fold(Session::Booting, |session, event| session.after(event));
        let mut session = before.clone();
        for cause in outage {
            session = session.after(Event::Unreachable(cause)).after(Event::CheckStarted).after(Event::CheckSkipped);
            prop_assert_eq!((session.user(), session.owner()), (before.user(), before.owner()));
            prop_assert_eq!(session.name() == "signed-out", matches!(before, Session::Expired { .. }));
        }
    }
}
