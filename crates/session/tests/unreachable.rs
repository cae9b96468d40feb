//! Directus out of reach: when it is asked again, and by whom.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::time::Duration;

use lychgate_directus::TransportError;
use lychgate_session::{Cause, Session, environment::Attention, manager::AuthorizationError};
use support::{
    ADA, BEN, TOKEN_LIFE, World, authorization, bad_gateway, busy, done, id, no_network, refusal, remembered,
    share_token, tokens,
};

/// Longer than the longest pause between two tries.
const A_WHILE: Duration = Duration::from_secs(120);

/// The longest pause while nobody does anything on the page, and after what the server has asked for.
const LONGEST: Duration = Duration::from_secs(30);

/// The longest pause while somebody uses the page.
const LONGEST_ACTIVE: Duration = Duration::from_millis(1500);

fn unreachable(cause: Cause) -> Session {
    Session::Unreachable { user: Some(id(ADA)), cause }
}

/// Ada is signed in, her token has run out, and nothing gets through to Directus.
fn world_without_contact() -> World {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.otherwise(|_| Some(no_network()));
    drop(world.ask_for_grant());
    assert_eq!(world.session(), unreachable(Cause::Network));
    world
}

/// The same, and Directus has asked for `seconds` of patience.
fn world_that_is_to_wait(seconds: u64) -> World {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(busy(429, "REQUESTS_EXCEEDED", seconds));
    drop(world.ask_for_grant());
    let wait = Some(Duration::from_secs(seconds));
    assert_eq!(world.session(), unreachable(Cause::TooManyRequests { wait }));
    world
}

/// Lets tries fail until the pauses between them have reached their longest.
fn tire(world: &World) {
    world.browser.random.set(0.99);
    world.pass(Duration::from_secs(300));
    assert!(world.manager.next_retry().unwrap() > LONGEST_ACTIVE);
    world.forget_what_happened();
}

// -- The next try

#[test]
fn the_next_try_is_counted_down_and_is_none_while_directus_is_asked_and_once_it_has_answered() {
    let world = World::signed_in(ADA);
    assert_eq!(world.manager.next_retry(), None);
    world.pass(TOKEN_LIFE);
    let first = world.wire.withhold();
    let waiting = world.ask_for_grant();
    assert_eq!(world.manager.next_retry(), None);
    first.release(busy(503, "SERVICE_UNAVAILABLE", 60));
    world.settle();
    assert!(waiting.is_done());
    let wait = Duration::from_secs(60);
    assert_eq!(world.session(), unreachable(Cause::Busy { wait }));

    let next = world.manager.next_retry().unwrap();
    assert_eq!(next, wait + LONGEST / 2, "what was asked for, and half of the longest ceiling by chance");
    world.pass(Duration::from_secs(10));
    assert_eq!(world.manager.next_retry(), Some(next - Duration::from_secs(10)));

    let second = world.wire.withhold();
    world.pass(next);
    assert_eq!(world.wire.sent().len(), 2);
    assert_eq!(world.manager.next_retry().unwrap_or_default(), Duration::ZERO);
    second.release(tokens(ADA, 2));
    world.settle();
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    assert_eq!(world.manager.next_retry(), None);
}

#[test]
fn somebody_who_is_there_is_asked_for_every_two_seconds_at_least() {
    let world = World::signed_in(ADA);
    world.tab.attention.set(Attention::Active);
    world.browser.random.set(0.99);
    world.pass(TOKEN_LIFE);
    world.wire.otherwise(|_| Some(bad_gateway()));
    drop(world.ask_for_grant());
    for _ in 0..50 {
        assert!(world.manager.next_retry().unwrap() <= LONGEST_ACTIVE);
        world.pass(LONGEST_ACTIVE);
    }
    world.wire.otherwise(|_| Some(tokens(ADA, 2)));
    world.pass(LONGEST_ACTIVE);
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
}

#[test]
fn somebody_who_comes_back_brings_a_far_try_near() {
    let world = world_without_contact();
    tire(&world);
    world.tab.attention.set(Attention::Active);
    world.manager.on_activity();
    assert!(world.manager.next_retry().unwrap() <= LONGEST_ACTIVE);
    world.pass(LONGEST_ACTIVE);
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn somebody_who_types_on_does_not_put_the_next_try_off() {
    let world = world_without_contact();
    tire(&world);
    world.tab.attention.set(Attention::Active);
    for _ in 0..20 {
        world.manager.on_activity();
        world.pass(Duration::from_millis(100));
    }
    assert_eq!(world.wire.sent().len(), 1);
    assert_eq!(world.browser.sleeping(), 1);
}

#[test]
fn nobodys_being_there_changes_nothing_where_nothing_is_wrong() {
    let world = World::signed_in(ADA);
    world.tab.attention.set(Attention::Active);
    world.manager.on_activity();
    world.pass(TOKEN_LIFE);
    world.manager.on_activity();
    world.pass(A_WHILE);
    assert!(world.wire.sent().is_empty());
    assert_eq!(world.browser.sleeping(), 0);
}

#[test]
fn a_page_that_nobody_sees_asks_nothing_until_it_is_seen() {
    let world = world_without_contact();
    world.tab.attention.set(Attention::Hidden);
    world.forget_what_happened();
    world.pass(Duration::from_secs(8 * 3600));
    assert!(world.wire.sent().is_empty());
    assert_eq!(world.browser.sleeping(), 0);
    assert_eq!(world.session(), unreachable(Cause::Network));

    world.tab.attention.set(Attention::Idle);
    world.wire.otherwise(|_| Some(tokens(ADA, 2)));
    world.manager.on_resume();
    world.settle();
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn a_page_that_is_seen_again_goes_on_trying() {
    let world = world_without_contact();
    world.tab.attention.set(Attention::Hidden);
    world.pass(Duration::from_secs(3600));
    world.tab.attention.set(Attention::Idle);
    world.manager.on_resume();
    world.settle();
    assert!(world.manager.next_retry().is_some());
    world.wire.otherwise(|_| Some(tokens(ADA, 2)));
    world.pass(A_WHILE);
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
}

// -- What the server asks for

#[test]
fn nothing_but_a_person_asks_before_the_time_that_the_server_has_asked_for() {
    let world = world_that_is_to_wait(90);
    world.tab.attention.set(Attention::Active);
    for _ in 0..89 {
        world.manager.on_activity();
        world.manager.on_resume();
        let cause = Cause::TooManyRequests { wait: Some(Duration::from_secs(90)) };
        assert_eq!(world.ask_for_grant().outcome(), Err(AuthorizationError::Unreachable(cause)));
        world.pass(Duration::from_secs(1));
    }
    assert_eq!(world.wire.sent().len(), 1);

    world.wire.then(tokens(ADA, 2));
    world.manager.ask();
    world.settle();
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) }, "by the button");
}

#[test]
fn waking_asks_at_once_when_that_time_is_over() {
    let world = world_that_is_to_wait(90);
    world.tab.attention.set(Attention::Hidden);
    world.pass(Duration::from_secs(3600));
    assert_eq!(world.wire.sent().len(), 1);
    world.tab.attention.set(Attention::Idle);
    world.wire.then(tokens(ADA, 2));
    world.manager.on_resume();
    world.settle();
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
}

#[test]
fn a_request_that_comes_when_that_time_is_over_asks_for_its_token() {
    let world = world_that_is_to_wait(90);
    world.tab.attention.set(Attention::Hidden);
    world.pass(Duration::from_secs(200));
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
}

#[test]
fn no_server_is_believed_that_asks_for_more_than_an_hour() {
    let world = world_that_is_to_wait(1_000_000);
    assert!(world.manager.next_retry().unwrap() <= Duration::from_secs(3600) + LONGEST);
}

#[test]
fn the_time_that_the_server_has_asked_for_ends_with_the_outage() {
    let world = world_that_is_to_wait(3600);
    world.manager.on_message(&share_token(&world, ADA, 2, false));
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 3));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 3)));
}

// -- What ends it

#[test]
fn a_token_from_another_tab_ends_it_without_a_request() {
    let world = world_without_contact();
    world.forget_what_happened();
    world.manager.on_message(&share_token(&world, ADA, 2, false));
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
    world.pass(A_WHILE);
    assert!(world.wire.sent().is_empty());
}

#[test]
fn one_page_that_gets_through_is_enough_for_all() {
    let world = World::signed_in(ADA);
    let pages: Vec<_> = (0..5).map(|_| world.another_booted_page()).collect();
    world.pass(TOKEN_LIFE);
    world.wire.otherwise(|_| Some(no_network()));
    for page in &pages {
        page.manager.on_resume();
    }
    world.pass(Duration::from_secs(10));
    world.forget_what_happened();
    world.wire.otherwise(|_| Some(tokens(ADA, 2)));
    world.pass(A_WHILE);
    for page in &pages {
        assert_eq!(page.session(), Session::SignedIn { user: id(ADA) });
    }
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn a_sign_in_ends_it() {
    let world = world_without_contact();
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    world.forget_what_happened();
    world.pass(A_WHILE);
    assert!(world.wire.sent().is_empty());
    assert_eq!(world.browser.sleeping(), 0);
}

#[test]
fn every_failure_but_directus_word_keeps_whoever_is_signed_in() {
    for failure in [
        no_network(),
        Err(TransportError::TimedOut),
        bad_gateway(),
        refusal(500, "INTERNAL_SERVER_ERROR"),
        refusal(403, "FORBIDDEN"),
        busy(503, "SERVICE_UNAVAILABLE", 1),
        busy(429, "REQUESTS_EXCEEDED", 1),
        done(),
    ] {
        let world = World::signed_in(ADA);
        world.pass(TOKEN_LIFE);
        world.wire.otherwise({
            let failure = failure.clone();
            move |_| Some(failure.clone())
        });
        drop(world.ask_for_grant());
        world.pass(Duration::from_secs(600));
        assert_eq!(world.session().user(), Some(&id(ADA)), "{failure:?}");
        assert_eq!(world.browser.memory.get(), remembered(ADA), "{failure:?}");
        world.wire.otherwise(|_| Some(tokens(ADA, 2)));
        world.pass(A_WHILE);
        assert_eq!(world.session(), Session::SignedIn { user: id(ADA) }, "{failure:?}");
    }
}

/// A minute of outage costs a page that somebody uses a request every three quarters of a second on average, and one that nobody uses fewer.
#[test]
fn no_outage_makes_a_page_ask_often() {
    let requests_in_a_minute = |attention| {
        let world = World::signed_in(ADA);
        world.tab.attention.set(attention);
        world.pass(TOKEN_LIFE);
        world.wire.otherwise(|_| Some(no_network()));
        drop(world.ask_for_grant());
        world.pass(Duration::from_secs(60));
        world.wire.sent().len()
    };
    let (active, idle, hidden) = (
        requests_in_a_minute(Attention::Active),
        requests_in_a_minute(Attention::Idle),
        requests_in_a_minute(Attention::Hidden),
    );
    assert!(active <= 84 && idle <= 10 && hidden == 1, "{active}, {idle}, {hidden}");
}

// -- A sign-out that cannot be told

/// The times at which Directus was told of a sign-out in vain during `time`, with `wakes` of the page at the beginning.
fn tries_to_tell(wakes: usize, time: Duration) -> Vec<Duration> {
    let world = World::signed_in(ADA);
    world.wire.otherwise(|_| Some(no_network()));
    drop(world.manager.sign_out());
    world.settle();
    for _ in 0..wakes {
        world.manager.on_resume();
        world.pass(Duration::from_millis(1));
    }
    world.forget_what_happened();
    let start = world.now();
    let mut tries = Vec::new();
    while world.now() - start < time {
        world.pass(Duration::from_millis(50));
        tries.resize(world.wire.count("/auth/logout"), world.now() - start);
    }
    assert_eq!(world.wire.sent().len(), tries.len());
    tries
}

#[test]
fn a_sign_out_that_cannot_be_told_is_told_again_with_growing_pauses() {
    let tries = tries_to_tell(0, Duration::from_secs(300));
    let pauses: Vec<_> = tries.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(pauses.is_sorted(), "{pauses:?}");
    assert!((10..=30).contains(&tries.len()), "{tries:?}");
}

#[test]
fn however_often_a_page_wakes_a_sign_out_is_told_by_one_chain_of_tries() {
    let without = tries_to_tell(0, Duration::from_secs(300)).len();
    let with = tries_to_tell(50, Duration::from_secs(300)).len();
    assert!(with <= without, "{with} tries instead of {without}");
    assert!(with >= 10, "and it goes on: {with}");
}

#[test]
fn the_first_page_that_gets_through_tells_for_all() {
    let world = World::signed_in(ADA);
    let page = world.another_booted_page();
    world.wire.otherwise(|_| Some(no_network()));
    drop(world.manager.sign_out());
    world.pass(Duration::from_secs(10));
    world.forget_what_happened();
    world.wire.otherwise(|_| Some(done()));
    page.manager.on_resume();
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
}

#[test]
fn a_sign_in_puts_an_end_to_the_telling() {
    let world = World::signed_in(ADA);
    world.wire.otherwise(|_| Some(no_network()));
    drop(world.manager.sign_out());
    world.pass(Duration::from_secs(10));
    world.wire.then(no_network()).then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    world.forget_what_happened();
    world.pass(Duration::from_secs(600));
    assert!(world.wire.sent().is_empty());
}
