//! A world for the session without a browser: a wire that answers by script, and a clock, a lock and a memory that
//! tests look into. Time passes only when a test says so.

#![allow(dead_code, reason = "every test file takes what it needs")]

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::Future,
    pin::Pin,
    rc::{Rc, Weak},
    time::Duration,
};

use futures::{
    channel::oneshot,
    executor::{LocalPool, LocalSpawner},
    future::{Either, LocalBoxFuture, select},
    task::LocalSpawnExt,
};
use lychgate::{
    directus::{
        AccessToken, BaseUrl, Directus, HttpRequest, HttpResponse, SendFuture, TokenReply, Transport, TransportError,
        UserId, auth::Credentials,
    },
    session::{
        Client, Session,
        keeper::Keeper,
        ports::{Held, Memory, Ports, Task},
    },
};
use serde_json::{Value, json};

/// What the wire brings back for one request.
pub type Answer = Result<HttpResponse, TransportError>;

/// The life of an access token, as Directus has it by default.
pub const TOKEN_LIFE: Duration = Duration::from_secs(900);

/// How long before its end a token of that life is renewed.
pub const RENEWED_BEFORE_END: Duration = Duration::from_secs(30);

pub const ADA: &str = "3f1c8a52-5d0b-4f0e-9b57-0a4c1d2e3f40";
pub const BEN: &str = "b7e2d911-6a3c-4c88-8f21-94d5e6f70812";

// ---------------------------------------------------------------------------------------------------------------------
// Answers

/// An access token in the form that Directus makes it; `serial` tells two tokens of one user apart.
pub fn jwt(user: &str, serial: u32) -> String {
    jwt_of(&json!({
        "id": user, "role": null, "app_access": false, "admin_access": false, "iat": 1_780_000_000, "exp": 1_780_000_900,
        "iss": "directus", "serial": serial,
    }))
}

/// A signed-looking token with any claims.
pub fn jwt_of(claims: &Value) -> String {
    let header = base64url(br#"{"alg":"HS256","typ":"JWT"}"#);
    format!("{header}.{}.{}", base64url(claims.to_string().as_bytes()), base64url(&[7; 32]))
}

fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let group =
            chunk.iter().chain([0, 0].iter()).take(3).fold(0_usize, |group, byte| group << 8 | usize::from(*byte));
        let digits = [18, 12, 6, 0].map(|shift| char::from(DIGITS[group >> shift & 63]));
        text.extend(&digits[..=chunk.len()]);
    }
    text
}

pub fn token(user: &str, serial: u32) -> AccessToken {
    AccessToken::parse(&jwt(user, serial)).unwrap()
}

pub fn reply(user: &str, serial: u32) -> TokenReply {
    TokenReply { access_token: token(user, serial), lifetime: TOKEN_LIFE }
}

/// An answer with a JSON body.
pub fn answer(status: u16, body: &Value) -> Answer {
    Ok(HttpResponse { status, body: body.to_string().into_bytes(), ..HttpResponse::default() })
}

/// The answer to a sign-in or a refresh that went well.
pub fn tokens(user: &str, serial: u32) -> Answer {
    answer(200, &json!({ "data": { "expires": 900_000, "access_token": jwt(user, serial) } }))
}

/// What Directus answers where there is nothing to say.
pub fn done() -> Answer {
    Ok(HttpResponse { status: 204, ..HttpResponse::default() })
}

/// A refusal in Directus' form.
pub fn refusal(status: u16, code: &str) -> Answer {
    answer(status, &json!({ "errors": [{ "message": MESSAGE, "extensions": { "code": code } }] }))
}

/// The sentence in every [`refusal`]; nobody should ever read it.
pub const MESSAGE: &str = "A sentence made by Directus.";

/// A refusal that asks to wait.
pub fn busy(status: u16, code: &str, seconds: u64) -> Answer {
    refusal(status, code).map(|answer| HttpResponse { retry_after: Some(seconds.to_string()), ..answer })
}

/// What a proxy says when the server behind it is down.
pub fn bad_gateway() -> Answer {
    Ok(HttpResponse { status: 502, body: b"<html><h1>502 Bad Gateway</h1></html>".to_vec(), ..HttpResponse::default() })
}

pub fn no_network() -> Answer {
    Err(TransportError::Network("Failed to fetch".to_owned()))
}

/// The own user as Directus sends it.
pub fn user(id: &str, email: &str) -> Answer {
    answer(200, &json!({ "data": { "id": id, "email": email } }))
}

// ---------------------------------------------------------------------------------------------------------------------
// The log: what happened, in order

#[derive(Clone, Default)]
pub struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    fn write(&self, line: impl Into<String>) {
        self.0.borrow_mut().push(line.into());
    }

    pub fn lines(&self) -> Vec<String> {
        self.0.borrow().clone()
    }

    pub fn clear(&self) {
        self.0.borrow_mut().clear();
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The wire

enum Scripted {
    Now(Answer),
    Later(oneshot::Receiver<Answer>),
}

/// Answers a request that the script does not know; `None` leaves it without an answer for the time being.
type Beyond = dyn Fn(&HttpRequest) -> Option<Answer>;

/// Answers requests by script, one after the other, and keeps them. A request beyond the script fails the test.
pub struct Wire {
    script: RefCell<VecDeque<Scripted>>,
    beyond: RefCell<Option<Box<Beyond>>>,
    /// Requests beyond the script that have no answer yet.
    open: RefCell<Vec<(HttpRequest, Withheld)>>,
    requests: RefCell<Vec<HttpRequest>>,
    log: Log,
}

/// An answer that has not come yet.
#[must_use]
pub struct Withheld(oneshot::Sender<Answer>);

impl Withheld {
    /// Lets it come.
    pub fn release(self, answer: Answer) {
        assert!(self.0.send(answer).is_ok(), "nobody waits for this answer any more");
    }

    /// Whether the one who asked has given up.
    pub fn is_abandoned(&self) -> bool {
        self.0.is_canceled()
    }
}

impl Wire {
    pub fn new(log: Log) -> Rc<Self> {
        Rc::new(Self {
            script: RefCell::default(),
            beyond: RefCell::default(),
            open: RefCell::default(),
            requests: RefCell::default(),
            log,
        })
    }

    /// What is not in the script is answered by `answer`.
    pub fn otherwise(&self, answer: impl Fn(&HttpRequest) -> Option<Answer> + 'static) {
        self.beyond.replace(Some(Box::new(answer)));
    }

    /// Paths of the requests beyond the script that have no answer yet, and that somebody waits for.
    pub fn open(&self) -> Vec<String> {
        let mut open = self.open.borrow_mut();
        open.retain(|(_, withheld)| !withheld.is_abandoned());
        open.iter().map(|(request, _)| path_of(request).to_owned()).collect()
    }

    /// Answers one of them.
    pub fn close(&self, index: usize, answer: impl FnOnce(&HttpRequest) -> Answer) {
        let (request, withheld) = self.open.borrow_mut().remove(index);
        withheld.release(answer(&request));
    }

    /// The next request that is not scripted yet is answered by `answer`.
    pub fn then(&self, answer: Answer) -> &Self {
        self.script.borrow_mut().push_back(Scripted::Now(answer));
        self
    }

    /// The next request that is not scripted yet is answered when the test says so.
    pub fn withhold(&self) -> Withheld {
        let (sender, receiver) = oneshot::channel();
        self.script.borrow_mut().push_back(Scripted::Later(receiver));
        Withheld(sender)
    }

    pub fn requests(&self) -> Vec<HttpRequest> {
        self.requests.borrow().clone()
    }

    /// `METHOD /path?query` of everything that was sent.
    pub fn sent(&self) -> Vec<String> {
        self.requests.borrow().iter().map(line).collect()
    }

    pub fn count(&self, path: &str) -> usize {
        self.requests.borrow().iter().filter(|request| path_of(request) == path).count()
    }

    /// How many answers were scripted and never asked for.
    pub fn left(&self) -> usize {
        self.script.borrow().len()
    }
}

pub fn path_of(request: &HttpRequest) -> &str {
    request.url.split('?').next().unwrap_or_default()
}

fn line(request: &HttpRequest) -> String {
    format!("{} {}", request.method.as_str(), path_of(request))
}

pub fn body_of(request: &HttpRequest) -> Value {
    serde_json::from_str(request.body.as_deref().unwrap_or("null")).unwrap()
}

impl Transport for Wire {
    fn send(&self, request: HttpRequest) -> SendFuture {
        let line = line(&request);
        self.log.write(&line);
        self.requests.borrow_mut().push(request);
        match self.script.borrow_mut().pop_front() {
            Some(Scripted::Now(answer)) => Box::pin(async { answer }),
            Some(Scripted::Later(answer)) => Box::pin(async { answer.await.unwrap_or(Err(TransportError::Aborted)) }),
            None => match &*self.beyond.borrow() {
                Some(beyond) => match beyond(self.requests.borrow().last().unwrap()) {
                    Some(answer) => Box::pin(async { answer }),
                    None => {
                        let (sender, receiver) = oneshot::channel();
                        let request = self.requests.borrow().last().cloned().unwrap();
                        self.open.borrow_mut().push((request, Withheld(sender)));
                        Box::pin(async { receiver.await.unwrap_or(Err(TransportError::Aborted)) })
                    }
                },
                None => panic!("the script has no answer for {line}"),
            },
        }
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// The ports

struct Sleeper {
    until: Duration,
    wake: oneshot::Sender<()>,
}

/// The browser around the session, by script.
pub struct Browser {
    now: Cell<Duration>,
    sleepers: RefCell<Vec<Sleeper>>,
    /// All that was ever slept, waits for the lock not counted.
    pub slept: RefCell<Vec<Duration>>,
    pub random: Cell<f64>,
    pub memory: Cell<Memory>,
    pub pending: Cell<bool>,
    pub has_locks: Cell<bool>,
    locked: Cell<bool>,
    queue: RefCell<VecDeque<oneshot::Sender<()>>>,
    spawner: LocalSpawner,
    this: Weak<Self>,
    log: Log,
}

struct HeldLock(Rc<Browser>);

impl Drop for HeldLock {
    fn drop(&mut self) {
        self.0.log.write("unlock");
        self.0.unlock();
    }
}

impl Browser {
    fn new(spawner: LocalSpawner, log: Log) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            now: Cell::new(Duration::from_secs(5)),
            sleepers: RefCell::default(),
            slept: RefCell::default(),
            random: Cell::new(0.5),
            memory: Cell::default(),
            pending: Cell::default(),
            has_locks: Cell::new(true),
            locked: Cell::default(),
            queue: RefCell::default(),
            spawner,
            this: this.clone(),
            log,
        })
    }

    fn timer(&self, duration: Duration) -> oneshot::Receiver<()> {
        let (wake, woken) = oneshot::channel();
        self.sleepers.borrow_mut().push(Sleeper { until: self.now.get().saturating_add(duration), wake });
        woken
    }

    fn unlock(&self) {
        self.locked.set(false);
        while let Some(next) = self.queue.borrow_mut().pop_front() {
            if next.send(()).is_ok() {
                self.locked.set(true);
                break;
            }
        }
    }

    pub fn is_locked(&self) -> bool {
        self.locked.get()
    }

    /// How many timers run that somebody waits for.
    pub fn sleeping(&self) -> usize {
        self.sleepers.borrow().iter().filter(|sleeper| !sleeper.wake.is_canceled()).count()
    }

    /// Takes the lock as another tab would.
    pub fn another_tab_locks(&self) -> Held {
        assert!(!self.locked.replace(true), "the lock is taken");
        Box::new(HeldLock(self.this.upgrade().unwrap()))
    }
}

impl Ports for Browser {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn sleep(&self, duration: Duration) -> Task {
        self.slept.borrow_mut().push(duration);
        let woken = self.timer(duration);
        Box::pin(async {
            woken.await.unwrap_or_default();
        })
    }

    fn random(&self) -> f64 {
        self.random.get()
    }

    fn spawn(&self, task: Task) {
        self.spawner.spawn_local(task).unwrap();
    }

    fn lock(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Option<Held>>>> {
        if !self.has_locks.get() {
            return Box::pin(async { None });
        }
        let this = self.this.upgrade().unwrap();
        Box::pin(async move {
            if this.locked.get() {
                let (grant, granted) = oneshot::channel();
                this.queue.borrow_mut().push_back(grant);
                if let Either::Right(_) = select(granted, this.timer(wait)).await {
                    this.log.write("no lock");
                    return None;
                }
            } else {
                this.locked.set(true);
            }
            this.log.write("lock");
            Some(Box::new(HeldLock(this)) as Held)
        })
    }

    fn memory(&self) -> Memory {
        self.memory.get()
    }

    fn remember(&self, memory: Memory) {
        self.log.write(format!("remember {memory:?}"));
        self.memory.set(memory);
    }

    fn refresh_pending(&self) -> bool {
        self.pending.get()
    }

    fn set_refresh_pending(&self, pending: bool) {
        self.log.write(if pending { "pending" } else { "not pending" });
        self.pending.set(pending);
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// All together

/// A page with its session, and everything around it.
pub struct World {
    pool: RefCell<LocalPool>,
    pub log: Log,
    pub wire: Rc<Wire>,
    pub browser: Rc<Browser>,
    pub directus: Directus,
    pub keeper: Keeper,
    pub client: Client,
}

/// Something that was begun; its outcome, once it is there.
pub struct Begun<T>(Rc<RefCell<Option<T>>>);

impl<T> Begun<T> {
    pub fn is_done(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// The outcome.
    pub fn outcome(self) -> T {
        self.0.take().expect("it is not done yet")
    }
}

impl World {
    pub fn new() -> Self {
        let pool = LocalPool::new();
        let log = Log::default();
        let wire = Wire::new(log.clone());
        let browser = Browser::new(pool.spawner(), log.clone());
        let directus = Directus::new(BaseUrl::parse("/").unwrap(), wire.clone());
        let keeper = Keeper::new(directus.clone(), browser.clone());
        let client = Client::new(keeper.clone());
        Self { pool: RefCell::new(pool), log, wire, browser, directus, keeper, client }
    }

    /// A page on which `user` is signed in, with token number 1, and nothing in log and wire.
    pub fn signed_in(user: &str) -> Self {
        let world = Self::new();
        world.browser.memory.set(Memory::SignedIn);
        world.wire.then(tokens(user, 1));
        world.keeper.boot();
        world.settle();
        assert_eq!(world.session(), Session::SignedIn { user: UserId::from(user) });
        world.wire.requests.borrow_mut().clear();
        world.log.clear();
        world
    }

    /// Another page of the same browser: its own keeper, the same lock, memory, clock and wire.
    pub fn another_page(&self) -> Keeper {
        Keeper::new(self.directus.clone(), self.browser.clone())
    }

    pub fn session(&self) -> Session {
        self.keeper.session()
    }

    /// Lets everything go on as far as it goes without time passing.
    pub fn settle(&self) {
        self.pool.borrow_mut().run_until_stalled();
    }

    /// Lets `duration` pass, timer by timer.
    pub fn pass(&self, duration: Duration) {
        let end = self.browser.now.get().saturating_add(duration);
        self.settle();
        loop {
            let next = {
                let mut sleepers = self.browser.sleepers.borrow_mut();
                sleepers.retain(|sleeper| !sleeper.wake.is_canceled());
                let earliest =
                    sleepers.iter().enumerate().min_by_key(|(_, sleeper)| sleeper.until).map(|(index, _)| index);
                earliest.filter(|index| sleepers[*index].until <= end).map(|index| sleepers.remove(index))
            };
            let Some(Sleeper { until, wake }) = next else { break };
            self.browser.now.set(until.max(self.browser.now.get()));
            wake.send(()).unwrap_or_default();
            self.settle();
        }
        self.browser.now.set(end);
    }

    /// Begins `future` and lets it go on as far as it goes.
    pub fn begin<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> Begun<T> {
        let outcome = Rc::new(RefCell::new(None));
        let slot = outcome.clone();
        let task: LocalBoxFuture<'static, ()> = Box::pin(async move {
            let value = future.await;
            slot.replace(Some(value));
        });
        self.browser.spawner.spawn_local(task).unwrap();
        self.settle();
        Begun(outcome)
    }

    /// Runs `future` to its end, with no time passing.
    pub fn run<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> T {
        self.begin(future).outcome()
    }

    /// Begins to ask for a token.
    pub fn ask_for_token(&self) -> Begun<Result<AccessToken, lychgate::session::keeper::NoToken>> {
        let keeper = self.keeper.clone();
        self.begin(async move { keeper.token().await })
    }
}

pub fn credentials() -> Credentials {
    Credentials { email: "ada@example.com".to_owned(), password: "correct horse".to_owned(), otp: None }
}

pub fn id(user: &str) -> UserId {
    UserId::from(user)
}
