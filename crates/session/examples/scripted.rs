//! A session without a browser: the environment lives in memory, and a few lines play Directus. It shows a sign-in, a refresh before
//! the token ends, an outage, and a sign-out, step by step.
//!
//! Run it with `cargo run -p lychgate-session --example scripted`.

#![allow(clippy::print_stdout, reason = "an example for the terminal")]

use std::{
    cell::{Cell, RefCell},
    error::Error,
    future::{self, Future},
    pin::Pin,
    rc::Rc,
    time::Duration,
};

use base64ct::{Base64UrlUnpadded, Encoding};
use futures::{
    executor::{LocalPool, LocalSpawner},
    task::LocalSpawnExt,
};
use lychgate_directus::{
    Directus, HttpRequest, HttpResponse, SendFuture, Transport, TransportError, auth::Login, users,
};
use lychgate_session::{
    Client, SessionManager,
    environment::{Attention, Environment, Lock, SessionHint, Task},
};
use serde_json::{Value, json};

// -- The environment

/// The world of a single tab. A sleep is over at once, and sets the clock forward.
struct InMemory {
    now: Cell<Duration>,
    hint: Cell<SessionHint>,
    refresh_began: Cell<Option<Duration>>,
    refresh_time: Cell<Option<Duration>>,
    spawner: LocalSpawner,
}

impl InMemory {
    fn advance(&self, time: Duration) {
        self.now.set(self.now.get() + time);
    }
}

impl Environment for InMemory {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn wall(&self) -> Duration {
        self.now.get()
    }

    fn sleep(&self, duration: Duration) -> Task {
        self.advance(duration);
        Box::pin(future::ready(()))
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn spawn(&self, task: Task) {
        self.spawner.spawn_local(task).unwrap_or_default(); // The pool is gone: the program ends.
    }

    fn attention(&self) -> Attention {
        // A hidden page does not retry by itself; here that keeps an outage from being over at once.
        Attention::Hidden
    }

    fn is_offline(&self) -> bool {
        false
    }

    fn lock(&self, _: Duration) -> Pin<Box<dyn Future<Output = Lock>>> {
        // There is no other tab. With several, `guard` would release the lock when it is dropped.
        Box::pin(future::ready(Lock::Acquired { guard: Box::new(()), after_another: false }))
    }

    fn hint(&self) -> SessionHint {
        self.hint.get()
    }

    fn is_hint_shared(&self) -> bool {
        true
    }

    fn set_hint(&self, hint: SessionHint) {
        println!("    hint: {hint:?}");
        self.hint.set(hint);
    }

    fn refresh_pending(&self) -> Option<Duration> {
        self.refresh_began.get().map(|began| self.wall() - began)
    }

    fn set_refresh_pending(&self, age: Option<Duration>) {
        self.refresh_began.set(age.map(|age| self.wall().saturating_sub(age)));
    }

    fn refresh_time(&self) -> Option<Duration> {
        self.refresh_time.get()
    }

    fn set_refresh_time(&self, time: Duration) {
        self.refresh_time.set(Some(time));
    }

    // Without other tabs there is nobody to send to, and nobody advertises.
    fn post(&self, _: &str) {}

    fn advertise_token(&self, _: Option<Duration>) {}

    fn is_token_advertised(&self) -> bool {
        false
    }

    fn clear_advertisements(&self) {}
}

// -- Directus

/// A Directus in cookie mode with one user, and the cookie jar of the browser.
#[derive(Default)]
struct ScriptedDirectus {
    /// The number of the only valid refresh token.
    valid: Cell<u32>,
    cookie: Cell<Option<u32>>,
    is_down: Cell<bool>,
    log: RefCell<Vec<String>>,
}

impl ScriptedDirectus {
    fn answer(&self, request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let path = request.url.as_str();
        let sender = if request.authorization.is_some() { " (with a token)" } else { "" };
        println!("    {} {path}{sender}", request.method.as_str());
        self.log.borrow_mut().push(path.to_owned());
        if self.is_down.get() {
            return Err(TransportError::Network("no route to host".to_owned()));
        }
        let body = request.body.as_ref().and_then(|body| body.as_json()).unwrap_or_default();
        Ok(match path {
            "/auth/login" if body.contains("correct horse") => self.new_tokens(),
            "/auth/refresh" if self.cookie.get() == Some(self.valid.get()) => self.new_tokens(),
            "/auth/login" | "/auth/refresh" => error(401, "INVALID_CREDENTIALS"),
            "/auth/logout" => {
                self.cookie.set(None);
                HttpResponse { status: 204, ..HttpResponse::default() }
            }
            path if path.starts_with("/users/me") && request.authorization.is_some() => {
                json_response(200, &json!({ "data": { "id": "ada", "email": "ada@example.com" } }))
            }
            _ => error(403, "FORBIDDEN"),
        })
    }

    /// Rotates the refresh token: the new one comes by cookie, and the old one is dead from now on.
    fn new_tokens(&self) -> HttpResponse {
        self.valid.set(self.valid.get() + 1);
        self.cookie.set(Some(self.valid.get()));
        let base64 = Base64UrlUnpadded::encode_string;
        let header = base64(br#"{"alg":"HS256","typ":"JWT"}"#);
        let claims = base64(json!({ "id": "ada", "serial": self.valid.get() }).to_string().as_bytes());
        let signature = base64(&[7; 32]); // Only Directus checks it.
        let token = format!("{header}.{claims}.{signature}");
        json_response(200, &json!({ "data": { "access_token": token, "expires": 900_000 } })) // Milliseconds: 15 minutes.
    }
}

impl Transport for ScriptedDirectus {
    fn send(&self, request: HttpRequest) -> SendFuture {
        Box::pin(future::ready(self.answer(&request)))
    }
}

fn json_response(status: u16, body: &Value) -> HttpResponse {
    HttpResponse { status, body: body.to_string().into_bytes(), ..HttpResponse::default() }
}

fn error(status: u16, code: &str) -> HttpResponse {
    json_response(status, &json!({ "errors": [{ "message": "No.", "extensions": { "code": code } }] }))
}

// -- The steps

fn main() -> Result<(), Box<dyn Error>> {
    let mut pool = LocalPool::new();
    let environment = Rc::new(InMemory {
        now: Cell::new(Duration::from_secs(1)),
        hint: Cell::default(),
        refresh_began: Cell::default(),
        refresh_time: Cell::default(),
        spawner: pool.spawner(),
    });
    let server = Rc::new(ScriptedDirectus::default());
    let manager = SessionManager::new(Directus::new("/".parse()?, server.clone()), environment.clone());
    let client = Client::new(manager.clone());
    let _subscription = manager.subscribe(|session| println!("    session: {}", session.name()));

    println!("1. Boot. Nothing hints at a session, so Directus is not asked.");
    manager.boot();
    pool.run_until_stalled();

    println!("2. Sign in with a wrong password, and then with the right one.");
    let mut login = Login { email: "ada@example.com".to_owned(), password: "wrong".to_owned(), otp: None };
    if let Err(error) = pool.run_until(client.sign_in(&login)) {
        println!("    {error}");
    }
    login.password = "correct horse".to_owned();
    pool.run_until(client.sign_in(&login))?;

    println!("3. Send a request. The token is fresh, so it goes out at once.");
    let user = pool.run_until(client.send(&users::me()))?;
    println!("    e-mail: {}", user.email.unwrap_or_default());

    println!(
        "4. Wait for 14 minutes and 45 seconds. The token lives for 15 minutes: it is renewed before the request."
    );
    environment.advance(Duration::from_secs(14 * 60 + 45));
    pool.run_until(client.send(&users::me()))?;

    println!(
        "5. Directus is down when the token ends. The user stays signed in, and a later request finds Directus again."
    );
    environment.advance(Duration::from_secs(15 * 60));
    server.is_down.set(true);
    if let Err(error) = pool.run_until(client.send(&users::me())) {
        println!("    {error}");
    }
    server.is_down.set(false);
    environment.advance(Duration::from_secs(60));
    pool.run_until(client.send(&users::me()))?;

    println!("6. Sign out.");
    pool.run_until(client.sign_out())?;
    println!("{} requests in all.", server.log.borrow().len());
    Ok(())
}
