//! What the session needs of the world besides Directus. In a page this is the browser; in a test or a simulation it is
//! a script.

use std::{any::Any, future::Future, pin::Pin, time::Duration};

use lychgate_directus::UserId;

/// A future without an answer.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// A lock that is held until it is dropped.
pub type Held = Box<dyn Any>;

/// What came of waiting for the lock.
pub enum Lock {
    /// It is ours.
    Held {
        /// Until this is dropped.
        held: Held,
        /// Whether another tab had it when this one asked.
        after_another: bool,
    },
    /// This browser has no such locks.
    Missing,
    /// Another tab has it still, and the wait is over.
    Taken,
}

/// Tells two people of one site apart, and says nothing about who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserTag(pub u32);

impl UserTag {
    /// The tag of `user`: the 32-bit FNV-1a hash of the id.
    pub fn of(user: &UserId) -> Self {
        let hash = user
            .as_str()
            .bytes()
            .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Self(hash)
    }
}

/// What the browser remembers about this site's session, for all tabs and between page loads. None of it is secret, and
/// none of it grants anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SessionHint {
    /// Nothing hints at a session: there was none, or it has ended.
    #[default]
    Nothing,
    /// Somebody was signed in when last seen.
    SignedIn(UserTag),
    /// The person signed out, but Directus has not been told yet: nothing may sign in by itself.
    LogoutPending,
    /// The person signed out, and Directus knows.
    SignedOut,
}

/// How much a person is with this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// Somebody has used it just now.
    Active,
    /// It can be seen; whether anybody looks is not known.
    Idle,
    /// It cannot be seen.
    Hidden,
}

/// The world around the session.
pub trait Environment {
    /// Time that only goes forward, sleep of the device included.
    fn now(&self) -> Duration;

    /// Time since 1970 by the wall clock, which may be wrong and may jump. The same for all tabs.
    fn wall(&self) -> Duration;

    /// Resolves after `duration`.
    fn sleep(&self, duration: Duration) -> Task;

    /// A number from 0 (inclusive) to 1 (exclusive).
    fn random(&self) -> f64;

    /// Runs `task` to its end, whoever asked for it.
    fn spawn(&self, task: Task);

    /// How much a person is with this page.
    fn attention(&self) -> Attention;

    /// Whether the browser says that it has no network.
    fn is_offline(&self) -> bool;

    /// Waits for the one lock of this site's session among all tabs, at most `wait`.
    fn lock(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Lock>>>;

    /// What the browser remembers.
    fn hint(&self) -> SessionHint;

    /// Whether all tabs remember the same. Where storage is blocked each has a memory of its own.
    fn is_hint_shared(&self) -> bool;

    /// Makes the browser remember.
    fn set_hint(&self, memory: SessionHint);

    /// How long ago a refresh was begun, by any page, whose answer nobody has seen: its new cookie may still be on its
    /// way. `None` if there is no such refresh. Where that cannot be known there may be one, long ago.
    fn refresh_pending(&self) -> Option<Duration>;

    /// Notes that a refresh was begun so long ago whose answer nobody has seen; `None`: that there is none.
    fn set_refresh_pending(&self, age: Option<Duration>);

    /// The longest that refreshes took lately, in any tab; `None` where that is not known.
    fn refresh_time(&self) -> Option<Duration>;

    /// Notes the longest that refreshes took lately.
    fn set_refresh_time(&self, time: Duration);

    /// Says something to all other tabs that are open.
    fn post(&self, message: &str);

    /// Notes for tabs to come that this one can hand over a token, until that time by the wall clock; `None`: no more.
    fn advertise_token(&self, until: Option<Duration>);

    /// Whether any other tab has noted that it can hand over a token now.
    fn is_token_advertised(&self) -> bool;

    /// Removes what other tabs have noted: they don't answer.
    fn clear_advertisements(&self);
}
