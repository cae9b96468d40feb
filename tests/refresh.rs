//! The refresh protocol, answer by answer.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::time::Duration;

use lychgate::{
    directus::TransportError,
    session::{
        Cause,
        refresh::{Outcome, refresh},
        state::Ended,
    },
};
use serde_json::json;
use support::{
    ADA, Answer, Begun, World, answer, bad_gateway, body_of, busy, done, no_network, refusal, reply, tokens,
};

/// Longer than all waits of one refresh together.
const PATIENCE: Duration = Duration::from_secs(60);

fn begin(world: &World) -> Begun<Outcome> {
    let (directus, browser) = (world.directus.clone(), world.browser.clone());
    world.begin(async move { refresh(&directus, &*browser).await })
}

fn outcome_of(answer: Answer) -> (World, Outcome) {
    let world = World::new();
    world.wire.then(answer);
    let begun = begin(&world);
    (world, begun.outcome())
}

fn world_with_a_pending_refresh() -> World {
    let world = World::new();
    world.browser.pending.set(true);
    world
}

fn renewed() -> Outcome {
    Outcome::Renewed(reply(ADA, 1))
}

// -- The table of answers

#[test]
fn a_token_is_a_renewal() {
    let (world, outcome) = outcome_of(tokens(ADA, 1));
    assert_eq!(outcome, renewed());
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
    assert_eq!(body_of(&world.wire.requests()[0]), json!({ "mode": "cookie" }));
}

#[test]
fn no_cookie_is_the_end_at_once_even_with_a_pending_refresh() {
    assert_eq!(outcome_of(refusal(400, "INVALID_PAYLOAD")).1, Outcome::Ended(Ended::NoToken));

    let world = world_with_a_pending_refresh();
    world.wire.then(refusal(400, "INVALID_PAYLOAD"));
    assert_eq!(begin(&world).outcome(), Outcome::Ended(Ended::NoToken));
}

#[test]
fn a_rejected_refresh_without_a_pending_one_is_the_end_after_one_request() {
    let (world, outcome) = outcome_of(refusal(401, "INVALID_CREDENTIALS"));
    assert_eq!(outcome, Outcome::Ended(Ended::Rejected));
    assert_eq!(world.wire.sent().len(), 1);
    assert!(world.browser.slept.borrow().is_empty());
}

#[test]
fn a_suspended_account_is_the_end_at_once_even_with_a_pending_refresh() {
    assert_eq!(outcome_of(refusal(401, "USER_SUSPENDED")).1, Outcome::Ended(Ended::Suspended));

    let world = world_with_a_pending_refresh();
    world.wire.then(refusal(401, "USER_SUSPENDED"));
    assert_eq!(begin(&world).outcome(), Outcome::Ended(Ended::Suspended));
}

#[test]
fn whatever_is_not_directus_word_about_the_session_is_lost_contact() {
    let wait = Some(Duration::from_secs(7));
    let cases: Vec<(Answer, Cause)> = vec![
        (busy(429, "REQUESTS_EXCEEDED", 7), Cause::TooManyRequests { wait }),
        (refusal(429, "REQUESTS_EXCEEDED"), Cause::TooManyRequests { wait: None }),
        (refusal(500, "INTERNAL_SERVER_ERROR"), Cause::Server),
        (refusal(503, "SERVICE_UNAVAILABLE"), Cause::Server),
        (bad_gateway(), Cause::Server),
        (answer(401, &json!("a proxy's sign-in")), Cause::Server),
        (answer(403, &json!({})), Cause::Server),
        (answer(404, &json!({ "error": "no such site" })), Cause::Server),
        (refusal(404, "ROUTE_NOT_FOUND"), Cause::Server),
        (refusal(403, "FORBIDDEN"), Cause::Server),
        (refusal(418, "ANYTHING_NEW"), Cause::Server),
        (answer(200, &json!("<html>")), Cause::Server),
        (done(), Cause::Server),
        (no_network(), Cause::Network),
        (Err(TransportError::TimedOut), Cause::Network),
        (Err(TransportError::Aborted), Cause::Network),
    ];
    for (answer, cause) in cases {
        let (world, outcome) = outcome_of(answer.clone());
        assert_eq!(outcome, Outcome::ContactLost(cause), "{answer:?}");
        assert_eq!(world.wire.sent().len(), 1, "{answer:?}");
    }
}

// -- A stale cookie of the Studio in the way

#[test]
fn a_stale_studio_cookie_is_got_out_of_the_way_by_one_more_request() {
    for (status, code) in [(401, "TOKEN_EXPIRED"), (403, "INVALID_TOKEN")] {
        let world = World::new();
        world.wire.then(refusal(status, code)).then(tokens(ADA, 1));
        assert_eq!(begin(&world).outcome(), renewed(), "{code}");
        assert_eq!(world.wire.sent().len(), 2, "{code}");
    }
}

#[test]
fn a_stale_studio_cookie_that_stays_is_the_end_after_two_requests() {
    for (status, code) in [(401, "TOKEN_EXPIRED"), (403, "INVALID_TOKEN")] {
        let world = World::new();
        world.wire.then(refusal(status, code)).then(refusal(status, code));
        assert_eq!(begin(&world).outcome(), Outcome::Ended(Ended::Rejected), "{code}");
        assert_eq!(world.wire.left(), 0, "{code}");
    }
}

#[test]
fn contact_lost_after_a_stale_studio_cookie_signs_nobody_out() {
    let world = World::new();
    world.wire.then(refusal(403, "INVALID_TOKEN")).then(bad_gateway());
    assert_eq!(begin(&world).outcome(), Outcome::ContactLost(Cause::Server));
}

// -- Another page's refresh in flight

#[test]
fn a_rejected_refresh_while_another_is_pending_waits_for_its_cookie_and_asks_again() {
    let world = world_with_a_pending_refresh();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let begun = begin(&world);
    assert!(!begun.is_done());
    assert_eq!(world.wire.sent().len(), 1, "before any time has passed");
    world.pass(PATIENCE);
    assert_eq!(begun.outcome(), renewed());
    assert_eq!(world.wire.sent().len(), 3);
    assert!(!world.browser.pending.get());
}

#[test]
fn a_refresh_that_stays_rejected_while_another_was_pending_ends_after_a_bounded_number_of_tries() {
    let world = world_with_a_pending_refresh();
    for _ in 0..20 {
        world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    }
    let begun = begin(&world);
    world.pass(PATIENCE);
    assert_eq!(begun.outcome(), Outcome::Ended(Ended::Rejected));
    let tries = world.wire.sent().len();
    assert!((3..=10).contains(&tries), "{tries}");
    let waited: Duration = world.browser.slept.borrow().iter().sum();
    assert!(waited >= Duration::from_secs(2) && waited <= Duration::from_secs(10), "{waited:?}");
    assert!(!world.browser.pending.get());
}

#[test]
fn the_waits_for_another_pages_cookie_grow() {
    let world = world_with_a_pending_refresh();
    for _ in 0..20 {
        world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    }
    drop(begin(&world));
    world.pass(PATIENCE);
    let slept = world.browser.slept.borrow();
    assert!(slept.is_sorted() && slept[0] <= Duration::from_millis(200), "{slept:?}");
}

#[test]
fn contact_lost_while_waiting_for_another_pages_cookie_signs_nobody_out() {
    for answer in [no_network(), bad_gateway(), busy(429, "REQUESTS_EXCEEDED", 1)] {
        let world = world_with_a_pending_refresh();
        world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(answer);
        let begun = begin(&world);
        world.pass(PATIENCE);
        assert!(matches!(begun.outcome(), Outcome::ContactLost(_)));
    }
}

// -- Lock and mark

#[test]
fn lock_mark_request_mark_lock_in_this_order() {
    let (world, _) = outcome_of(tokens(ADA, 1));
    assert_eq!(world.log.lines(), ["lock", "pending", "POST /auth/refresh", "not pending", "unlock"]);
    assert!(!world.browser.is_locked());
}

#[test]
fn the_lock_is_held_until_the_answer_is_here() {
    let world = World::new();
    let answer = world.wire.withhold();
    let begun = begin(&world);
    assert!(world.browser.is_locked() && world.browser.pending.get());
    assert!(!begun.is_done());
    answer.release(tokens(ADA, 1));
    world.settle();
    assert!(!world.browser.is_locked() && !world.browser.pending.get());
    assert_eq!(begun.outcome(), renewed());
}

#[test]
fn the_lock_is_held_between_the_tries() {
    let world = world_with_a_pending_refresh();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let begun = begin(&world);
    assert!(world.browser.is_locked());
    world.pass(PATIENCE);
    assert!(begun.is_done() && !world.browser.is_locked());
    assert_eq!(world.log.lines().iter().filter(|line| *line == "lock").count(), 1);
}

#[test]
fn every_answer_of_directus_clears_the_mark() {
    for answer in [
        refusal(400, "INVALID_PAYLOAD"),
        refusal(401, "INVALID_CREDENTIALS"),
        refusal(401, "USER_SUSPENDED"),
        busy(429, "REQUESTS_EXCEEDED", 1),
        refusal(503, "SERVICE_UNAVAILABLE"),
    ] {
        let (world, _) = outcome_of(answer.clone());
        assert!(!world.browser.pending.get(), "{answer:?}");
        assert!(!world.browser.is_locked(), "{answer:?}");
    }
}

#[test]
fn without_an_answer_the_mark_stays_for_whoever_asks_next() {
    for answer in [no_network(), Err(TransportError::TimedOut)] {
        let (world, _) = outcome_of(answer);
        assert!(world.browser.pending.get());
        assert!(!world.browser.is_locked());

        // The cookie of the lost answer has landed after all.
        world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
        let next = begin(&world);
        world.pass(PATIENCE);
        assert_eq!(next.outcome(), renewed());
    }
}

#[test]
fn a_page_that_dies_in_mid_refresh_leaves_the_mark_and_frees_the_lock() {
    let world = World::new();
    let _answer = world.wire.withhold();
    {
        let (directus, browser) = (world.directus.clone(), world.browser.clone());
        let mut dying = Box::pin(async move { refresh(&directus, &*browser).await });
        assert!(futures::FutureExt::now_or_never(&mut dying).is_none());
        assert!(world.browser.is_locked());
    }
    assert!(world.browser.pending.get());
    assert!(!world.browser.is_locked());
}

#[test]
fn two_pages_refresh_one_after_the_other() {
    let world = World::new();
    let first_answer = world.wire.withhold();
    let first = begin(&world);
    let second = begin(&world);
    assert_eq!(world.wire.sent().len(), 1);
    world.wire.then(tokens(ADA, 2));
    first_answer.release(tokens(ADA, 1));
    world.settle();
    assert_eq!(first.outcome(), renewed());
    assert_eq!(second.outcome(), Outcome::Renewed(reply(ADA, 2)));
    assert_eq!(
        world.log.lines(),
        [
            "lock",
            "pending",
            "POST /auth/refresh",
            "not pending",
            "unlock",
            "lock",
            "pending",
            "POST /auth/refresh",
            "not pending",
            "unlock",
        ]
    );
}

#[test]
fn a_lock_that_never_comes_free_is_waited_for_no_longer_than_a_bound() {
    let world = World::new();
    let _other_tab = world.browser.another_tab_locks();
    world.wire.then(tokens(ADA, 1));
    let begun = begin(&world);
    world.pass(Duration::from_secs(10));
    assert!(!begun.is_done(), "a request of the other tab may take this long");
    world.pass(PATIENCE);
    assert_eq!(begun.outcome(), renewed());
}

#[test]
fn a_browser_without_locks_refreshes_all_the_same() {
    let world = World::new();
    world.browser.has_locks.set(false);
    world.wire.then(tokens(ADA, 1));
    assert_eq!(begin(&world).outcome(), renewed());
    assert_eq!(world.log.lines(), ["pending", "POST /auth/refresh", "not pending"]);
}
