//! Signing out: here at once, at Directus as soon as it can be told, and nothing undoes it.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::{future::Future, time::Duration};

use lychgate_directus::users::{self, ProfileField, UserPatch};
use lychgate_session::{Session, SignedOutReason, environment::SessionHint, manager::AuthorizationError};
use support::{
    ADA, BEN, TOKEN_LIFE, World, bad_gateway, busy, credentials, done, id, no_network, refusal, remembered, tokens,
    user,
};

const A_WHILE: Duration = Duration::from_secs(300);

const SIGNED_OUT: Session = Session::SignedOut { reason: SignedOutReason::Here };

/// The session that the next page of this browser finds.
fn next_page(world: &World) -> Session {
    world.another_booted_page().session()
}

#[test]
fn a_sign_out_clears_at_once_before_anything_is_sent() {
    let world = World::signed_in(ADA);
    let _never = world.wire.withhold();
    let pending_logout = world.manager.sign_out();
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.browser.memory.get(), SessionHint::LogoutPending);
    assert!(world.wire.sent().is_empty());
    assert_eq!(world.ask_for_grant().outcome(), Err(AuthorizationError::SignedOut));
    assert_eq!(world.wire.count("/auth/refresh"), 0);
    drop(pending_logout);
}

#[test]
fn a_sign_out_tells_directus_and_then_forgets() {
    let world = World::signed_in(ADA);
    world.wire.then(done());
    assert!(world.run(world.manager.sign_out()));
    assert_eq!(
        world.log.lines(),
        [
            "remember SignOutUnfinished",
            "lock",
            "pending",
            "POST /auth/logout",
            "not pending",
            "remember SignedOut",
            "unlock"
        ]
    );
    assert_eq!(next_page(&world), Session::SignedOut { reason: SignedOutReason::NotAsked });
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
}

#[test]
fn a_sign_out_needs_nobody_to_wait_for_it() {
    let world = World::signed_in(ADA);
    world.wire.then(done());
    drop(world.manager.sign_out());
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn a_sign_out_goes_on_when_the_one_who_asked_is_gone() {
    let world = World::signed_in(ADA);
    let answer = world.wire.withhold();
    let mut pending_logout = Box::pin(world.manager.sign_out());
    assert!(futures::FutureExt::now_or_never(&mut pending_logout).is_none());
    world.settle();
    drop(pending_logout);
    world.settle();
    if answer.is_abandoned() {
        // Given up; then it has to be begun again.
        world.wire.then(done());
    } else {
        answer.release(done());
    }
    world.pass(A_WHILE);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn a_session_that_directus_has_ended_already_needs_no_more_telling() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(400, "INVALID_PAYLOAD"));
    assert!(world.run(world.manager.sign_out()));
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn a_sign_out_that_cannot_be_told_is_remembered_and_told_later() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    assert!(!world.run(world.manager.sign_out()));
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.browser.memory.get(), SessionHint::LogoutPending);

    world.wire.then(bad_gateway()).then(no_network()).then(done());
    world.pass(A_WHILE);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
    assert_eq!(world.wire.count("/auth/logout"), 4);
    assert_eq!(world.wire.sent().len(), 4);
    assert_eq!(world.browser.sleeping(), 0);
}

#[test]
fn telling_of_a_sign_out_waits_as_long_as_the_server_asks() {
    let world = World::signed_in(ADA);
    world.wire.then(busy(429, "REQUESTS_EXCEEDED", 90)).then(busy(503, "SERVICE_UNAVAILABLE", 90)).then(done());
    assert!(!world.run(world.manager.sign_out()));
    world.pass(Duration::from_secs(89));
    assert_eq!(world.wire.sent().len(), 1);
    world.pass(A_WHILE);
    assert_eq!(world.wire.left(), 0);
}

// -- Nothing signs in by itself until Directus knows

#[test]
fn a_page_that_finds_an_unfinished_sign_out_finishes_it_and_signs_nobody_in() {
    let world = World::new();
    world.browser.memory.set(SessionHint::LogoutPending);
    world.wire.then(no_network());
    world.manager.boot();
    world.settle();
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.browser.memory.get(), SessionHint::LogoutPending);

    world.wire.then(bad_gateway()).then(done());
    world.pass(A_WHILE);
    assert_eq!(world.wire.count("/auth/logout"), 3);
    assert_eq!(world.wire.count("/auth/refresh"), 0);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
    assert_eq!(world.session(), SIGNED_OUT);
}

#[test]
fn asking_does_not_sign_in_while_a_sign_out_is_unfinished() {
    let world = World::new();
    world.browser.memory.set(SessionHint::LogoutPending);
    let _never = world.wire.withhold();
    world.manager.boot();
    world.settle();
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    // The logout is on its way, or waits for its next try, when something asks.
    world.browser.has_locks.set(false);
    world.wire.then(tokens(ADA, 9));
    world.manager.ask();
    world.settle();
    assert_eq!(world.wire.count("/auth/refresh"), 0);
    assert_eq!(world.session().user(), None);
    assert_eq!(world.browser.memory.get(), SessionHint::LogoutPending);
}

#[test]
fn a_page_that_was_open_already_does_not_sign_in_either() {
    let world = World::new();
    let visitor = world.another_page();
    visitor.manager.boot();
    world.browser.memory.set(SessionHint::LogoutPending);
    world.wire.then(tokens(ADA, 9));
    visitor.manager.ask();
    world.settle();
    assert_eq!(world.wire.count("/auth/refresh"), 0);
    assert_eq!(visitor.session().user(), None);
}

#[test]
fn waking_does_not_sign_in_while_a_sign_out_is_unfinished() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network()).then(no_network());
    assert!(!world.run(world.manager.sign_out()));
    world.manager.on_resume();
    assert_eq!(world.ask_for_grant().outcome(), Err(AuthorizationError::SignedOut));
    assert_eq!(world.wire.sent(), ["POST /auth/logout", "POST /auth/logout"], "but Directus is told at once");
    assert_eq!(world.session(), SIGNED_OUT);
}

// -- What was under way

#[test]
fn the_answer_to_a_refresh_that_began_before_a_sign_out_is_void() {
    for late in [tokens(ADA, 2), refusal(401, "USER_SUSPENDED"), no_network(), refusal(400, "INVALID_PAYLOAD")] {
        let world = World::signed_in(ADA);
        world.pass(TOKEN_LIFE);
        let refreshed = world.wire.withhold();
        let waiting = world.ask_for_grant();
        let pending_logout = world.begin(world.manager.sign_out());
        assert_eq!(world.wire.sent(), ["POST /auth/refresh"], "the new cookie lands before it is revoked");
        world.wire.then(done());
        refreshed.release(late);
        world.pass(A_WHILE);
        assert!(pending_logout.outcome());
        assert_eq!(waiting.outcome(), Err(AuthorizationError::SignedOut));
        assert_eq!(world.session(), SIGNED_OUT);
        assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
        assert_eq!(world.wire.sent(), ["POST /auth/refresh", "POST /auth/logout"]);
    }
}

#[test]
fn a_session_that_a_late_answer_made_after_a_sign_out_was_told_is_ended_too() {
    let world = World::signed_in(ADA);
    world.browser.has_locks.set(false);
    world.pass(TOKEN_LIFE);
    let refreshed = world.wire.withhold();
    world.manager.on_resume();
    world.pass(Duration::from_millis(250));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
    world.wire.then(done());
    assert!(world.run(world.manager.sign_out()));
    world.wire.then(done());
    refreshed.release(tokens(ADA, 2));
    world.pass(A_WHILE);
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.wire.sent(), ["POST /auth/refresh", "POST /auth/logout", "POST /auth/logout"]);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn a_sign_out_in_another_tab_voids_a_sign_in_that_is_under_way() {
    let world = World::new();
    world.manager.boot();
    let signed_in = world.wire.withhold();
    let signing_in = world.sign_in_on(&world.manager);
    world.browser.memory.set(SessionHint::LogoutPending);
    world.wire.then(done());
    signed_in.release(tokens(ADA, 1));
    world.pass(A_WHILE);
    assert!(signing_in.outcome().is_err());
    assert_eq!(world.session().user(), None);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
    assert_eq!(world.wire.sent(), ["POST /auth/login", "POST /auth/logout"]);
}

#[test]
fn signing_out_while_out_of_reach_stops_the_retries() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(no_network());
    drop(world.ask_for_grant());
    world.wire.then(done());
    assert!(world.run(world.manager.sign_out()));
    world.pass(A_WHILE);
    assert_eq!(world.wire.count("/auth/refresh"), 1);
    assert_eq!(world.session(), SIGNED_OUT);
}

#[test]
fn the_answer_to_a_sign_in_that_began_before_a_sign_out_is_void() {
    let world = World::new();
    world.manager.boot();
    let signed_in = world.wire.withhold();
    let signing_in = world.sign_in_on(&world.manager);
    let pending_logout = world.begin(world.manager.sign_out());
    world.wire.then(done());
    signed_in.release(tokens(ADA, 1));
    world.pass(A_WHILE);
    assert!(signing_in.outcome().is_err());
    assert!(pending_logout.outcome(), "Directus was told at the first try");
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.wire.sent(), ["POST /auth/login", "POST /auth/logout"]);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn signing_out_in_the_middle_of_a_change_of_address_stays_signed_out() {
    for step in 0..3 {
        let world = World::signed_in(ADA);
        let mut patch = UserPatch::default();
        patch.set(ProfileField::Email, Some("new@example.com".to_owned()));
        let answers = [tokens(ADA, 2), user(ADA, "new@example.com"), tokens(ADA, 3)];
        for answer in &answers[..step] {
            world.wire.then(answer.clone());
        }
        let withheld = world.wire.withhold();
        let manager = world.manager.clone();
        let changing = world.begin(async move {
            manager.send_and_sign_in_again(&credentials(), &users::update_me(&patch), &credentials()).await
        });
        assert_eq!(world.wire.sent().len(), step + 1);

        let pending_logout = world.begin(world.manager.sign_out());
        assert_eq!(world.session(), SIGNED_OUT);
        // Whatever of the change goes on is answered, and then the sign-out is told.
        withheld.release(answers[step].clone());
        for answer in &answers[step + 1..] {
            world.wire.then(answer.clone());
        }
        world.wire.then(done()).then(done()).then(done());
        world.pass(A_WHILE);
        assert!(changing.is_done() && pending_logout.is_done(), "step {step}");
        assert_eq!(world.session(), SIGNED_OUT, "step {step}");
        assert_ne!(world.browser.memory.get(), remembered(ADA), "step {step}");
        assert_eq!(world.wire.sent().last().unwrap(), "POST /auth/logout", "step {step}");
    }
}

// -- Signing in again

#[test]
fn a_sign_in_after_an_unfinished_sign_out_ends_the_old_session_first() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    assert!(!world.run(world.manager.sign_out()));
    world.wire.then(done()).then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
    assert_eq!(world.browser.memory.get(), remembered(BEN));
    assert_eq!(world.wire.sent(), ["POST /auth/logout", "POST /auth/logout", "POST /auth/login"]);

    world.pass(A_WHILE);
    assert_eq!(world.wire.sent().len(), 3, "the new session is not ended by the old sign-out");
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
}

#[test]
fn a_sign_in_works_though_the_old_session_cannot_be_ended() {
    let world = World::new();
    world.browser.memory.set(SessionHint::LogoutPending);
    world.wire.then(no_network());
    world.manager.boot();
    world.settle();
    world.wire.then(bad_gateway()).then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    world.pass(A_WHILE);
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
    assert_eq!(world.browser.memory.get(), remembered(BEN));
    assert_eq!(world.wire.left(), 0);
}

#[test]
fn a_failed_sign_in_leaves_an_unfinished_sign_out_unfinished() {
    let world = World::new();
    world.browser.memory.set(SessionHint::LogoutPending);
    world.wire.then(no_network());
    world.manager.boot();
    world.settle();
    world.wire.then(no_network()).then(refusal(401, "INVALID_CREDENTIALS"));
    assert!(world.sign_in_on(&world.manager).outcome().is_err());
    assert_eq!(world.browser.memory.get(), SessionHint::LogoutPending);
    world.wire.then(done());
    world.pass(A_WHILE);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn an_old_sign_out_that_is_told_late_does_not_forget_a_new_session() {
    let world = World::signed_in(ADA);
    world.browser.has_locks.set(false);
    let told = world.wire.withhold();
    let pending_logout = world.begin(world.manager.sign_out());
    world.wire.then(done()).then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    told.release(done());
    world.settle();
    assert!(pending_logout.is_done());
    assert_eq!(world.browser.memory.get(), remembered(BEN));
}

// -- A dead page's refresh, whose cookie may be on its way

/// How long a cookie may be on its way after its page has died, where refreshes are quick.
const COOKIE_LANDS_WITHIN: Duration = Duration::from_millis(7800);

const A_MOMENT: Duration = Duration::from_millis(1);

#[test]
fn directus_is_told_of_a_sign_out_when_the_cookie_of_a_dead_page_must_have_landed() {
    let world = World::signed_in(ADA);
    world.browser.leave_refresh_pending(Duration::ZERO);
    world.wire.then(done());
    drop(world.manager.sign_out());
    assert_eq!(world.session(), SIGNED_OUT, "here it is at once all the same");
    world.pass(COOKIE_LANDS_WITHIN - A_MOMENT);
    assert_eq!(world.wire.count("/auth/logout"), 0, "that would end a session of which no cookie is left");
    assert_eq!(next_page(&world), SIGNED_OUT);
    world.pass(A_MOMENT);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn a_sign_in_is_sent_when_the_cookie_of_a_dead_page_must_have_landed() {
    let world = World::new();
    world.browser.refresh_time.set(Some(Duration::ZERO));
    world.browser.leave_refresh_pending(Duration::ZERO);
    world.manager.boot();
    world.wire.then(tokens(BEN, 1));
    let begun = world.sign_in_on(&world.manager);
    world.pass(COOKIE_LANDS_WITHIN - A_MOMENT);
    assert!(world.wire.sent().is_empty(), "a cookie that lands after it would take its place");
    world.pass(A_MOMENT);
    assert_eq!(begun.outcome(), Ok(()));
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
}

#[test]
fn a_sign_in_waits_for_the_answer_to_a_dead_pages_sign_out_which_empties_the_cookie() {
    let world = World::signed_in(ADA);
    let _dies = world.wire.withhold();
    drop(world.manager.sign_out());
    world.settle();
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    world.tab.die();

    world.wire.then(done()).then(tokens(BEN, 1));
    let page = world.another_booted_page();
    let begun = world.sign_in_on(&page.manager);
    world.pass(COOKIE_LANDS_WITHIN - A_MOMENT);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    world.pass(A_MOMENT);
    assert_eq!(begun.outcome(), Ok(()));
    assert_eq!(world.wire.sent(), ["POST /auth/logout", "POST /auth/logout", "POST /auth/login"]);
}

#[test]
fn a_page_that_could_not_tell_directus_knows_that_no_answer_will_come() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network()).then(done());
    drop(world.manager.sign_out());
    world.pass(Duration::from_secs(1));
    assert_eq!(world.wire.sent(), ["POST /auth/logout", "POST /auth/logout"]);
    assert!(!world.browser.is_refresh_pending());
}

#[test]
fn what_never_left_a_browser_without_a_network_is_not_waited_for_by_another_page() {
    let world = World::signed_in(ADA);
    let other = world.another_booted_page();
    world.browser.offline.set(true);
    world.wire.then(no_network()).then(no_network());
    drop(world.manager.sign_out());
    world.settle();
    assert_eq!(world.wire.count("/auth/logout"), 2, "both pages have tried");
    world.tab.die();

    world.browser.offline.set(false);
    world.forget_what_happened();
    world.wire.then(done());
    other.manager.on_resume();
    world.settle();
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn a_browser_that_says_that_it_has_no_network_is_not_believed_where_a_request_takes_its_time() {
    let world = World::signed_in(ADA);
    world.browser.offline.set(true);
    let withheld = world.wire.withhold();
    drop(world.manager.sign_out());
    world.pass(Duration::from_millis(200));
    withheld.release(no_network());
    world.settle();
    assert!(world.browser.is_refresh_pending(), "it may have been sent, and its answer may land yet");
}

// -- Leaving for another sign-in

fn finish_pending_logout(world: &World) -> impl Future<Output = bool> + use<> {
    let manager = world.manager.clone();
    async move { manager.finish_pending_logout().await }
}

#[test]
fn who_leaves_for_another_sign_in_waits_until_directus_has_heard_of_the_sign_out_before() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    assert!(!world.run(world.manager.sign_out()));
    world.wire.then(done());
    assert!(world.run(finish_pending_logout(&world)));
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
    // So what they bring from there is theirs to keep.
    world.wire.then(tokens(BEN, 1));
    world.manager.ask();
    world.settle();
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
    assert_eq!(world.wire.count("/auth/logout"), 2);
}

#[test]
fn nobody_leaves_while_directus_cannot_be_told() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    assert!(!world.run(world.manager.sign_out()));
    world.wire.then(bad_gateway());
    assert!(!world.run(finish_pending_logout(&world)));
    assert_eq!(world.browser.memory.get(), SessionHint::LogoutPending);
}

#[test]
fn where_there_is_nothing_to_tell_nothing_is_waited_for() {
    for memory in [SessionHint::Nothing, SessionHint::SignedOut] {
        let world = World::new();
        world.browser.memory.set(memory);
        assert!(world.run(finish_pending_logout(&world)));
        assert!(world.log.lines().is_empty());
    }
}

/// A link can pretend to come back from a provider; all that follows is a question.
#[test]
fn asking_who_is_signed_in_does_not_undo_a_sign_out_that_directus_has_not_heard_of() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    assert!(!world.run(world.manager.sign_out()));
    world.wire.otherwise(|_| Some(no_network()));
    world.manager.ask();
    world.settle();
    assert_eq!(world.session(), SIGNED_OUT);
    assert_eq!(world.wire.count("/auth/refresh"), 0);
}
