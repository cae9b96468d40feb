//! The outcome of a refresh for any answer.

use std::time::Duration;

use futures::executor::block_on;
use lychgate_directus::{AuthMode, HttpResponse, TransportError, UserId};
use lychgate_session::{
    Cause, Session,
    environment::Environment,
    refresh::{Outcome, Refresher},
    state::Event,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    retry_after::retry_texts,
    strategies::{DAY, SECOND},
    support::{Still, directus, jwt, user_texts},
};

const AUTHORITATIVE: [&str; 5] =
    ["INVALID_PAYLOAD", "INVALID_CREDENTIALS", "USER_SUSPENDED", "TOKEN_EXPIRED", "INVALID_TOKEN"];

fn statuses() -> impl Strategy<Value = u16> {
    prop_oneof![prop::sample::select(vec![200, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503, 504]), any::<u16>()]
}

fn error_bodies() -> impl Strategy<Value = Value> {
    let codes = prop_oneof![
        prop::sample::select(AUTHORITATIVE.to_vec()).prop_map(str::to_owned),
        prop::sample::select(vec!["REQUESTS_EXCEEDED", "SERVICE_UNAVAILABLE", "FORBIDDEN", "ROUTE_NOT_FOUND"])
            .prop_map(str::to_owned),
        "[A-Z_]{0,20}",
    ];
    codes.prop_map(|code| json!({ "errors": [{ "message": "No.", "extensions": { "code": code } }] }))
}

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let tokens = (user_texts(), any::<u64>())
        .prop_map(|(user, expires)| json!({ "data": { "access_token": jwt(&user), "expires": expires, "id": user } }));
    let whole = prop_oneof![tokens, error_bodies()].prop_map(|body| body.to_string().into_bytes());
    prop_oneof![
        3 => whole.clone(),
        1 => (whole, any::<prop::sample::Index>()).prop_map(|(mut body, end)| {
            body.truncate(end.index(body.len()));
            body
        }),
        1 => prop::collection::vec(any::<u8>(), 0..200),
        1 => Just(b"<!doctype html><title>502 Bad Gateway</title>".to_vec()),
        1 => Just(Vec::new()),
    ]
}

fn answers() -> impl Strategy<Value = Result<HttpResponse, TransportError>> {
    let response = (statuses(), bodies(), prop::option::of(retry_texts()), prop::option::of(retry_texts()))
        .prop_map(|(status, body, retry_after, date)| Ok(HttpResponse { status, retry_after, date, body }));
    prop_oneof![
        8 => response,
        1 => prop::sample::select(vec![TransportError::TimedOut, TransportError::Aborted]).prop_map(Err),
        1 => ".{0,20}".prop_map(|reason| Err(TransportError::Network(reason))),
    ]
}

/// The error code in the answer, read independently of the client.
fn otp_of(answer: &Result<HttpResponse, TransportError>) -> Option<String> {
    let body: Value = serde_json::from_slice(&answer.as_ref().ok()?.body).ok()?;
    Some(body["errors"][0]["extensions"]["code"].as_str()?.to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2500))]

    #[test]
    fn only_authoritative_answer_ends_session_and_only_token_renews_it(
        answer in answers(),
        is_pending: bool,
        mode in prop::sample::select(vec![AuthMode::Cookie, AuthMode::Session]),
    ) {
        let environment = Still::new(SECOND, DAY);
        environment.set_refresh_pending(is_pending.then_some(SECOND));
        let outcome = block_on(Refresher::default().refresh(&directus(answer.clone(), mode), &*environment, &|| false));
        let status = answer.as_ref().map_or(0, |response| response.status);
        match outcome {
            Outcome::Ended(_) => {
                prop_assert!((300..500).contains(&status) || status < 200, "{}", status);
                prop_assert_ne!(status, 429);
                prop_assert!(otp_of(&answer).is_some_and(|code| AUTHORITATIVE.contains(&code.as_str())));
            }
            Outcome::Renewed(authorization, lifetime) => {
                prop_assert!((200..300).contains(&status), "{}", status);
                let body: Value = serde_json::from_slice(&answer.unwrap().body).unwrap();
                prop_assert_eq!(body["data"]["id"].as_str(), Some(authorization.user.as_str()));
                prop_assert_eq!(authorization.token.is_some(), mode == AuthMode::Cookie);
                prop_assert_eq!(body["data"]["expires"].as_u64().map(Duration::from_millis), Some(lifetime));
            }
            Outcome::Unreachable(cause) => prop_assert_eq!(
                cause.retry_after().is_some() && status != 429,
                matches!(cause, Cause::Busy { .. })
            ),
            Outcome::Shared | Outcome::LogoutPending => prop_assert!(false, "nobody has said so"),
        }
    }

    #[test]
    fn user_stays_after_any_answer_that_is_not_authoritative(answer in answers(), attempts in 1..4) {
        let code = otp_of(&answer);
        prop_assume!(!code.is_some_and(|code| AUTHORITATIVE.contains(&code.as_str())));
        let environment = Still::new(SECOND, DAY);
        let (directus, refresher) = (directus(answer, AuthMode::Cookie), Refresher::default());
        let mut session = Session::SignedIn { user: UserId::from("ada") };
        for _ in 0..attempts {
            let outcome = block_on(refresher.refresh(&directus, &*environment, &|| false));
            session = match outcome {
                Outcome::Renewed(authorization, _) => session.after(Event::Authenticated(authorization.user)),
                Outcome::Unreachable(cause) => session.after(Event::Unreachable(cause)),
                other => return Err(TestCaseError::fail(format!("{other:?}"))),
            };
            prop_assert!(session.user().is_some());
        }
    }
}
