//! What the session needs of the world besides Directus. In a page this is the browser; in a test it is a script.

use std::{any::Any, future::Future, pin::Pin, time::Duration};

/// A future without an answer.
pub type Task = Pin<Box<dyn Future<Output = ()>>>;

/// A lock that is held until it is dropped.
pub type Held = Box<dyn Any>;

/// What the browser remembers about this site's session between page loads. None of it is secret, and none of it
/// grants anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Memory {
    /// Nothing hints at a session.
    #[default]
    Nothing,
    /// Somebody was signed in when last seen.
    SignedIn,
    /// The person signed out, but Directus has not been told yet: nothing may sign in by itself.
    SignOutUnfinished,
}

/// The world around the session.
pub trait Ports {
    /// Time that only goes forward.
    fn now(&self) -> Duration;

    /// Resolves after `duration`.
    fn sleep(&self, duration: Duration) -> Task;

    /// A number from 0 (inclusive) to 1 (exclusive).
    fn random(&self) -> f64;

    /// Runs `task` to its end, whoever asked for it.
    fn spawn(&self, task: Task);

    /// Waits for the one lock of this site's session among all tabs, at most `wait`; `None` where there is none to be had.
    fn lock(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Option<Held>>>>;

    /// What the browser remembers.
    fn memory(&self) -> Memory;

    /// Makes the browser remember.
    fn remember(&self, memory: Memory);

    /// Whether a refresh was begun by some page and its answer never seen: its new cookie may still be on its way.
    fn refresh_pending(&self) -> bool;

    /// Notes that a refresh begins, or that its answer is here.
    fn set_refresh_pending(&self, pending: bool);
}
