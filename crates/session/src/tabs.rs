//! Messages between the tabs of one browser. Every script of the same origin can post here, so each message is checked; whether to
//! trust a token in one is up to [`SessionManager`](super::SessionManager).

use std::{
    cell::RefCell,
    error, fmt,
    future::poll_fn,
    pin::pin,
    str::FromStr,
    task::{Poll, Waker},
    time::Duration,
};

use futures_util::future::{Either, select};
use lychgate_directus::{AccessToken, UserId};

use super::{authorization::Authorization, environment::Environment};

/// How long other tabs have to answer a request for a token. They answer within milliseconds, unless the browser has suspended them.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(1);

// The words on the channel. They stay as they are: tabs with an older version of the app may be open.
const TOKEN_REQUEST: &str = "ask";
const SIGNED_OUT: &str = "signed-out";
const ACCOUNT_CHANGED: &str = "changed";
const SHARED_TOKEN: &str = "hand-over";
const FROM_SIGN_IN: &str = "sign-in";
const FROM_REFRESH: &str = "renewal";
const NO_TOKEN: &str = "-";

/// A message of one tab to all others.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Asks for a token that can still be used.
    TokenRequest,
    /// Shares a token.
    SharedToken(SharedToken),
    /// Reports that the person has signed out.
    SignedOut,
    /// Reports that the person has changed something of their account.
    AccountChanged,
}

/// A token shared with the other tabs.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedToken {
    /// The user, and in cookie mode the token.
    pub authorization: Authorization,
    /// How long the token could still be used when the message was sent.
    pub usable_for: Duration,
    /// When the message was sent, by the wall clock. A suspended tab receives it later.
    pub sent_at: Duration,
    /// What the token comes from.
    pub origin: TokenOrigin,
}

/// What a shared token comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenOrigin {
    /// A sign-in just now. It begins a new epoch in the other tabs.
    SignIn,
    /// The session that the tabs share already.
    Refresh,
}

/// Returns `duration` in milliseconds, in 64 bits: printing the standard library's 128 takes much code. What is longer counts as
/// [`u64::MAX`].
pub fn to_milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// Writes the message as it is sent: words with blanks between them.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TokenRequest => f.write_str(TOKEN_REQUEST),
            Self::SignedOut => f.write_str(SIGNED_OUT),
            Self::AccountChanged => f.write_str(ACCOUNT_CHANGED),
            Self::SharedToken(shared) => write!(
                f,
                "{SHARED_TOKEN} {} {} {} {} {}",
                to_milliseconds(shared.usable_for),
                to_milliseconds(shared.sent_at),
                match shared.origin {
                    TokenOrigin::SignIn => FROM_SIGN_IN,
                    TokenOrigin::Refresh => FROM_REFRESH,
                },
                shared.authorization.token.as_ref().map_or(NO_TOKEN, AccessToken::as_str),
                shared.authorization.user.as_str(),
            ),
        }
    }
}

/// The text is not a message of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseMessageError;

impl fmt::Display for ParseMessageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a message between tabs")
    }
}

impl error::Error for ParseMessageError {}

/// Reads a message. Refuses any other text, and a token that belongs to another user than the message names.
impl FromStr for Message {
    type Err = ParseMessageError;

    fn from_str(text: &str) -> Result<Self, ParseMessageError> {
        Self::read(text).ok_or(ParseMessageError)
    }
}

impl Message {
    fn read(text: &str) -> Option<Self> {
        match text {
            TOKEN_REQUEST => return Some(Self::TokenRequest),
            SIGNED_OUT => return Some(Self::SignedOut),
            ACCOUNT_CHANGED => return Some(Self::AccountChanged),
            _ => {}
        }
        let mut words = text.strip_prefix(SHARED_TOKEN)?.strip_prefix(' ')?.splitn(5, ' ');
        let mut milliseconds = || words.next()?.parse().ok().map(Duration::from_millis); // Not a message of this program.
        let (usable_for, sent_at) = (milliseconds()?, milliseconds()?);
        let origin = match words.next()? {
            FROM_SIGN_IN => TokenOrigin::SignIn,
            FROM_REFRESH => TokenOrigin::Refresh,
            _ => return None,
        };
        let token = match words.next()? {
            NO_TOKEN => None,
            token => Some(token.parse::<AccessToken>().ok()?), // Not a token that can be used.
        };
        let user = UserId::from(words.next()?);
        if token.as_ref().is_some_and(|token| *token.user() != user) {
            return None;
        }
        Some(Self::SharedToken(SharedToken {
            authorization: Authorization { user, token },
            usable_for,
            sent_at,
            origin,
        }))
    }
}

/// Asks the other tabs for a token, and waits for one.
#[derive(Debug, Default)]
pub struct TokenRequest {
    waker: RefCell<Option<Waker>>,
}

impl TokenRequest {
    /// Wakes whoever waits in [`send`](Self::send). Call this when another tab has shared a token.
    pub fn token_received(&self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    /// Asks the other tabs for a token, and waits for up to a second until `is_fresh` says that one has come. Returns whether it has.
    /// Only one caller can wait at a time.
    pub async fn send(&self, environment: &dyn Environment, is_fresh: &dyn Fn() -> bool) -> bool {
        environment.post(&Message::TokenRequest.to_string());
        let received = poll_fn(|context| {
            if is_fresh() {
                return Poll::Ready(());
            }
            self.waker.replace(Some(context.waker().clone()));
            Poll::Pending
        });
        matches!(select(pin!(received), environment.sleep(ANSWER_TIMEOUT)).await, Either::Left(_))
    }
}
