//! Directus' session mode: everything is in an HttpOnly cookie, and scripts never see a token. For a person it is the same as cookie
//! mode.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::time::Duration;

use lychgate_directus::{
    AuthMode, Cookies, Credentials, Error, ErrorCode, Method, Request,
    users::{self, ProfileField, User, UserPatch},
};
use lychgate_session::{
    Cause, ReauthenticationError, SendError, Session, SignedOutReason, environment::SessionHint, tabs::Message,
};
use serde_json::json;
use support::{
    ADA, Answer, BEN, Begun, World, answer, authorization_by_cookie, bad_gateway, body_of, credentials, done, ended,
    id, no_network, public_pages, refusal, remembered, session_renewed, signed_in, user,
};

const A_WHILE: Duration = Duration::from_secs(300);

/// The default lifetime of a session at Directus.
const SESSION_LIFE: Duration = Duration::from_secs(86_400);

/// The answer of `GET /users/me`.
fn who(user: &str) -> Answer {
    answer(200, &json!({ "data": { "id": user } }))
}

fn me() -> Answer {
    user(ADA, "ada@example.com")
}

fn world_with_a_session() -> World {
    let world = World::with_mode(AuthMode::Session);
    world.browser.hint.set(remembered(ADA));
    world.wire.then(session_renewed()).then(who(ADA));
    world.manager.boot();
    world.settle();
    assert_eq!(world.session(), signed_in(ADA));
    world
}

/// The same, with cleared logs.
fn world_signed_in() -> World {
    let world = world_with_a_session();
    no_token_anywhere(&world);
    world.forget_what_happened();
    world
}

fn no_token_anywhere(world: &World) {
    for request in world.wire.requests() {
        assert!(request.authorization.is_none(), "{}", request.url);
    }
    for message in world.browser.said.borrow().iter() {
        assert!(!matches!(message, Message::SharedToken(it) if it.authorization.token.is_some()), "{message:?}");
    }
}

fn ask_for_me(world: &World) -> Begun<Result<User, SendError>> {
    let client = world.client.clone();
    world.begin(async move { client.send(&users::me()).await })
}

// -- Who is signed in

#[test]
fn boot_refreshes_and_asks_for_user() {
    let world = world_with_a_session();
    assert_eq!(world.wire.sent(), ["POST /auth/refresh", "GET /users/me"]);
    let requests = world.wire.requests();
    assert_eq!(body_of(&requests[0]), json!({ "mode": "session" }));
    assert!(requests[1].url.ends_with("/users/me?fields=id"), "{}", requests[1].url);
    for request in requests {
        assert_eq!(request.cookies, Cookies::Include);
    }
    no_token_anywhere(&world);
    assert_eq!(world.authorize().outcome(), Ok(authorization_by_cookie(ADA)));
    assert_eq!(world.browser.hint.get(), remembered(ADA));
}

#[test]
fn sign_in_asks_for_user() {
    let world = World::with_mode(AuthMode::Session);
    world.manager.boot();
    world.wire.then(session_renewed()).then(who(ADA));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/login", "GET /users/me"]);
    assert_eq!(body_of(&world.wire.requests()[0])["mode"], "session");
    no_token_anywhere(&world);
}

#[test]
fn sign_out_ends_session_of_cookie() {
    let world = world_signed_in();
    world.wire.then(done());
    assert_eq!(world.run(world.client.sign_out()), Ok(()));
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    assert_eq!(body_of(&world.wire.requests()[0]), json!({ "mode": "session" }));
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn session_is_unreachable_when_user_cannot_be_asked_for() {
    for failure in [no_network(), bad_gateway()] {
        let world = World::with_mode(AuthMode::Session);
        world.browser.hint.set(remembered(ADA));
        world.wire.then(session_renewed()).then(failure);
        world.manager.boot();
        world.settle();
        assert!(matches!(world.session(), Session::Unreachable { user: None, .. }), "{:?}", world.session());
        world.wire.then(session_renewed()).then(who(ADA));
        world.pass(A_WHILE);
        assert_eq!(world.session(), signed_in(ADA));
    }
}

#[test]
fn ended_session_is_handled_as_in_cookie_mode() {
    for (refused, reason) in [
        (refusal(400, "INVALID_PAYLOAD"), SignedOutReason::NeverSignedIn),
        (refusal(401, "INVALID_CREDENTIALS"), SignedOutReason::Expired),
        (refusal(401, "USER_SUSPENDED"), SignedOutReason::Suspended),
    ] {
        let world = World::with_mode(AuthMode::Session);
        world.browser.hint.set(remembered(ADA));
        world.wire.then(refused);
        world.manager.boot();
        world.settle();
        assert_eq!(world.session(), Session::SignedOut { reason });
    }
}

// -- Requests

#[test]
fn only_requests_as_user_carry_cookie() {
    let world = world_signed_in();
    world.wire.then(me()).then(answer(200, &json!({ "data": [] })));
    assert!(ask_for_me(&world).outcome().is_ok());
    let client = world.client.clone();
    assert_eq!(world.run(async move { client.send(&public_pages()).await }), Ok(json!([])));
    let cookies: Vec<_> = world.wire.requests().iter().map(|request| request.cookies).collect();
    assert_eq!(cookies, [Cookies::Include, Cookies::Omit]);
    no_token_anywhere(&world);
}

#[test]
fn ending_session_is_renewed_before_request() {
    let world = world_signed_in();
    world.pass(SESSION_LIFE);
    world.wire.then(session_renewed()).then(who(ADA)).then(me());
    assert!(ask_for_me(&world).outcome().is_ok());
    assert_eq!(world.wire.sent(), ["POST /auth/refresh", "GET /users/me", "GET /users/me"]);
}

#[test]
fn refused_session_is_renewed_and_request_resent_once() {
    let world = world_signed_in();
    world.wire.then(refusal(401, "TOKEN_EXPIRED")).then(session_renewed()).then(who(ADA)).then(me());
    assert!(ask_for_me(&world).outcome().is_ok());
    assert_eq!(world.wire.count("/users/me"), 3);
    assert_eq!(world.wire.count("/auth/refresh"), 1);
}

/// A request that carries a password in its body.
fn generate_secret() -> Request<()> {
    Request::new(Method::Post, Credentials::User, &["users", "me", "tfa", "generate"])
        .json(&json!({ "password": "wrong horse" }))
}

/// Directus answers both the same.
#[test]
fn wrong_password_in_body_keeps_session_and_is_not_resent() {
    let world = world_signed_in();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(session_renewed()).then(who(ADA));
    let client = world.client.clone();
    match world.run(async move { client.send(&generate_secret()).await }) {
        Err(SendError::Directus(error)) => assert_eq!(error.code(), Some(&ErrorCode::InvalidCredentials)),
        other => panic!("{other:?}"),
    }
    assert_eq!(world.wire.count("/users/me/tfa/generate"), 1);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.authorize().outcome(), Ok(authorization_by_cookie(ADA)));
}

#[test]
fn lost_session_is_noticed_behind_invalid_credentials() {
    let world = world_signed_in();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS")).then(refusal(401, "INVALID_CREDENTIALS"));
    assert_eq!(ask_for_me(&world).outcome(), Err(SendError::SignedOut));
    assert_eq!(world.session(), Session::Expired { user: id(ADA), reason: SignedOutReason::Expired });
    assert_eq!(world.wire.sent(), ["GET /users/me", "POST /auth/refresh"]);
}

/// In cookie mode Directus answers a bad token differently, so the two cannot be confused.
#[test]
fn in_cookie_mode_wrong_password_in_body_causes_no_refresh() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    let client = world.client.clone();
    assert!(world.run(async move { client.send(&generate_secret()).await }).is_err());
    assert_eq!(world.wire.sent().len(), 1);
}

// -- Other pages

#[test]
fn page_opened_beside_another_sends_nothing_and_receives_no_token() {
    let world = world_signed_in();
    let page = world.another_booted_page();
    assert_eq!(page.session(), signed_in(ADA));
    assert_eq!(world.authorize_on(&page.manager).outcome(), Ok(authorization_by_cookie(ADA)));
    assert!(world.wire.sent().is_empty());
    no_token_anywhere(&world);
}

#[test]
fn pages_resuming_together_refresh_once() {
    let world = world_signed_in();
    let pages: Vec<_> = (0..9).map(|_| world.another_booted_page()).collect();
    world.pass(SESSION_LIFE);
    world.wire.then(session_renewed()).then(who(ADA));
    world.manager.on_resume();
    pages.iter().for_each(|page| page.manager.on_resume());
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent(), ["POST /auth/refresh", "GET /users/me"]);
    for page in pages {
        assert_eq!(world.authorize_on(&page.manager).outcome(), Ok(authorization_by_cookie(ADA)));
    }
}

#[test]
fn sign_in_as_other_user_in_other_tab_switches_this_one() {
    let world = world_signed_in();
    let page = world.another_booted_page();
    world.wire.then(session_renewed()).then(who(BEN));
    assert_eq!(world.sign_in_on(&page.client).outcome(), Ok(()));
    world.settle();
    assert_eq!(world.session(), signed_in(BEN));
    no_token_anywhere(&world);
}

/// The cookie belongs to the other user by then, and the answer would be shown to the previous one.
#[test]
fn request_waiting_for_retry_is_not_sent_as_other_user() {
    let world = world_signed_in();
    let page = world.another_booted_page();
    world.wire.then(no_network());
    let asking = ask_for_me(&world);
    world.wire.then(session_renewed()).then(who(BEN));
    assert_eq!(world.sign_in_on(&page.client).outcome(), Ok(()));
    world.settle();
    assert_eq!(world.session(), signed_in(BEN));
    world.forget_what_happened();
    world.wire.otherwise(|_| Some(user(BEN, "ben@example.com")));
    world.pass(A_WHILE);
    assert_eq!(asking.outcome(), Err(SendError::UserChanged));
    assert!(world.wire.sent().is_empty());
}

#[test]
fn write_is_not_resent_as_other_user() {
    let world = world_signed_in();
    let page = world.another_booted_page();
    let mut patch = UserPatch::default();
    patch.set(ProfileField::Title, Some("Gardener".to_owned()));
    let refused = world.wire.withhold();
    let client = world.client.clone();
    let saving = world.begin(async move { client.send(&users::update_me(&patch)).await });
    world.wire.then(session_renewed()).then(who(BEN));
    assert_eq!(world.sign_in_on(&page.client).outcome(), Ok(()));
    refused.release(refusal(401, "TOKEN_EXPIRED"));
    world.pass(A_WHILE);
    assert_eq!(saving.outcome(), Err(SendError::UserChanged));
    assert_eq!(world.wire.requests().iter().filter(|request| request.method == Method::Patch).count(), 1);
}

#[test]
fn sign_out_in_other_tab_signs_out_here() {
    let world = world_signed_in();
    let page = world.another_booted_page();
    world.wire.then(done());
    assert_eq!(world.run(page.client.sign_out()), Ok(()));
    world.settle();
    assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::Elsewhere });
}

// -- As in cookie mode

#[test]
fn unreachable_directus_keeps_user_and_is_retried() {
    let world = world_signed_in();
    world.pass(SESSION_LIFE);
    world.wire.then(no_network());
    drop(world.authorize());
    assert_eq!(world.session(), Session::Unreachable { user: Some(id(ADA)), cause: Cause::Network });
    world.wire.then(session_renewed()).then(who(ADA));
    world.pass(A_WHILE);
    assert_eq!(world.session(), signed_in(ADA));
}

#[test]
fn email_change_keeps_session() {
    let world = world_signed_in();
    let mut patch = UserPatch::default();
    patch.set(ProfileField::Email, Some("new@example.com".to_owned()));
    world.wire.then(session_renewed()).then(who(ADA)).then(user(ADA, "new@example.com"));
    world.wire.then(session_renewed()).then(who(ADA));
    let client = world.client.clone();
    let changed = world.run(async move { client.change_credentials(&credentials(), &patch).await });
    assert_eq!(changed.unwrap().email.as_deref(), Some("new@example.com"));
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(
        world.wire.sent(),
        ["POST /auth/login", "GET /users/me", "PATCH /users/me", "POST /auth/login", "GET /users/me"]
    );
    no_token_anywhere(&world);
}

#[test]
fn wrong_password_changes_no_email() {
    let world = world_signed_in();
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    let mut patch = UserPatch::default();
    patch.set(ProfileField::Email, Some("new@example.com".to_owned()));
    let client = world.client.clone();
    let refused = world.run(async move { client.change_credentials(&credentials(), &patch).await });
    assert!(
        matches!(refused, Err(ReauthenticationError::NotConfirmed(Error::Rejected { status: 401, .. }))),
        "{refused:?}"
    );
    assert_eq!(world.session(), signed_in(ADA));
}

/// Directus accepts the old cookie for some time more, so a successful refresh does not prove that the answer to the one before it, of
/// a dead page, has arrived.
#[test]
fn sign_in_after_successful_refresh_still_waits_for_cookie_of_dead_page() {
    let world = World::with_mode(AuthMode::Session);
    world.browser.refresh_time.set(Some(Duration::ZERO));
    world.browser.hint.set(remembered(ADA));
    world.browser.leave_refresh_pending(Duration::ZERO);
    world.wire.then(session_renewed()).then(user(ADA, "ada@example.com"));
    world.manager.boot();
    world.pass(Duration::from_millis(1500));
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });

    world.wire.then(session_renewed()).then(user(BEN, "ben@example.com"));
    let begun = world.sign_in_on(&world.client);
    world.pass(Duration::from_millis(6299));
    assert_eq!(world.wire.count("/auth/login"), 0);
    world.pass(Duration::from_millis(1));
    assert_eq!(begun.outcome(), Ok(()));
    assert_eq!(world.session(), Session::SignedIn { user: id(BEN) });
}

#[test]
fn session_from_single_sign_on_is_found_without_hint() {
    for hint in [SessionHint::Nothing, ended(ADA), SessionHint::SignedOut] {
        let world = World::with_mode(AuthMode::Session);
        world.browser.hint.set(hint);
        world.manager.boot();
        assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::NotChecked });
        assert!(world.wire.sent().is_empty());
        world.wire.then(session_renewed()).then(who(ADA));
        world.client.check_session();
        world.settle();
        assert_eq!(world.session(), signed_in(ADA));
        assert_eq!(world.browser.hint.get(), remembered(ADA));
        no_token_anywhere(&world);
    }
}
