//! Requests as the signed-in user, and a change of e-mail, which ends the session that it is sent in.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::time::Duration;

use futures::future::{AbortHandle, abortable};
use lychgate_directus::{
    ApiError, Cookies, Error, ErrorCode, HttpResponse, LinkToken, TransportError, assets,
    auth::Login,
    users::{self, ProfileField, User, UserPatch},
};
use lychgate_session::{Cause, ReauthenticationError, SendError, Session, SignedOutReason};
use serde_json::json;
use support::{
    ADA, Answer, Begun, TOKEN_LIFE, World, answer, authorization, bad_gateway, body_of, busy, credentials, id,
    no_network, public_pages, refusal, remembered, token, tokens, user,
};

const A_WHILE: Duration = Duration::from_secs(300);

fn ask_for_me(world: &World) -> Begun<Result<User, SendError>> {
    let client = world.client.clone();
    world.begin(async move { client.send(&users::me()).await })
}

fn bearer(world: &World, index: usize) -> Option<String> {
    world.wire.requests()[index].authorization.clone()
}

fn me() -> Answer {
    user(ADA, "ada@example.com")
}

fn new_title() -> UserPatch {
    let mut patch = UserPatch::default();
    patch.set(ProfileField::Title, Some("Gardener".to_owned()));
    patch
}

// -- Tokens

#[test]
fn request_as_user_carries_token() {
    let world = World::signed_in(ADA);
    world.wire.then(me());
    assert_eq!(ask_for_me(&world).outcome().unwrap().email.as_deref(), Some("ada@example.com"));
    assert_eq!(bearer(&world, 0), Some(token(ADA, 1).to_authorization()));
}

#[test]
fn anonymous_request_carries_no_token_while_signed_in() {
    let world = World::signed_in(ADA);
    world.wire.then(answer(200, &json!({ "data": [] })));
    let client = world.client.clone();
    assert_eq!(world.run(async move { client.send(&public_pages()).await }), Ok(json!([])));
    assert_eq!(bearer(&world, 0), None);
    assert!(world.wire.requests()[0].cookies == Cookies::Omit);
}

#[test]
fn anonymous_request_needs_no_session_and_starts_no_refresh() {
    let world = World::new();
    world.wire.then(answer(200, &json!({ "data": [] })));
    let client = world.client.clone();
    assert_eq!(world.run(async move { client.send(&public_pages()).await }), Ok(json!([])));
    assert_eq!(world.wire.sent(), ["GET /items/pages"]);
}

#[test]
fn anonymous_request_succeeds_after_session_has_ended() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(answer(200, &json!({ "data": [] })));
    let client = world.client.clone();
    assert_eq!(world.run(async move { client.send(&public_pages()).await }), Ok(json!([])));
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn request_as_user_is_not_sent_while_signed_out() {
    let world = World::new();
    world.manager.boot();
    assert_eq!(ask_for_me(&world).outcome(), Err(SendError::SignedOut));
    assert!(world.wire.sent().is_empty());
}

#[test]
fn ending_token_is_renewed_before_request() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 2)).then(me());
    assert!(ask_for_me(&world).outcome().is_ok());
    assert_eq!(world.wire.sent(), ["POST /auth/refresh", "GET /users/me"]);
    assert_eq!(bearer(&world, 1), Some(token(ADA, 2).to_authorization()));
}

#[test]
fn request_fails_with_cause_when_token_cannot_be_renewed() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(busy(429, "REQUESTS_EXCEEDED", 30));
    let cause = Cause::TooManyRequests { wait: Some(Duration::from_secs(30)) };
    assert_eq!(ask_for_me(&world).outcome(), Err(SendError::Unreachable(cause)));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
}

// -- A token that Directus refuses

#[test]
fn send_error_is_unreachable_where_a_later_try_may_succeed() {
    let rejected = |status, errors| Error::Rejected { status, errors, retry_after: None };
    let forbidden = ApiError { code: ErrorCode::Forbidden, field: None, rule: None, message: String::new() };
    assert!(SendError::Unreachable(Cause::Network).is_unreachable());
    assert!(SendError::Directus(rejected(502, Vec::new())).is_unreachable());
    assert!(!SendError::Directus(rejected(403, vec![forbidden])).is_unreachable());
    assert!(!SendError::SignedOut.is_unreachable());
    assert!(!SendError::UserChanged.is_unreachable());
}

#[test]
fn send_error_is_forbidden_where_directus_says_so() {
    let rejected = |code| {
        let error = ApiError { code, field: None, rule: None, message: String::new() };
        SendError::Directus(Error::Rejected { status: 403, errors: vec![error], retry_after: None })
    };
    assert!(rejected(ErrorCode::Forbidden).is_forbidden());
    assert!(!rejected(ErrorCode::InvalidToken).is_forbidden());
    assert!(!SendError::SignedOut.is_forbidden());
}

#[test]
fn refused_token_is_renewed_and_request_resent_once() {
    for (status, code) in [(401, "TOKEN_EXPIRED"), (401, "INVALID_TOKEN"), (403, "INVALID_TOKEN")] {
        let world = World::signed_in(ADA);
        world.wire.then(refusal(status, code)).then(tokens(ADA, 2)).then(me());
        assert!(ask_for_me(&world).outcome().is_ok(), "{code}");
        assert_eq!(world.wire.sent(), ["GET /users/me", "POST /auth/refresh", "GET /users/me"]);
        assert_eq!(bearer(&world, 2), Some(token(ADA, 2).to_authorization()));
    }
}

#[test]
fn token_refused_twice_is_an_error() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(401, "TOKEN_EXPIRED")).then(tokens(ADA, 2)).then(refusal(401, "TOKEN_EXPIRED"));
    match ask_for_me(&world).outcome() {
        Err(SendError::Directus(error)) => assert_eq!(error.code(), Some(&ErrorCode::TokenExpired)),
        other => panic!("{other:?}"),
    }
    assert_eq!(world.wire.sent().len(), 3);
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
}

#[test]
fn resent_request_differs_in_token_only() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(401, "TOKEN_EXPIRED")).then(tokens(ADA, 2)).then(me());
    let client = world.client.clone();
    assert!(world.run(async move { client.send(&users::update_me(&new_title())).await }).is_ok());
    let requests = world.wire.requests();
    let mut repeated = requests[2].clone();
    assert!(repeated.authorization != requests[0].authorization);
    repeated.authorization.clone_from(&requests[0].authorization);
    assert!(repeated == requests[0]);
}

#[test]
fn refused_token_of_ended_session_expires_session() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(401, "TOKEN_EXPIRED")).then(refusal(401, "INVALID_CREDENTIALS"));
    assert_eq!(ask_for_me(&world).outcome(), Err(SendError::SignedOut));
    assert_eq!(world.session(), Session::Expired { user: id(ADA), reason: SignedOutReason::Expired });
}

#[test]
fn requests_refused_together_share_one_refresh() {
    let world = World::signed_in(ADA);
    let (first, second) = (world.wire.withhold(), world.wire.withhold());
    let (one, other) = (ask_for_me(&world), ask_for_me(&world));
    world.wire.then(tokens(ADA, 2)).then(me());
    first.release(refusal(401, "TOKEN_EXPIRED"));
    world.settle();
    assert!(one.is_done());
    world.wire.then(me());
    second.release(refusal(401, "TOKEN_EXPIRED"));
    world.settle();
    assert!(other.outcome().is_ok());
    assert_eq!(world.wire.count("/auth/refresh"), 1);
    assert_eq!(bearer(&world, 4), Some(token(ADA, 2).to_authorization()));
}

#[test]
fn invalid_credentials_in_cookie_mode_do_not_end_session() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    match ask_for_me(&world).outcome() {
        Err(SendError::Directus(error)) => assert_eq!(error.code(), Some(&ErrorCode::InvalidCredentials)),
        other => panic!("{other:?}"),
    }
    assert_eq!(world.wire.sent().len(), 1);
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
}

#[test]
fn failed_request_neither_signs_out_nor_is_resent() {
    let failures = [
        bad_gateway(),
        Err(TransportError::TimedOut),
        Err(TransportError::Aborted),
        refusal(403, "FORBIDDEN"),
        refusal(400, "FAILED_VALIDATION"),
        busy(429, "REQUESTS_EXCEEDED", 5),
        refusal(401, "USER_SUSPENDED"),
        answer(401, &json!({})),
    ];
    for failure in failures {
        let world = World::signed_in(ADA);
        world.wire.then(failure);
        assert!(matches!(ask_for_me(&world).outcome(), Err(SendError::Directus(_))));
        assert_eq!(world.wire.sent().len(), 1);
        assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    }
}

// -- Network failures

#[test]
fn read_is_resent_after_network_failure() {
    for failures in 0..=2 {
        let world = World::signed_in(ADA);
        for _ in 0..failures {
            world.wire.then(no_network());
        }
        world.wire.then(me());
        let asking = ask_for_me(&world);
        world.pass(A_WHILE);
        assert!(asking.outcome().is_ok());
        assert_eq!(world.wire.sent().len(), failures + 1);
        assert_eq!(bearer(&world, failures), Some(token(ADA, 1).to_authorization()));
    }
}

#[test]
fn read_is_resent_at_most_twice() {
    let world = World::signed_in(ADA);
    world.wire.otherwise(|_| Some(no_network()));
    let asking = ask_for_me(&world);
    assert!(!asking.is_done());
    assert_eq!(world.wire.sent().len(), 1, "not before a pause");
    world.pass(A_WHILE);
    assert!(matches!(asking.outcome(), Err(SendError::Directus(Error::Transport(TransportError::Network(_))))));
    assert_eq!(world.wire.sent().len(), 3);
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
}

#[test]
fn anonymous_read_is_resent_too() {
    let world = World::new();
    world.wire.then(no_network()).then(answer(200, &json!({ "data": [] })));
    let client = world.client.clone();
    let asking = world.begin(async move { client.send(&public_pages()).await });
    world.pass(A_WHILE);
    assert_eq!(asking.outcome(), Ok(json!([])));
}

/// The first one may have arrived.
#[test]
fn write_is_not_resent_after_network_failure() {
    let world = World::signed_in(ADA);
    world.wire.otherwise(|_| Some(no_network()));
    let client = world.client.clone();
    let saving = world.begin(async move { client.send(&users::update_me(&new_title())).await });
    assert!(matches!(saving.outcome(), Err(SendError::Directus(Error::Transport(TransportError::Network(_))))));
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent(), ["PATCH /users/me"]);
}

/// Though it is a GET: the second one would fail, for the link has been used.
#[test]
fn account_verification_is_not_resent() {
    let world = World::new();
    world.wire.otherwise(|_| Some(no_network()));
    let client = world.client.clone();
    let link = "a.b.c".parse::<LinkToken>().unwrap();
    let verifying = world.begin(async move { client.send(&users::verify_email(&link)).await });
    assert!(matches!(verifying.outcome(), Err(SendError::Directus(Error::Transport(TransportError::Network(_))))));
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent(), ["GET /users/register/verify-email"]);
}

#[test]
fn request_waiting_for_retry_is_dropped_with_its_caller() {
    let world = World::signed_in(ADA);
    world.wire.then(no_network());
    let client = world.client.clone();
    let (request, abort) = abortable(async move { client.send(&users::me()).await });
    let request = world.begin(request);
    AbortHandle::abort(&abort);
    world.pass(A_WHILE);
    assert!(request.is_done());
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn dropped_request_is_aborted() {
    let world = World::signed_in(ADA);
    let answer = world.wire.withhold();
    let client = world.client.clone();
    let (request, abort) = abortable(async move { client.send(&users::me()).await });
    let request = world.begin(request);
    assert!(!answer.is_abandoned());
    AbortHandle::abort(&abort);
    world.settle();
    assert!(request.is_done() && answer.is_abandoned());
}

// -- A change of e-mail

fn new_email() -> UserPatch {
    let mut patch = UserPatch::default();
    patch.set(ProfileField::Email, Some("new@example.com".to_owned()));
    patch.set(ProfileField::Title, Some("Gardener".to_owned()));
    patch
}

fn change_email(world: &World) -> Begun<Result<User, ReauthenticationError>> {
    let client = world.client.clone();
    world.begin(async move { client.change_credentials(&credentials(), &new_email()).await })
}

#[test]
fn email_change_confirms_saves_and_signs_in_again_under_one_lock() {
    let world = World::signed_in(ADA);
    world.wire.then(tokens(ADA, 2)).then(user(ADA, "new@example.com")).then(tokens(ADA, 3));
    let user = change_email(&world).outcome().unwrap();
    assert_eq!(user.email.as_deref(), Some("new@example.com"));

    let sent = world.wire.requests();
    assert_eq!(world.wire.sent(), ["POST /auth/login", "PATCH /users/me", "POST /auth/login"]);
    assert_eq!(
        (&body_of(&sent[0])["email"], &body_of(&sent[0])["password"]),
        (&json!("ada@example.com"), &json!("correct horse"))
    );
    assert_eq!(body_of(&sent[1]), json!({ "email": "new@example.com", "title": "Gardener" }));
    assert_eq!(sent[1].authorization, Some(token(ADA, 2).to_authorization()));
    assert_eq!(
        (&body_of(&sent[2])["email"], &body_of(&sent[2])["password"]),
        (&json!("new@example.com"), &json!("correct horse"))
    );

    let log = world.log.lines();
    assert_eq!(log.iter().filter(|line| *line == "lock").count(), 1, "{log:?}");
    let position = |wanted: &str| log.iter().position(|line| line == wanted).unwrap();
    let last_request = log.iter().rposition(|line| line.starts_with("POST")).unwrap();
    assert!(position("lock") < position("POST /auth/login") && last_request < position("unlock"), "{log:?}");

    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 3)));
    assert!(!world.browser.is_locked());
}

#[test]
fn wrong_password_changes_nothing() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    match change_email(&world).outcome() {
        Err(ReauthenticationError::NotConfirmed(error)) => {
            assert_eq!(error.code(), Some(&ErrorCode::InvalidCredentials))
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 1)));
    assert!(!world.browser.is_locked());
}

#[test]
fn password_that_cannot_be_checked_changes_nothing() {
    for answer in [no_network(), bad_gateway(), busy(429, "REQUESTS_EXCEEDED", 5)] {
        let world = World::signed_in(ADA);
        world.wire.then(answer);
        assert!(matches!(change_email(&world).outcome(), Err(ReauthenticationError::NotConfirmed(_))));
        assert_eq!(world.wire.sent().len(), 1);
        assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
        assert!(!world.browser.is_locked());
    }
}

#[test]
fn refused_email_keeps_session() {
    let world = World::signed_in(ADA);
    world.wire.then(tokens(ADA, 2)).then(refusal(400, "RECORD_NOT_UNIQUE"));
    match change_email(&world).outcome() {
        Err(ReauthenticationError::Refused(error)) => assert_eq!(error.code(), Some(&ErrorCode::RecordNotUnique)),
        other => panic!("{other:?}"),
    }
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent().len(), 2);
    assert!(!world.browser.is_locked());
}

#[test]
fn sign_in_after_change_is_retried_while_unreachable() {
    let world = World::signed_in(ADA);
    world.wire.then(tokens(ADA, 2)).then(user(ADA, "new@example.com"));
    world.wire.then(no_network()).then(bad_gateway()).then(tokens(ADA, 3));
    let changing = change_email(&world);
    assert!(!changing.is_done());
    assert!(world.browser.is_locked());

    // Nobody refreshes with the cookie of the session that has just ended.
    let other = world.another_page();
    assert_eq!(world.browser.hint.get(), remembered(ADA));
    other.manager.boot();
    world.settle();
    assert_eq!(world.wire.count("/auth/refresh"), 0);

    while !changing.is_done() {
        assert_eq!(world.wire.count("/auth/refresh"), 0);
        if world.wire.left() == 1 {
            // The other page is next, once the lock is free.
            world.wire.then(tokens(ADA, 4));
        }
        world.pass(Duration::from_millis(50));
    }
    assert!(changing.outcome().is_ok());
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
}

#[test]
fn sign_in_after_change_is_retried_a_bounded_number_of_times() {
    let world = World::signed_in(ADA);
    world.wire.then(tokens(ADA, 2)).then(user(ADA, "new@example.com"));
    for _ in 0..20 {
        world.wire.then(no_network());
    }
    let changing = change_email(&world);
    world.pass(A_WHILE);
    assert_eq!(changing.outcome(), Err(ReauthenticationError::SignInAgain));
    assert!(!world.browser.is_locked());
    assert!(world.wire.sent().len() < 12);
}

#[test]
fn refused_sign_in_after_change_expires_session() {
    for code in ["INVALID_CREDENTIALS", "INVALID_OTP"] {
        let world = World::signed_in(ADA);
        world.wire.then(tokens(ADA, 2)).then(user(ADA, "new@example.com")).then(refusal(401, code));
        world.wire.otherwise(|_| Some(refusal(401, "INVALID_CREDENTIALS")));
        assert_eq!(change_email(&world).outcome(), Err(ReauthenticationError::SignInAgain));
        // The session has ended with the change: the person is asked to sign in again at once.
        world.pass(A_WHILE);
        assert_eq!(world.session(), Session::Expired { user: id(ADA), reason: SignedOutReason::Expired });
        assert!(!world.browser.is_locked());
    }
}

#[test]
fn password_change_signs_in_again_with_new_password_and_same_code() {
    let world = World::signed_in(ADA);
    world.wire.then(tokens(ADA, 2)).then(user(ADA, "ada@example.com")).then(tokens(ADA, 3));
    let client = world.client.clone();
    let current = Login { otp: Some("123456".to_owned()), ..credentials() };
    let changing = world.begin(async move {
        client.change_credentials(&current, &UserPatch::new(ProfileField::Password, Some("a new one".to_owned()))).await
    });
    assert!(changing.outcome().is_ok());
    let bodies: Vec<_> = world.wire.requests().iter().map(body_of).collect();
    let login = |index: usize| {
        (bodies[index]["email"].clone(), bodies[index]["password"].clone(), bodies[index]["otp"].clone())
    };
    assert_eq!(login(0), (json!("ada@example.com"), json!("correct horse"), json!("123456")));
    assert_eq!(bodies[1], json!({ "password": "a new one" }));
    assert_eq!(login(2), (json!("ada@example.com"), json!("a new one"), json!("123456")));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 3)));
}

#[test]
fn wrong_password_in_body_does_not_end_session() {
    let world = World::signed_in(ADA);
    world.wire.then(refusal(401, "INVALID_CREDENTIALS"));
    let client = world.client.clone();
    match world.run(async move { client.send(&users::generate_tfa(Some("wrong"))).await }) {
        Err(SendError::Directus(error)) => assert_eq!(error.code(), Some(&ErrorCode::InvalidCredentials)),
        other => panic!("{other:?}"),
    }
    assert_eq!(world.wire.sent(), ["POST /users/me/tfa/generate"]);
    assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
}

#[test]
fn download_returns_bytes_of_answer() {
    let world = World::signed_in(ADA);
    world.wire.then(Ok(HttpResponse { status: 200, body: vec![0, 159, 146, 150], ..HttpResponse::default() }));
    let client = world.client.clone();
    let bytes = world.run(async move { client.download(&assets::avatar(&"f".into(), 256)).await });
    assert_eq!(bytes, Ok(vec![0, 159, 146, 150]));
    assert_eq!(bearer(&world, 0), Some(token(ADA, 1).to_authorization()));
}

/// Directus may have ended the session with the change. The sign-in after it shows whether the change was saved.
#[test]
fn change_whose_answer_is_lost_keeps_session() {
    for lost in [Err(TransportError::TimedOut), no_network(), bad_gateway()] {
        let world = World::signed_in(ADA);
        world.wire.then(tokens(ADA, 2)).then(lost).then(tokens(ADA, 3));
        let changing = change_email(&world);
        world.pass(A_WHILE);
        assert!(changing.is_done());
        assert!(world.wire.count("/auth/login") >= 2, "{:?}", world.wire.sent());
        assert_eq!(world.session(), Session::SignedIn { user: id(ADA) });
    }
}

#[test]
fn every_send_error_displays_its_reason() {
    let error = SendError::Directus(Error::Transport(TransportError::TimedOut));
    assert!(std::error::Error::source(&error).is_some());
    for error in [error, SendError::SignedOut, SendError::Unreachable(Cause::Network)] {
        assert!(!error.to_string().is_empty());
    }
}
