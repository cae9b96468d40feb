//! What the session needs besides Directus. In a page the browser provides it; in a test or a simulation a script does.

use std::{
    any::Any,
    fmt,
    future::{Future, ready},
    pin::Pin,
    time::Duration,
};

use lychgate_directus::UserId;

/// A future without a result.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Holds a lock until it is dropped.
pub type LockGuard = Box<dyn Any>;

/// The result of waiting for the lock.
#[non_exhaustive]
pub enum Lock {
    /// This tab has the lock.
    Acquired {
        /// Releases the lock when it is dropped.
        guard: LockGuard,
        /// Whether another tab held it when this one asked.
        after_another: bool,
    },
    /// The environment has no locks.
    Unsupported,
    /// Another tab still holds the lock, and the time to wait is over.
    TimedOut,
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Acquired { .. } => "Acquired",
            Self::Unsupported => "Unsupported",
            Self::TimedOut => "TimedOut",
        })
    }
}

/// Tells two users of one site apart without saying who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UserTag(pub u32);

/// The [`fnv1a`] of the id.
impl From<&UserId> for UserTag {
    fn from(user: &UserId) -> Self {
        Self(fnv1a(user.as_str().bytes()))
    }
}

/// Returns the 32-bit FNV-1a hash of `bytes`, for what tells users apart in the browser's storage without naming them. It keeps no
/// secret.
pub fn fnv1a(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// What the browser keeps about this site's session, for all tabs and between page loads. None of it is secret, and none of it grants
/// anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SessionHint {
    /// Nothing hints at a session.
    #[default]
    Nothing,
    /// This user was signed in when the session was last seen.
    SignedIn(UserTag),
    /// The session of this user has ended without their doing. A tab that was suspended may still show what belongs to somebody who was
    /// signed in before them.
    Ended(UserTag),
    /// The person signed out, and Directus has not confirmed it yet. Nothing may sign in by the old cookie.
    LogoutPending,
    /// The person signed out, and Directus has confirmed it.
    SignedOut,
}

impl SessionHint {
    /// Returns the user who has signed in last, unless they have signed out.
    pub(super) fn user(self) -> Option<UserTag> {
        match self {
            Self::SignedIn(tag) | Self::Ended(tag) => Some(tag),
            Self::Nothing | Self::LogoutPending | Self::SignedOut => None,
        }
    }
}

/// How much attention a person pays to this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attention {
    /// Somebody has used the page within the last minute.
    Active,
    /// The page is visible, but nobody has used it lately.
    Idle,
    /// The page is not visible.
    Hidden,
}

/// The world around the session: clocks, tasks, and what the tabs of one browser share.
///
/// One value stands for one tab. The lock, the hint, the pending refresh, the refresh time, the advertisements and the channel are
/// shared by all tabs of the browser that use the same Directus.
pub trait Environment {
    /// Returns the time of a monotonic clock that goes on while the device sleeps.
    fn now(&self) -> Duration;

    /// Returns the time since 1970 by the wall clock. It is the same for all tabs; it may be wrong, and may jump.
    fn wall(&self) -> Duration;

    /// Returns a future that resolves after `duration`.
    fn sleep(&self, duration: Duration) -> Task;

    /// Returns a random number from 0 (inclusive) to 1 (exclusive).
    fn random(&self) -> f64;

    /// Runs `task` to its end, whether or not anybody waits for it.
    fn spawn(&self, task: Task);

    /// Returns how much attention a person pays to this page now.
    fn attention(&self) -> Attention;

    /// Returns whether the browser reports that it has no network.
    fn is_offline(&self) -> bool;

    /// Waits, for at most `timeout`, for the one lock that all tabs share.
    fn lock(&self, timeout: Duration) -> Pin<Box<dyn Future<Output = Lock>>>;

    /// Returns the hint that all tabs share, or this tab's own where [`is_hint_shared`](Self::is_hint_shared) is false.
    fn hint(&self) -> SessionHint;

    /// Returns whether all tabs see the same hint. They do not where storage is blocked; there each tab keeps its own.
    fn is_hint_shared(&self) -> bool;

    /// Stores `hint`. Other tabs are to call [`on_resume`](super::SessionManager::on_resume) when it changes.
    fn set_hint(&self, hint: SessionHint);

    /// Returns how long ago a refresh or a logout began, in any tab, whose answer nobody has seen: its cookie may still arrive. `None`
    /// where there is no such request. Where that cannot be known, returns [`Duration::MAX`]: there may have been one.
    fn refresh_pending(&self) -> Option<Duration>;

    /// Stores that a refresh or a logout began `age` ago whose answer nobody has seen; `None` removes the note.
    fn set_refresh_pending(&self, age: Option<Duration>);

    /// Returns the longest time that recent refreshes took, in any tab; `None` where it is not known.
    fn refresh_time(&self) -> Option<Duration>;

    /// Stores the longest time that recent refreshes took.
    fn set_refresh_time(&self, time: Duration);

    /// Sends `message` to all other open tabs. Each passes it to [`on_message`](super::SessionManager::on_message).
    fn post(&self, message: &str);

    /// Stores, for other tabs to see, that this tab can share a token until `until` by the wall clock; `None` removes the note.
    fn advertise_token(&self, until: Option<Duration>);

    /// Returns whether any other tab advertises a token now.
    fn is_token_advertised(&self) -> bool;

    /// Removes the advertisements of all other tabs, which did not answer.
    fn clear_advertisements(&self);

    /// Sends `message` to the [keeper](super::keeper), which does not answer to it. Messages of one tab arrive in their order. Does nothing
    /// where there is no keeper, as by default.
    fn tell_keeper(&self, message: &str) {
        let _ = message;
    }

    /// Asks the keeper for what it keeps. `None` where it keeps nothing, does not answer within `wait`, or does not exist, as by default.
    fn kept_token(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Option<String>>>> {
        let _ = wait;
        Box::pin(ready(None))
    }
}
