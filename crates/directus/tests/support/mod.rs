//! A wire that answers by script, and keeps a log of what was sent.

#![allow(dead_code, reason = "every test file takes what it needs")]

use std::{cell::RefCell, collections::VecDeque, rc::Rc, time::Duration};

use futures::channel::oneshot;
use lychgate_directus::{
    AccessToken, HttpRequest, HttpResponse, SendFuture, TokenReply, Transport, TransportError, UserId, auth::Login,
};
use serde_json::{Value, json};

/// What the wire brings back for one request.
pub type Answer = Result<HttpResponse, TransportError>;

/// The life of an access token, as Directus has it by default.
pub const TOKEN_LIFE: Duration = Duration::from_secs(900);

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
    jwt(user, serial).parse::<AccessToken>().unwrap()
}

pub fn reply(user: &str, serial: u32) -> TokenReply {
    TokenReply { access_token: Some(token(user, serial)), lifetime: TOKEN_LIFE }
}

/// An answer with a JSON body.
pub fn answer(status: u16, body: &Value) -> Answer {
    Ok(HttpResponse { status, body: body.to_string().into_bytes(), ..HttpResponse::default() })
}

/// The answer to a sign-in or a refresh that went well.
pub fn tokens(user: &str, serial: u32) -> Answer {
    answer(200, &json!({ "data": { "expires": 900_000, "access_token": jwt(user, serial) } }))
}

/// The same in session mode, in which the token stays in the cookie.
pub fn session_renewed() -> Answer {
    answer(200, &json!({ "data": { "expires": 86_400_000 } }))
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
    pub fn write(&self, line: impl Into<String>) {
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
    pub requests: RefCell<Vec<HttpRequest>>,
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
    serde_json::from_str(request.body.as_ref().map_or("null", |body| body.as_json().unwrap())).unwrap()
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

pub fn credentials() -> Login {
    Login { email: "ada@example.com".to_owned(), password: "correct horse".to_owned(), otp: None }
}

pub fn id(user: &str) -> UserId {
    UserId::from(user)
}
