//! Promises to wait for, a page to look at, and a Directus that answers as a test says.

use std::{cell::RefCell, future::Future, pin::pin, rc::Rc, time::Duration};

use futures_util::future::{Either, select};
use js_sys::{Function, Promise, Reflect};
use lychgate_directus::{AuthMode, BaseUrl, auth::Login};
use lychgate_session::{Client, Session, environment::fnv1a};
use lychgate_yew::{
    PageSession, SessionProvider,
    browser::{
        clock::{monotonic, sleep},
        storage::{self, Lifetime},
    },
    resource::Answers,
    use_client, use_session,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, Request};
use yew::prelude::*;

pub use super::page::*;

/// Something that runs by itself; its outcome, once it is there.
pub struct Begun<T>(Rc<RefCell<Option<T>>>);

impl<T: 'static> Begun<T> {
    pub fn new(future: impl Future<Output = T> + 'static) -> Self {
        let outcome = Rc::new(RefCell::new(None));
        let slot = outcome.clone();
        spawn_local(async move {
            let value = future.await;
            slot.replace(Some(value));
        });
        Self(outcome)
    }

    pub fn is_done(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Waits for the outcome.
    pub async fn outcome(self) -> T {
        until(|| self.is_done()).await;
        self.0.take().unwrap()
    }
}

/// Whether `future` is still under way when `time` is over.
pub async fn takes_longer_than(time: Duration, future: impl Future) -> bool {
    matches!(select(pin!(future), pin!(sleep(time))).await, Either::Right(_))
}

/// A Directus in place of the network: answers `METHOD /path` by status and JSON, the last answer again and again. What it
/// has no answer for waits until there is one. Each has a URL, and so a lock, a channel and notes, of its own. The real
/// `fetch` comes back with the drop; leave no session behind that still sends requests.
pub struct FakeDirectus {
    base: BaseUrl,
    real: JsValue,
    answers: Rc<RefCell<Vec<(String, u16, String)>>>,
    requests: Rc<RefCell<Vec<(String, Request)>>>,
    waiting: Rc<RefCell<Vec<(String, Function)>>>,
    _fetch: Closure<dyn FnMut(Request) -> Promise>,
}

impl FakeDirectus {
    pub fn new() -> Self {
        let base = format!("/directus-{:x}", u64::try_from(monotonic().as_nanos()).unwrap());
        let answers: Rc<RefCell<Vec<(String, u16, String)>>> = Rc::default();
        let requests: Rc<RefCell<Vec<(String, Request)>>> = Rc::default();
        let waiting: Rc<RefCell<Vec<(String, Function)>>> = Rc::default();
        let fetch = Closure::<dyn FnMut(Request) -> Promise>::new({
            let (base, answers) = (base.clone(), answers.clone());
            let (requests, waiting) = (requests.clone(), waiting.clone());
            move |request: Request| {
                let url = web_sys::Url::new(&request.url()).unwrap();
                let line = format!("{} {}", request.method(), url.pathname().strip_prefix(&base).unwrap_or_default());
                requests.borrow_mut().push((line.clone(), request));
                let mut answers = answers.borrow_mut();
                let mut matching = answers.iter().enumerate().filter(|(_, (to, ..))| *to == line).map(|(at, _)| at);
                let (first, second) = (matching.next(), matching.next());
                let Some(first) = first else {
                    return Promise::new(&mut |answer, _| waiting.borrow_mut().push((line.clone(), answer)));
                };
                let (_, status, body) = if second.is_some() { answers.remove(first) } else { answers[first].clone() };
                Promise::resolve(&response(status, &body))
            }
        });
        let real = property(&window(), "fetch");
        Reflect::set(&window(), &"fetch".into(), fetch.as_ref()).unwrap();
        Self { base: base.parse().unwrap(), real, answers, requests, waiting, _fetch: fetch }
    }

    pub fn answer(&self, line: &str, status: u16, body: &str) {
        self.answers.borrow_mut().push((line.to_owned(), status, body.to_owned()));
        let answered: Vec<_> = self.waiting.borrow_mut().extract_if(.., |(waiting, _)| waiting == line).collect();
        for (_, answer) in answered {
            answer.call1(&JsValue::NULL, &response(status, body)).unwrap();
        }
    }

    /// The same, in place of all earlier answers to such requests.
    pub fn answer_from_now_on(&self, line: &str, status: u16, body: &str) {
        self.answers.borrow_mut().retain(|(to, ..)| to != line);
        self.answer(line, status, body);
    }

    /// Answers the oldest request `METHOD /path` that waits, and no other.
    pub fn answer_oldest(&self, line: &str, status: u16, body: &str) {
        let mut waiting = self.waiting.borrow_mut();
        let oldest = waiting.iter().position(|(waiting, _)| waiting == line).unwrap();
        waiting.remove(oldest).1.call1(&JsValue::NULL, &response(status, body)).unwrap();
    }

    /// A session that is made before anything is rendered.
    pub fn session(&self, answers: Answers) -> PageSession {
        PageSession::new(self.base.clone(), AuthMode::Cookie, answers)
    }

    /// Leaves the hint that `user` was signed in at an earlier page.
    pub fn was_signed_in(&self, user: &str) {
        let hint = format!("signed-in:{:08x}", fnv1a(user.bytes()));
        storage::write(Lifetime::Browser, &format!("lychgate:{}:memory", self.base.as_str()), Some(&hint));
    }

    /// Answers sign-ins, refreshes and sign-outs as `user`.
    pub fn knows(&self, user: &str) {
        self.knows_for(900_000, user);
    }

    /// The same, by tokens that last so many milliseconds.
    pub fn knows_for(&self, milliseconds: u32, user: &str) {
        self.answers.borrow_mut().retain(|(line, ..)| !line.starts_with("POST /auth/"));
        let reply = format!(r#"{{"data":{{"access_token":"{}","expires":{milliseconds}}}}}"#, jwt(user));
        self.answer("POST /auth/login", 200, &reply);
        self.answer("POST /auth/refresh", 200, &reply);
        self.answer("POST /auth/logout", 204, "");
    }

    /// Answers refreshes as if the session had ended.
    pub fn forgets(&self) {
        self.answers.borrow_mut().retain(|(line, ..)| !line.starts_with("POST /auth/"));
        let reply = r#"{"errors":[{"message":"","extensions":{"code":"INVALID_CREDENTIALS"}}]}"#;
        self.answer("POST /auth/refresh", 401, reply);
    }

    /// How many requests `METHOD /path` have come.
    pub fn count(&self, line: &str) -> usize {
        self.requests.borrow().iter().filter(|(to, _)| to == line).count()
    }

    /// Whether the last request `METHOD /path` has been aborted.
    pub fn is_aborted(&self, line: &str) -> bool {
        let requests = self.requests.borrow();
        let (_, request) = requests.iter().rfind(|(to, _)| to == line).unwrap();
        request.signal().aborted()
    }
}

impl Drop for FakeDirectus {
    fn drop(&mut self) {
        Reflect::set(&window(), &"fetch".into(), &self.real).unwrap();
    }
}

fn response(status: u16, body: &str) -> JsValue {
    let init = web_sys::ResponseInit::new();
    init.set_status(status);
    let body = (status != 204).then_some(body);
    web_sys::Response::new_with_opt_str_and_init(body, &init).unwrap().into()
}

/// A token of `user`, as Directus makes them, but for the signature.
fn jwt(user: &str) -> String {
    let part = |text: &str| window().btoa(text).unwrap().trim_end_matches('=').replace('+', "-").replace('/', "_");
    format!("{}.{}.{}", part(r#"{"alg":"HS256"}"#), part(&format!(r#"{{"id":"{user}"}}"#)), part("signature"))
}

/// What a test takes hold of inside an app.
#[derive(Clone, Default)]
pub struct Probe {
    client: Rc<RefCell<Option<Client>>>,
    session: Rc<RefCell<Option<Session>>>,
}

impl PartialEq for Probe {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.client, &other.client)
    }
}

impl Probe {
    pub fn client(&self) -> Client {
        self.client.borrow().clone().unwrap()
    }

    /// The session that components were last rendered with.
    pub fn session(&self) -> Session {
        self.session.borrow().clone().unwrap()
    }

    pub async fn sign_in(&self) {
        let login = Login { email: "ada@example.com".to_owned(), password: "secret".to_owned(), otp: None };
        self.client().sign_in(&login).await.unwrap();
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct StageProps {
    directus_url: BaseUrl,
    session: Option<PageSession>,
    probe: Probe,
    view: Callback<(), Html>,
}

#[component]
fn Probed(props: &StageProps) -> Html {
    props.probe.client.replace(Some(use_client()));
    props.probe.session.replace(Some(use_session()));
    props.view.emit(())
}

#[component]
fn Page(props: &StageProps) -> Html {
    html! {
        <SessionProvider directus_url={props.directus_url.clone()} session={props.session.clone()}>
            <Probed ..props.clone() />
        </SessionProvider>
    }
}

/// An app with a session in an element of its own; both go with the drop.
pub struct Stage {
    pub probe: Probe,
    element: HtmlElement,
    app: Option<yew::AppHandle<Page>>,
}

impl Stage {
    /// Renders `view` inside a provider.
    pub fn render(directus: &FakeDirectus, view: impl Fn() -> Html + 'static) -> Self {
        Self::render_with(None, directus, view)
    }

    /// Renders `view` inside a provider with this session.
    pub fn render_with(
        session: Option<PageSession>,
        directus: &FakeDirectus,
        view: impl Fn() -> Html + 'static,
    ) -> Self {
        let element: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&element).unwrap();
        let probe = Probe::default();
        let view = Callback::from(move |()| view());
        let props = StageProps { directus_url: directus.base.clone(), session, probe: probe.clone(), view };
        let app = yew::Renderer::<Page>::with_root_and_props(element.clone().into(), props).render();
        Self { probe, element, app: Some(app) }
    }

    /// Renders `view` inside a provider, and waits until it is known whether somebody is signed in.
    pub async fn new(directus: &FakeDirectus, view: impl Fn() -> Html + 'static) -> Self {
        let stage = Self::render(directus, view);
        until(|| stage.probe.session.borrow().as_ref().is_some_and(|session| *session != Session::Booting)).await;
        stage
    }

    pub fn text(&self) -> String {
        self.element.text_content().unwrap_or_default()
    }

    /// Waits until the app says `text`.
    pub async fn shows(&self, text: &str) {
        for _ in 0..500 {
            if self.text() == text {
                return;
            }
            sleep(Duration::from_millis(10)).await;
        }
        panic!("it says {:?}, not {text:?}", self.text());
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if let Some(app) = self.app.take() {
            app.destroy();
        }
        self.element.remove();
    }
}
