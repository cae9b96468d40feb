//! What the properties share: durations, tokens, and an environment in which every sleep is over at once.

use std::{
    cell::{Cell, RefCell},
    future::{Future, ready},
    pin::Pin,
    rc::Rc,
    time::Duration,
};

use base64ct::{Base64UrlUnpadded, Encoding};
use futures::executor::block_on;
use lychgate_directus::{
    AccessToken, AuthMode, BaseUrl, Directus, HttpRequest, HttpResponse, SendFuture, Transport, TransportError, UserId,
};
use lychgate_session::environment::{Attention, Environment, Lock, SessionHint, Task, UserTag};
use proptest::prelude::*;
use serde_json::json;

pub fn jwt(user: &str) -> String {
    let part = |bytes: &[u8]| Base64UrlUnpadded::encode_string(bytes);
    let claims = json!({ "id": user, "iss": "directus" }).to_string();
    format!("{}.{}.{}", part(br#"{"alg":"HS256"}"#), part(claims.as_bytes()), part(&[7; 32]))
}

pub fn token(user: &str) -> AccessToken {
    jwt(user).parse::<AccessToken>().unwrap()
}

/// User ids, odd ones too.
pub fn user_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9a-f]{8}-[0-9a-f]{4}",
        ".{0,24}",
        Just(String::new()),
        Just("a b  c ".to_owned()),
        Just("-".to_owned())
    ]
}

/// A browser with one page in which every sleep is over at once, and sets the clock forward.
pub struct Still {
    pub now: Rc<Cell<Duration>>,
    pub wall: Cell<Duration>,
    hint: Cell<SessionHint>,
    /// When the pending refresh began.
    pending: Cell<Option<Duration>>,
    time: Cell<Option<Duration>>,
    pub attention: Cell<Attention>,
    pub chance: RefCell<Vec<f64>>,
    tasks: RefCell<Vec<Task>>,
}

impl Still {
    pub fn new(now: Duration, wall: Duration) -> Rc<Self> {
        Rc::new(Self {
            now: Rc::new(Cell::new(now)),
            wall: Cell::new(wall),
            hint: Cell::new(SessionHint::SignedIn(UserTag::from(&UserId::from("ada")))),
            pending: Cell::default(),
            time: Cell::default(),
            attention: Cell::new(Attention::Active),
            chance: RefCell::default(),
            tasks: RefCell::default(),
        })
    }

    /// Runs the tasks until none is left.
    pub fn run(&self) {
        loop {
            let Some(task) = self.tasks.borrow_mut().pop() else { break };
            block_on(task);
        }
    }
}

impl Environment for Still {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn wall(&self) -> Duration {
        self.wall.get()
    }

    fn sleep(&self, duration: Duration) -> Task {
        let now = self.now.clone();
        Box::pin(async move { now.set(now.get().saturating_add(duration)) })
    }

    fn random(&self) -> f64 {
        self.chance.borrow_mut().pop().unwrap_or(0.5)
    }

    fn spawn(&self, task: Task) {
        self.tasks.borrow_mut().push(task);
    }

    fn attention(&self) -> Attention {
        self.attention.get()
    }

    fn is_offline(&self) -> bool {
        false
    }

    fn lock(&self, _: Duration) -> Pin<Box<dyn Future<Output = Lock>>> {
        Box::pin(ready(Lock::Acquired { guard: Box::new(()), after_another: false }))
    }

    fn hint(&self) -> SessionHint {
        self.hint.get()
    }

    fn is_hint_shared(&self) -> bool {
        true
    }

    fn set_hint(&self, hint: SessionHint) {
        self.hint.set(hint);
    }

    fn refresh_pending(&self) -> Option<Duration> {
        self.pending.get().map(|began| self.now().saturating_sub(began))
    }

    fn set_refresh_pending(&self, age: Option<Duration>) {
        self.pending.set(age.map(|age| self.now().saturating_sub(age)));
    }

    fn refresh_time(&self) -> Option<Duration> {
        self.time.get()
    }

    fn set_refresh_time(&self, time: Duration) {
        self.time.set(Some(time));
    }

    fn post(&self, _: &str) {}

    fn advertise_token(&self, _: Option<Duration>) {}

    fn is_token_advertised(&self) -> bool {
        false
    }

    fn clear_advertisements(&self) {}
}

/// Answers everything the same.
pub struct Always(Result<HttpResponse, TransportError>);

impl Transport for Always {
    fn send(&self, _: HttpRequest) -> SendFuture {
        Box::pin(ready(self.0.clone()))
    }
}

pub fn directus(answer: Result<HttpResponse, TransportError>, mode: AuthMode) -> Directus {
    Directus::new("/directus".parse::<BaseUrl>().unwrap(), Rc::new(Always(answer))).with_mode(mode)
}
