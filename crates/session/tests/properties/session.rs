//! The session, over any course of events.

use lychgate_directus::UserId;
use lychgate_session::{
    Cause, Session, SignedOutReason,
    state::{Ended, Event},
};
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
        Just(Event::Asking),
        Just(Event::Replaced),
        Just(Event::NothingToAsk),
        users().prop_map(Event::Authenticated),
        prop::sample::select(vec![Ended::NoToken, Ended::Rejected, Ended::Suspended]).prop_map(Event::Ended),
        causes().prop_map(Event::ContactLost),
        Just(Event::SignOut),
        Just(Event::SignedOutElsewhere),
    ]
}

fn courses() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(events(), 0..24)
}

/// What is true after any course of events, told without the states.
#[derive(Default)]
struct Truth {
    /// Whom Directus has named last, unless it has taken that back or a person has signed out since.
    user: Option<UserId>,
    /// The same, but that Directus takes it back leaves their page.
    owner: Option<UserId>,
}

impl Truth {
    fn on_message(&mut self, event: &Event) {
        match event {
            Event::Authenticated(user) => *self = Self { user: Some(user.clone()), owner: Some(user.clone()) },
            Event::Ended(_) => self.user = None,
            Event::SignOut | Event::SignedOutElsewhere | Event::Replaced => *self = Self::default(),
            Event::Asking | Event::NothingToAsk | Event::ContactLost(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn directus_last_word_and_the_persons_own_decide_who_is_signed_in(course in courses()) {
        let (mut session, mut truth) = (Session::Booting, Truth::default());
        for event in course {
            truth.on_message(&event);
            session = session.after(event);
            prop_assert_eq!(session.user(), truth.user.as_ref());
            prop_assert_eq!(session.owner(), truth.owner.as_ref());
        }
    }

    #[test]
    fn what_is_shown_to_others_goes_with_who_is_signed_in(course in courses()) {
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
    fn a_reason_is_that_of_the_event_which_ended_the_session(course in courses()) {
        let mut session = Session::Booting;
        let mut reason = None;
        for event in course {
            let owner = session.owner().cloned();
            let is_new = session == Session::Booting;
            reason = match &event {
                Event::SignOut => Some(SignedOutReason::Here),
                Event::SignedOutElsewhere => Some(SignedOutReason::Elsewhere),
                Event::Ended(Ended::Suspended) => Some(SignedOutReason::Suspended),
                Event::Ended(Ended::NoToken) if owner.is_none() => Some(SignedOutReason::NeverSignedIn),
                Event::Ended(_) => Some(SignedOutReason::Expired),
                Event::NothingToAsk if is_new => Some(SignedOutReason::NotAsked),
                _ => reason,
            };
            session = session.after(event);
            if let Session::SignedOut { reason: told } | Session::Expired { reason: told, .. } = &session {
                prop_assert_eq!(Some(*told), reason);
            }
        }
    }

    #[test]
    fn an_outage_of_any_length_leaves_everyone_where_they_were(course in courses(), outage in prop::collection::vec(causes(), 1..12)) {
        let before = course.into_iter().fold(Session::Booting, |session, event| session.after(event));
        let mut session = before.clone();
        for cause in outage {
            session = session.after(Event::ContactLost(cause)).after(Event::Asking).after(Event::NothingToAsk);
            prop_assert_eq!((session.user(), session.owner()), (before.user(), before.owner()));
            prop_assert_eq!(session.name() == "signed-out", matches!(before, Session::Expired { .. }));
        }
    }
}
