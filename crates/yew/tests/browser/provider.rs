use std::{cell::Cell, rc::Rc, time::Duration};

use lychgate_directus::{Credentials, Method, Request};
use lychgate_session::{Session, SignedOutReason};
use lychgate_yew::{browser::clock::sleep, resource::Answers, use_client, use_session};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{Event, EventTarget};
use yew::prelude::*;

use super::support::{FakeDirectus, Stage, document, turn, until, window};

fn state() -> Option<String> {
    document().document_element().unwrap().get_attribute("data-session")
}

#[component]
fn Who() -> Html {
    match use_session() {
        Session::SignedIn { user } => user.as_str().into(),
        session => session.name().into(),
    }
}

fn who() -> Html {
    html! { <Who /> }
}

#[wasm_bindgen_test]
async fn browser_without_a_hint_of_a_session_is_signed_out_without_a_request() {
    let directus = FakeDirectus::new();
    directus.knows("ada");
    let stage = Stage::new(&directus, who).await;
    assert_eq!(stage.text(), "signed-out");
    assert_eq!(stage.probe.session(), Session::SignedOut { reason: SignedOutReason::NotChecked });
    assert_eq!(directus.count("POST /auth/refresh"), 0);
}

#[wasm_bindgen_test]
async fn page_that_comes_back_after_a_sign_in_is_signed_in_again() {
    let directus = FakeDirectus::new();
    directus.knows("ada");
    let stage = Stage::new(&directus, who).await;
    stage.probe.sign_in().await;
    stage.shows("ada").await;
    assert_eq!(state().as_deref(), Some("signed-in"));
    drop(stage);

    let stage = Stage::new(&directus, who).await;
    stage.shows("ada").await;
    assert!(directus.count("POST /auth/refresh") >= 1);
    assert!(stage.probe.client().sign_out().await.is_ok());
    stage.shows("signed-out").await;
    assert_eq!(state().as_deref(), Some("signed-out"));
    assert_eq!(directus.count("POST /auth/logout"), 1);
}

#[wasm_bindgen_test]
async fn session_that_has_begun_before_the_rendering_asks_once_and_goes_on() {
    let directus = FakeDirectus::new();
    directus.knows("ada");
    let stage = Stage::new(&directus, who).await;
    stage.probe.sign_in().await;
    drop(stage);

    let session = directus.session(Answers::default());
    session.begin();
    until(|| directus.count("POST /auth/refresh") == 1).await;
    let stage = Stage::render_with(Some(session.clone()), &directus, who);
    session.begin();
    stage.shows("ada").await;
    assert_eq!(directus.count("POST /auth/refresh"), 1);
    assert!(stage.probe.client().sign_out().await.is_ok());
    stage.shows("signed-out").await;
}

#[wasm_bindgen_test]
async fn refresh_renders_nothing() {
    #[derive(PartialEq, Properties)]
    struct Props {
        renders: Rc<Cell<u32>>,
    }
    #[component]
    fn Counted(props: &Props) -> Html {
        let _client = use_client();
        props.renders.set(props.renders.get() + 1);
        Html::default()
    }
    let directus = FakeDirectus::new();
    directus.knows_for(200, "ada");
    directus.answer("GET /items/notes", 200, r#"{"data":"milk"}"#);
    let renders = Rc::new(Cell::new(0));
    let stage = Stage::new(&directus, {
        let renders = renders.clone();
        move || html! { <Counted renders={renders.clone()} /> }
    })
    .await;
    stage.probe.sign_in().await;
    until(|| matches!(stage.probe.session(), Session::SignedIn { .. })).await;
    let before = renders.get();
    sleep(Duration::from_millis(250)).await;
    let request: Request<String> = Request::new(Method::Get, Credentials::User, &["items", "notes"]);
    assert_eq!(stage.probe.client().send(&request).await.unwrap(), "milk");
    turn().await;
    assert_eq!(directus.count("POST /auth/refresh"), 1);
    assert_eq!(renders.get(), before);
}

#[wasm_bindgen_test]
async fn page_of_a_member_is_hidden_from_its_end_until_its_return() {
    let is_hidden = || document().document_element().unwrap().has_attribute("data-veiled");
    let happens = |name: &str| {
        let target: EventTarget = window().unchecked_into();
        assert!(target.dispatch_event(&Event::new(name).unwrap()).unwrap());
    };
    let directus = FakeDirectus::new();
    directus.knows("ada");
    let stage = Stage::new(&directus, who).await;
    happens("pagehide");
    assert!(!is_hidden());
    stage.probe.sign_in().await;
    happens("pagehide");
    assert!(is_hidden());
    happens("pageshow");
    until(|| !is_hidden()).await;
}
