//! Directus sessions for Yew apps.
//!
//! - [`SessionProvider`] keeps the session of the page and gives it to everything inside: [`use_session`], [`use_client`].
//! - [`resource`]: data from Directus for a component, loading, ready or failed.
//! - [`routing`]: routes with an audience, URLs that cannot leave the app, the way back after a sign-in.
//! - [`Guard`]: shows a page to its audience, and nobody else.
//! - [`browser`]: the Web APIs that the session needs, as thin typed wrappers.

pub mod browser;
mod environment;
mod guard;
mod hooks;
mod page_events;
mod provider;
pub mod resource;
pub mod routing;

pub use environment::BrowserEnvironment;
pub use guard::{Guard, GuardDecision, GuardProps, UseGuardHandle, use_guard};
pub use hooks::{use_client, use_session};
pub use provider::{SessionProvider, SessionProviderProps};
