use lychgate_directus::{Credentials, Method, Request};
use lychgate_session::Session;
use lychgate_yew::{
    Guard,
    routing::{AppRoute, Audience, SiteUrl},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;
use yew_router::prelude::*;

use super::support::{FakeDirectus, Stage, turn, until, window};

#[derive(Debug, Clone, PartialEq, Routable)]
enum Route {
    #[at("/")]
    Home,
    #[at("/notes")]
    Notes,
    #[at("/signin")]
    SignIn,
    #[not_found]
    #[at("/404")]
    NotFound,
}

impl AppRoute for Route {
    fn audience(&self) -> Audience {
        match self {
            Self::Home | Self::NotFound => Audience::Public,
            Self::Notes => Audience::Members,
            Self::SignIn => Audience::Guests,
        }
    }

    fn sign_in() -> Self {
        Self::SignIn
    }
}

fn page(route: Route) -> Html {
    let text = match route {
        Route::Home => "home",
        Route::Notes => "notes",
        Route::SignIn => "sign in",
        Route::NotFound => "not found",
    };
    html! {
        <Guard<Route> {route} after_sign_in={SiteUrl::from(Route::Home)} placeholder={html! { "…" }}
            expired={html! { "(sign in again)" }} unreachable={Callback::from(|_| html! { "unreachable" })}>
            { text }
        </Guard<Route>>
    }
}

/// Renders the app at a URL of its own.
fn opened_at(directus: &FakeDirectus, url: &str) -> Stage {
    window().history().unwrap().replace_state_with_url(&JsValue::NULL, "", Some(url)).unwrap();
    Stage::render(directus, || html! { <BrowserRouter><Switch<Route> render={page} /></BrowserRouter> })
}

/// The URL that the browser shows.
fn url() -> String {
    let location = window().location();
    [location.pathname(), location.search(), location.hash()].map(Result::unwrap).concat()
}

#[wasm_bindgen_test]
async fn guest_is_sent_to_the_sign_in_and_back() {
    let directus = FakeDirectus::new();
    directus.answer(
        "POST /auth/refresh",
        400,
        r#"{"errors":[{"message":"","extensions":{"code":"INVALID_PAYLOAD"}}]}"#,
    );
    let stage = opened_at(&directus, "/notes?page=2#last");
    stage.shows("sign in").await;
    assert_eq!(url(), "/signin?redirectedFrom=%2Fnotes%3Fpage%3D2%23last");
    // Back does not lead into the redirect: the entry was replaced.
    directus.knows("ada");
    stage.probe.sign_in().await;
    stage.shows("notes").await;
    assert_eq!(url(), "/notes?page=2#last");
}

#[wasm_bindgen_test]
async fn member_who_opens_the_sign_in_goes_where_members_go() {
    let directus = FakeDirectus::new();
    directus.knows("ada");
    for (opened, reached, text) in [
        ("/signin", "/", "home"),
        ("/signin?redirectedFrom=/notes", "/notes", "notes"),
        ("/signin?redirectedFrom=//evil.example", "/", "home"),
    ] {
        let stage = opened_at(&directus, opened);
        stage.shows("sign in").await;
        stage.probe.sign_in().await;
        stage.shows(text).await;
        assert_eq!(url(), reached);
        assert!(stage.probe.client().sign_out().await.is_ok());
        until(|| matches!(stage.probe.session(), Session::SignedOut { .. })).await;
    }
}

#[wasm_bindgen_test]
async fn page_waits_until_it_is_known_who_is_signed_in() {
    let directus = FakeDirectus::new();
    let stage = opened_at(&directus, "/notes");
    until(|| directus.count("POST /auth/refresh") == 1).await;
    turn().await;
    assert_eq!(stage.text(), "…");
    assert_eq!(url(), "/notes");
    directus.knows("ada");
    stage.shows("notes").await;
}

#[wasm_bindgen_test]
async fn sign_out_leads_out_of_a_page_for_members_at_once() {
    let directus = FakeDirectus::new();
    directus.knows("ada");
    let stage = opened_at(&directus, "/notes");
    stage.shows("notes").await;
    drop(stage.probe.client().sign_out());
    stage.shows("sign in").await;
    assert_eq!(url(), "/signin?redirectedFrom=%2Fnotes");
}

#[wasm_bindgen_test]
async fn page_stays_under_the_sign_in_when_its_session_has_ended() {
    let directus = FakeDirectus::new();
    directus.knows("ada");
    directus.answer("GET /items/notes", 401, r#"{"errors":[{"message":"","extensions":{"code":"TOKEN_EXPIRED"}}]}"#);
    let stage = opened_at(&directus, "/notes");
    stage.shows("notes").await;
    directus.forgets();
    let request: Request<String> = Request::new(Method::Get, Credentials::User, &["items", "notes"]);
    assert!(stage.probe.client().send(&request).await.is_err());
    stage.shows("notes(sign in again)").await;
    assert_eq!(url(), "/notes");
}

#[wasm_bindgen_test]
async fn page_says_so_where_directus_cannot_be_reached() {
    let directus = FakeDirectus::new();
    directus.answer("POST /auth/refresh", 503, "");
    let stage = opened_at(&directus, "/notes");
    stage.shows("unreachable").await;
    assert_eq!(url(), "/notes");
    directus.knows("ada");
    stage.shows("notes").await;
}

#[wasm_bindgen_test]
async fn page_for_everyone_asks_nobody() {
    let directus = FakeDirectus::new();
    for (opened, text) in [("/", "home"), ("/nowhere", "not found")] {
        let stage = opened_at(&directus, opened);
        stage.shows(text).await;
    }
    assert_eq!(directus.count("POST /auth/refresh"), 0);
}
