//! Directus sessions for Yew apps: sign-in that stays, pages for members only, and typed data.
//!
//! | what | where |
//! |---|---|
//! | The session of the page | [`SessionProvider`], [`use_session`] |
//! | Requests as whoever is signed in; signing in and out | [`use_client`] |
//! | Data of one person for a component: loading, ready or failed | [`use_resource_of`](resource::use_resource_of) |
//! | Data that is the same for all | [`use_resource`](resource::use_resource) |
//! | Either in a function that is no component | [`loaded`](resource::loaded) |
//! | Routes with an audience, and the way back after a sign-in | [`routing`] |
//! | A page that only its audience sees | [`Guard`] |
//! | The Web APIs that the session needs, as thin wrappers | [`browser`] |
//!
//! Requests are data, from [`lychgate_directus`]; the state of the session and its protocol are in
//! [`lychgate_session`]. An app depends on all three. It needs `yew` with the feature `csr`, and `yew-router`.
//!
//! # A whole app
//!
//! The example [`minimal`](https://github.com/lychgate/lychgate/blob/main/crates/yew/examples/minimal.rs):
//!
//! ```no_run
#![doc = include_str!("../examples/minimal.rs")]
//! ```
//!
//! # What to know
//!
//! - Serve the app below the same domain as Directus, as `/directus` here: then the session's cookie is a first-party
//!   cookie.
//! - Directus on another origin of the same site (`cms.example.com` for `www.example.com`) needs `CORS_ENABLED`,
//!   `CORS_ORIGIN`, `CORS_CREDENTIALS`, and `Retry-After` in `CORS_EXPOSED_HEADERS`; its cookie stays
//!   `REFRESH_TOKEN_COOKIE_SAME_SITE=strict`. Only another site needs `none`, with `REFRESH_TOKEN_COOKIE_SECURE=true`,
//!   and browsers that block third-party cookies keep nobody signed in there.
//! - The access token stays in memory. A page that reloads gets a token from another tab or by the refresh cookie, under
//!   a lock that all tabs share.
//! - A sign-out in one tab signs out all tabs, and [`Guard`] leads each away from pages for members at once.
//! - A session that ends on its own leaves the page as it is, so that nothing typed is lost: show a sign-in over it by
//!   [`GuardProps::expired`].
//! - Data that belongs to a person is loaded by [`use_resource_of`](resource::use_resource_of): another person never
//!   sees it.
//! - [`Guard`] decides what is shown. What is given out is decided by the permissions in Directus alone.

#![deny(missing_docs, missing_debug_implementations)]

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
pub use provider::{PageSession, SessionProvider, SessionProviderProps};
