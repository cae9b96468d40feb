//! What an address brings that must not stay in it.
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate_directus::ErrorCode;
use proptest::prelude::*;
use yew_router::Routable;

use super::{AuthCallback, SsoResult, SsoTransaction};
use crate::routing::{ReturnTo, Route, SiteUrl};

const LINKED: [Route; 3] = [Route::VerifyEmail, Route::ResetPassword, Route::AcceptInvite];

fn take(route: Route, query: &str) -> Option<(AuthCallback, String)> {
    AuthCallback::take(&route, query).map(|(callback, rest)| (callback, rest.to_path()))
}

fn sign_on(provider: Option<&str>, failure: Option<&str>) -> AuthCallback {
    AuthCallback::Sso(SsoResult { provider: provider.map(str::to_owned), failure: failure.map(ErrorCode::from) })
}

#[test]
fn the_token_of_a_link_is_taken_out_of_the_address_and_the_way_back_stays() {
    for route in LINKED {
        let path = route.to_path();
        let (callback, rest) = take(route.clone(), "?token=a.b.c&x=1&redirectedFrom=%2Fblog").unwrap();
        assert_eq!(callback, AuthCallback::Link("a.b.c".parse().ok()));
        assert_eq!(rest, format!("{path}?redirectedFrom=%2Fblog"));
        assert_eq!(take(route, "?token=a.b.c").unwrap().1, path);
    }
}

#[test]
fn an_empty_token_is_taken_out_too_and_is_none() {
    for query in ["?token=", "?token=%20", "?token=+&token=x"] {
        assert_eq!(take(Route::ResetPassword, query).unwrap().0, AuthCallback::Link(None), "{query}");
    }
}

#[test]
fn a_page_without_anything_in_its_address_is_left_alone() {
    for (route, query) in [
        (Route::ResetPassword, ""),
        (Route::ResetPassword, "?redirectedFrom=/blog"),
        (Route::SignIn, "?redirectedFrom=/blog"),
        (Route::SignIn, "?sso=&reason="),
        (Route::SignIn, "?token=x"),
        (Route::Home, "?token=x&sso=y&reason=z"),
        (Route::Register, "?reason=z"),
    ] {
        assert_eq!(take(route.clone(), query), None, "{route:?} {query}");
    }
}

#[test]
fn who_comes_back_from_another_sign_in_says_from_where_or_what_went_wrong() {
    let (callback, rest) = take(Route::SignIn, "?sso=house&redirectedFrom=%2Fblog%3Fpage%3D2").unwrap();
    assert_eq!(callback, sign_on(Some("house"), None));
    assert_eq!(rest, "/signin?redirectedFrom=%2Fblog%3Fpage%3D2");
    let (callback, rest) = take(Route::SignIn, "?reason=INVALID_OTP").unwrap();
    assert_eq!(callback, sign_on(None, Some("INVALID_OTP")));
    assert_eq!(rest, "/signin");
}

#[test]
fn what_was_noted_before_leaving_is_there_on_the_way_back() {
    let transaction = SsoTransaction {
        provider: "a&b".to_owned(),
        return_to: ReturnTo::to("/blog?page=2&x=%26#top".parse::<SiteUrl>().unwrap()),
    };
    assert_eq!(transaction.to_string().parse().ok(), Some(transaction));
}

#[test]
fn a_note_that_is_none_of_ours_is_none() {
    for text in ["", "x", "/signin", "/signin?sso=", "/signin?redirectedFrom=/blog"] {
        assert_eq!(text.parse::<SsoTransaction>().ok(), None, "{text}");
    }
    let transaction = "/signin?sso=house&redirectedFrom=//evil.example".parse::<SsoTransaction>().unwrap();
    assert_eq!(transaction.return_to, ReturnTo::default());
}

proptest! {
    #[test]
    fn whatever_is_taken_out_is_gone(token in "[a-zA-Z0-9._-]{3,40}", sso in "[a-z]{1,8}", reason in "[A-Z_]{1,20}") {
        for route in LINKED {
            let (_, rest) = take(route, &format!("?token={token}")).unwrap();
            prop_assert!(!rest.contains('?'));
        }
        let (_, rest) = take(Route::SignIn, &format!("?sso={sso}&reason={reason}&token={token}")).unwrap();
        prop_assert_eq!(rest, "/signin");
    }

    #[test]
    fn the_way_to_a_provider_and_back_leads_to_where_the_person_wanted_to_go(provider in ".{1,12}", query in "(\\?.{0,12})?") {
        let wanted = ReturnTo::to(SiteUrl::new(Route::Profile, &query, ""));
        let transaction = SsoTransaction { provider: provider.clone(), return_to: wanted.clone() };
        let back = transaction.callback_url().to_path();
        let (callback, rest) = take(Route::SignIn, back.split_once('?').unwrap().1).unwrap();
        prop_assert_eq!(callback, sign_on(Some(&provider), None));
        prop_assert_eq!(rest, wanted.append_to(Route::SignIn).to_path());
        prop_assert_eq!(transaction.to_string().parse().ok(), Some(transaction));
    }
}
