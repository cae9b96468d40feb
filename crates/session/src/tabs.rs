//! What the tabs of one browser tell each other. Anything of the same origin can speak here, so all of it is read with
//! suspicion; whether it is believed is the keeper's business.

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

/// How long tabs are given to answer. They do so within milliseconds, unless they are asleep.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);

const ASK: &str = "ask";
const SIGNED_OUT: &str = "signed-out";
const CHANGED: &str = "changed";
const HAND_OVER: &str = "hand-over";
const SIGN_IN: &str = "sign-in";
const RENEWAL: &str = "renewal";
const NO_TOKEN: &str = "-";

/// What one tab says to all others.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Has anyone a token that lasts?
    Ask,
    /// Here is one.
    SharedToken(SharedToken),
    /// The person has signed out.
    SignedOut,
    /// The person has changed something of their account.
    Changed,
}

/// A token for the other tabs.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedToken {
    /// For whom.
    pub authorization: Authorization,
    /// How long it could still be used when this was said.
    pub usable_for: Duration,
    /// When this was said, by the wall clock. A tab that was asleep hears it later.
    pub said_at: Duration,
    /// Whether a person has signed in just now, rather than an old sign-in been renewed.
    pub is_sign_in: bool,
}

/// In 64 bits; the standard library's 128 take much room to print.
pub fn to_milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX) // That is for ever.
}

/// The message on the wire: words with blanks between them.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ask => f.write_str(ASK),
            Self::SignedOut => f.write_str(SIGNED_OUT),
            Self::Changed => f.write_str(CHANGED),
            Self::SharedToken(it) => write!(
                f,
                "{HAND_OVER} {} {} {} {} {}",
                to_milliseconds(it.usable_for),
                to_milliseconds(it.said_at),
                if it.is_sign_in { SIGN_IN } else { RENEWAL },
                it.authorization.token.as_ref().map_or(NO_TOKEN, AccessToken::as_str),
                it.authorization.user.as_str(),
            ),
        }
    }
}

/// The text is no message of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAMessage;

impl fmt::Display for NotAMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a message between tabs")
    }
}

impl error::Error for NotAMessage {}

impl FromStr for Message {
    type Err = NotAMessage;

    fn from_str(text: &str) -> Result<Self, NotAMessage> {
        Self::read(text).ok_or(NotAMessage)
    }
}

impl Message {
    fn read(text: &str) -> Option<Self> {
        match text {
            ASK => return Some(Self::Ask),
            SIGNED_OUT => return Some(Self::SignedOut),
            CHANGED => return Some(Self::Changed),
            _ => {}
        }
        let mut words = text.strip_prefix(HAND_OVER)?.strip_prefix(' ')?.splitn(5, ' ');
        let mut milliseconds = || words.next()?.parse().ok().map(Duration::from_millis); // Somebody else's message.
        let (usable_for, said_at) = (milliseconds()?, milliseconds()?);
        let is_sign_in = match words.next()? {
            SIGN_IN => true,
            RENEWAL => false,
            _ => return None,
        };
        let token = match words.next()? {
            NO_TOKEN => None,
            token => Some(token.parse::<AccessToken>().ok()?), // No token that could be used.
        };
        let user = UserId::from(words.next()?);
        if token.as_ref().is_some_and(|token| *token.user() != user) {
            return None;
        }
        Some(Self::SharedToken(SharedToken {
            authorization: Authorization { user, token },
            usable_for,
            said_at,
            is_sign_in,
        }))
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
    pub async fn ask(&self, environment: &dyn Environment, is_fresh: &dyn Fn() -> bool) -> bool {
        environment.post(&Message::Ask.to_string());
        let callback = poll_fn(|context| {
            if is_fresh() {
                return Poll::Ready(());
            }
            self.waiting.replace(Some(context.waker().clone()));
            Poll::Pending
        });
        matches!(select(pin!(callback), environment.sleep(ANSWER_WITHIN)).await, Either::Left(_))
    }
}
