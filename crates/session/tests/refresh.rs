//! The refresh protocol, answer by answer.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::{rc::Rc, time::Duration};

use lychgate_directus::TransportError;
use lychgate_session::{
    Cause,
    environment::Environment,
    refresh::{Outcome, Refresher},
    state::EndReason,
    tabs::Message,
};
use serde_json::json;
use support::{
    ADA, Answer, Begun, TOKEN_LIFE, Tab, World, answer, authorization, bad_gateway, body_of, busy, done, no_network,
    refusal, tokens,
};

/// Longer than all waits of one refresh together.
const LONGEST_REFRESH: Duration = Duration::from_secs(60);

/// Longer than a request takes to reach Directus.
const A_WHILE_AGO: Duration = Duration::from_secs(10);

/// Starts a refresh on a page that has no token and has not refreshed before.
fn begin(world: &World) -> Begun<Outcome> {
    begin_on(world, &world.tab)
}

fn begin_on(world: &World, tab: &Rc<Tab>) -> Begun<Outcome> {
    begin_with(world, tab, &Rc::default())
}

fn begin_with(world: &World, tab: &Rc<Tab>, refresher: &Rc<Refresher>) -> Begun<Outcome> {
    let (directus, tab, refresher) = (world.directus.clone(), tab.clone(), refresher.clone());
    world.begin(async move { refresher.refresh(&directus, &*tab, &|| false).await })
}

fn outcome_of(answer: Answer) -> (World, Outcome) {
    let world = World::new();
    world.wire.then(answer);
    let begun = begin(&world);
    (world, begun.outcome())
}

/// A page has died during a refresh a while ago.
fn world_with_a_pending_refresh() -> World {
    let world = World::new();
    world.browser.leave_refresh_pending(A_WHILE_AGO);
    world
}

fn renewed() -> Outcome {
    Outcome::Renewed(authorization(ADA, 1), TOKEN_LIFE)
}

// -- The table of answers

#[test]
fn token_renews_session() {
    let (world, outcome) = outcome_of(tokens(ADA, 1));
    assert_eq!(outcome, renewed());
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
    assert_eq!(body_of(&world.wire.requests()[0]), json!({ "mode": "cookie" }));
}

#[test]
fn missing_cookie_ends_session_at_once_even_with_pending_refresh() {
    assert_eq!(outcome_of(refusal(400, "INVALID_PAYLOAD")).1, Outcome::Ended(EndReason::NoToken));

    let world = world_with_a_pending_refresh();
    world.wire.then(refusal(400, "INVALID_PAYLOAD"));
    assert_eq!(begin(&world).outcome(), Outcome::Ended(EndReason::NoToken));
}

#[test]
fn rejection_without_pending_refresh_ends_session_after_one_request() {
    let (world, outcome) = outcome_of(refusal(401, "INVALID_CREDENTIALS"));
    assert_eq!(outcome, Outcome::Ended(EndReason::Rejected));
    assert_eq!(world.wire.sent().len(), 1);
    assert!(world.browser.slept.borrow().is_empty());
}

#[test]
fn suspended_account_ends_session_at_once_even_with_pending_refresh() {
    assert_eq!(outcome_of(refusal(401, "USER_SUSPENDED")).1, Outcome::Ended(EndReason::Suspended));

    let world = world_with_a_pending_refresh();
    world.wire.then(refusal(401, "USER_SUSPENDED"));
    assert_eq!(begin(&world).outcome(), Outcome::Ended(EndReason::Suspended));
}

#[test]
fn answer_not_about_session_is_unreachable() {
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
        assert_eq!(outcome, Outcome::Unreachable(cause), "{answer:?}");
        assert_eq!(world.wire.sent().len(), 1, "{answer:?}");
    }
}

// -- A stale cookie of the Studio

#[test]
fn stale_studio_cookie_is_cleared_by_second_request() {
    for (status, code) in [(401, "TOKEN_EXPIRED"), (403, "INVALID_TOKEN")] {
        let world = World::new();
        world.wire.then(refusal(status, code)).then(tokens(ADA, 1));
        assert_eq!(begin(&world).outcome(), renewed(), "{code}");
        assert_eq!(world.wire.sent().len(), 2, "{code}");
    }
}

#[test]
fn persistent_stale_studio_cookie_ends_session_after_two_requests() {
    for (status, code) in [(401, "TOKEN_EXPIRED"), (403, "INVALID_TOKEN")] {
        let world = World::new();
        world.wire.then(refusal(status, code)).then(refusal(status, code));
        assert_eq!(begin(&world).outcome(), Outcome::Ended(EndReason::Rejected), "{code}");
        assert_eq!(world.wire.left(), 0, "{code}");
    }
}

#[test]
fn network_failure_after_stale_studio_cookie_is_unreachable() {
    let world = World::new();
    world.wire.then(refusal(403, "INVALID_TOKEN")).then(bad_gateway());
    assert_eq!(begin(&world).outcome(), Outcome::Unreachable(Cause::Server));
}

// -- A pending refresh of another page

#[test]
fn rejection_with_pending_refresh_waits_for_its_cookie_and_retries() {
    let world = world_with_a_pending_refresh();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let begun = begin(&world);
    assert!(!begun.is_done());
    assert_eq!(world.wire.sent().len(), 1, "before any time has passed");
    world.pass(LONGEST_REFRESH);
    assert_eq!(begun.outcome(), renewed());
    assert_eq!(world.wire.sent().len(), 3);
    assert!(!world.browser.is_refresh_pending());
}

#[test]
fn repeated_rejection_with_pending_refresh_ends_session_after_bounded_retries() {
    let world = world_with_a_pending_refresh();
    for _ in 0..20 {
        world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    }
    let begun = begin(&world);
    world.pass(LONGEST_REFRESH);
    assert_eq!(begun.outcome(), Outcome::Ended(EndReason::Rejected));
    let tries = world.wire.sent().len();
    assert!((3..=10).contains(&tries), "{tries}");
    let waited: Duration = world.browser.slept.borrow().iter().sum();
    assert!(waited >= Duration::from_secs(2) && waited <= Duration::from_secs(10), "{waited:?}");
    assert!(!world.browser.is_refresh_pending());
}

#[test]
fn waits_for_cookie_of_other_page_grow() {
    let world = world_with_a_pending_refresh();
    for _ in 0..20 {
        world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    }
    drop(begin(&world));
    world.pass(LONGEST_REFRESH);
    let slept = world.browser.slept.borrow();
    assert!(slept.is_sorted() && slept[0] <= Duration::from_millis(200), "{slept:?}");
}

#[test]
fn network_failure_while_waiting_for_cookie_is_unreachable() {
    for answer in [no_network(), bad_gateway(), busy(429, "REQUESTS_EXCEEDED", 1)] {
        let world = world_with_a_pending_refresh();
        world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(answer);
        let begun = begin(&world);
        world.pass(LONGEST_REFRESH);
        assert!(matches!(begun.outcome(), Outcome::Unreachable(_)));
    }
}

// -- The lock, and the note of a pending refresh

#[test]
fn refresh_locks_then_notes_pending_then_sends_then_clears_then_unlocks() {
    let (world, _) = outcome_of(tokens(ADA, 1));
    assert_eq!(world.log.lines(), ["lock", "pending", "POST /auth/refresh", "not pending", "unlock"]);
    assert!(!world.browser.is_locked());
}

#[test]
fn lock_is_held_until_answer_arrives() {
    let world = World::new();
    let answer = world.wire.withhold();
    let begun = begin(&world);
    assert!(world.browser.is_locked() && world.browser.is_refresh_pending());
    assert!(!begun.is_done());
    answer.release(tokens(ADA, 1));
    world.settle();
    assert!(!world.browser.is_locked() && !world.browser.is_refresh_pending());
    assert_eq!(begun.outcome(), renewed());
}

#[test]
fn lock_is_held_between_retries() {
    let world = world_with_a_pending_refresh();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let begun = begin(&world);
    assert!(world.browser.is_locked());
    world.pass(LONGEST_REFRESH);
    assert!(begun.is_done() && !world.browser.is_locked());
    assert_eq!(world.log.lines().iter().filter(|line| *line == "lock").count(), 1);
}

#[test]
fn every_answer_about_session_clears_pending_refresh() {
    for answer in [
        tokens(ADA, 1),
        refusal(400, "INVALID_PAYLOAD"),
        refusal(401, "INVALID_CREDENTIALS"),
        refusal(401, "USER_SUSPENDED"),
    ] {
        let (world, _) = outcome_of(answer.clone());
        assert!(!world.browser.is_refresh_pending(), "{answer:?}");
        assert!(!world.browser.is_locked(), "{answer:?}");
    }
}

/// Its cookie may still arrive.
#[test]
fn request_without_answer_stays_pending_for_next_page() {
    for answer in [Err(TransportError::TimedOut), Err(TransportError::Aborted), no_network()] {
        let (world, _) = outcome_of(answer.clone());
        assert!(world.browser.is_refresh_pending(), "{answer:?}");
        assert!(!world.browser.is_locked(), "{answer:?}");

        // The cookie of the late answer has arrived after all.
        world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
        let next = begin(&world);
        assert_eq!(world.wire.sent().len(), 1, "the request may still be on its way");
        world.pass(LONGEST_REFRESH);
        assert_eq!(next.outcome(), renewed(), "{answer:?}");
        assert!(!world.browser.is_refresh_pending(), "{answer:?}");
    }
}

/// A page that dies during a refresh sees its request fail, too, but never retries.
#[test]
fn page_retries_its_own_failed_request_without_waiting() {
    let (world, refresher) = (World::new(), Rc::default());
    world.wire.then(no_network()).then(no_network()).then(tokens(ADA, 1));
    for cause in [Cause::Network, Cause::Network] {
        let failed = begin_with(&world, &world.tab, &refresher);
        assert_eq!(failed.outcome(), Outcome::Unreachable(cause));
        world.pass(Duration::from_millis(300));
    }
    assert_eq!(begin_with(&world, &world.tab, &refresher).outcome(), renewed());
    assert!(!world.browser.is_refresh_pending());
}

#[test]
fn page_waits_for_its_own_timed_out_request() {
    let (world, refresher) = (World::new(), Rc::default());
    world.wire.then(Err(TransportError::TimedOut));
    assert_eq!(begin_with(&world, &world.tab, &refresher).outcome(), Outcome::Unreachable(Cause::Network));
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let next = begin_with(&world, &world.tab, &refresher);
    assert_eq!(world.wire.sent().len(), 1);
    world.pass(LONGEST_REFRESH);
    assert_eq!(next.outcome(), renewed());
}

#[test]
fn pending_refresh_of_other_page_is_not_taken_for_own() {
    let (world, refresher) = (World::new(), Rc::default());
    world.wire.then(no_network());
    drop(begin_with(&world, &world.tab, &refresher));
    world.pass(Duration::from_secs(60));
    world.browser.leave_refresh_pending(Duration::ZERO);
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let next = begin_with(&world, &world.tab, &refresher);
    assert_eq!(world.wire.sent().len(), 1);
    world.pass(LONGEST_REFRESH);
    assert_eq!(next.outcome(), renewed());
}

#[test]
fn server_error_leaves_no_pending_refresh() {
    for answer in [bad_gateway(), busy(429, "REQUESTS_EXCEEDED", 1), busy(503, "SERVICE_UNAVAILABLE", 1), done()] {
        let (world, _) = outcome_of(answer.clone());
        assert!(!world.browser.is_refresh_pending(), "{answer:?}");
        assert!(!world.browser.is_locked(), "{answer:?}");
    }
}

/// Its cookie is the one that may still arrive.
#[test]
fn failed_refresh_keeps_age_of_earlier_pending_refresh() {
    let (world, refresher) = (world_with_a_pending_refresh(), Rc::default());
    let answer = world.wire.withhold();
    drop(begin_with(&world, &world.tab, &refresher));
    world.pass(Duration::from_secs(5));
    answer.release(bad_gateway());
    world.settle();
    assert_eq!(world.tab.refresh_pending(), Some(A_WHILE_AGO + Duration::from_secs(5)));

    // Whether it fails with an answer or without.
    world.wire.then(no_network());
    drop(begin_with(&world, &world.tab, &refresher));
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let next = begin_with(&world, &world.tab, &refresher);
    world.pass(LONGEST_REFRESH);
    assert_eq!(next.outcome(), renewed());
    assert!(!world.browser.is_refresh_pending());
}

#[test]
fn with_storage_blocked_rejection_is_always_retried() {
    let world = World::new();
    world.browser.has_storage.set(false);
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let begun = begin(&world);
    assert_eq!(world.wire.sent().len(), 1, "sent at once");
    world.pass(LONGEST_REFRESH);
    assert_eq!(begun.outcome(), renewed());
}

/// The browser keeps the note in a cookie then.
#[test]
fn with_storage_blocked_next_page_waits_for_the_refresh_of_a_page_that_died() {
    let world = World::new();
    world.browser.has_storage.set(false);
    world.browser.leave_refresh_pending(Duration::ZERO);
    world.wire.then(tokens(ADA, 1));
    let begun = begin(&world);
    assert!(world.wire.sent().is_empty(), "two refreshes inside Directus at once both get a token");
    world.pass(LONGEST_REFRESH);
    assert_eq!(begun.outcome(), renewed());
}

#[test]
fn page_that_dies_during_refresh_leaves_it_pending_and_releases_lock() {
    let world = World::new();
    let _answer = world.wire.withhold();
    {
        let (directus, tab) = (world.directus.clone(), world.tab.clone());
        let mut dying = Box::pin(async move { Refresher::default().refresh(&directus, &*tab, &|| false).await });
        assert!(futures::FutureExt::now_or_never(&mut dying).is_none());
        assert!(world.browser.is_locked());
    }
    assert!(world.browser.is_refresh_pending());
    assert!(!world.browser.is_locked());
}

#[test]
fn two_pages_refresh_one_after_the_other() {
    let world = World::new();
    let (first_answer, second_answer) = (world.wire.withhold(), world.wire.withhold());
    let first = begin(&world);
    let second = begin_on(&world, &world.another_page().tab);
    assert_eq!(world.wire.sent().len(), 1);
    first_answer.release(tokens(ADA, 1));
    // Nobody shares the first one's token.
    world.pass(LONGEST_REFRESH);
    second_answer.release(tokens(ADA, 2));
    world.settle();
    assert_eq!(first.outcome(), renewed());
    assert_eq!(second.outcome(), Outcome::Renewed(authorization(ADA, 2), TOKEN_LIFE));
    let one = ["lock", "pending", "POST /auth/refresh", "not pending", "unlock"];
    assert_eq!(world.log.lines(), [one, one].concat());
}

#[test]
fn page_that_waited_for_lock_asks_other_tabs_before_directus() {
    let world = World::new();
    let other_tab = world.browser.another_tab_locks();
    let begun = begin(&world);
    drop(other_tab);
    world.settle();
    assert_eq!(world.browser.said(|message| *message == Message::TokenRequest), 1);
    assert!(world.wire.sent().is_empty());
    world.wire.then(tokens(ADA, 1));
    world.pass(Duration::from_secs(1));
    assert_eq!(begun.outcome(), renewed());
}

#[test]
fn page_with_free_lock_and_no_advertisement_asks_directus_only() {
    let (world, _) = outcome_of(tokens(ADA, 1));
    assert!(world.browser.said.borrow().is_empty());
}

#[test]
fn token_received_while_waiting_for_lock_is_used() {
    let world = World::new();
    let other_tab = world.browser.another_tab_locks();
    let is_fresh = Rc::new(std::cell::Cell::new(false));
    let (directus, tab, fresh) = (world.directus.clone(), world.tab.clone(), is_fresh.clone());
    let begun = world.begin(async move { Refresher::default().refresh(&directus, &*tab, &|| fresh.get()).await });
    is_fresh.set(true);
    drop(other_tab);
    world.settle();
    assert_eq!(begun.outcome(), Outcome::Shared);
    assert!(world.wire.sent().is_empty() && !world.browser.is_locked());
}

/// A refresh without the lock would kill the cookie of the page that holds it.
#[test]
fn refresh_without_lock_after_timeout_is_unreachable() {
    let world = World::new();
    let other_tab = world.browser.another_tab_locks();
    let begun = begin(&world);
    world.pass(Duration::from_secs(40));
    assert!(!begun.is_done(), "a request of the other tab may take this long");
    world.pass(LONGEST_REFRESH);
    assert_eq!(begun.outcome(), Outcome::Unreachable(Cause::Network));
    assert!(world.wire.sent().is_empty() && !world.browser.is_refresh_pending());
    drop(other_tab);
    world.settle();
    assert!(!world.browser.is_locked(), "nobody waits for it any more");
}

#[test]
fn refresh_holds_lock_for_less_than_lock_timeout() {
    let world = world_with_a_pending_refresh();
    world.wire.otherwise(|_| None);
    let begun = begin(&world);
    let start = world.now();
    // Each answer takes as long as it may, and makes the refresh retry.
    while !begun.is_done() {
        if world.wire.open().is_empty() {
            world.pass(Duration::from_millis(100));
        } else {
            world.pass(Duration::from_millis(19_900));
            world.wire.close(0, |_| refusal(401, "INVALID_CREDENTIALS"));
            world.settle();
        }
    }
    let took = world.now() - start;
    assert!(took < Duration::from_secs(45), "{took:?}");
    assert_eq!(begun.outcome(), Outcome::Unreachable(Cause::Network), "running out of time signs nobody out");
}

// -- A request of a dead page that has not reached Directus yet

/// How long the pending refresh of a page that has just died delays another page, where recent refreshes took `time`.
fn held_up_by_a_dead_page(time: Option<Duration>) -> Duration {
    let world = World::new();
    world.browser.refresh_time.set(time);
    world.browser.leave_refresh_pending(Duration::ZERO);
    world.wire.then(tokens(ADA, 1));
    let start = world.now();
    let begun = begin(&world);
    while !begun.is_done() {
        world.pass(Duration::from_millis(10));
    }
    world.now() - start
}

#[test]
fn request_of_dead_page_gets_three_times_recent_refresh_time_within_bounds() {
    for (time, held_up) in [(0, 1500), (400, 1500), (700, 2100), (2000, 6000), (4000, 8000), (60_000, 8000)] {
        let time = Some(Duration::from_millis(time));
        assert_eq!(held_up_by_a_dead_page(time), Duration::from_millis(held_up), "{time:?}");
    }
    assert_eq!(held_up_by_a_dead_page(None), Duration::from_secs(3));
}

#[test]
fn time_for_request_of_dead_page_counts_from_its_start() {
    let world = World::new();
    world.browser.refresh_time.set(Some(Duration::ZERO));
    world.browser.leave_refresh_pending(Duration::from_millis(400));
    world.wire.then(tokens(ADA, 1));
    let begun = begin(&world);
    world.pass(Duration::from_millis(1099));
    assert!(world.wire.sent().is_empty());
    world.pass(Duration::from_millis(1));
    assert_eq!(begun.outcome(), renewed());
}

#[test]
fn old_pending_refresh_delays_nobody() {
    let world = world_with_a_pending_refresh();
    world.wire.then(tokens(ADA, 1));
    assert_eq!(begin(&world).outcome(), renewed());
}

#[test]
fn refresh_time_rises_at_once_and_decays_slowly() {
    let world = World::new();
    let mut learnt = Vec::new();
    for milliseconds in [100, 1000, 100, 100, 100, 900] {
        let answer = world.wire.withhold();
        let begun = begin(&world);
        world.pass(Duration::from_millis(milliseconds));
        answer.release(tokens(ADA, 1));
        world.settle();
        assert!(begun.is_done());
        learnt.push(world.browser.refresh_time.get().unwrap().as_millis());
    }
    assert_eq!(learnt, [100, 1000, 800, 640, 512, 900]);
}

#[test]
fn each_request_is_noted_as_pending() {
    let world = world_with_a_pending_refresh();
    let (first, second) = (world.wire.withhold(), world.wire.withhold());
    drop(begin(&world));
    world.pass(Duration::from_secs(5));
    first.release(refusal(401, "INVALID_CREDENTIALS"));
    world.pass(Duration::from_millis(400));
    assert_eq!(world.wire.sent().len(), 2);
    // The page dies with the second in flight.
    assert!(world.tab.refresh_pending().unwrap() < Duration::from_secs(1));
    drop(second);
}

#[test]
fn pending_refresh_from_future_delays_for_bounded_time() {
    for has_locks in [true, false] {
        let world = World::new();
        world.browser.has_locks.set(has_locks);
        world.browser.leave_refresh_pending(Duration::ZERO);
        world.browser.wall_ahead.set(world.browser.wall_ahead.get() - Duration::from_secs(86_400));
        world.wire.then(tokens(ADA, 1));
        let begun = begin(&world);
        world.pass(Duration::from_secs(10));
        assert!(begun.is_done(), "with locks: {has_locks}");
    }
}

// -- Without locks

fn world_without_locks() -> World {
    let world = World::new();
    world.browser.has_locks.set(false);
    world
}

#[test]
fn without_locks_refresh_works() {
    let world = world_without_locks();
    world.wire.then(tokens(ADA, 1));
    let begun = begin(&world);
    world.pass(LONGEST_REFRESH);
    assert_eq!(begun.outcome(), renewed());
    assert_eq!(world.log.lines(), ["pending", "POST /auth/refresh", "not pending"]);
}

#[test]
fn without_locks_refreshes_are_spread_over_250_ms() {
    for (chance, milliseconds) in [(0.0, 0), (0.25, 62), (0.5, 125), (0.999, 249)] {
        let world = world_without_locks();
        world.browser.random.set(chance);
        world.wire.then(tokens(ADA, 1));
        let begun = begin(&world);
        world.pass(Duration::from_millis(milliseconds));
        world.pass(Duration::from_millis(1));
        assert!(begun.is_done(), "{chance}");
        assert_eq!(world.browser.slept.borrow()[0].as_millis(), milliseconds.into(), "{chance}");
    }
}

#[test]
fn without_locks_pending_refresh_of_other_page_is_waited_for() {
    let world = world_without_locks();
    let (first_answer, second_answer) = (world.wire.withhold(), world.wire.withhold());
    world.browser.random.set(0.1);
    let first = begin(&world);
    world.browser.random.set(0.9);
    let second = begin_on(&world, &world.another_page().tab);
    world.pass(Duration::from_secs(2));
    assert_eq!(world.wire.sent().len(), 1);
    first_answer.release(tokens(ADA, 1));
    world.settle();
    assert_eq!(first.outcome(), renewed());
    // Nobody shares the first one's token.
    world.pass(Duration::from_secs(2));
    second_answer.release(tokens(ADA, 2));
    world.settle();
    assert!(second.is_done());
    assert_eq!(world.wire.sent().len(), 2);
}

#[test]
fn without_locks_dead_page_is_waited_for_for_bounded_time() {
    let world = world_without_locks();
    world.browser.leave_refresh_pending(Duration::ZERO);
    world.wire.then(tokens(ADA, 1));
    let begun = begin(&world);
    world.pass(Duration::from_secs(4));
    assert!(!begun.is_done());
    // Nobody answers when the pages are asked, either.
    world.pass(Duration::from_secs(3));
    assert_eq!(begun.outcome(), renewed());
}
