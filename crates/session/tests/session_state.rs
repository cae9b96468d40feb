//! The state of the session, and the backoff.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use lychgate_directus::{ApiError, Error, ErrorCode, TransportError, UserId};
use lychgate_session::{
    Cause, Session, SignedOutReason, backoff,
    environment::Attention,
    state::{EndReason, Event},
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

fn expired(reason: SignedOutReason) -> Session {
    Session::Expired { user: ada(), reason }
}

fn lost(user: Option<UserId>) -> Session {
    Session::Unreachable { user, cause: Cause::Network }
}

// -- Transitions

#[test]
fn check_started_boots_where_nobody_is_known_and_keeps_known_user() {
    assert_eq!(Session::Booting.after(Event::CheckStarted), Session::Booting);
    assert_eq!(signed_out(SignedOutReason::NotChecked).after(Event::CheckStarted), Session::Booting);
    assert_eq!(signed_in().after(Event::CheckStarted), signed_in());
    assert_eq!(lost(Some(ada())).after(Event::CheckStarted), lost(Some(ada())));
    assert_eq!(lost(None).after(Event::CheckStarted), lost(None));
    assert_eq!(expired(SignedOutReason::Expired).after(Event::CheckStarted), expired(SignedOutReason::Expired));
}

#[test]
fn check_skipped_while_booting_is_signed_out_not_checked() {
    assert_eq!(Session::Booting.after(Event::CheckSkipped), signed_out(SignedOutReason::NotChecked));
}

#[test]
fn check_skipped_changes_no_other_state() {
    for session in [signed_in(), signed_out(SignedOutReason::Here), expired(SignedOutReason::Expired), lost(None)] {
        assert_eq!(session.after(Event::CheckSkipped), session);
    }
}

/// Every kind of session.
fn kinds() -> [Session; 6] {
    [
        Session::Booting,
        signed_in(),
        signed_out(SignedOutReason::Expired),
        expired(SignedOutReason::Expired),
        lost(None),
        lost(Some(ada())),
    ]
}

#[test]
fn authenticated_signs_user_in_from_every_state() {
    for session in kinds() {
        assert_eq!(session.after(Event::Authenticated(ben())), Session::SignedIn { user: ben() });
    }
}

#[test]
fn missing_token_is_never_signed_in_at_boot_and_expired_later() {
    let no_token = || Event::Ended(EndReason::NoToken);
    assert_eq!(Session::Booting.after(no_token()), signed_out(SignedOutReason::NeverSignedIn));
    assert_eq!(lost(None).after(no_token()), signed_out(SignedOutReason::NeverSignedIn));
    assert_eq!(signed_in().after(no_token()), expired(SignedOutReason::Expired));
    assert_eq!(lost(Some(ada())).after(no_token()), expired(SignedOutReason::Expired));
}

#[test]
fn ended_session_is_expired_for_known_user_and_signed_out_otherwise() {
    for (ended, reason) in
        [(EndReason::Rejected, SignedOutReason::Expired), (EndReason::Suspended, SignedOutReason::Suspended)]
    {
        for session in [Session::Booting, lost(None), signed_out(SignedOutReason::NotChecked)] {
            assert_eq!(session.after(Event::Ended(ended)), signed_out(reason));
        }
        for session in [signed_in(), lost(Some(ada())), expired(SignedOutReason::Expired)] {
            let after = session.after(Event::Ended(ended));
            assert_eq!(after, expired(reason));
            assert_eq!((after.user(), after.owner()), (None, Some(&ada())));
        }
    }
}

#[test]
fn expired_session_stays_expired_while_unreachable() {
    let expired = expired(SignedOutReason::Suspended);
    assert_eq!(expired.after(Event::Unreachable(Cause::Network)), expired);
}

#[test]
fn user_switched_is_booting_from_every_state() {
    for session in kinds() {
        assert_eq!(session.after(Event::UserSwitched), Session::Booting);
    }
}

#[test]
fn unreachable_keeps_known_user() {
    assert_eq!(signed_in().after(Event::Unreachable(Cause::Network)), lost(Some(ada())));
    assert_eq!(Session::Booting.after(Event::Unreachable(Cause::Network)), lost(None));
    let again = lost(Some(ada())).after(Event::Unreachable(Cause::Server));
    assert_eq!(again, Session::Unreachable { user: Some(ada()), cause: Cause::Server });
}

#[test]
fn signed_out_works_from_every_state() {
    for session in kinds() {
        assert_eq!(session.after(Event::SignedOut), signed_out(SignedOutReason::Here));
        assert_eq!(session.after(Event::SignedOutElsewhere), signed_out(SignedOutReason::Elsewhere));
    }
}

#[test]
fn state_names_are_stable() {
    assert_eq!(Session::Booting.name(), "booting");
    assert_eq!(signed_out(SignedOutReason::Here).name(), "signed-out");
    assert_eq!(expired(SignedOutReason::Expired).name(), "signed-out");
    assert_eq!(signed_in().name(), "signed-in");
    assert_eq!(lost(None).name(), "unreachable");
    assert_eq!(lost(Some(ada())).name(), "unreachable");
}

// -- Causes

#[test]
fn cause_follows_from_error() {
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
fn service_unavailable_of_directus_is_unreachable() {
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
        Just(Event::CheckStarted),
        Just(Event::UserSwitched),
        Just(Event::CheckSkipped),
        users().prop_map(Event::Authenticated),
        prop_oneof![Just(EndReason::NoToken), Just(EndReason::Rejected), Just(EndReason::Suspended)]
            .prop_map(Event::Ended),
        causes().prop_map(Event::Unreachable),
        Just(Event::SignedOut),
        Just(Event::SignedOutElsewhere),
    ]
}

fn sessions() -> impl Strategy<Value = Session> {
    let reasons = prop_oneof![
        Just(SignedOutReason::NotChecked),
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
    fn unreachable_neither_forgets_nor_invents_user(session in sessions(), cause in causes()) {
        let after = session.after(Event::Unreachable(cause));
        prop_assert_eq!(after.user(), session.user());
        prop_assert_eq!(after.owner(), session.owner());
    }

    #[test]
    fn only_end_or_person_forgets_signed_in_user(session in sessions(), event in events()) {
        let after = session.after(event.clone());
        if session.user().is_some() && after.user().is_none() {
            let (by_an_end, by_a_person) = (
                matches!(event, Event::Ended(_)),
                matches!(event, Event::SignedOut | Event::SignedOutElsewhere | Event::UserSwitched),
            );
            prop_assert!(by_an_end || by_a_person);
        }
    }

    #[test]
    fn only_person_changes_owner(session in sessions(), event in events()) {
        let after = session.after(event.clone());
        if session.owner().is_some() && after.owner() != session.owner() {
            let by_a_person = matches!(
                event,
                Event::SignedOut | Event::SignedOutElsewhere | Event::UserSwitched | Event::Authenticated(_)
            );
            prop_assert!(by_a_person);
        }
    }

    #[test]
    fn only_authenticated_signs_in_and_only_its_user(session in sessions(), event in events()) {
        let after = session.after(event.clone());
        if after.user().is_some() && after.user() != session.user() {
            prop_assert_eq!(Event::Authenticated(after.user().cloned().unwrap_or_else(ada)), event);
        }
    }

    #[test]
    fn no_user_is_left_after_sign_out(before in prop::collection::vec(events(), 0..8), after in prop::collection::vec(events(), 0..8)) {
        let session = before.into_iter().fold(Session::Booting, |session, event| session.after(event)).after(Event::SignedOut);
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
    fn transitions_are_idempotent(session in sessions(), cause in causes()) {
        for event in [
            Event::Unreachable(cause), Event::SignedOut, Event::SignedOutElsewhere, Event::UserSwitched, Event::CheckSkipped, Event::CheckStarted,
            Event::Authenticated(ada()),
        ] {
            let once = session.after(event.clone());
            prop_assert_eq!(&once.after(event), &once);
        }
    }
}

// -- Backoff

const MAX_DELAY: Duration = Duration::from_secs(30);
const MAX_DELAY_ACTIVE: Duration = Duration::from_millis(1500);
/// A longer `Retry-After` is cut to this.
const MAX_RETRY_AFTER: Duration = Duration::from_secs(3600);

const EVERY_ATTENTION: [Attention; 3] = [Attention::Active, Attention::Idle, Attention::Hidden];

fn attentions() -> impl Strategy<Value = Attention> {
    prop::sample::select(EVERY_ATTENTION.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn delay_is_at_least_retry_after_and_bounded(
        attempt: u32,
        random in prop_oneof![0.0..1.0, Just(0.0), Just(1.0), Just(-1.0), Just(7.0)],
        asked in prop::option::of(0..100_000_u64),
        attention in attentions(),
    ) {
        let asked = asked.map(Duration::from_secs);
        let delay = backoff::delay(attempt, random, asked, attention);
        let least = asked.unwrap_or_default().min(MAX_RETRY_AFTER);
        let longest = if attention == Attention::Active { MAX_DELAY_ACTIVE } else { MAX_DELAY };
        prop_assert!(delay >= least);
        prop_assert!(delay <= least + longest);
    }

    #[test]
    fn delay_never_shrinks_with_attempts(attempt in 0..u32::MAX, random in 0.0..1.0, attention in attentions()) {
        let delay = |attempt| backoff::delay(attempt, random, None, attention);
        prop_assert!(delay(attempt) <= delay(attempt + 1));
    }

    #[test]
    fn delay_is_spread_over_whole_range(attempt: u32, random in 0.0..1.0, attention in attentions()) {
        let ceiling = backoff::delay(attempt, 1.0, None, attention);
        let difference = backoff::delay(attempt, random, None, attention).abs_diff(ceiling.mul_f64(random));
        prop_assert!(difference <= Duration::from_micros(1));
    }

    #[test]
    fn active_page_never_waits_longer_than_idle_page(
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
fn ceiling_doubles_from_half_a_second_to_thirty_seconds() {
    assert_eq!(ceilings(Attention::Idle), [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    assert_eq!(ceilings(Attention::Hidden), ceilings(Attention::Idle));
}

#[test]
fn ceiling_stays_at_one_and_a_half_seconds_while_active() {
    assert_eq!(ceilings(Attention::Active), [500, 1000, 1500, 1500, 1500, 1500, 1500, 1500, 1500]);
}

#[test]
fn retry_after_is_cut_to_one_hour() {
    for asked in [MAX_RETRY_AFTER, MAX_RETRY_AFTER * 2, Duration::MAX] {
        assert_eq!(backoff::delay(0, 0.0, Some(asked), Attention::Idle), MAX_RETRY_AFTER);
        assert_eq!(backoff::accepted_retry_after(Some(asked)), MAX_RETRY_AFTER);
    }
    assert_eq!(backoff::accepted_retry_after(None), Duration::ZERO);
}

#[test]
fn extreme_numbers_do_not_overflow() {
    for attention in EVERY_ATTENTION {
        assert!(backoff::delay(u32::MAX, f64::MAX, Some(Duration::MAX), attention) <= MAX_RETRY_AFTER + MAX_DELAY);
    }
    assert_eq!(backoff::delay(u32::MAX, 1.0, None, Attention::Idle), MAX_DELAY);
    assert_eq!(backoff::delay(0, 0.0, None, Attention::Active), Duration::ZERO);
}
