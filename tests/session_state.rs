//! The closed state of the session, and how long to wait before asking again.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use lychgate::{
    directus::{ApiError, Code, Error, TransportError, UserId},
    session::{
        Cause, Session, SignedOutReason, backoff,
        state::{Ended, Event},
    },
};
use proptest::prelude::*;

fn ada() -> UserId {
    UserId::from("ada")
}

fn ben() -> UserId {
    UserId::from("ben")
}

fn signed_in() -> Session {
    Session::SignedIn { user: ada() }
}

fn signed_out(reason: SignedOutReason) -> Session {
    Session::SignedOut { reason }
}

fn lost(user: Option<UserId>) -> Session {
    Session::Unreachable { user, cause: Cause::Network }
}

// -- The table

#[test]
fn asking_boots_where_nobody_is_known_and_keeps_who_is() {
    assert_eq!(Session::Booting.after(Event::Asking), Session::Booting);
    assert_eq!(signed_out(SignedOutReason::NotAsked).after(Event::Asking), Session::Booting);
    assert_eq!(signed_in().after(Event::Asking), signed_in());
    assert_eq!(lost(Some(ada())).after(Event::Asking), lost(Some(ada())));
    assert_eq!(lost(None).after(Event::Asking), lost(None));
}

#[test]
fn nothing_to_ask_is_signed_out_without_having_been_asked() {
    assert_eq!(Session::Booting.after(Event::NothingToAsk), signed_out(SignedOutReason::NotAsked));
}

#[test]
fn a_token_signs_its_user_in_from_anywhere() {
    for session in [Session::Booting, signed_in(), signed_out(SignedOutReason::Expired), lost(None), lost(Some(ada()))]
    {
        assert_eq!(session.after(Event::Authenticated(ben())), Session::SignedIn { user: ben() });
    }
}

#[test]
fn no_cookie_at_boot_is_quiet_and_later_it_is_an_ended_session() {
    assert_eq!(Session::Booting.after(Event::Ended(Ended::NoToken)), signed_out(SignedOutReason::NeverSignedIn));
    assert_eq!(lost(None).after(Event::Ended(Ended::NoToken)), signed_out(SignedOutReason::NeverSignedIn));
    assert_eq!(signed_in().after(Event::Ended(Ended::NoToken)), signed_out(SignedOutReason::Expired));
    assert_eq!(lost(Some(ada())).after(Event::Ended(Ended::NoToken)), signed_out(SignedOutReason::Expired));
}

#[test]
fn a_rejected_refresh_token_is_an_ended_session() {
    for session in [Session::Booting, signed_in(), lost(None), lost(Some(ada()))] {
        assert_eq!(session.after(Event::Ended(Ended::Rejected)), signed_out(SignedOutReason::Expired));
    }
}

#[test]
fn a_suspension_is_told() {
    for session in [Session::Booting, signed_in(), lost(None), lost(Some(ada()))] {
        assert_eq!(session.after(Event::Ended(Ended::Suspended)), signed_out(SignedOutReason::Suspended));
    }
}

#[test]
fn lost_contact_keeps_who_was_signed_in() {
    assert_eq!(signed_in().after(Event::ContactLost(Cause::Network)), lost(Some(ada())));
    assert_eq!(Session::Booting.after(Event::ContactLost(Cause::Network)), lost(None));
    let again = lost(Some(ada())).after(Event::ContactLost(Cause::Server));
    assert_eq!(again, Session::Unreachable { user: Some(ada()), cause: Cause::Server });
}

#[test]
fn signing_out_works_from_anywhere() {
    for session in [Session::Booting, signed_in(), signed_out(SignedOutReason::Expired), lost(None), lost(Some(ada()))]
    {
        assert_eq!(session.after(Event::SignOut), signed_out(SignedOutReason::Here));
    }
}

#[test]
fn the_names_are_those_that_others_rely_on() {
    assert_eq!(Session::Booting.name(), "booting");
    assert_eq!(signed_out(SignedOutReason::Here).name(), "signed-out");
    assert_eq!(signed_in().name(), "signed-in");
    assert_eq!(lost(None).name(), "unreachable");
    assert_eq!(lost(Some(ada())).name(), "unreachable");
}

// -- What stands in the way

#[test]
fn the_cause_is_read_off_the_error() {
    let rejected = |status, retry_after| Error::Rejected { status, errors: vec![], retry_after };
    let wait = Some(Duration::from_secs(7));
    for error in [TransportError::Network(String::new()), TransportError::TimedOut, TransportError::Aborted] {
        assert_eq!(Cause::from(&Error::Transport(error)), Cause::Network);
    }
    assert_eq!(Cause::from(&rejected(429, wait)), Cause::TooManyRequests { wait });
    assert_eq!(Cause::from(&rejected(429, None)), Cause::TooManyRequests { wait: None });
    for status in [500, 502, 503, 401, 404] {
        assert_eq!(Cause::from(&rejected(status, None)), Cause::Server, "{status}");
    }
    assert_eq!(Cause::from(&Error::Undecodable { status: 200, reason: "" }), Cause::Server);
}

#[test]
fn directus_own_unavailability_is_unreachable_too() {
    let down = ApiError { code: Code::ServiceUnavailable, field: None, rule: None, message: String::new() };
    let error = Error::Rejected { status: 503, errors: vec![down], retry_after: None };
    assert!(error.is_unreachable());
    assert_eq!(Cause::from(&error), Cause::Server);
}

// -- Properties

fn causes() -> impl Strategy<Value = Cause> {
    prop_oneof![
        Just(Cause::Network),
        Just(Cause::Server),
        prop::option::of(any::<u32>())
            .prop_map(|wait| Cause::TooManyRequests { wait: wait.map(|wait| Duration::from_secs(wait.into())) }),
    ]
}

fn users() -> impl Strategy<Value = UserId> {
    prop_oneof![Just(ada()), Just(ben())]
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Asking),
        Just(Event::NothingToAsk),
        users().prop_map(Event::Authenticated),
        prop_oneof![Just(Ended::NoToken), Just(Ended::Rejected), Just(Ended::Suspended)].prop_map(Event::Ended),
        causes().prop_map(Event::ContactLost),
        Just(Event::SignOut),
    ]
}

fn sessions() -> impl Strategy<Value = Session> {
    let reasons = prop_oneof![
        Just(SignedOutReason::NotAsked),
        Just(SignedOutReason::NeverSignedIn),
        Just(SignedOutReason::Here),
        Just(SignedOutReason::Expired),
        Just(SignedOutReason::Suspended),
    ];
    prop_oneof![
        Just(Session::Booting),
        users().prop_map(|user| Session::SignedIn { user }),
        reasons.prop_map(|reason| Session::SignedOut { reason }),
        (prop::option::of(users()), causes()).prop_map(|(user, cause)| Session::Unreachable { user, cause }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn lost_contact_never_forgets_and_never_invents_a_user(session in sessions(), cause in causes()) {
        let after = session.after(Event::ContactLost(cause));
        prop_assert_eq!(after.user(), session.user());
    }

    #[test]
    fn only_an_end_or_a_sign_out_forgets_whoever_is_signed_in(session in sessions(), event in events()) {
        let after = session.after(event.clone());
        if session.user().is_some() && after.user().is_none() {
            prop_assert!(matches!(event, Event::Ended(_) | Event::SignOut));
            let signed_out = matches!(after, Session::SignedOut { .. });
            prop_assert!(signed_out);
        }
    }

    #[test]
    fn only_a_token_signs_in_and_only_its_user(session in sessions(), event in events()) {
        let after = session.after(event.clone());
        if after.user().is_some() && after.user() != session.user() {
            prop_assert_eq!(Event::Authenticated(after.user().cloned().unwrap_or_else(ada)), event);
        }
    }

    #[test]
    fn nobody_is_left_over_after_a_sign_out(before in prop::collection::vec(events(), 0..8), after in prop::collection::vec(events(), 0..8)) {
        let session = before.into_iter().fold(Session::Booting, |session, event| session.after(event)).after(Event::SignOut);
        prop_assert_eq!(session.user(), None);
        let mut session = session;
        for event in after {
            if matches!(event, Event::Authenticated(_)) {
                break;
            }
            session = session.after(event);
            prop_assert_eq!(session.user(), None);
        }
    }

    #[test]
    fn the_same_end_twice_ends_in_the_same_state(session in sessions(), cause in causes()) {
        for event in [Event::ContactLost(cause), Event::SignOut, Event::NothingToAsk, Event::Asking, Event::Authenticated(ada())] {
            let once = session.after(event.clone());
            prop_assert_eq!(&once.after(event), &once);
        }
    }
}

// -- Waiting

const LONGEST: Duration = Duration::from_secs(30);

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn a_wait_is_never_shorter_than_the_server_asked_and_never_much_longer(
        attempt: u32,
        random in prop_oneof![0.0..1.0, Just(0.0), Just(1.0), Just(-1.0), Just(7.0)],
        asked in prop::option::of(0..100_000_u64),
    ) {
        let asked = asked.map(Duration::from_secs);
        let delay = backoff::delay(attempt, random, asked);
        prop_assert!(delay >= asked.unwrap_or_default());
        prop_assert!(delay <= asked.unwrap_or_default() + LONGEST);
    }

    #[test]
    fn more_attempts_never_wait_less(attempt in 0..u32::MAX, random in 0.0..1.0) {
        prop_assert!(backoff::delay(attempt, random, None) <= backoff::delay(attempt + 1, random, None));
    }

    #[test]
    fn the_wait_is_spread_over_the_whole_range(attempt: u32, random in 0.0..1.0) {
        let ceiling = backoff::delay(attempt, 1.0, None);
        let difference = backoff::delay(attempt, random, None).abs_diff(ceiling.mul_f64(random));
        prop_assert!(difference <= Duration::from_micros(1));
    }
}

#[test]
fn the_ceiling_doubles_from_half_a_second_to_half_a_minute() {
    let ceilings: Vec<_> = (0..9).map(|attempt| backoff::delay(attempt, 1.0, None).as_millis()).collect();
    assert_eq!(ceilings, [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
}

#[test]
fn no_number_is_too_large_to_wait_for() {
    assert_eq!(backoff::delay(u32::MAX, 1.0, Some(Duration::MAX)), Duration::MAX);
    assert_eq!(backoff::delay(u32::MAX, 1.0, None), LONGEST);
    assert_eq!(backoff::delay(0, 0.0, None), Duration::ZERO);
}
