//! Who is signed in, and how they stay so.
//!
//! - [`state`]: the closed state and its transitions, pure.
//! - [`refresh`]: the refresh protocol, written against [`ports`].
//! - [`tabs`]: what tabs tell each other.
//! - [`backoff`]: when to ask again, pure.
//! - [`keeper`]: the one owner of the token; serialises what happens to the session, signing in and out included.
//! - [`client`]: what pages hold: sends requests as whoever is signed in.
//! - [`provider`] and [`hooks`]: the session in a Yew tree.

pub mod authorization;
pub mod backoff;
mod browser_environment;
pub mod client;
pub mod environment;
pub mod hooks;
mod listeners;
pub mod manager;
pub mod provider;
pub mod refresh;
pub mod state;
pub mod tabs;

pub use client::{Client, SendError};
pub use hooks::{use_client, use_session};
pub use manager::{ReauthenticationError, Subscription};
pub use provider::SessionProvider;
pub use state::{Cause, Session, SignedOutReason};
