//! Who is signed in, and how they stay so.
//!
//! - [`state`]: the closed state and its transitions, pure.
//! - [`refresh`]: the refresh protocol, written against [`environment`].
//! - [`tabs`]: what tabs tell each other.
//! - [`backoff`]: when to ask again, pure.
//! - [`manager`]: the one owner of the token; serialises what happens to the session, signing in and out included.
//! - [`client`]: what pages hold: sends requests as whoever is signed in.

pub mod authorization;
pub mod backoff;
pub mod client;
pub mod environment;
mod listeners;
pub mod manager;
pub mod refresh;
pub mod state;
pub mod tabs;

pub use client::{Client, SendError};
pub use manager::{ReauthenticationError, Subscription};
pub use state::{Cause, Session, SignedOutReason};
