//! The closed state of the session, and how long to wait before asking again.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use lychgate_directus::{ApiError, Error, ErrorCode, TransportError, UserId};
use lychgate_session::{
    Cause, Session, SignedOutReason, backoff,
    environment::Attention,
    state::{Ended, Event},
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

fn lapsed(reason: SignedOutReason) -> Session {
    Session::Expired { user: ada(), reason }
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
    assert_eq!(lapsed(SignedOutReason::Expired).after(Event::Asking), lapsed(SignedOutReason::Expired));
}

#[test]
fn nothing_to_ask_is_signed_out_without_having_been_asked() {
    assert_eq!(Session::Booting.after(Event::NothingToAsk), signed_out(SignedOutReason::NotAsked));
}

#[test]
fn nothing_to_ask_ends_nothing() {
    for session in [signed_in(), signed_out(SignedOutReason::Here), lapsed(SignedOutReason::Expired), lost(None)] {
        assert_eq!(session.after(Event::NothingToAsk), session);
    }
}

/// Every kind of session.
fn kinds() -> [Session; 6] {
    [
        Session::Booting,
        signed_in(),
        signed_out(SignedOutReason::Expired),
        lapsed(SignedOutReason::Expired),
        lost(None),
        lost(Some(ada())),
    ]
}

#[test]
fn a_token_signs_its_user_in_from_anywhere() {
    for session in kinds() {
        assert_eq!(session.after(Event::Authenticated(ben())), Session::SignedIn { user: ben() });
    }
}

#[test]
fn no_cookie_at_boot_is_quiet_and_later_it_is_an_ended_session() {
    let no_token = || Event::Ended(Ended::NoToken);
    assert_eq!(Session::Booting.after(no_token()), signed_out(SignedOutReason::NeverSignedIn));
    assert_eq!(lost(None).after(no_token()), signed_out(SignedOutReason::NeverSignedIn));
    assert_eq!(signed_in().after(no_token()), lapsed(SignedOutReason::Expired));
    assert_eq!(lost(Some(ada())).after(no_token()), lapsed(SignedOutReason::Expired));
}

#[test]
fn a_session_that_ends_keeps_the_page_of_whoever_was_signed_in() {
    for (ended, reason) in [(Ended::Rejected, SignedOutReason::Expired), (Ended::Suspended, SignedOutReason::Suspended)]
    {
        for session in [Session::Booting, lost(None), signed_out(SignedOutReason::NotAsked)] {
            assert_eq!(session.after(Event::Ended(ended)), signed_out(reason));
        }
        for session in [signed_in(), lost(Some(ada())), lapsed(SignedOutReason::Expired)] {
            let after = session.after(Event::Ended(ended));
            assert_eq!(after, lapsed(reason));
            assert_eq!((after.user(), after.owner()), (None, Some(&ada())));
        }
    }
}

#[test]
fn a_lapsed_session_stays_lapsed_without_contact() {
    let lapsed = lapsed(SignedOutReason::Suspended);
    assert_eq!(lapsed.after(Event::ContactLost(Cause::Network)), lapsed);
}

#[test]
fn nobody_is_on_the_screen_any_more_when_somebody_else_has_signed_in() {
    for session in kinds() {
        assert_eq!(session.after(Event::Replaced), Session::Booting);
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
    for session in kinds() {
        assert_eq!(session.after(Event::SignOut), signed_out(SignedOutReason::Here));
        assert_eq!(session.after(Event::SignedOutElsewhere), signed_out(SignedOutReason::Elsewhere));
    }
}

#[test]
fn the_names_are_those_that_others_rely_on() {
    assert_eq!(Session::Booting.name(), "booting");
    assert_eq!(signed_out(SignedOutReason::Here).name(), "signed-out");
    assert_eq!(lapsed(SignedOutReason::Expired).name(), "signed-out");
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
    for status in [500, 502, 503, 504] {
        assert_eq!(Cause::from(&rejected(status, wait)), Cause::Busy { wait: Duration::from_secs(7) }, "{status}");
    }
    for status in [500, 502, 503, 401, 404] {
        assert_eq!(Cause::from(&rejected(status, None)), Cause::Server, "{status}");
    }
    assert_eq!(Cause::from(&Error::Undecodable { status: 200, reason: "" }), Cause::Server);
}

#[test]
fn directus_own_unavailability_is_unreachable_too() {
    let down = ApiError { code: ErrorCode::ServiceUnavailable, field: None, rule: None, message: String::new() };
    let error = Error::Rejected { status: 503, errors: vec![down], retry_after: None };
    assert!(error.is_unreachable());
    assert_eq!(Cause::from(&error), Cause::Server);
}

// -- Properties

fn causes() -> impl Strategy<Value = Cause> {
    prop_oneof![
        Just(Cause::Network),
        Just(Cause::Server),
        any::<u32>().prop_map(|wait| Cause::Busy { wait: Duration::from_secs(wait.into()) }),
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
        Just(Event::Replaced),
        Just(Event::NothingToAsk),
        users().prop_map(Event::Authenticated),
        prop_oneof![Just(Ended::NoToken), Just(Ended::Rejected), Just(Ended::Suspended)].prop_map(Event::Ended),
        causes().prop_map(Event::ContactLost),
        Just(Event::SignOut),
        Just(Event::SignedOutElsewhere),
    ]
}

fn sessions() -> impl Strategy<Value = Session> {
    let reasons = prop_oneof![
        Just(SignedOutReason::NotAsked),
        Just(SignedOutReason::NeverSignedIn),
        Just(SignedOutReason::Here),
        Just(SignedOutReason::Elsewhere),
        Just(SignedOutReason::Expired),
        Just(SignedOutReason::Suspended),
    ];
    let ends = prop_oneof![Just(SignedOutReason::Expired), Just(SignedOutReason::Suspended)];
    prop_oneof![
        Just(Session::Booting),
        users().prop_map(|user| Session::SignedIn { user }),
        (users(), ends).prop_map(|(user, reason)| Session::Expired { user, reason }),
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
        prop_assert_eq!(after.owner(), session.owner());
    }

    #[test]
    fn only_an_end_or_a_person_forgets_whoever_is_signed_in(session in sessions(), event in events()) {
        let after = session.after(event.clone());
        if session.user().is_some() && after.user().is_none() {
            let (by_an_end, by_a_person) = (
                matches!(event, Event::Ended(_)),
                matches!(event, Event::SignOut | Event::SignedOutElsewhere | Event::Replaced),
            );
            prop_assert!(by_an_end || by_a_person);
        }
    }

    #[test]
    fn only_a_person_takes_a_page_from_the_screen(session in sessions(), event in events()) {
        let after = session.after(event.clone());
        if session.owner().is_some() && after.owner() != session.owner() {
            let by_a_person = matches!(
                event,
                Event::SignOut | Event::SignedOutElsewhere | Event::Replaced | Event::Authenticated(_)
            );
            prop_assert!(by_a_person);
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
        for event in [
            Event::ContactLost(cause), Event::SignOut, Event::SignedOutElsewhere, Event::Replaced, Event::NothingToAsk, Event::Asking,
            Event::Authenticated(ada()),
        ] {
            let once = session.after(event.clone());
            prop_assert_eq!(&once.after(event), &once);
        }
    }
}

// -- Waiting

const LONGEST: Duration = Duration::from_secs(30);
const LONGEST_ACTIVE: Duration = Duration::from_millis(1500);
/// More is not believed of a server.
const LONGEST_ASKED: Duration = Duration::from_secs(3600);

const EVERY_ATTENTION: [Attention; 3] = [Attention::Active, Attention::Idle, Attention::Hidden];

fn attentions() -> impl Strategy<Value = Attention> {
    prop::sample::select(EVERY_ATTENTION.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn a_wait_is_never_shorter_than_the_server_asked_and_never_much_longer(
        attempt: u32,
        random in prop_oneof![0.0..1.0, Just(0.0), Just(1.0), Just(-1.0), Just(7.0)],
        asked in prop::option::of(0..100_000_u64),
        attention in attentions(),
    ) {
        let asked = asked.map(Duration::from_secs);
        let delay = backoff::delay(attempt, random, asked, attention);
        let least = asked.unwrap_or_default().min(LONGEST_ASKED);
        let longest = if attention == Attention::Active { LONGEST_ACTIVE } else { LONGEST };
        prop_assert!(delay >= least);
        prop_assert!(delay <= least + longest);
    }

    #[test]
    fn more_attempts_never_wait_less(attempt in 0..u32::MAX, random in 0.0..1.0, attention in attentions()) {
        let delay = |attempt| backoff::delay(attempt, random, None, attention);
        prop_assert!(delay(attempt) <= delay(attempt + 1));
    }

    #[test]
    fn the_wait_is_spread_over_the_whole_range(attempt: u32, random in 0.0..1.0, attention in attentions()) {
        let ceiling = backoff::delay(attempt, 1.0, None, attention);
        let difference = backoff::delay(attempt, random, None, attention).abs_diff(ceiling.mul_f64(random));
        prop_assert!(difference <= Duration::from_micros(1));
    }

    #[test]
    fn somebody_who_is_there_never_waits_longer_than_an_empty_chair(
        attempt: u32,
        random in 0.0..1.0,
        asked in prop::option::of(0..100_000_u64),
    ) {
        let delay = |attention| backoff::delay(attempt, random, asked.map(Duration::from_secs), attention);
        prop_assert!(delay(Attention::Active) <= delay(Attention::Idle));
    }
}

fn ceilings(attention: Attention) -> [u128; 9] {
    std::array::from_fn(|attempt| backoff::delay(attempt as u32, 1.0, None, attention).as_millis())
}

#[test]
fn the_ceiling_doubles_from_half_a_second_to_half_a_minute() {
    assert_eq!(ceilings(Attention::Idle), [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    assert_eq!(ceilings(Attention::Hidden), ceilings(Attention::Idle));
}

#[test]
fn the_ceiling_stays_at_a_second_and_a_half_while_somebody_is_there() {
    assert_eq!(ceilings(Attention::Active), [500, 1000, 1500, 1500, 1500, 1500, 1500, 1500, 1500]);
}

#[test]
fn no_server_is_believed_that_asks_for_more_than_an_hour() {
    for asked in [LONGEST_ASKED, LONGEST_ASKED * 2, Duration::MAX] {
        assert_eq!(backoff::delay(0, 0.0, Some(asked), Attention::Idle), LONGEST_ASKED);
        assert_eq!(backoff::asked_for(Some(asked)), LONGEST_ASKED);
    }
    assert_eq!(backoff::asked_for(None), Duration::ZERO);
}

#[test]
fn no_number_is_too_large_to_wait_for() {
    for attention in EVERY_ATTENTION {
        assert!(backoff::delay(u32::MAX, f64::MAX, Some(Duration::MAX), attention) <= LONGEST_ASKED + LONGEST);
    }
    assert_eq!(backoff::delay(u32::MAX, 1.0, None, Attention::Idle), LONGEST);
    assert_eq!(backoff::delay(0, 0.0, None, Attention::Active), Duration::ZERO);
}
