use std::{cell::RefCell, rc::Rc};

use lychgate_directus::{Credentials, HttpResponse, Method, Request, UserId};
use lychgate_session::Session;
use lychgate_yew::{
    resource::{
        Answers, Owner, Resource, UsePrefetchHandle, UseResourceHandle, loaded, loaded_or, use_prefetch,
        use_prefetch_at_sign_in, use_resource, use_resource_of, use_resource_once,
    },
    use_session,
};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use super::support::{FakeDirectus, Stage, turn, until};

const NOTES: &str = "GET /items/notes";

fn notes(credentials: Credentials) -> Request<String> {
    Request::new(Method::Get, credentials, &["items", "notes"])
}

fn words(state: &Resource<String>) -> String {
    match state {
        Resource::Loading => "loading".to_owned(),
        Resource::Ready(text) => format!("ready: {text}"),
        Resource::Failed(error) => format!("failed: {error}"),
    }
}

#[derive(PartialEq, Properties)]
struct NotesProps {
    credentials: Credentials,
    #[prop_or_default]
    handle: Rc<RefCell<Option<UseResourceHandle<String>>>>,
}

#[component]
fn Notes(props: &NotesProps) -> Html {
    let notes = use_resource(notes(props.credentials));
    props.handle.replace(Some(notes.clone()));
    words(&notes.state).into()
}

fn everyones() -> Html {
    html! { <Notes credentials={Credentials::Anonymous} /> }
}

#[wasm_bindgen_test]
async fn resource_is_loading_then_ready() {
    let directus = FakeDirectus::new();
    let stage = Stage::new(&directus, everyones).await;
    assert_eq!(stage.text(), "loading");
    drop(stage);
    directus.answer(NOTES, 200, r#"{"data":"milk"}"#);
    Stage::new(&directus, everyones).await.shows("ready: milk").await;
    assert_eq!(directus.count(NOTES), 2);
}

#[wasm_bindgen_test]
async fn resource_of_unexpected_form_fails() {
    let directus = FakeDirectus::new();
    directus.answer(NOTES, 200, r#"{"data":["milk"]}"#);
    let stage = Stage::new(&directus, everyones).await;
    until(|| stage.text().starts_with("failed: ")).await;
    turn().await;
    assert_eq!(directus.count(NOTES), 1);
}

#[wasm_bindgen_test]
async fn resource_that_is_no_json_fails() {
    let directus = FakeDirectus::new();
    directus.answer(NOTES, 200, "<html>");
    let stage = Stage::new(&directus, everyones).await;
    until(|| stage.text().starts_with("failed: ")).await;
}

#[wasm_bindgen_test]
async fn loaded_shows_data_and_its_failure() {
    let view = || loaded(notes(Credentials::Anonymous), |notes, _| words(&notes.state).into());
    let directus = FakeDirectus::new();
    directus.answer(NOTES, 200, r#"{"data":"milk"}"#);
    Stage::new(&directus, view).await.shows("ready: milk").await;
    drop(directus);
    let directus = FakeDirectus::new();
    directus.answer(NOTES, 200, r#"{"data":1}"#);
    let stage = Stage::new(&directus, view).await;
    until(|| stage.text().starts_with("failed: ")).await;
}

#[wasm_bindgen_test]
async fn loaded_is_another_part_for_another_request() {
    let directus = FakeDirectus::new();
    directus.answer("GET /items/lists", 200, r#"{"data":"bread"}"#);
    directus.answer("GET /items/sums", 200, r#"{"data":"three"}"#);
    let stage = Stage::new(&directus, || {
        loaded(notes(Credentials::Anonymous), |notes, _| {
            let collection = if notes.state.is_settled() { "sums" } else { "lists" };
            let request = Request::new(Method::Get, Credentials::Anonymous, &["items", collection]);
            loaded(request, |answer, _| words(&answer.state).into())
        })
    })
    .await;
    stage.shows("ready: bread").await;
    directus.answer(NOTES, 200, r#"{"data":"milk"}"#);
    stage.shows("ready: three").await;
}

#[wasm_bindgen_test]
async fn loaded_as_the_user_is_theirs_as_long_as_their_session_lasts() {
    let directus = FakeDirectus::new();
    let view = || loaded(notes(Credentials::User), |notes, _| words(&notes.state).into());
    let stage = Stage::new(&directus, view).await;
    assert_eq!((stage.text(), directus.count(NOTES)), ("loading".to_owned(), 0));

    directus.answer(NOTES, 200, r#"{"data":"of ada"}"#);
    directus.answer(NOTES, 200, r#"{"data":"of ben"}"#);
    for user in ["ada", "ben"] {
        directus.knows(user);
        stage.probe.sign_in().await;
        stage.shows(&format!("ready: of {user}")).await;
    }

    directus.answer("GET /items/lists", 401, r#"{"errors":[{"message":"","extensions":{"code":"TOKEN_EXPIRED"}}]}"#);
    directus.forgets();
    let lists = Request::<String>::new(Method::Get, Credentials::User, &["items", "lists"]);
    assert!(stage.probe.client().send(&lists).await.is_err());
    stage.shows("loading").await;
    assert!(matches!(stage.probe.session(), Session::Expired { .. }));
    assert_eq!(directus.count(NOTES), 2);
}

#[wasm_bindgen_test]
async fn loaded_or_asks_for_the_other_after_a_refusal_alone() {
    const LISTS: &str = "GET /items/lists";
    let lists = Request::<String>::new(Method::Get, Credentials::Anonymous, &["items", "lists"]);
    let view = move || {
        loaded_or(notes(Credentials::Anonymous), lists.parts().clone(), |answer, _| words(&answer.state).into())
    };
    let directus = FakeDirectus::new();
    directus.answer(NOTES, 403, r#"{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}"#);
    directus.answer(LISTS, 200, r#"{"data":"bread"}"#);
    Stage::new(&directus, view.clone()).await.shows("ready: bread").await;
    assert_eq!((directus.count(NOTES), directus.count(LISTS)), (1, 1));
    drop(directus);

    let directus = FakeDirectus::new();
    directus.answer(NOTES, 200, r#"{"data":"milk"}"#);
    Stage::new(&directus, view.clone()).await.shows("ready: milk").await;
    assert_eq!(directus.count(LISTS), 0);
    drop(directus);

    let directus = FakeDirectus::new();
    directus.answer(NOTES, 400, r#"{"errors":[{"message":"no","extensions":{"code":"INVALID_QUERY"}}]}"#);
    let stage = Stage::new(&directus, view).await;
    until(|| stage.text().starts_with("failed: ")).await;
    assert_eq!(directus.count(LISTS), 0);
}

#[wasm_bindgen_test]
async fn refused_resource_fails_until_it_is_loaded_again() {
    let directus = FakeDirectus::new();
    directus.answer(NOTES, 403, r#"{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}"#);
    directus.answer(NOTES, 200, r#"{"data":"milk"}"#);
    let handle = Rc::new(RefCell::new(None::<UseResourceHandle<String>>));
    let stage = Stage::new(&directus, {
        let handle = handle.clone();
        move || html! { <Notes credentials={Credentials::Anonymous} handle={handle.clone()} /> }
    })
    .await;
    until(|| stage.text().starts_with("failed: ")).await;
    let retry = handle.borrow().as_ref().unwrap().retry.clone();
    retry.emit(());
    stage.shows("ready: milk").await;
    assert_eq!(directus.count(NOTES), 2);
}

#[wasm_bindgen_test]
async fn unreachable_resource_is_loaded_again_after_a_pause() {
    let directus = FakeDirectus::new();
    directus.answer(NOTES, 503, "");
    directus.answer(NOTES, 200, r#"{"data":"milk"}"#);
    let stage = Stage::new(&directus, everyones).await;
    stage.shows("ready: milk").await;
    assert_eq!(directus.count(NOTES), 2);
}

#[wasm_bindgen_test]
async fn resource_of_the_user_is_loaded_again_after_a_sign_in() {
    let directus = FakeDirectus::new();
    directus.knows("ada");
    directus.answer(NOTES, 200, r#"{"data":"milk"}"#);
    let stage = Stage::new(&directus, || html! { <Notes credentials={Credentials::User} /> }).await;
    stage.shows("failed: nobody is signed in").await;
    assert_eq!(directus.count(NOTES), 0);
    stage.probe.sign_in().await;
    stage.shows("ready: milk").await;
    assert_eq!(directus.count(NOTES), 1);
}

#[wasm_bindgen_test]
async fn resource_is_aborted_when_its_component_goes() {
    let directus = FakeDirectus::new();
    let is_there = Rc::new(RefCell::new(None::<UseStateHandle<bool>>));
    #[derive(PartialEq, Properties)]
    struct Props {
        handle: Rc<RefCell<Option<UseStateHandle<bool>>>>,
    }
    #[component]
    fn Switchable(props: &Props) -> Html {
        let is_there = use_state(|| true);
        props.handle.replace(Some(is_there.clone()));
        html! { if *is_there { <Notes credentials={Credentials::Anonymous} /> } }
    }
    let stage = Stage::new(&directus, {
        let handle = is_there.clone();
        move || html! { <Switchable handle={handle.clone()} /> }
    })
    .await;
    until(|| directus.count(NOTES) == 1).await;
    assert!(!directus.is_aborted(NOTES));
    let handle = is_there.borrow().clone().unwrap();
    handle.set(false);
    stage.shows("").await;
    turn().await;
    assert!(directus.is_aborted(NOTES));
}

// -- What is kept

/// Shows the notes in a component that can be taken away and put back, and counts their renders.
struct Reopened {
    stage: Stage,
    key: Rc<RefCell<Option<UseStateHandle<u32>>>>,
    log: Rc<RefCell<Vec<String>>>,
}

#[derive(Clone, PartialEq, Properties)]
struct ReopenedProps {
    credentials: Credentials,
    once: bool,
    key_of_view: Rc<RefCell<Option<UseStateHandle<u32>>>>,
    log: Rc<RefCell<Vec<String>>>,
}

#[component]
fn Logged(props: &ReopenedProps) -> Html {
    let state = use_resource(notes(props.credentials)).state;
    props.log.borrow_mut().push(words(&state));
    words(&state).into()
}

#[component]
fn LoggedOnce(props: &ReopenedProps) -> Html {
    let state = use_resource_once(notes(props.credentials));
    props.log.borrow_mut().push(words(&state));
    words(&state).into()
}

#[component]
fn Reopening(props: &ReopenedProps) -> Html {
    let key = use_state(|| 0_u32);
    props.key_of_view.replace(Some(key.clone()));
    if props.once {
        html! { <LoggedOnce key={*key} ..props.clone() /> }
    } else {
        html! { <Logged key={*key} ..props.clone() /> }
    }
}

impl Reopened {
    async fn new(directus: &FakeDirectus, credentials: Credentials, once: bool) -> Self {
        let (key, log) = (Rc::default(), Rc::default());
        let props = ReopenedProps { credentials, once, key_of_view: Rc::clone(&key), log: Rc::clone(&log) };
        let stage = Stage::new(directus, move || html! { <Reopening ..props.clone() /> }).await;
        Self { stage, key, log }
    }

    /// Takes the component away and puts another in its place. Returns what that has rendered once all requests are answered.
    async fn again(&self) -> Vec<String> {
        self.log.borrow_mut().clear();
        let key = self.key.borrow().clone().unwrap();
        key.set(*key + 1);
        until(|| !self.log.borrow().is_empty()).await;
        turn().await;
        self.log.borrow().clone()
    }
}

#[wasm_bindgen_test]
async fn what_is_known_is_shown_at_once_and_asked_for_again() {
    let directus = FakeDirectus::new();
    directus.answer(NOTES, 200, r#"{"data":"milk"}"#);
    let view = Reopened::new(&directus, Credentials::Anonymous, false).await;
    view.stage.shows("ready: milk").await;
    assert_eq!(view.again().await, ["ready: milk"], "the same answer renders nothing again");
    directus.answer_from_now_on(NOTES, 200, r#"{"data":"bread"}"#);
    assert_eq!(view.again().await, ["ready: milk", "ready: bread"]);
    assert_eq!(directus.count(NOTES), 3);
}

#[wasm_bindgen_test]
async fn what_is_known_stays_while_directus_is_out_of_reach() {
    let directus = FakeDirectus::new();
    directus.answer(NOTES, 200, r#"{"data":"milk"}"#);
    let view = Reopened::new(&directus, Credentials::Anonymous, false).await;
    view.stage.shows("ready: milk").await;
    directus.answer_from_now_on(NOTES, 503, "");
    assert_eq!(view.again().await, ["ready: milk"]);
    directus.answer_from_now_on(NOTES, 200, r#"{"data":"bread"}"#);
    view.stage.shows("ready: bread").await;
}

#[wasm_bindgen_test]
async fn refusal_is_not_kept_for_those_who_ask_again() {
    let directus = FakeDirectus::new();
    directus.answer(NOTES, 403, r#"{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}"#);
    let view = Reopened::new(&directus, Credentials::Anonymous, false).await;
    until(|| view.stage.text().starts_with("failed: ")).await;
    directus.answer_from_now_on(NOTES, 200, r#"{"data":"milk"}"#);
    assert_eq!(view.again().await, ["loading", "ready: milk"]);
}

#[wasm_bindgen_test]
async fn what_is_asked_once_is_not_asked_again_even_after_a_refusal() {
    for (status, body, shown) in [
        (200, r#"{"data":"milk"}"#, "ready: milk"),
        (403, r#"{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}"#, "failed: "),
    ] {
        let directus = FakeDirectus::new();
        directus.answer(NOTES, status, body);
        let view = Reopened::new(&directus, Credentials::Anonymous, true).await;
        until(|| view.stage.text().starts_with(shown)).await;
        let rendered = view.again().await;
        assert!(rendered.iter().all(|text| text.starts_with(shown)), "{rendered:?}");
        assert_eq!(directus.count(NOTES), 1);
    }
}

#[wasm_bindgen_test]
async fn answer_to_a_user_is_not_kept() {
    let directus = FakeDirectus::new();
    directus.knows("ada");
    let view = Reopened::new(&directus, Credentials::User, false).await;
    view.stage.probe.sign_in().await;
    directus.answer(NOTES, 200, r#"{"data":"of ada"}"#);
    view.stage.shows("ready: of ada").await;
    assert_eq!(view.again().await, ["loading", "ready: of ada"]);
}

// -- What is asked for ahead

#[derive(Properties)]
struct AheadProps {
    handle: Rc<RefCell<Option<UsePrefetchHandle>>>,
    children: Html,
}

impl PartialEq for AheadProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.handle, &other.handle) && self.children == other.children
    }
}

#[component]
fn Ahead(props: &AheadProps) -> Html {
    props.handle.replace(Some(use_prefetch()));
    props.children.clone()
}

#[wasm_bindgen_test]
async fn what_is_asked_for_ahead_is_not_asked_for_again() {
    let directus = FakeDirectus::new();
    let (handle, shown) = (Rc::new(RefCell::new(None::<UsePrefetchHandle>)), Rc::new(RefCell::new(None)));
    let stage = Stage::new(&directus, {
        let (handle, key_of_view, log) = (handle.clone(), Rc::clone(&shown), Rc::default());
        let props = ReopenedProps { credentials: Credentials::Anonymous, once: false, key_of_view, log };
        move || html! { <Ahead handle={handle.clone()}><Switched ..props.clone() /></Ahead> }
    })
    .await;
    let prefetch = handle.borrow().clone().unwrap();
    let parts = notes(Credentials::Anonymous).parts().clone();
    prefetch.prefetch(parts.clone());
    prefetch.prefetch(parts.clone());
    until(|| directus.count(NOTES) == 1).await;
    assert!(!prefetch.is_known(&parts));
    let open = shown.borrow().clone().unwrap();
    open.set(1);
    stage.shows("loading").await;
    directus.answer(NOTES, 200, r#"{"data":"milk"}"#);
    stage.shows("ready: milk").await;
    assert!(prefetch.is_known(&parts));
    assert_eq!(directus.count(NOTES), 1);
    // Data of a user are not asked for ahead.
    prefetch.prefetch(notes(Credentials::User).parts().clone());
    turn().await;
    assert_eq!(directus.count(NOTES), 1);
}

/// Shows the notes once its key is not 0.
#[component]
fn Switched(props: &ReopenedProps) -> Html {
    let key = use_state(|| 0_u32);
    props.key_of_view.replace(Some(key.clone()));
    html! { if *key > 0 { <Logged ..props.clone() /> } }
}

// -- Whose data it is

/// What was rendered for whom, one after the other.
type Log = Rc<RefCell<Vec<(Option<String>, String)>>>;

#[derive(PartialEq, Properties)]
struct OwnProps {
    log: Log,
}

#[component]
fn OwnNotes(props: &OwnProps) -> Html {
    let session = use_session();
    let notes = use_resource_of(Owner::from(session.user()), notes(Credentials::User));
    let words = words(&notes.state);
    props.log.borrow_mut().push((session.user().map(ToString::to_string), words.clone()));
    words.into()
}

#[wasm_bindgen_test]
async fn data_of_one_user_is_never_shown_to_another() {
    let directus = FakeDirectus::new();
    let log = Log::default();
    let stage = Stage::new(&directus, {
        let log = log.clone();
        move || html! { <OwnNotes log={log.clone()} /> }
    })
    .await;
    assert_eq!(stage.text(), "loading");
    assert_eq!(directus.count(NOTES), 0);

    directus.knows("ada");
    directus.answer(NOTES, 200, r#"{"data":"of ada"}"#);
    directus.answer(NOTES, 200, r#"{"data":"of ben"}"#);
    stage.probe.sign_in().await;
    stage.shows("ready: of ada").await;

    directus.knows("ben");
    stage.probe.sign_in().await;
    stage.shows("ready: of ben").await;

    drop(stage.probe.client().sign_out());
    stage.shows("loading").await;
    assert!(matches!(stage.probe.session(), Session::SignedOut { .. }));

    for (user, words) in log.borrow().iter() {
        let own = user.as_ref().map(|user| format!("ready: of {user}"));
        assert!(words == "loading" || Some(words) == own.as_ref(), "{user:?} saw {words:?}");
    }
}

#[wasm_bindgen_test]
async fn answer_that_comes_after_a_change_of_user_is_dropped() {
    let directus = FakeDirectus::new();
    let log = Log::default();
    let stage = Stage::new(&directus, {
        let log = log.clone();
        move || html! { <OwnNotes log={log.clone()} /> }
    })
    .await;
    directus.knows("ada");
    stage.probe.sign_in().await;
    until(|| directus.count(NOTES) == 1).await;
    directus.knows("ben");
    stage.probe.sign_in().await;
    until(|| directus.count(NOTES) == 2).await;
    directus.answer_oldest(NOTES, 200, r#"{"data":"of ada"}"#);
    turn().await;
    assert_eq!(stage.text(), "loading");
    directus.answer_oldest(NOTES, 200, r#"{"data":"of ben"}"#);
    stage.shows("ready: of ben").await;
    for (user, words) in log.borrow().iter() {
        assert!(words == "loading" || user.as_deref() == Some("ben"), "{user:?} saw {words:?}");
    }
}

/// What a page has asked for before the app was there.
#[wasm_bindgen_test]
async fn what_the_page_has_asked_for_is_not_asked_for_again() {
    const REFUSAL: &str = r#"{"errors":[{"message":"no","extensions":{"code":"FORBIDDEN"}}]}"#;
    for (answered, shown, asked_again) in [
        // There before the first rendering: nothing else is ever shown.
        (Some((200, r#"{"data":"milk"}"#)), vec!["ready: milk"], 0),
        (Some((403, REFUSAL)), vec!["loading", "failed: Directus answered 403: no"], 0),
        // Nothing came, or nothing that is Directus'.
        (None, vec!["loading", "ready: bread"], 1),
        (Some((200, "<html>")), vec!["loading", "ready: bread"], 1),
        (Some((403, "<html>")), vec!["loading", "ready: bread"], 1),
    ] {
        let directus = FakeDirectus::new();
        directus.answer(NOTES, 200, r#"{"data":"bread"}"#);
        let answers = Answers::default();
        let response = answered.map(|(status, body): (u16, &str)| HttpResponse {
            status,
            body: body.into(),
            ..HttpResponse::default()
        });
        answers.expect(Owner::Everyone, "/items/notes".to_owned(), async move { response });
        turn().await;
        let handle = Rc::new(RefCell::new(None::<UseResourceHandle<String>>));
        let log = Rc::default();
        let props = LoggedProps { handle: handle.clone(), log: Rc::clone(&log) };
        let stage = Stage::render_with(
            Some(directus.session(answers)),
            &directus,
            move || html! { <LoggedNotes ..props.clone() /> },
        );
        stage.shows(shown.last().unwrap()).await;
        log.borrow_mut().dedup();
        assert_eq!(*log.borrow(), shown);
        assert_eq!(directus.count(NOTES), asked_again);
        // Who asks again is answered anew, whatever came at first.
        let retry = handle.borrow().as_ref().unwrap().retry.clone();
        retry.emit(());
        until(|| directus.count(NOTES) == asked_again + 1).await;
        stage.shows("ready: bread").await;
    }
}

#[derive(Clone, PartialEq, Properties)]
struct LoggedProps {
    #[prop_or_default]
    handle: Rc<RefCell<Option<UseResourceHandle<String>>>>,
    log: Rc<RefCell<Vec<String>>>,
}

#[component]
fn LoggedNotes(props: &LoggedProps) -> Html {
    let notes = use_resource(notes(Credentials::Anonymous));
    props.log.borrow_mut().push(words(&notes.state));
    let text = words(&notes.state);
    props.handle.replace(Some(notes));
    text.into()
}

// -- What is asked for in the moment of a sign-in

/// Asks for the notes of whoever signs in, and shows them once its key is not 0.
#[derive(Clone, PartialEq, Properties)]
struct AtSignInProps {
    key_of_view: Rc<RefCell<Option<UseStateHandle<u32>>>>,
}

#[component]
fn AtSignIn(props: &AtSignInProps) -> Html {
    let key = use_state(|| 0_u32);
    props.key_of_view.replace(Some(key.clone()));
    use_prefetch_at_sign_in(vec![notes(Credentials::User).parts().clone()]);
    html! { if *key > 0 { <Owned key={*key} /> } }
}

#[component]
fn Owned() -> Html {
    let session = use_session();
    words(&use_resource_of(Owner::from(session.owner()), notes(Credentials::User)).state).into()
}

#[wasm_bindgen_test]
async fn what_is_asked_for_at_a_sign_in_is_given_once_and_to_its_user_alone() {
    let directus = FakeDirectus::new();
    directus.knows("ada");
    directus.answer(NOTES, 200, r#"{"data":"of ada"}"#);
    let key = Rc::new(RefCell::new(None::<UseStateHandle<u32>>));
    let stage = Stage::new(&directus, {
        let key_of_view = key.clone();
        move || html! { <AtSignIn key_of_view={key_of_view.clone()} /> }
    })
    .await;
    let open = |number| {
        let key = key.borrow().clone().unwrap();
        key.set(number);
    };
    turn().await;
    assert_eq!(directus.count(NOTES), 0, "nobody is signed in");

    stage.probe.sign_in().await;
    until(|| directus.count(NOTES) == 1).await;
    open(1);
    stage.shows("ready: of ada").await;
    assert_eq!(directus.count(NOTES), 1);
    // Data of a user are not kept: who shows them again asks again.
    directus.answer_from_now_on(NOTES, 200, r#"{"data":"newer"}"#);
    open(2);
    stage.shows("ready: newer").await;
    assert_eq!(directus.count(NOTES), 2);

    // What nobody took is of no use to the next user.
    open(0);
    stage.shows("").await;
    drop(stage.probe.client().sign_out());
    stage.probe.sign_in().await;
    until(|| directus.count(NOTES) == 3).await;
    drop(stage.probe.client().sign_out());
    directus.knows("eve");
    directus.answer_from_now_on(NOTES, 200, r#"{"data":"of eve"}"#);
    stage.probe.sign_in().await;
    until(|| directus.count(NOTES) == 4).await;
    open(3);
    stage.shows("ready: of eve").await;
    assert_eq!(directus.count(NOTES), 4);
}

/// What a page has asked for as a user before the app was there, by the token of the page before.
#[wasm_bindgen_test]
async fn what_the_page_has_asked_for_as_a_user_is_for_that_user_alone() {
    const OK: (u16, &str) = (200, r#"{"data":"of the page"}"#);
    const REFUSAL: (u16, &str) = (401, r#"{"errors":[{"message":"no","extensions":{"code":"TOKEN_EXPIRED"}}]}"#);
    for (asked_as, (status, body), shown, asked_again) in [
        ("ada", OK, "ready: of the page", 0),
        // The token that the page had may be older than the app's.
        ("ada", REFUSAL, "ready: of the app", 1),
        ("ben", OK, "ready: of the app", 1),
    ] {
        let directus = FakeDirectus::new();
        directus.knows("ada");
        directus.was_signed_in("ada");
        directus.answer(NOTES, 200, r#"{"data":"of the app"}"#);
        let answers = Answers::default();
        let response = HttpResponse { status, body: body.into(), ..HttpResponse::default() };
        let owner = Owner::User(UserId::from(asked_as));
        answers.expect(owner, "/items/notes".to_owned(), async move { Some(response) });
        let key = Rc::new(RefCell::new(None::<UseStateHandle<u32>>));
        let stage = Stage::render_with(Some(directus.session(answers)), &directus, {
            let key_of_view = key.clone();
            move || html! { <AtSignIn key_of_view={key_of_view.clone()} /> }
        });
        until(|| key.borrow().is_some()).await;
        until(|| matches!(stage.probe.session(), Session::SignedIn { .. })).await;
        let key = key.borrow().clone().unwrap();
        key.set(1);
        stage.shows(shown).await;
        assert_eq!(directus.count(NOTES), asked_again, "{asked_as} {status}");
    }
}
