//! The keeper of the token: boot, renewal, waiting for Directus to come back, signing in.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::{cell::RefCell, rc::Rc, time::Duration};

use futures::future::{AbortHandle, abortable};
use lychgate_directus::{ErrorCode, TransportError};
use lychgate_session::{Cause, Session, SignedOutReason, environment::SessionHint, manager::AuthorizationError};
use serde_json::json;
use support::{
    ADA, BEN, RENEWED_BEFORE_END, TOKEN_LIFE, World, answer, authorization, bad_gateway, body_of, busy, credentials,
    id, jwt, no_network, refusal, remembered, tokens,
};

/// Long enough for any wait that does not come from the server.
const A_WHILE: Duration = Duration::from_secs(120);

/// Over this time refreshes are spread where there are no locks.
const SPREAD: Duration = Duration::from_millis(250);

/// As long as a refresh without an answer may still be under way, where they take no time.
const UNDER_WAY: Duration = Duration::from_millis(1500);

fn signed_out(reason: SignedOutReason) -> Session {
    Session::SignedOut { reason }
}

fn lapsed(user: &str, reason: SignedOutReason) -> Session {
    Session::Expired { user: id(user), reason }
}

fn signed_in(user: &str) -> Session {
    Session::SignedIn { user: id(user) }
}

fn unreachable(user: Option<&str>, cause: Cause) -> Session {
    Session::Unreachable { user: user.map(id), cause }
}

fn world_that_remembers_a_session() -> World {
    let world = World::new();
    world.browser.memory.set(remembered(ADA));
    world
}

/// Somebody is signed in, and the token has just come to its end.
fn world_with_an_old_token() -> World {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world
}

fn sign_in(world: &World) -> support::Begun<Result<(), lychgate_directus::Error>> {
    let manager = world.manager.clone();
    world.begin(async move { manager.sign_in(&credentials()).await })
}

// -- Boot

#[test]
fn a_keeper_that_has_not_booted_knows_nothing_and_asks_nothing() {
    let world = World::new();
    world.pass(A_WHILE);
    assert_eq!(world.session(), Session::Booting);
    assert!(world.wire.sent().is_empty());
}

#[test]
fn a_boot_without_memory_sends_nothing() {
    let world = World::new();
    world.manager.boot();
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_out(SignedOutReason::NotAsked));
    assert!(world.wire.sent().is_empty());
    assert!(world.log.lines().is_empty());
}

#[test]
fn a_boot_with_memory_refreshes_once() {
    let world = world_that_remembers_a_session();
    world.wire.then(tokens(ADA, 1));
    world.manager.boot();
    assert_eq!(world.session(), Session::Booting);
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
    assert_eq!(world.browser.memory.get(), remembered(ADA));
}

#[test]
fn a_boot_whose_session_has_ended_forgets_it() {
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
        assert_eq!(world.browser.memory.get(), SessionHint::Nothing);

        world.another_booted_page();
        assert_eq!(world.wire.sent().len(), 1, "the next page has nothing to ask");
    }
}

#[test]
fn a_boot_without_contact_signs_nobody_out_and_goes_on_when_directus_is_back() {
    let world = world_that_remembers_a_session();
    world.wire.then(bad_gateway()).then(no_network()).then(tokens(ADA, 1));
    world.manager.boot();
    world.settle();
    assert_eq!(world.session(), unreachable(None, Cause::Server));
    assert_eq!(world.browser.memory.get(), remembered(ADA));
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.sent().len(), 3);
}

#[test]
fn a_page_for_members_asks_where_nothing_was_remembered() {
    let world = World::new();
    world.manager.boot();
    world.wire.then(refusal(400, "INVALID_PAYLOAD"));
    world.manager.ask();
    assert_eq!(world.session(), Session::Booting);
    world.settle();
    assert_eq!(world.session(), signed_out(SignedOutReason::NeverSignedIn));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
}

#[test]
fn asking_many_times_asks_once() {
    let world = World::new();
    world.manager.boot();
    let answer = world.wire.withhold();
    for _ in 0..5 {
        world.manager.ask();
        world.settle();
    }
    answer.release(tokens(ADA, 1));
    world.settle();
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.sent().len(), 1);
}

// -- Renewal

#[test]
fn a_fresh_token_is_given_without_a_request() {
    let world = World::signed_in(ADA);
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 1)));
    assert!(world.wire.sent().is_empty());
}

#[test]
fn an_idle_page_asks_nothing() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE * 10);
    assert!(world.wire.sent().is_empty());
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.browser.sleeping(), 0);
}

#[test]
fn a_token_is_renewed_before_its_end_by_the_monotonic_clock() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE - RENEWED_BEFORE_END - Duration::from_millis(1));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 1)));
    world.pass(Duration::from_millis(1));
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
}

#[test]
fn the_age_of_a_token_counts_from_its_receipt() {
    let world = world_with_an_old_token();
    let late = world.wire.withhold();
    let waiting = world.ask_for_grant();
    world.pass(Duration::from_secs(15));
    late.release(tokens(ADA, 2));
    world.settle();
    assert_eq!(waiting.outcome(), Ok(authorization(ADA, 2)));
    world.pass(TOKEN_LIFE - RENEWED_BEFORE_END - Duration::from_millis(1));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn a_short_lived_token_can_be_used_for_most_of_its_life() {
    let world = world_that_remembers_a_session();
    world.wire.then(answer(200, &json!({ "data": { "expires": 20_000, "access_token": jwt(ADA, 1) } })));
    world.manager.boot();
    world.pass(Duration::from_secs(17));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 1)));
    world.pass(Duration::from_secs(1));
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
}

#[test]
fn many_who_need_a_token_at_once_cause_one_refresh() {
    let world = world_with_an_old_token();
    let answer = world.wire.withhold();
    let waiting: Vec<_> = (0..50).map(|_| world.ask_for_grant()).collect();
    assert!(waiting.iter().all(|waiting| !waiting.is_done()));
    answer.release(tokens(ADA, 2));
    world.settle();
    for waiting in waiting {
        assert_eq!(waiting.outcome(), Ok(authorization(ADA, 2)));
    }
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn the_lock_is_free_and_the_token_there_before_anyone_is_told() {
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
fn one_who_stops_waiting_does_not_stop_the_refresh() {
    let world = world_with_an_old_token();
    let answer = world.wire.withhold();
    let manager = world.manager.clone();
    let (waiting, abort) = abortable(async move { manager.authorize().await });
    let waiting = world.begin(waiting);
    AbortHandle::abort(&abort);
    world.settle();
    assert!(waiting.outcome().is_err());
    assert!(!answer.is_abandoned());
    let other = world.ask_for_grant();
    answer.release(tokens(ADA, 2));
    world.settle();
    assert_eq!(other.outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn a_renewal_for_another_account_replaces_the_user() {
    let world = world_with_an_old_token();
    world.wire.then(tokens(BEN, 1));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(BEN, 1)));
    assert_eq!(world.session(), signed_in(BEN));
}

#[test]
fn a_session_that_ended_meanwhile_gives_no_token() {
    let world = world_with_an_old_token();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    assert_eq!(world.ask_for_grant().outcome(), Err(AuthorizationError::SignedOut));
    assert_eq!(world.session(), lapsed(ADA, SignedOutReason::Expired));
    assert_eq!(world.browser.memory.get(), SessionHint::Nothing);

    assert_eq!(world.ask_for_grant().outcome(), Err(AuthorizationError::SignedOut));
    assert_eq!(world.wire.sent().len(), 1, "whoever is signed out asks no more");
}

#[test]
fn a_discarded_token_is_not_given_out_again_and_a_newer_one_stays() {
    let world = World::signed_in(ADA);
    world.manager.discard(&authorization(ADA, 7));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 1)));
    world.manager.discard(&authorization(ADA, 1));
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
}

// -- Coming back to life

#[test]
fn waking_renews_only_what_is_stale() {
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
fn waking_asks_nothing_where_nobody_is_signed_in() {
    let world = World::new();
    world.manager.on_resume();
    world.settle();
    world.manager.boot();
    world.manager.on_resume();
    world.settle();
    assert!(world.wire.sent().is_empty());
}

#[test]
fn waking_asks_at_once_where_directus_was_out_of_reach() {
    let world = world_with_an_old_token();
    world.wire.then(no_network());
    world.manager.on_resume();
    world.settle();
    assert_eq!(world.session(), unreachable(Some(ADA), Cause::Network));
    world.wire.then(tokens(ADA, 2));
    world.manager.on_resume();
    world.settle();
    world.pass(UNDER_WAY);
    assert_eq!(world.session(), signed_in(ADA));
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent().len(), 2, "nothing is left of the retries");
}

// -- Out of reach

#[test]
fn lost_contact_keeps_the_user_and_retries_until_directus_answers() {
    let world = world_with_an_old_token();
    for answer in
        [no_network(), bad_gateway(), Err(TransportError::TimedOut), busy(429, "REQUESTS_EXCEEDED", 3), no_network()]
    {
        world.wire.then(answer);
    }
    assert_eq!(world.ask_for_grant().outcome(), Err(AuthorizationError::Unreachable(Cause::Network)));
    assert_eq!(world.session(), unreachable(Some(ADA), Cause::Network));
    world.wire.then(tokens(ADA, 2));
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.left(), 0);
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.browser.memory.get(), remembered(ADA));
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent().len(), 6);
}

#[test]
fn retries_wait_longer_and_longer() {
    let world = world_with_an_old_token();
    let mut waits = Vec::new();
    for failures in 1..=8 {
        world.wire.then(no_network());
        if failures == 1 {
            drop(world.ask_for_grant());
        }
        while world.wire.left() > 0 {
            world.pass(Duration::from_millis(250));
        }
        waits.push(world.manager.next_retry().unwrap().as_millis());
    }
    assert_eq!(waits, [250, 500, 1000, 2000, 4000, 8000, 15_000, 15_000], "half of the ceiling each, by chance");
}

#[test]
fn a_retry_never_comes_before_the_server_wants_it() {
    let world = world_with_an_old_token();
    world.wire.then(busy(429, "REQUESTS_EXCEEDED", 90));
    drop(world.ask_for_grant());
    assert_eq!(world.session(), unreachable(Some(ADA), Cause::TooManyRequests { wait: Some(Duration::from_secs(90)) }));
    world.pass(Duration::from_secs(89));
    assert_eq!(world.wire.sent().len(), 1);
    world.wire.then(tokens(ADA, 2));
    world.pass(Duration::from_secs(32));
    assert_eq!(world.session(), signed_in(ADA));
}

#[test]
fn only_one_loop_retries_however_often_somebody_asks() {
    let world = world_with_an_old_token();
    world.wire.otherwise(|_| Some(no_network()));
    for tries in 1..=6 {
        drop(world.ask_for_grant());
        assert_eq!((world.wire.sent().len(), world.browser.sleeping()), (tries, 1));
    }
    world.manager.on_resume();
    world.manager.ask();
    world.manager.on_activity();
    world.settle();
    assert_eq!(world.wire.sent().len(), 7, "those who ask at once ask once");
    assert_eq!(world.browser.sleeping(), 1);
}

#[test]
fn a_new_loss_of_contact_does_not_wait_for_what_an_old_one_was_told() {
    let world = world_with_an_old_token();
    world.wire.then(busy(429, "REQUESTS_EXCEEDED", 3600));
    drop(world.ask_for_grant());
    world.wire.then(tokens(ADA, 2));
    world.manager.ask();
    world.pass(UNDER_WAY);
    assert_eq!(world.session(), signed_in(ADA));

    world.pass(TOKEN_LIFE);
    world.wire.then(no_network());
    drop(world.ask_for_grant());
    assert_eq!(world.session(), unreachable(Some(ADA), Cause::Network));
    world.wire.then(tokens(ADA, 3));
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_in(ADA));
}

#[test]
fn asking_while_out_of_reach_keeps_the_user_on_the_page() {
    let world = world_with_an_old_token();
    world.wire.then(no_network());
    drop(world.ask_for_grant());
    let _answer = world.wire.withhold();
    world.manager.ask();
    world.settle();
    assert_eq!(world.session(), unreachable(Some(ADA), Cause::Network));
}

#[test]
fn directus_word_ends_the_retries() {
    let world = world_with_an_old_token();
    world.wire.then(bad_gateway()).then(refusal(401, "USER_SUSPENDED"));
    drop(world.ask_for_grant());
    world.pass(A_WHILE);
    assert_eq!(world.session(), lapsed(ADA, SignedOutReason::Suspended));
    assert_eq!(world.wire.left(), 0);
    assert_eq!(world.browser.sleeping(), 0);
}

// -- Signing in

#[test]
fn a_sign_in_signs_in_and_is_remembered() {
    let world = World::new();
    world.manager.boot();
    world.wire.then(tokens(ADA, 1));
    assert_eq!(sign_in(&world).outcome(), Ok(()));
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.browser.memory.get(), remembered(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
    assert_eq!(body_of(&world.wire.requests()[0])["mode"], "cookie");
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 1)));
}

#[test]
fn a_failed_sign_in_leaves_the_session_as_it_was() {
    for answer in [refusal(401, "INVALID_CREDENTIALS"), refusal(401, "INVALID_OTP"), bad_gateway(), no_network()] {
        let world = World::new();
        world.manager.boot();
        world.wire.then(answer.clone());
        assert!(sign_in(&world).outcome().is_err());
        assert_eq!(world.session(), signed_out(SignedOutReason::NotAsked));
        assert_eq!(world.browser.memory.get(), SessionHint::Nothing);
        assert!(!world.browser.is_locked());

        let world = World::signed_in(ADA);
        world.wire.then(answer);
        assert!(sign_in(&world).outcome().is_err());
        assert_eq!(world.session(), signed_in(ADA));
        assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 1)));
        assert_eq!(world.browser.memory.get(), remembered(ADA));
    }
}

#[test]
fn a_failed_sign_in_says_what_directus_said() {
    let world = World::new();
    world.manager.boot();
    world.wire.then(refusal(401, "INVALID_OTP"));
    assert_eq!(sign_in(&world).outcome().unwrap_err().code(), Some(&ErrorCode::InvalidOtp));
}

#[test]
fn a_sign_in_and_a_refresh_never_run_at_the_same_time() {
    let world = world_with_an_old_token();
    let refreshed = world.wire.withhold();
    let waiting = world.ask_for_grant();
    let signing_in = sign_in(&world);
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
    world.wire.then(tokens(BEN, 1));
    refreshed.release(tokens(ADA, 2));
    world.settle();
    assert!(waiting.is_done() && signing_in.is_done());
    assert_eq!(world.session(), signed_in(BEN));
    assert!(!world.browser.is_locked());
}

/// Without locks the two can cross.
#[test]
fn the_answer_to_a_refresh_that_began_before_a_sign_in_is_void() {
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
        assert_eq!(world.browser.memory.get(), remembered(BEN));
        assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(BEN, 1)));
    }
}

// -- Telling

#[test]
fn subscribers_hear_every_change_once_and_in_order() {
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
    drop(world.ask_for_grant());
    assert_eq!(heard.borrow().len(), 2);

    drop(subscription);
    world.pass(TOKEN_LIFE);
    world.wire.then(refusal(400, "INVALID_PAYLOAD"));
    drop(world.ask_for_grant());
    assert_eq!(world.session(), lapsed(ADA, SignedOutReason::Expired));
    assert_eq!(heard.borrow().len(), 2, "nobody listens any more");
}

#[test]
fn a_subscriber_can_ask_and_unsubscribe_while_it_is_told() {
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
fn what_a_subscriber_causes_reaches_the_others_in_order() {
    let world = World::new();
    let (first, second) = (Rc::new(RefCell::new(Vec::new())), Rc::new(RefCell::new(Vec::new())));
    let (manager, log) = (world.manager.clone(), first.clone());
    let _first = world.manager.subscribe(move |session| {
        log.borrow_mut().push(session.name());
        if session == signed_out(SignedOutReason::NotAsked) {
            manager.ask();
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
fn all_clones_are_one_keeper_and_two_keepers_are_not() {
    let world = World::new();
    assert!(world.manager == world.manager.clone());
    assert!(world.manager != world.another_page().manager);
}
