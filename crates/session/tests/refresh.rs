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
    state::Ended,
    tabs::Message,
};
use serde_json::json;
use support::{
    ADA, Answer, Begun, TOKEN_LIFE, Tab, World, answer, authorization, bad_gateway, body_of, busy, done, no_network,
    refusal, tokens,
};

/// Longer than all waits of one refresh together.
const PATIENCE: Duration = Duration::from_secs(60);

/// Longer than a request takes to reach Directus.
const A_WHILE_AGO: Duration = Duration::from_secs(10);

/// A refresh on a page that nobody hands over a token to, and that has not refreshed before.
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

/// A page has died in mid-refresh a while ago.
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
    assert!(!world.browser.is_refresh_pending());
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
    assert!(!world.browser.is_refresh_pending());
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
    assert!(world.browser.is_locked() && world.browser.is_refresh_pending());
    assert!(!begun.is_done());
    answer.release(tokens(ADA, 1));
    world.settle();
    assert!(!world.browser.is_locked() && !world.browser.is_refresh_pending());
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
fn every_answer_about_the_session_clears_the_mark() {
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

/// Its cookie may still come.
#[test]
fn a_request_without_an_answer_leaves_its_mark_for_the_page_that_asks_next() {
    for answer in [Err(TransportError::TimedOut), Err(TransportError::Aborted), no_network()] {
        let (world, _) = outcome_of(answer.clone());
        assert!(world.browser.is_refresh_pending(), "{answer:?}");
        assert!(!world.browser.is_locked(), "{answer:?}");

        // The cookie of the late answer has landed after all.
        world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
        let next = begin(&world);
        assert_eq!(world.wire.sent().len(), 1, "the request may still be on its way");
        world.pass(PATIENCE);
        assert_eq!(next.outcome(), renewed(), "{answer:?}");
        assert!(!world.browser.is_refresh_pending(), "{answer:?}");
    }
}

/// A page that dies in mid-refresh sees its request fail, too, but does not come to ask again.
#[test]
fn a_page_whose_own_request_has_failed_asks_again_without_waiting_for_it() {
    let (world, refresher) = (World::new(), Rc::default());
    world.wire.then(no_network()).then(no_network()).then(tokens(ADA, 1));
    for cause in [Cause::Network, Cause::Network] {
        let failed = begin_with(&world, &world.tab, &refresher);
        assert_eq!(failed.outcome(), Outcome::ContactLost(cause));
        world.pass(Duration::from_millis(300));
    }
    assert_eq!(begin_with(&world, &world.tab, &refresher).outcome(), renewed());
    assert!(!world.browser.is_refresh_pending());
}

#[test]
fn a_page_whose_own_request_was_given_up_waits_for_it_like_any_other() {
    let (world, refresher) = (World::new(), Rc::default());
    world.wire.then(Err(TransportError::TimedOut));
    assert_eq!(begin_with(&world, &world.tab, &refresher).outcome(), Outcome::ContactLost(Cause::Network));
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let next = begin_with(&world, &world.tab, &refresher);
    assert_eq!(world.wire.sent().len(), 1);
    world.pass(PATIENCE);
    assert_eq!(next.outcome(), renewed());
}

#[test]
fn a_mark_that_another_page_has_left_since_is_not_taken_for_the_own() {
    let (world, refresher) = (World::new(), Rc::default());
    world.wire.then(no_network());
    drop(begin_with(&world, &world.tab, &refresher));
    world.pass(Duration::from_secs(60));
    world.browser.leave_refresh_pending(Duration::ZERO);
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let next = begin_with(&world, &world.tab, &refresher);
    assert_eq!(world.wire.sent().len(), 1);
    world.pass(PATIENCE);
    assert_eq!(next.outcome(), renewed());
}

#[test]
fn an_answer_that_says_nothing_has_no_cookie_to_come_and_leaves_no_mark() {
    for answer in [bad_gateway(), busy(429, "REQUESTS_EXCEEDED", 1), busy(503, "SERVICE_UNAVAILABLE", 1), done()] {
        let (world, _) = outcome_of(answer.clone());
        assert!(!world.browser.is_refresh_pending(), "{answer:?}");
        assert!(!world.browser.is_locked(), "{answer:?}");
    }
}

/// Its cookie is the one that counts.
#[test]
fn a_refresh_that_fails_leaves_the_mark_of_the_page_that_died_before_it_with_its_age() {
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
    world.pass(PATIENCE);
    assert_eq!(next.outcome(), renewed());
    assert!(!world.browser.is_refresh_pending());
}

#[test]
fn with_storage_blocked_no_rejection_is_believed_at_once() {
    let world = World::new();
    world.browser.has_storage.set(false);
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(tokens(ADA, 1));
    let begun = begin(&world);
    assert_eq!(world.wire.sent().len(), 1, "asked at once");
    world.pass(PATIENCE);
    assert_eq!(begun.outcome(), renewed());
}

#[test]
fn a_page_that_dies_in_mid_refresh_leaves_the_mark_and_frees_the_lock() {
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
    // Nobody hands over the first one's token.
    world.pass(PATIENCE);
    second_answer.release(tokens(ADA, 2));
    world.settle();
    assert_eq!(first.outcome(), renewed());
    assert_eq!(second.outcome(), Outcome::Renewed(authorization(ADA, 2), TOKEN_LIFE));
    let one = ["lock", "pending", "POST /auth/refresh", "not pending", "unlock"];
    assert_eq!(world.log.lines(), [one, one].concat());
}

#[test]
fn a_page_that_had_to_wait_for_the_lock_asks_the_other_pages_before_it_asks_directus() {
    let world = World::new();
    let other_tab = world.browser.another_tab_locks();
    let begun = begin(&world);
    drop(other_tab);
    world.settle();
    assert_eq!(world.browser.said(|message| *message == Message::Ask), 1);
    assert!(world.wire.sent().is_empty());
    world.wire.then(tokens(ADA, 1));
    world.pass(Duration::from_secs(1));
    assert_eq!(begun.outcome(), renewed());
}

#[test]
fn a_page_that_finds_the_lock_free_and_nothing_offered_asks_nobody_but_directus() {
    let (world, _) = outcome_of(tokens(ADA, 1));
    assert!(world.browser.said.borrow().is_empty());
}

#[test]
fn a_token_that_came_while_the_lock_was_waited_for_is_enough() {
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

/// To go on without it would kill the cookie of the page that has it.
#[test]
fn a_lock_that_never_comes_free_is_waited_for_no_longer_than_a_bound_and_not_passed_by() {
    let world = World::new();
    let other_tab = world.browser.another_tab_locks();
    let begun = begin(&world);
    world.pass(Duration::from_secs(40));
    assert!(!begun.is_done(), "a request of the other tab may take this long");
    world.pass(PATIENCE);
    assert_eq!(begun.outcome(), Outcome::ContactLost(Cause::Network));
    assert!(world.wire.sent().is_empty() && !world.browser.is_refresh_pending());
    drop(other_tab);
    world.settle();
    assert!(!world.browser.is_locked(), "nobody waits for it any more");
}

#[test]
fn a_refresh_holds_the_lock_for_less_time_than_others_wait_for_it() {
    let world = world_with_a_pending_refresh();
    world.wire.otherwise(|_| None);
    let begun = begin(&world);
    let start = world.now();
    // Each answer takes as long as it may, and says to ask again.
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
    assert_eq!(begun.outcome(), Outcome::ContactLost(Cause::Network), "nobody is signed out for want of time");
}

// -- A request of a dead page that has not arrived yet

/// How long the mark of a dead page, just left, holds up a page where refreshes took `time` lately.
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
fn a_request_of_a_page_that_has_just_died_is_given_three_times_what_refreshes_take_within_bounds() {
    for (time, held_up) in [(0, 1500), (400, 1500), (700, 2100), (2000, 6000), (4000, 8000), (60_000, 8000)] {
        let time = Some(Duration::from_millis(time));
        assert_eq!(held_up_by_a_dead_page(time), Duration::from_millis(held_up), "{time:?}");
    }
    assert_eq!(held_up_by_a_dead_page(None), Duration::from_secs(3));
}

#[test]
fn the_time_that_a_request_is_given_to_arrive_counts_from_its_beginning() {
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
fn a_mark_of_long_ago_holds_nobody_up() {
    let world = world_with_a_pending_refresh();
    world.wire.then(tokens(ADA, 1));
    assert_eq!(begin(&world).outcome(), renewed());
}

#[test]
fn what_refreshes_take_is_learnt_at_once_and_forgotten_slowly() {
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
fn each_request_has_a_mark_of_its_own() {
    let world = world_with_a_pending_refresh();
    let (first, second) = (world.wire.withhold(), world.wire.withhold());
    drop(begin(&world));
    world.pass(Duration::from_secs(5));
    first.release(refusal(401, "INVALID_CREDENTIALS"));
    world.pass(Duration::from_millis(400));
    assert_eq!(world.wire.sent().len(), 2);
    // The page dies with the second under way.
    assert!(world.tab.refresh_pending().unwrap() < Duration::from_secs(1));
    drop(second);
}

#[test]
fn a_mark_from_the_future_of_a_wall_clock_that_was_set_back_holds_nobody_up_for_long() {
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
fn a_browser_without_locks_refreshes_all_the_same() {
    let world = world_without_locks();
    world.wire.then(tokens(ADA, 1));
    let begun = begin(&world);
    world.pass(PATIENCE);
    assert_eq!(begun.outcome(), renewed());
    assert_eq!(world.log.lines(), ["pending", "POST /auth/refresh", "not pending"]);
}

#[test]
fn without_locks_refreshes_are_spread_over_a_quarter_of_a_second_by_chance() {
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
fn without_locks_the_refresh_that_another_page_has_begun_is_waited_for() {
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
    // Nobody hands over the first one's token.
    world.pass(Duration::from_secs(2));
    second_answer.release(tokens(ADA, 2));
    world.settle();
    assert!(second.is_done());
    assert_eq!(world.wire.sent().len(), 2);
}

#[test]
fn without_locks_a_page_that_has_died_is_not_waited_for_for_ever() {
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
