//! A session that ends while its user is on a page: the page stays until they sign in again, sign out, or another user signs in.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::time::Duration;

use lychgate_directus::users;
use lychgate_session::{
    Cause, SendError, Session, SignedOutReason,
    environment::SessionHint,
    manager::AuthorizationError,
    tabs::{Message, TokenOrigin},
};
use support::{
    ADA, BEN, Page, TOKEN_LIFE, World, authorization, done, ended, id, no_network, refusal, remembered, share_token,
    signed_in, tokens, user,
};

/// Longer than every wait that the server has not asked for.
const A_WHILE: Duration = Duration::from_secs(120);

fn expired(reason: SignedOutReason) -> Session {
    Session::Expired { user: id(ADA), reason }
}

/// Directus has ended Ada's session, and the page has noticed.
fn world_with_expired_session() -> World {
    let world = World::signed_in(ADA);
    expire(&world);
    world
}

fn expire(world: &World) {
    world.pass(TOKEN_LIFE);
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    drop(world.authorize());
    assert_eq!(world.session(), expired(SignedOutReason::Expired));
    world.forget_what_happened();
}

/// Ada's session has ended on two pages.
fn world_with_expired_session_on_two_pages() -> (World, Page) {
    let world = World::signed_in(ADA);
    let page = world.another_booted_page();
    world.pass(TOKEN_LIFE);
    // The other page asks Directus itself.
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(refusal(401, "INVALID_CREDENTIALS"));
    drop(world.authorize());
    world.pass(A_WHILE);
    assert_eq!(
        (world.session(), page.session()),
        (expired(SignedOutReason::Expired), expired(SignedOutReason::Expired))
    );
    world.forget_what_happened();
    (world, page)
}

// -- An expired session

#[test]
fn ended_session_keeps_owner_and_authorizes_nothing() {
    for (answer, reason) in [
        (refusal(401, "INVALID_CREDENTIALS"), SignedOutReason::Expired),
        (refusal(400, "INVALID_PAYLOAD"), SignedOutReason::Expired),
        (refusal(401, "USER_SUSPENDED"), SignedOutReason::Suspended),
    ] {
        let world = World::signed_in(ADA);
        world.pass(TOKEN_LIFE);
        world.wire.then(answer);
        assert_eq!(world.authorize().outcome(), Err(AuthorizationError::SignedOut));
        let session = world.session();
        assert_eq!(session, expired(reason));
        assert_eq!((session.owner(), session.user(), session.name()), (Some(&id(ADA)), None, "signed-out"));
        assert_eq!(world.browser.hint.get(), ended(ADA));
        assert!(world.browser.advertisements.borrow().is_empty());
    }
}

#[test]
fn expired_page_sends_nothing() {
    let world = world_with_expired_session();
    for _ in 0..3 {
        world.manager.on_resume();
        world.manager.on_activity();
        assert_eq!(world.authorize().outcome(), Err(AuthorizationError::SignedOut));
        world.pass(A_WHILE);
    }
    assert!(world.wire.sent().is_empty());
    assert_eq!(world.browser.sleeping(), 0);
    assert_eq!(world.manager.next_retry(), None);
}

#[test]
fn page_opened_after_expiry_is_signed_out() {
    let world = world_with_expired_session();
    let page = world.another_booted_page();
    assert_eq!(page.session(), Session::SignedOut { reason: SignedOutReason::NotChecked });
    assert!(world.wire.sent().is_empty());
}

#[test]
fn refused_token_without_replacement_expires_session() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(401, "INVALID_TOKEN")).then(refusal(401, "INVALID_CREDENTIALS"));
    let client = world.client.clone();
    assert_eq!(world.run(async move { client.send(&users::me()).await }), Err(SendError::SignedOut));
    assert_eq!(world.session(), expired(SignedOutReason::Expired));
}

#[test]
fn other_pages_expire_by_answer_of_directus() {
    let (world, page) = {
        let world = World::signed_in(ADA);
        let page = world.another_booted_page();
        (world, page)
    };
    world.manager.discard(&authorization(ADA, 1));
    page.tab.fall_asleep();
    world.wire.then(refusal(401, "USER_SUSPENDED")).then(refusal(401, "USER_SUSPENDED"));
    drop(world.authorize());
    world.pass(Duration::from_secs(2));
    assert_eq!(world.session(), expired(SignedOutReason::Suspended));
    assert_eq!(page.session(), signed_in(ADA));
    page.tab.wake_up();
    world.settle();
    assert_eq!(page.session(), expired(SignedOutReason::Suspended), "its own token is still good");
    assert_eq!(world.wire.count("/auth/refresh"), 2);
}

#[test]
fn expired_session_stays_expired_while_unreachable() {
    let world = world_with_expired_session();
    world.wire.then(no_network());
    world.client.check_session();
    world.pass(A_WHILE);
    assert_eq!(world.session(), expired(SignedOutReason::Expired));
    assert_eq!(world.wire.sent().len(), 1);
}

// -- Signing in again

#[test]
fn same_user_signing_in_again_causes_one_change() {
    let world = world_with_expired_session();
    let owner = world.session().owner().cloned();
    world.wire.then(tokens(ADA, 2)).then(user(ADA, "ada@example.com"));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.session().owner().cloned(), owner, "the page stays");
    assert_eq!(world.browser.hint.get(), remembered(ADA));

    let client = world.client.clone();
    assert!(world.run(async move { client.send(&users::me()).await }).is_ok(), "and can be saved");
}

#[test]
fn other_user_signing_in_replaces_owner() {
    let world = world_with_expired_session();
    world.wire.then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    assert_eq!(world.session().owner(), Some(&id(BEN)));
    assert_eq!(world.authorize().outcome(), Ok(authorization(BEN, 1)));
}

#[test]
fn wrong_password_keeps_session_expired() {
    let world = world_with_expired_session();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    assert!(world.sign_in_on(&world.client).outcome().is_err());
    assert_eq!(world.session(), expired(SignedOutReason::Expired));
}

#[test]
fn signing_in_again_on_one_page_is_enough_for_all() {
    let (world, page) = world_with_expired_session_on_two_pages();
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.sign_in_on(&page.client).outcome(), Ok(()));
    world.settle();
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
}

#[test]
fn resume_notices_missed_sign_in() {
    let (world, page) = world_with_expired_session_on_two_pages();
    world.tab.fall_asleep();
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.sign_in_on(&page.client).outcome(), Ok(()));
    world.tab.miss_all();
    world.tab.wake_up();
    assert_eq!(world.session(), expired(SignedOutReason::Expired));
    world.manager.on_resume();
    world.settle();
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
}

#[test]
fn sign_in_as_other_user_on_other_page_replaces_expired_page() {
    let (world, page) = world_with_expired_session_on_two_pages();
    world.wire.then(tokens(BEN, 1));
    assert_eq!(world.sign_in_on(&page.client).outcome(), Ok(()));
    world.settle();
    assert_eq!(world.session(), signed_in(BEN));
}

/// The page that shares it does not know of the end yet.
#[test]
fn token_of_ended_session_is_not_accepted_from_other_page() {
    let world = world_with_expired_session();
    world.manager.on_message(&share_token(&world, ADA, 1, TokenOrigin::Refresh));
    world.settle();
    assert_eq!(world.session(), expired(SignedOutReason::Expired));
    assert_eq!(world.browser.hint.get(), ended(ADA));
}

// -- Leaving an expired session

#[test]
fn sign_out_of_expired_session_works() {
    let world = world_with_expired_session();
    world.wire.then(refusal(400, "INVALID_PAYLOAD"));
    assert_eq!(world.run(world.client.sign_out()), Ok(()));
    assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::Here });
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn sign_out_on_other_page_ends_expired_page() {
    for by_message in [true, false] {
        let world = world_with_expired_session();
        world.browser.hint.set(SessionHint::LogoutPending);
        if by_message {
            world.manager.on_message(&Message::SignedOut.to_string());
        } else {
            world.manager.on_resume();
        }
        assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::Elsewhere }, "{by_message}");
        assert_eq!(world.session().owner(), None);
    }
}

/// It is unreachable, not ended.
#[test]
fn unreachable_session_does_not_expire() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(no_network());
    drop(world.authorize());
    assert_eq!(world.session(), Session::Unreachable { user: Some(id(ADA)), cause: Cause::Network });
    world.wire.otherwise(|_| Some(done())); // Not what Directus sends.
    world.client.check_session();
    world.pass(A_WHILE);
    assert_eq!(world.session().owner(), Some(&id(ADA)));
    assert_eq!(world.session().name(), "unreachable");
}
