//! The manager: boot, authorization, resume, retries, sign-in, subscriptions.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::{cell::RefCell, rc::Rc, time::Duration};

use futures::future::{AbortHandle, abortable};
use lychgate_directus::{ErrorCode, TransportError};
use lychgate_session::{Cause, Session, SignedOutReason, environment::SessionHint, manager::AuthorizationError};
use serde_json::json;
use support::{
    ADA, BEN, RENEWED_BEFORE_END, TOKEN_LIFE, World, answer, authorization, bad_gateway, body_of, busy, ended, id, jwt,
    no_network, refusal, remembered, signed_in, tokens,
};

/// Longer than every wait that the server has not asked for.
const A_WHILE: Duration = Duration::from_secs(120);

/// The time over which refreshes are spread where there are no locks.
const SPREAD: Duration = Duration::from_millis(250);

/// How long a refresh without an answer counts as in flight, where refreshes take no time.
const IN_FLIGHT_TIME: Duration = Duration::from_millis(1500);

fn signed_out(reason: SignedOutReason) -> Session {
    Session::SignedOut { reason }
}

fn expired(user: &str, reason: SignedOutReason) -> Session {
    Session::Expired { user: id(user), reason }
}

fn unreachable(user: Option<&str>, cause: Cause) -> Session {
    Session::Unreachable { user: user.map(id), cause }
}

fn world_that_remembers_a_session() -> World {
    let world = World::new();
    world.browser.hint.set(remembered(ADA));
    world
}

/// Ada is signed in, and her token has just ended.
fn world_with_an_old_token() -> World {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world
}

fn sign_in(world: &World) -> support::Begun<Result<(), lychgate_directus::Error>> {
    world.sign_in_on(&world.client)
}

// -- Boot

#[test]
fn manager_before_boot_is_booting_and_sends_nothing() {
    let world = World::new();
    world.pass(A_WHILE);
    assert_eq!(world.session(), Session::Booting);
    assert!(world.wire.sent().is_empty());
}

#[test]
fn boot_without_hint_sends_nothing() {
    let world = World::new();
    world.manager.boot();
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_out(SignedOutReason::NotChecked));
    assert!(world.wire.sent().is_empty());
    assert!(world.log.lines().is_empty());
}

#[test]
fn boot_with_hint_of_user_refreshes_once() {
    let world = world_that_remembers_a_session();
    world.wire.then(tokens(ADA, 1));
    world.manager.boot();
    assert_eq!(world.session(), Session::Booting);
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
    assert_eq!(world.browser.hint.get(), remembered(ADA));
}

#[test]
fn boot_whose_session_has_ended_clears_hint() {
    for (answer, reason) in [
        (refusal(400, "INVALID_PAYLOAD"), SignedOutReason::NeverSignedIn),
        (refusal(401, "INVALID_CREDENTIALS"), SignedOutReason::Expired),
        (refusal(401, "USER_SUSPENDED"), SignedOutReason::Suspended),
    ] {
        let world = world_that_remembers_a_session();
        world.wire.then(answer);
        world.manager.boot();
        world.settle();
        assert_eq!(world.session(), signed_out(reason));
        assert_eq!(world.browser.hint.get(), ended(ADA));

        world.another_booted_page();
        assert_eq!(world.wire.sent().len(), 1, "the next page has nothing to ask");
    }
}

#[test]
fn boot_while_unreachable_keeps_hint_and_continues_when_directus_is_back() {
    let world = world_that_remembers_a_session();
    world.wire.then(bad_gateway()).then(no_network()).then(tokens(ADA, 1));
    world.manager.boot();
    world.settle();
    assert_eq!(world.session(), unreachable(None, Cause::Server));
    assert_eq!(world.browser.hint.get(), remembered(ADA));
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.sent().len(), 3);
}

#[test]
fn check_session_refreshes_without_hint() {
    let world = World::new();
    world.manager.boot();
    world.wire.then(refusal(400, "INVALID_PAYLOAD"));
    world.client.check_session();
    assert_eq!(world.session(), Session::Booting);
    world.settle();
    assert_eq!(world.session(), signed_out(SignedOutReason::NeverSignedIn));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
}

#[test]
fn many_session_checks_at_once_send_one_refresh() {
    let world = World::new();
    world.manager.boot();
    let answer = world.wire.withhold();
    for _ in 0..5 {
        world.client.check_session();
        world.settle();
    }
    answer.release(tokens(ADA, 1));
    world.settle();
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.sent().len(), 1);
}

// -- Authorization

#[test]
fn usable_token_is_returned_without_request() {
    let world = World::signed_in(ADA);
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 1)));
    assert!(world.wire.sent().is_empty());
}

#[test]
fn idle_page_sends_nothing() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE * 10);
    assert!(world.wire.sent().is_empty());
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.browser.sleeping(), 0);
}

#[test]
fn token_is_renewed_before_its_end_by_monotonic_clock() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE - RENEWED_BEFORE_END - Duration::from_millis(1));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 1)));
    world.pass(Duration::from_millis(1));
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
}

#[test]
fn age_of_token_counts_from_its_receipt() {
    let world = world_with_an_old_token();
    let late = world.wire.withhold();
    let waiting = world.authorize();
    world.pass(Duration::from_secs(15));
    late.release(tokens(ADA, 2));
    world.settle();
    assert_eq!(waiting.outcome(), Ok(authorization(ADA, 2)));
    world.pass(TOKEN_LIFE - RENEWED_BEFORE_END - Duration::from_millis(1));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn short_lived_token_is_used_for_nine_tenths_of_its_life() {
    let world = world_that_remembers_a_session();
    world.wire.then(answer(200, &json!({ "data": { "expires": 20_000, "access_token": jwt(ADA, 1) } })));
    world.manager.boot();
    world.pass(Duration::from_secs(17));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 1)));
    world.pass(Duration::from_secs(1));
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
}

#[test]
fn many_authorizations_at_once_cause_one_refresh() {
    let world = world_with_an_old_token();
    let answer = world.wire.withhold();
    let waiting: Vec<_> = (0..50).map(|_| world.authorize()).collect();
    assert!(waiting.iter().all(|waiting| !waiting.is_done()));
    answer.release(tokens(ADA, 2));
    world.settle();
    for waiting in waiting {
        assert_eq!(waiting.outcome(), Ok(authorization(ADA, 2)));
    }
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn waiters_are_woken_after_token_is_stored_and_lock_released() {
    let world = world_with_an_old_token();
    let seen = Rc::new(RefCell::new(Vec::new()));
    let answer = world.wire.withhold();
    let (manager, browser, log) = (world.manager.clone(), world.browser.clone(), seen.clone());
    let waiting = world.begin(async move {
        let token = manager.authorize().await;
        log.borrow_mut().push((token.is_ok(), browser.is_locked()));
    });
    answer.release(tokens(ADA, 2));
    world.settle();
    assert!(waiting.is_done());
    assert_eq!(*seen.borrow(), [(true, false)]);
}

#[test]
fn refresh_goes_on_when_waiter_is_dropped() {
    let world = world_with_an_old_token();
    let answer = world.wire.withhold();
    let manager = world.manager.clone();
    let (waiting, abort) = abortable(async move { manager.authorize().await });
    let waiting = world.begin(waiting);
    AbortHandle::abort(&abort);
    world.settle();
    assert!(waiting.outcome().is_err());
    assert!(!answer.is_abandoned());
    let other = world.authorize();
    answer.release(tokens(ADA, 2));
    world.settle();
    assert_eq!(other.outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn refresh_that_returns_another_user_replaces_the_user() {
    let world = world_with_an_old_token();
    world.wire.then(tokens(BEN, 1));
    assert_eq!(world.authorize().outcome(), Ok(authorization(BEN, 1)));
    assert_eq!(world.session(), signed_in(BEN));
}

#[test]
fn authorize_fails_after_session_has_ended() {
    let world = world_with_an_old_token();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    assert_eq!(world.authorize().outcome(), Err(AuthorizationError::SignedOut));
    assert_eq!(world.session(), expired(ADA, SignedOutReason::Expired));
    assert_eq!(world.browser.hint.get(), ended(ADA));

    assert_eq!(world.authorize().outcome(), Err(AuthorizationError::SignedOut));
    assert_eq!(world.wire.sent().len(), 1, "nothing is sent while signed out");
}

#[test]
fn discarded_token_is_not_returned_again_and_newer_one_stays() {
    let world = World::signed_in(ADA);
    world.manager.discard(&authorization(ADA, 7));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 1)));
    world.manager.discard(&authorization(ADA, 1));
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
}

// -- Resume

#[test]
fn resume_refreshes_only_when_token_has_ended() {
    let world = World::signed_in(ADA);
    world.manager.on_resume();
    world.settle();
    assert!(world.wire.sent().is_empty());

    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 2));
    for _ in 0..4 {
        world.manager.on_resume();
    }
    world.settle();
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
    world.manager.on_resume();
    world.settle();
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn resume_sends_nothing_when_nobody_is_signed_in() {
    let world = World::new();
    world.manager.on_resume();
    world.settle();
    world.manager.boot();
    world.manager.on_resume();
    world.settle();
    assert!(world.wire.sent().is_empty());
}

#[test]
fn resume_retries_at_once_while_unreachable() {
    let world = world_with_an_old_token();
    world.wire.then(no_network());
    world.manager.on_resume();
    world.settle();
    assert_eq!(world.session(), unreachable(Some(ADA), Cause::Network));
    world.wire.then(tokens(ADA, 2));
    world.manager.on_resume();
    world.settle();
    world.pass(IN_FLIGHT_TIME);
    assert_eq!(world.session(), signed_in(ADA));
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent().len(), 2, "no retry is left");
}

// -- Unreachable

#[test]
fn unreachable_directus_keeps_user_and_is_retried_until_it_answers() {
    let world = world_with_an_old_token();
    for answer in
        [no_network(), bad_gateway(), Err(TransportError::TimedOut), busy(429, "REQUESTS_EXCEEDED", 3), no_network()]
    {
        world.wire.then(answer);
    }
    assert_eq!(world.authorize().outcome(), Err(AuthorizationError::Unreachable(Cause::Network)));
    assert_eq!(world.session(), unreachable(Some(ADA), Cause::Network));
    world.wire.then(tokens(ADA, 2));
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.left(), 0);
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.browser.hint.get(), remembered(ADA));
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent().len(), 6);
}

#[test]
fn retry_delays_grow() {
    let world = world_with_an_old_token();
    let mut waits = Vec::new();
    for failures in 1..=8 {
        world.wire.then(no_network());
        if failures == 1 {
            drop(world.authorize());
        }
        while world.wire.left() > 0 {
            world.pass(Duration::from_millis(250));
        }
        waits.push(world.manager.next_retry().unwrap().as_millis());
    }
    assert_eq!(waits, [250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000], "half of the ceiling each, as random says");
}

#[test]
fn retry_respects_retry_after() {
    let world = world_with_an_old_token();
    world.wire.then(busy(429, "REQUESTS_EXCEEDED", 90));
    drop(world.authorize());
    assert_eq!(world.session(), unreachable(Some(ADA), Cause::TooManyRequests { wait: Some(Duration::from_secs(90)) }));
    world.pass(Duration::from_secs(89));
    assert_eq!(world.wire.sent().len(), 1);
    world.wire.then(tokens(ADA, 2));
    world.pass(Duration::from_secs(32));
    assert_eq!(world.session(), signed_in(ADA));
}

#[test]
fn only_one_retry_is_scheduled_however_often_refresh_fails() {
    let world = world_with_an_old_token();
    world.wire.otherwise(|_| Some(no_network()));
    for tries in 1..=6 {
        drop(world.authorize());
        assert_eq!((world.wire.sent().len(), world.browser.sleeping()), (tries, 1));
    }
    world.manager.on_resume();
    world.client.check_session();
    world.manager.on_activity();
    world.settle();
    assert_eq!(world.wire.sent().len(), 7, "requests at the same moment share one refresh");
    assert_eq!(world.browser.sleeping(), 1);
}

#[test]
fn retry_after_of_earlier_outage_does_not_delay_later_one() {
    let world = world_with_an_old_token();
    world.wire.then(busy(429, "REQUESTS_EXCEEDED", 3600));
    drop(world.authorize());
    world.wire.then(tokens(ADA, 2));
    world.client.check_session();
    world.pass(IN_FLIGHT_TIME);
    assert_eq!(world.session(), signed_in(ADA));

    world.pass(TOKEN_LIFE);
    world.wire.then(no_network());
    drop(world.authorize());
    assert_eq!(world.session(), unreachable(Some(ADA), Cause::Network));
    world.wire.then(tokens(ADA, 3));
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_in(ADA));
}

#[test]
fn check_session_while_unreachable_keeps_user() {
    let world = world_with_an_old_token();
    world.wire.then(no_network());
    drop(world.authorize());
    let _answer = world.wire.withhold();
    world.client.check_session();
    world.settle();
    assert_eq!(world.session(), unreachable(Some(ADA), Cause::Network));
}

#[test]
fn authoritative_answer_ends_retries() {
    let world = world_with_an_old_token();
    world.wire.then(bad_gateway()).then(refusal(401, "USER_SUSPENDED"));
    drop(world.authorize());
    world.pass(A_WHILE);
    assert_eq!(world.session(), expired(ADA, SignedOutReason::Suspended));
    assert_eq!(world.wire.left(), 0);
    assert_eq!(world.browser.sleeping(), 0);
}

// -- Sign-in

#[test]
fn sign_in_sets_session_and_hint() {
    let world = World::new();
    world.manager.boot();
    world.wire.then(tokens(ADA, 1));
    assert_eq!(sign_in(&world).outcome(), Ok(()));
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.browser.hint.get(), remembered(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
    assert_eq!(body_of(&world.wire.requests()[0])["mode"], "cookie");
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 1)));
}

#[test]
fn failed_sign_in_leaves_session_unchanged() {
    for answer in [refusal(401, "INVALID_CREDENTIALS"), refusal(401, "INVALID_OTP"), bad_gateway(), no_network()] {
        let world = World::new();
        world.manager.boot();
        world.wire.then(answer.clone());
        assert!(sign_in(&world).outcome().is_err());
        assert_eq!(world.session(), signed_out(SignedOutReason::NotChecked));
        assert_eq!(world.browser.hint.get(), SessionHint::Nothing);
        assert!(!world.browser.is_locked());

        let world = World::signed_in(ADA);
        world.wire.then(answer);
        assert!(sign_in(&world).outcome().is_err());
        assert_eq!(world.session(), signed_in(ADA));
        assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 1)));
        assert_eq!(world.browser.hint.get(), remembered(ADA));
    }
}

#[test]
fn failed_sign_in_returns_error_of_directus() {
    let world = World::new();
    world.manager.boot();
    world.wire.then(refusal(401, "INVALID_OTP"));
    assert_eq!(sign_in(&world).outcome().unwrap_err().code(), Some(&ErrorCode::InvalidOtp));
}

#[test]
fn sign_in_waits_for_refresh_in_flight() {
    let world = world_with_an_old_token();
    let refreshed = world.wire.withhold();
    let waiting = world.authorize();
    let signing_in = sign_in(&world);
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
    world.wire.then(tokens(BEN, 1));
    refreshed.release(tokens(ADA, 2));
    world.settle();
    assert!(waiting.is_done() && signing_in.is_done());
    assert_eq!(world.session(), signed_in(BEN));
    assert!(!world.browser.is_locked());
}

/// Without locks the two may run at the same time.
#[test]
fn answer_of_refresh_started_before_sign_in_is_void() {
    for late in [tokens(ADA, 2), refusal(401, "INVALID_CREDENTIALS"), no_network()] {
        let world = world_with_an_old_token();
        world.browser.has_locks.set(false);
        let refreshed = world.wire.withhold();
        world.manager.on_resume();
        world.pass(SPREAD);
        assert_eq!(world.wire.sent().len(), 1);
        world.wire.then(tokens(BEN, 1));
        assert_eq!(sign_in(&world).outcome(), Ok(()));
        refreshed.release(late);
        world.settle();
        assert_eq!(world.session(), signed_in(BEN));
        assert_eq!(world.browser.hint.get(), remembered(BEN));
        assert_eq!(world.authorize().outcome(), Ok(authorization(BEN, 1)));
    }
}

// -- Subscriptions

#[test]
fn subscribers_receive_every_change_once_in_order() {
    let world = world_that_remembers_a_session();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let log = heard.clone();
    let subscription = world.manager.subscribe(move |session| log.borrow_mut().push(session.name()));
    world.wire.then(no_network()).then(tokens(ADA, 1));
    world.manager.boot();
    world.pass(A_WHILE);
    assert_eq!(*heard.borrow(), ["unreachable", "signed-in"]);

    // A new token for the same user is no change.
    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 2));
    drop(world.authorize());
    assert_eq!(heard.borrow().len(), 2);

    drop(subscription);
    world.pass(TOKEN_LIFE);
    world.wire.then(refusal(400, "INVALID_PAYLOAD"));
    drop(world.authorize());
    assert_eq!(world.session(), expired(ADA, SignedOutReason::Expired));
    assert_eq!(heard.borrow().len(), 2, "nobody listens any more");
}

#[test]
fn subscriber_may_resume_and_unsubscribe_inside_its_callback() {
    let world = world_that_remembers_a_session();
    let slot = Rc::new(RefCell::new(None));
    let (manager, own) = (world.manager.clone(), slot.clone());
    let subscription = world.manager.subscribe(move |session| {
        assert_eq!(manager.session(), session);
        manager.on_resume();
        own.borrow_mut().take();
    });
    slot.replace(Some(subscription));
    world.wire.then(tokens(ADA, 1));
    world.manager.boot();
    world.settle();
    assert_eq!(world.session(), signed_in(ADA));
    assert!(slot.borrow().is_none());
}

#[test]
fn change_caused_by_subscriber_reaches_others_in_order() {
    let world = World::new();
    let (first, second) = (Rc::new(RefCell::new(Vec::new())), Rc::new(RefCell::new(Vec::new())));
    let (client, log) = (world.client.clone(), first.clone());
    let _first = world.manager.subscribe(move |session| {
        log.borrow_mut().push(session.name());
        if session == signed_out(SignedOutReason::NotChecked) {
            client.check_session();
        }
    });
    let log = second.clone();
    let _second = world.manager.subscribe(move |session| log.borrow_mut().push(session.name()));
    world.wire.then(tokens(ADA, 1));
    world.manager.boot();
    world.settle();
    assert_eq!(*first.borrow(), ["signed-out", "booting", "signed-in"]);
    assert_eq!(*second.borrow(), ["signed-out", "booting", "signed-in"]);
}

#[test]
fn clones_of_manager_are_equal_and_two_managers_are_not() {
    let world = World::new();
    assert!(world.manager == world.manager.clone());
    assert!(world.manager != world.another_page().manager);
}
