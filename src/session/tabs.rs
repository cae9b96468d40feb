//! What the tabs of one browser tell each other. Anything of the same origin can speak here, so all of it is read with
//! suspicion; whether it is believed is the keeper's business.

use std::{cell::RefCell, future::poll_fn, pin::pin, task::Poll, task::Waker, time::Duration};

use futures_util::future::{Either, select};
use serde_json::{Value, json};

use super::{grant::Grant, ports::Ports};
use crate::directus::{AccessToken, UserId};

/// How long tabs are given to answer. They do so within milliseconds, unless they are asleep.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);

/// What one tab says to all others.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Has anyone a token that lasts?
    Ask,
    /// Here is one.
    HandOver(HandOver),
    /// The person has signed out.
    SignedOut,
}

/// A token for the other tabs.
#[derive(Debug, Clone, PartialEq)]
pub struct HandOver {
    /// For whom.
    pub grant: Grant,
    /// How long it could still be used when this was said.
    pub usable_for: Duration,
    /// When this was said, by the wall clock. A tab that was asleep hears it later.
    pub said_at: Duration,
    /// Whether a person has signed in just now, rather than an old sign-in been renewed.
    pub is_sign_in: bool,
}

impl Message {
    /// The message on the wire.
    pub fn to_text(&self) -> String {
        let milliseconds = |duration: Duration| u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
        let message = match self {
            Self::Ask => json!({ "is": "ask" }),
            Self::SignedOut => json!({ "is": "signed-out" }),
            Self::HandOver(it) => json!({
                "is": "hand-over",
                "user": it.grant.user.as_str(),
                "token": it.grant.token.as_ref().map(AccessToken::as_str),
                "usableFor": milliseconds(it.usable_for),
                "saidAt": milliseconds(it.said_at),
                "isSignIn": it.is_sign_in,
            }),
        };
        message.to_string()
    }

    /// Reads a message; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let message: Value = serde_json::from_slice(text.as_bytes()).ok()?; // Somebody else's message, perhaps.
        let duration = |key| message.get(key)?.as_u64().map(Duration::from_millis);
        match message.get("is")?.as_str()? {
            "ask" => Some(Self::Ask),
            "signed-out" => Some(Self::SignedOut),
            "hand-over" => {
                let user = UserId::from(message.get("user")?.as_str()?);
                let token = match message.get("token")? {
                    Value::Null => None,
                    token => Some(AccessToken::parse(token.as_str()?).ok()?), // No token that could be used.
                };
                if token.as_ref().is_some_and(|token| *token.user() != user) {
                    return None;
                }
                Some(Self::HandOver(HandOver {
                    grant: Grant { user, token },
                    usable_for: duration("usableFor")?,
                    said_at: duration("saidAt")?,
                    is_sign_in: message.get("isSignIn")?.as_bool()?,
                }))
            }
            _ => None,
        }
    }
}

/// Waits for what other tabs hand over.
#[derive(Default)]
pub struct Tabs {
    waiting: RefCell<Option<Waker>>,
}

impl Tabs {
    /// To be called when something has been handed over.
    pub fn arrived(&self) {
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }

    /// Asks the other tabs for a token, and waits until `is_fresh` says that one has come. Says whether it has.
    /// One asks at a time.
    pub async fn ask(&self, ports: &dyn Ports, is_fresh: &dyn Fn() -> bool) -> bool {
        ports.post(&Message::Ask.to_text());
        let arrival = poll_fn(|context| {
            if is_fresh() {
                return Poll::Ready(());
            }
            self.waiting.replace(Some(context.waker().clone()));
            Poll::Pending
        });
        matches!(select(pin!(arrival), ports.sleep(ANSWER_WITHIN)).await, Either::Left(_))
    }
}
