//! While Directus cannot be reached: when it is asked again, and by whom.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::time::Duration;

use lychgate_directus::TransportError;
use lychgate_session::{Cause, Session, environment::Attention, manager::AuthorizationError, tabs::TokenOrigin};
use support::{
    ADA, BEN, TOKEN_LIFE, World, authorization, bad_gateway, busy, done, id, no_network, refusal, remembered,
    share_token, tokens,
};

/// Longer than the longest delay between two retries.
const A_WHILE: Duration = Duration::from_secs(120);

/// The longest delay while nobody uses the page, and on top of `Retry-After`.
const MAX_DELAY: Duration = Duration::from_secs(30);

/// The longest delay while somebody uses the page.
const MAX_DELAY_ACTIVE: Duration = Duration::from_millis(1500);

fn unreachable(cause: Cause) -> Session {
    Session::Unreachable { user: Some(id(ADA)), cause }
}

/// Ada is signed in, her token has ended, and Directus cannot be reached.
fn world_without_contact() -> World {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.otherwise(|_| Some(no_network()));
    drop(world.authorize());
    assert_eq!(world.session(), unreachable(Cause::Network));
    world
}

/// The same, with a `Retry-After` of `seconds`.
fn world_that_is_to_wait(seconds: u64) -> World {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(busy(429, "REQUESTS_EXCEEDED", seconds));
    drop(world.authorize());
    let wait = Some(Duration::from_secs(seconds));
    assert_eq!(world.session(), unreachable(Cause::TooManyRequests { wait }));
    world
}

/// Lets retries fail until their delay has reached its longest.
fn tire(world: &World) {
    world.browser.random.set(0.99);
    world.pass(Duration::from_secs(300));
    assert!(world.manager.next_retry().unwrap() > MAX_DELAY_ACTIVE);
    world.forget_what_happened();
}

// -- The next retry

#[test]
fn next_retry_counts_down_and_is_none_during_and_after_request() {
    let world = World::signed_in(ADA);
    assert_eq!(world.manager.next_retry(), None);
    world.pass(TOKEN_LIFE);
    let first = world.wire.withhold();
    let waiting = world.authorize();
    assert_eq!(world.manager.next_retry(), None);
    first.release(busy(503, "SERVICE_UNAVAILABLE", 60));
    world.settle();
    assert!(waiting.is_done());
    let wait = Duration::from_secs(60);
    assert_eq!(world.session(), unreachable(Cause::Busy { wait }));

    let next = world.manager.next_retry().unwrap();
    assert_eq!(next, wait + MAX_DELAY / 2, "`Retry-After`, and half of the longest ceiling as random says");
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
fn active_page_retries_at_least_every_two_seconds() {
    let world = World::signed_in(ADA);
    world.tab.attention.set(Attention::Active);
    world.browser.random.set(0.99);
    world.pass(TOKEN_LIFE);
    world.wire.otherwise(|_| Some(bad_gateway()));
    drop(world.authorize());
    for _ in 0..50 {
        assert!(world.manager.next_retry().unwrap() <= MAX_DELAY_ACTIVE);
        world.pass(MAX_DELAY_ACTIVE);
    }
    world.wire.otherwise(|_| Some(tokens(ADA, 2)));
    world.pass(MAX_DELAY_ACTIVE);
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
}

#[test]
fn activity_brings_distant_retry_forward() {
    let world = world_without_contact();
    tire(&world);
    world.tab.attention.set(Attention::Active);
    world.manager.on_activity();
    assert!(world.manager.next_retry().unwrap() <= MAX_DELAY_ACTIVE);
    world.pass(MAX_DELAY_ACTIVE);
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn continued_activity_does_not_postpone_retry() {
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
fn activity_changes_nothing_while_reachable() {
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
fn hidden_page_sends_nothing_until_visible() {
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
fn page_visible_again_goes_on_retrying() {
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

// -- `Retry-After`

#[test]
fn only_person_overrides_retry_after() {
    let world = world_that_is_to_wait(90);
    world.tab.attention.set(Attention::Active);
    for _ in 0..89 {
        world.manager.on_activity();
        world.manager.on_resume();
        let cause = Cause::TooManyRequests { wait: Some(Duration::from_secs(90)) };
        assert_eq!(world.authorize().outcome(), Err(AuthorizationError::Unreachable(cause)));
        world.pass(Duration::from_secs(1));
    }
    assert_eq!(world.wire.sent().len(), 1);

    world.wire.then(tokens(ADA, 2));
    world.client.check_session();
    world.settle();
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) }, "because a person asked for it");
}

#[test]
fn resume_after_retry_after_refreshes_at_once() {
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
fn request_after_retry_after_refreshes_token() {
    let world = world_that_is_to_wait(90);
    world.tab.attention.set(Attention::Hidden);
    world.pass(Duration::from_secs(200));
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
}

#[test]
fn retry_after_is_cut_to_one_hour() {
    let world = world_that_is_to_wait(1_000_000);
    assert!(world.manager.next_retry().unwrap() <= Duration::from_secs(3600) + MAX_DELAY);
}

#[test]
fn retry_after_ends_with_outage() {
    let world = world_that_is_to_wait(3600);
    world.manager.on_message(&share_token(&world, ADA, 2, TokenOrigin::Refresh));
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 3));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 3)));
}

// -- The end of an outage

#[test]
fn shared_token_ends_outage_without_request() {
    let world = world_without_contact();
    world.forget_what_happened();
    world.manager.on_message(&share_token(&world, ADA, 2, TokenOrigin::Refresh));
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
    world.pass(A_WHILE);
    assert!(world.wire.sent().is_empty());
}

#[test]
fn one_page_that_reaches_directus_ends_outage_for_all() {
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
fn sign_in_ends_outage() {
    let world = world_without_contact();
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    world.forget_what_happened();
    world.pass(A_WHILE);
    assert!(world.wire.sent().is_empty());
    assert_eq!(world.browser.sleeping(), 0);
}

#[test]
fn failure_without_authoritative_answer_keeps_user() {
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
        drop(world.authorize());
        world.pass(Duration::from_secs(600));
        assert_eq!(world.session().user(), Some(&id(ADA)), "{failure:?}");
        assert_eq!(world.browser.hint.get(), remembered(ADA), "{failure:?}");
        world.wire.otherwise(|_| Some(tokens(ADA, 2)));
        world.pass(A_WHILE);
        assert_eq!(world.session(), Session::SignedIn { user: id(ADA) }, "{failure:?}");
    }
}

/// An active page sends a request every three quarters of a second on average, an idle one fewer.
#[test]
fn outage_costs_bounded_number_of_requests() {
    let requests_in_a_minute = |attention| {
        let world = World::signed_in(ADA);
        world.tab.attention.set(attention);
        world.pass(TOKEN_LIFE);
        world.wire.otherwise(|_| Some(no_network()));
        drop(world.authorize());
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

// -- A pending logout

/// The times at which a logout was sent in vain during `time`, after `wakes` resumes of the page.
fn tries_to_tell(wakes: usize, time: Duration) -> Vec<Duration> {
    let world = World::signed_in(ADA);
    world.wire.otherwise(|_| Some(no_network()));
    drop(world.client.sign_out());
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
fn pending_logout_is_retried_with_growing_delays() {
    let tries = tries_to_tell(0, Duration::from_secs(300));
    let pauses: Vec<_> = tries.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert!(pauses.is_sorted(), "{pauses:?}");
    assert!((10..=30).contains(&tries.len()), "{tries:?}");
}

#[test]
fn pending_logout_has_one_chain_of_retries_despite_resumes() {
    let without = tries_to_tell(0, Duration::from_secs(300)).len();
    let with = tries_to_tell(50, Duration::from_secs(300)).len();
    assert!(with <= without, "{with} tries instead of {without}");
    assert!(with >= 10, "and it goes on: {with}");
}

#[test]
fn first_page_that_reaches_directus_sends_logout_for_all() {
    let world = World::signed_in(ADA);
    let page = world.another_booted_page();
    world.wire.otherwise(|_| Some(no_network()));
    drop(world.client.sign_out());
    world.pass(Duration::from_secs(10));
    world.forget_what_happened();
    world.wire.otherwise(|_| Some(done()));
    page.manager.on_resume();
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
}

#[test]
fn sign_in_ends_logout_retries() {
    let world = World::signed_in(ADA);
    world.wire.otherwise(|_| Some(no_network()));
    drop(world.client.sign_out());
    world.pass(Duration::from_secs(10));
    world.wire.then(no_network()).then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    world.forget_what_happened();
    world.pass(Duration::from_secs(600));
    assert!(world.wire.sent().is_empty());
}
