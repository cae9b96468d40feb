//! Signing out: on this page at once, at Directus as soon as it can be reached, and nothing undoes it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::{future::Future, time::Duration};

use lychgate_directus::users::{ProfileField, UserPatch};
use lychgate_session::{AuthorizationError, LogoutFailed, Session, SignedOutReason, environment::SessionHint};
use support::{
    ADA, BEN, TOKEN_LIFE, World, bad_gateway, busy, credentials, done, ended, id, no_network, refusal, remembered,
    tokens, user,
};

const A_WHILE: Duration = Duration::from_secs(300);

const SIGNED_OUT: Session = Session::SignedOut { reason: SignedOutReason::Here };

/// The session of a page that is opened now.
fn next_page(world: &World) -> Session {
    world.another_booted_page().session()
}

#[test]
fn sign_out_takes_effect_before_anything_is_sent() {
    let world = World::signed_in(ADA);
    let _never = world.wire.withhold();
    let pending_logout = world.client.sign_out();
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.browser.hint.get(), SessionHint::LogoutPending);
    assert!(world.wire.sent().is_empty());
    assert_eq!(world.authorize().outcome(), Err(AuthorizationError::SignedOut));
    assert_eq!(world.wire.count("/auth/refresh"), 0);
    drop(pending_logout);
}

#[test]
fn sign_out_sends_logout_and_sets_hint() {
    let world = World::signed_in(ADA);
    world.wire.then(done());
    assert_eq!(world.run(world.client.sign_out()), Ok(()));
    assert_eq!(
        world.log.lines(),
        ["hint LogoutPending", "lock", "pending", "POST /auth/logout", "not pending", "hint SignedOut", "unlock"]
    );
    assert_eq!(next_page(&world), Session::SignedOut { reason: SignedOutReason::NotChecked });
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
}

#[test]
fn sign_out_is_sent_when_its_future_is_dropped() {
    let world = World::signed_in(ADA);
    world.wire.then(done());
    drop(world.client.sign_out());
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn logout_in_flight_goes_on_when_its_future_is_dropped() {
    let world = World::signed_in(ADA);
    let answer = world.wire.withhold();
    let mut pending_logout = Box::pin(world.client.sign_out());
    assert!(futures::FutureExt::now_or_never(&mut pending_logout).is_none());
    world.settle();
    drop(pending_logout);
    world.settle();
    if answer.is_abandoned() {
        // The future is dropped after its first poll.
        world.wire.then(done());
    } else {
        answer.release(done());
    }
    world.pass(A_WHILE);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn logout_of_ended_session_counts_as_confirmed() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(400, "INVALID_PAYLOAD"));
    assert_eq!(world.run(world.client.sign_out()), Ok(()));
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn logout_that_fails_stays_pending_and_is_retried() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    assert_eq!(world.run(world.client.sign_out()), Err(LogoutFailed));
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.browser.hint.get(), SessionHint::LogoutPending);

    world.wire.then(bad_gateway()).then(no_network()).then(done());
    world.pass(A_WHILE);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
    assert_eq!(world.wire.count("/auth/logout"), 4);
    assert_eq!(world.wire.sent().len(), 4);
    assert_eq!(world.browser.sleeping(), 0);
}

#[test]
fn logout_retry_respects_retry_after() {
    let world = World::signed_in(ADA);
    world.wire.then(busy(429, "REQUESTS_EXCEEDED", 90)).then(busy(503, "SERVICE_UNAVAILABLE", 90)).then(done());
    assert_eq!(world.run(world.client.sign_out()), Err(LogoutFailed));
    world.pass(Duration::from_secs(89));
    assert_eq!(world.wire.sent().len(), 1);
    world.pass(A_WHILE);
    assert_eq!(world.wire.left(), 0);
}

// -- Nothing signs in while the logout is pending

#[test]
fn boot_with_pending_logout_sends_it_and_signs_nobody_in() {
    let world = World::new();
    world.browser.hint.set(SessionHint::LogoutPending);
    world.wire.then(no_network());
    world.manager.boot();
    world.settle();
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.browser.hint.get(), SessionHint::LogoutPending);

    world.wire.then(bad_gateway()).then(done());
    world.pass(A_WHILE);
    assert_eq!(world.wire.count("/auth/logout"), 3);
    assert_eq!(world.wire.count("/auth/refresh"), 0);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
    assert_eq!(world.session(), SIGNED_OUT);
}

#[test]
fn check_session_signs_nobody_in_while_logout_is_pending() {
    let world = World::new();
    world.browser.hint.set(SessionHint::LogoutPending);
    let _never = world.wire.withhold();
    world.manager.boot();
    world.settle();
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    // The logout is in flight, or waits for its next retry, when something asks.
    world.browser.has_locks.set(false);
    world.wire.then(tokens(ADA, 9));
    world.client.check_session();
    world.settle();
    assert_eq!(world.wire.count("/auth/refresh"), 0);
    assert_eq!(world.session().user(), None);
    assert_eq!(world.browser.hint.get(), SessionHint::LogoutPending);
}

#[test]
fn open_page_signs_nobody_in_while_logout_is_pending() {
    let world = World::new();
    let visitor = world.another_page();
    visitor.manager.boot();
    world.browser.hint.set(SessionHint::LogoutPending);
    world.wire.then(tokens(ADA, 9));
    visitor.client.check_session();
    world.settle();
    assert_eq!(world.wire.count("/auth/refresh"), 0);
    assert_eq!(visitor.session().user(), None);
}

#[test]
fn resume_signs_nobody_in_while_logout_is_pending() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network()).then(no_network());
    assert_eq!(world.run(world.client.sign_out()), Err(LogoutFailed));
    world.manager.on_resume();
    assert_eq!(world.authorize().outcome(), Err(AuthorizationError::SignedOut));
    assert_eq!(world.wire.sent(), ["POST /auth/logout", "POST /auth/logout"], "but Directus is told at once");
    assert_eq!(world.session(), SIGNED_OUT);
}

// -- Requests in flight

#[test]
fn answer_of_refresh_started_before_sign_out_is_void() {
    for late in [tokens(ADA, 2), refusal(401, "USER_SUSPENDED"), no_network(), refusal(400, "INVALID_PAYLOAD")] {
        let world = World::signed_in(ADA);
        world.pass(TOKEN_LIFE);
        let refreshed = world.wire.withhold();
        let waiting = world.authorize();
        let pending_logout = world.begin(world.client.sign_out());
        assert_eq!(world.wire.sent(), ["POST /auth/refresh"], "the new cookie arrives before it is revoked");
        world.wire.then(done());
        refreshed.release(late);
        world.pass(A_WHILE);
        assert_eq!(pending_logout.outcome(), Ok(()));
        assert_eq!(waiting.outcome(), Err(AuthorizationError::SignedOut));
        assert_eq!(world.session(), SIGNED_OUT);
        assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
        assert_eq!(world.wire.sent(), ["POST /auth/refresh", "POST /auth/logout"]);
    }
}

#[test]
fn session_made_by_late_answer_after_logout_is_ended_too() {
    let world = World::signed_in(ADA);
    world.browser.has_locks.set(false);
    world.pass(TOKEN_LIFE);
    let refreshed = world.wire.withhold();
    world.manager.on_resume();
    world.pass(Duration::from_millis(250));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
    world.wire.then(done());
    assert_eq!(world.run(world.client.sign_out()), Ok(()));
    world.wire.then(done());
    refreshed.release(tokens(ADA, 2));
    world.pass(A_WHILE);
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.wire.sent(), ["POST /auth/refresh", "POST /auth/logout", "POST /auth/logout"]);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn sign_out_in_other_tab_voids_sign_in_in_flight() {
    let world = World::new();
    world.manager.boot();
    let signed_in = world.wire.withhold();
    let signing_in = world.sign_in_on(&world.client);
    world.browser.hint.set(SessionHint::LogoutPending);
    world.wire.then(done());
    signed_in.release(tokens(ADA, 1));
    world.pass(A_WHILE);
    assert!(signing_in.outcome().is_err());
    assert_eq!(world.session().user(), None);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
    assert_eq!(world.wire.sent(), ["POST /auth/login", "POST /auth/logout"]);
}

#[test]
fn sign_out_while_unreachable_stops_retries() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(no_network());
    drop(world.authorize());
    world.wire.then(done());
    assert_eq!(world.run(world.client.sign_out()), Ok(()));
    world.pass(A_WHILE);
    assert_eq!(world.wire.count("/auth/refresh"), 1);
    assert_eq!(world.session(), SIGNED_OUT);
}

#[test]
fn answer_of_sign_in_started_before_sign_out_is_void() {
    let world = World::new();
    world.manager.boot();
    let signed_in = world.wire.withhold();
    let signing_in = world.sign_in_on(&world.client);
    let pending_logout = world.begin(world.client.sign_out());
    world.wire.then(done());
    signed_in.release(tokens(ADA, 1));
    world.pass(A_WHILE);
    assert!(signing_in.outcome().is_err());
    assert_eq!(pending_logout.outcome(), Ok(()), "Directus was told at the first try");
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.wire.sent(), ["POST /auth/login", "POST /auth/logout"]);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn sign_out_during_email_change_stays_signed_out() {
    for step in 0..3 {
        let world = World::signed_in(ADA);
        let mut patch = UserPatch::default();
        patch.set(ProfileField::Email, Some("new@example.com".to_owned()));
        let answers = [tokens(ADA, 2), user(ADA, "new@example.com"), tokens(ADA, 3)];
        for answer in &answers[..step] {
            world.wire.then(answer.clone());
        }
        let withheld = world.wire.withhold();
        let client = world.client.clone();
        let changing = world.begin(async move { client.change_credentials(&credentials(), &patch).await });
        assert_eq!(world.wire.sent().len(), step + 1);

        let pending_logout = world.begin(world.client.sign_out());
        assert_eq!(world.session(), SIGNED_OUT);
        // The rest of the change is answered, and then the logout.
        withheld.release(answers[step].clone());
        for answer in &answers[step + 1..] {
            world.wire.then(answer.clone());
        }
        world.wire.then(done()).then(done()).then(done());
        world.pass(A_WHILE);
        assert!(changing.is_done() && pending_logout.is_done(), "step {step}");
        assert_eq!(world.session(), SIGNED_OUT, "step {step}");
        assert_ne!(world.browser.hint.get(), remembered(ADA), "step {step}");
        assert_eq!(world.wire.sent().last().unwrap(), "POST /auth/logout", "step {step}");
    }
}

// -- Signing in again

#[test]
fn sign_in_with_pending_logout_sends_it_first() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    assert_eq!(world.run(world.client.sign_out()), Err(LogoutFailed));
    world.wire.then(done()).then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
    assert_eq!(world.browser.hint.get(), remembered(BEN));
    assert_eq!(world.wire.sent(), ["POST /auth/logout", "POST /auth/logout", "POST /auth/login"]);

    world.pass(A_WHILE);
    assert_eq!(world.wire.sent().len(), 3, "the new session is not ended by the old sign-out");
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
}

#[test]
fn sign_in_succeeds_when_pending_logout_fails() {
    let world = World::new();
    world.browser.hint.set(SessionHint::LogoutPending);
    world.wire.then(no_network());
    world.manager.boot();
    world.settle();
    world.wire.then(bad_gateway()).then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    world.pass(A_WHILE);
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
    assert_eq!(world.browser.hint.get(), remembered(BEN));
    assert_eq!(world.wire.left(), 0);
}

#[test]
fn failed_sign_in_keeps_logout_pending() {
    let world = World::new();
    world.browser.hint.set(SessionHint::LogoutPending);
    world.wire.then(no_network());
    world.manager.boot();
    world.settle();
    world.wire.then(no_network()).then(refusal(401, "INVALID_CREDENTIALS"));
    assert!(world.sign_in_on(&world.client).outcome().is_err());
    assert_eq!(world.browser.hint.get(), SessionHint::LogoutPending);
    world.wire.then(done());
    world.pass(A_WHILE);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn late_logout_does_not_overwrite_hint_of_new_session() {
    let world = World::signed_in(ADA);
    world.browser.has_locks.set(false);
    let told = world.wire.withhold();
    let pending_logout = world.begin(world.client.sign_out());
    world.wire.then(done()).then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    told.release(done());
    world.settle();
    assert!(pending_logout.is_done());
    assert_eq!(world.browser.hint.get(), remembered(BEN));
}

// -- The pending refresh of a dead page

/// How long the cookie of a dead page may take to arrive, where refreshes are quick.
const MAX_COOKIE_DELAY: Duration = Duration::from_millis(7800);

const A_MOMENT: Duration = Duration::from_millis(1);

#[test]
fn logout_waits_for_cookie_of_dead_page() {
    let world = World::signed_in(ADA);
    world.browser.leave_refresh_pending(Duration::ZERO);
    world.wire.then(done());
    drop(world.client.sign_out());
    assert_eq!(world.session(), SIGNED_OUT, "on this page it takes effect at once");
    world.pass(MAX_COOKIE_DELAY - A_MOMENT);
    assert_eq!(world.wire.count("/auth/logout"), 0, "that would end a session of which no cookie is left");
    assert_eq!(next_page(&world), SIGNED_OUT);
    world.pass(A_MOMENT);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn sign_in_waits_for_cookie_of_dead_page() {
    let world = World::new();
    world.browser.refresh_time.set(Some(Duration::ZERO));
    world.browser.leave_refresh_pending(Duration::ZERO);
    world.manager.boot();
    world.wire.then(tokens(BEN, 1));
    let begun = world.sign_in_on(&world.client);
    world.pass(MAX_COOKIE_DELAY - A_MOMENT);
    assert!(world.wire.sent().is_empty(), "a cookie that arrives later would replace its own");
    world.pass(A_MOMENT);
    assert_eq!(begun.outcome(), Ok(()));
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
}

#[test]
fn sign_in_waits_for_logout_answer_of_dead_page() {
    let world = World::signed_in(ADA);
    let _dies = world.wire.withhold();
    drop(world.client.sign_out());
    world.settle();
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    world.tab.die();

    world.wire.then(done()).then(tokens(BEN, 1));
    let page = world.another_booted_page();
    let begun = world.sign_in_on(&page.client);
    world.pass(MAX_COOKIE_DELAY - A_MOMENT);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    world.pass(A_MOMENT);
    assert_eq!(begun.outcome(), Ok(()));
    assert_eq!(world.wire.sent(), ["POST /auth/logout", "POST /auth/logout", "POST /auth/login"]);
}

#[test]
fn page_does_not_wait_for_its_own_failed_logout() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network()).then(done());
    drop(world.client.sign_out());
    world.pass(Duration::from_secs(1));
    assert_eq!(world.wire.sent(), ["POST /auth/logout", "POST /auth/logout"]);
    assert!(!world.browser.is_refresh_pending());
}

#[test]
fn request_never_sent_while_offline_is_not_waited_for() {
    let world = World::signed_in(ADA);
    let other = world.another_booted_page();
    world.browser.offline.set(true);
    world.wire.then(no_network()).then(no_network());
    drop(world.client.sign_out());
    world.settle();
    assert_eq!(world.wire.count("/auth/logout"), 2, "both pages have tried");
    world.tab.die();

    world.browser.offline.set(false);
    world.forget_what_happened();
    world.wire.then(done());
    other.manager.on_resume();
    world.settle();
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn slow_failure_while_offline_stays_pending() {
    let world = World::signed_in(ADA);
    world.browser.offline.set(true);
    let withheld = world.wire.withhold();
    drop(world.client.sign_out());
    world.pass(Duration::from_millis(200));
    withheld.release(no_network());
    world.settle();
    assert!(world.browser.is_refresh_pending(), "it may have been sent, and its answer may still arrive");
}

// -- Leaving for single sign-on

fn finish_pending_logout(world: &World) -> impl Future<Output = Result<(), LogoutFailed>> + use<> {
    let client = world.client.clone();
    async move { client.finish_pending_logout().await }
}

#[test]
fn finish_pending_logout_waits_for_confirmation() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    assert_eq!(world.run(world.client.sign_out()), Err(LogoutFailed));
    world.wire.then(done());
    assert_eq!(world.run(finish_pending_logout(&world)), Ok(()));
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
    // So the session that they bring back is kept.
    world.wire.then(tokens(BEN, 1));
    world.client.check_session();
    world.settle();
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
    assert_eq!(world.wire.count("/auth/logout"), 2);
}

#[test]
fn finish_pending_logout_fails_while_unreachable() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    assert_eq!(world.run(world.client.sign_out()), Err(LogoutFailed));
    world.wire.then(bad_gateway());
    assert_eq!(world.run(finish_pending_logout(&world)), Err(LogoutFailed));
    assert_eq!(world.browser.hint.get(), SessionHint::LogoutPending);
}

#[test]
fn finish_pending_logout_does_nothing_without_pending_logout() {
    for hint in [SessionHint::Nothing, ended(ADA), SessionHint::SignedOut] {
        let world = World::new();
        world.browser.hint.set(hint);
        assert_eq!(world.run(finish_pending_logout(&world)), Ok(()));
        assert!(world.log.lines().is_empty());
    }
}

/// A link can pretend to come back from a provider: the page only checks the session then.
#[test]
fn check_session_does_not_undo_pending_logout() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    assert_eq!(world.run(world.client.sign_out()), Err(LogoutFailed));
    world.wire.otherwise(|_| Some(no_network()));
    world.client.check_session();
    world.settle();
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.wire.count("/auth/refresh"), 0);
}
