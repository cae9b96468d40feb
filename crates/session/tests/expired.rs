//! A session that ends while somebody is on a page: the page stays theirs until they have signed in again, or somebody
//! says otherwise.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::time::Duration;

use lychgate_directus::users;
use lychgate_session::{
    Cause, SendError, Session, SignedOutReason, environment::SessionHint, manager::AuthorizationError, tabs::Message,
};
use support::{
    ADA, BEN, Page, TOKEN_LIFE, World, authorization, done, id, no_network, refusal, remembered, share_token, tokens,
    user,
};

/// Long enough for any wait that does not come from the server.
const A_WHILE: Duration = Duration::from_secs(120);

fn lapsed(reason: SignedOutReason) -> Session {
    Session::Expired { user: id(ADA), reason }
}

fn signed_in(user: &str) -> Session {
    Session::SignedIn { user: id(user) }
}

/// Directus has ended Ada's session, and the page has just noticed.
fn world_that_lapsed() -> World {
    let world = World::signed_in(ADA);
    lapse(&world);
    world
}

fn lapse(world: &World) {
    world.pass(TOKEN_LIFE);
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    drop(world.ask_for_grant());
    assert_eq!(world.session(), lapsed(SignedOutReason::Expired));
    world.forget_what_happened();
}

/// Ada's session has ended on two pages.
fn world_that_lapsed_on_two_pages() -> (World, Page) {
    let world = World::signed_in(ADA);
    let page = world.another_booted_page();
    world.pass(TOKEN_LIFE);
    // The other one asks for itself.
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(refusal(401, "INVALID_CREDENTIALS"));
    drop(world.ask_for_grant());
    world.pass(A_WHILE);
    assert_eq!((world.session(), page.session()), (lapsed(SignedOutReason::Expired), lapsed(SignedOutReason::Expired)));
    world.forget_what_happened();
    (world, page)
}

// -- What stays, and what does not

#[test]
fn a_session_that_ends_keeps_its_owner_and_gives_nothing() {
    for (answer, reason) in [
        (refusal(401, "INVALID_CREDENTIALS"), SignedOutReason::Expired),
        (refusal(400, "INVALID_PAYLOAD"), SignedOutReason::Expired),
        (refusal(401, "USER_SUSPENDED"), SignedOutReason::Suspended),
    ] {
        let world = World::signed_in(ADA);
        world.pass(TOKEN_LIFE);
        world.wire.then(answer);
        assert_eq!(world.ask_for_grant().outcome(), Err(AuthorizationError::SignedOut));
        let session = world.session();
        assert_eq!(session, lapsed(reason));
        assert_eq!((session.owner(), session.user(), session.name()), (Some(&id(ADA)), None, "signed-out"));
        assert_eq!(world.browser.memory.get(), SessionHint::Nothing);
        assert!(world.browser.offers.borrow().is_empty());
    }
}

#[test]
fn a_lapsed_page_asks_nothing_by_itself() {
    let world = world_that_lapsed();
    for _ in 0..3 {
        world.manager.on_resume();
        world.manager.on_activity();
        assert_eq!(world.ask_for_grant().outcome(), Err(AuthorizationError::SignedOut));
        world.pass(A_WHILE);
    }
    assert!(world.wire.sent().is_empty());
    assert_eq!(world.browser.sleeping(), 0);
    assert_eq!(world.manager.next_retry(), None);
}

#[test]
fn the_next_page_of_the_browser_is_simply_signed_out() {
    let world = world_that_lapsed();
    let page = world.another_booted_page();
    assert_eq!(page.session(), Session::SignedOut { reason: SignedOutReason::NotAsked });
    assert!(world.wire.sent().is_empty());
}

#[test]
fn a_token_that_directus_refuses_lets_the_session_lapse_where_no_other_is_to_be_had() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(401, "INVALID_TOKEN")).then(refusal(401, "INVALID_CREDENTIALS"));
    let client = world.client.clone();
    assert_eq!(world.run(async move { client.send(&users::me()).await }), Err(SendError::SignedOut));
    assert_eq!(world.session(), lapsed(SignedOutReason::Expired));
}

#[test]
fn the_end_of_a_session_reaches_the_other_pages_by_directus_word() {
    let (world, page) = {
        let world = World::signed_in(ADA);
        let page = world.another_booted_page();
        (world, page)
    };
    world.manager.discard(&authorization(ADA, 1));
    page.tab.fall_asleep();
    world.wire.then(refusal(401, "USER_SUSPENDED")).then(refusal(401, "USER_SUSPENDED"));
    drop(world.ask_for_grant());
    world.pass(Duration::from_secs(2));
    assert_eq!(world.session(), lapsed(SignedOutReason::Suspended));
    assert_eq!(page.session(), signed_in(ADA));
    page.tab.wake_up();
    world.settle();
    assert_eq!(page.session(), lapsed(SignedOutReason::Suspended), "its own token is good for a while yet");
    assert_eq!(world.wire.count("/auth/refresh"), 2);
}

#[test]
fn a_lapsed_session_stays_lapsed_where_directus_cannot_be_reached() {
    let world = world_that_lapsed();
    world.wire.then(no_network());
    world.manager.ask();
    world.pass(A_WHILE);
    assert_eq!(world.session(), lapsed(SignedOutReason::Expired));
    assert_eq!(world.wire.sent().len(), 1);
}

// -- Signing in again

#[test]
fn the_same_person_signs_in_again_and_is_told_of_no_change_but_that() {
    let world = world_that_lapsed();
    let owner = world.session().owner().cloned();
    world.wire.then(tokens(ADA, 2)).then(user(ADA, "ada@example.com"));
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.session().owner().cloned(), owner, "the page stays");
    assert_eq!(world.browser.memory.get(), remembered(ADA));

    let client = world.client.clone();
    assert!(world.run(async move { client.send(&users::me()).await }).is_ok(), "and can be saved");
}

#[test]
fn somebody_else_who_signs_in_instead_gets_a_page_of_their_own() {
    let world = world_that_lapsed();
    world.wire.then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    assert_eq!(world.session().owner(), Some(&id(BEN)));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(BEN, 1)));
}

#[test]
fn a_wrong_password_leaves_the_page_as_it_is() {
    let world = world_that_lapsed();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    assert!(world.sign_in_on(&world.manager).outcome().is_err());
    assert_eq!(world.session(), lapsed(SignedOutReason::Expired));
}

#[test]
fn signing_in_again_on_one_page_is_enough_for_all() {
    let (world, page) = world_that_lapsed_on_two_pages();
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.sign_in_on(&page.manager).outcome(), Ok(()));
    world.settle();
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
}

#[test]
fn signing_in_again_is_noticed_by_waking_where_the_message_was_missed() {
    let (world, page) = world_that_lapsed_on_two_pages();
    world.tab.fall_asleep();
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.sign_in_on(&page.manager).outcome(), Ok(()));
    world.tab.miss_all();
    world.tab.wake_up();
    assert_eq!(world.session(), lapsed(SignedOutReason::Expired));
    world.manager.on_resume();
    world.settle();
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
}

#[test]
fn somebody_elses_signing_in_on_another_page_takes_the_lapsed_page_away() {
    let (world, page) = world_that_lapsed_on_two_pages();
    world.wire.then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&page.manager).outcome(), Ok(()));
    world.settle();
    assert_eq!(world.session(), signed_in(BEN));
}

/// Whoever hands it over has not heard of the end yet.
#[test]
fn a_token_of_the_session_that_has_ended_is_not_taken_from_another_page() {
    let world = world_that_lapsed();
    world.manager.on_message(&share_token(&world, ADA, 1, false));
    world.settle();
    assert_eq!(world.session(), lapsed(SignedOutReason::Expired));
    assert_eq!(world.browser.memory.get(), SessionHint::Nothing);
}

// -- Leaving it at that

#[test]
fn a_person_can_sign_out_of_a_lapsed_session() {
    let world = world_that_lapsed();
    world.wire.then(refusal(400, "INVALID_PAYLOAD"));
    assert!(world.run(world.manager.sign_out()));
    assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::Here });
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn a_sign_out_on_another_page_takes_the_lapsed_page_away() {
    for by_message in [true, false] {
        let world = world_that_lapsed();
        world.browser.memory.set(SessionHint::LogoutPending);
        if by_message {
            world.manager.on_message(&Message::SignedOut.to_string());
        } else {
            world.manager.on_resume();
        }
        assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::Elsewhere }, "{by_message}");
        assert_eq!(world.session().owner(), None);
    }
}

/// It is out of reach, not ended.
#[test]
fn a_session_that_is_out_of_reach_does_not_lapse() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(no_network());
    drop(world.ask_for_grant());
    assert_eq!(world.session(), Session::Unreachable { user: Some(id(ADA)), cause: Cause::Network });
    world.wire.otherwise(|_| Some(done())); // Not what Directus sends.
    world.manager.ask();
    world.pass(A_WHILE);
    assert_eq!(world.session().owner(), Some(&id(ADA)));
    assert_eq!(world.session().name(), "unreachable");
}
