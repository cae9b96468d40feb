//! Who is signed in at a Directus, and how they stay signed in.
//!
//! Directus' cookie mode rotates the refresh token: `POST /auth/refresh` makes a new one and kills the old one at once. Two tabs that
//! refresh at the same time, a reload in the middle of a refresh, or a `401` that is believed too soon each sign a person out who did
//! nothing wrong. This crate keeps that from happening. It knows no browser and no UI framework: everything it needs besides Directus
//! comes through the trait [`Environment`](environment::Environment), which a browser, a native program or a test implements.
//! For Yew apps `lychgate-yew` brings the implementation for browsers.
//!
//! # The two types
//!
//! - [`SessionManager`] owns the access token and the state of the session. Whoever sets up the page holds it, calls
//!   [`boot`](SessionManager::boot) once, and passes on what the environment reports: messages of other tabs, the page's coming back,
//!   going away and being used.
//! - [`Client`] is for everything else on the page. It sends requests as the user, and signs in and out. It never gives out the token.
//!
//! The state is a closed enum, [`Session`]: `Booting`, `SignedOut`, `SignedIn`, `Expired` or `Unreachable`.
//!
//! # The protocol
//!
//! 1. **The token lives in memory only.** Other tabs get it by message; nothing stores it. Shared storage holds no secrets, only a
//!    [`SessionHint`](environment::SessionHint): who was signed in last, and whether a logout is still pending at Directus.
//! 2. **Other tabs come first.** A tab that has a token advertises it. A tab that needs one asks the others before it asks Directus.
//! 3. **One lock for all tabs.** Refresh, sign-in and sign-out wait for the same lock, for a bounded time. A refresh that has the lock
//!    checks again whether another tab has renewed the session meanwhile. It releases the lock before anybody is notified.
//! 4. **A refresh leaves a note while it is pending.** If the page dies, the next refresh finds the note, gives the old request time to
//!    arrive, and does not believe the first `401`: the new cookie may still be on its way. The request has `keepalive`, so its cookie
//!    arrives without the page.
//! 5. **A sign-in and a logout wait longer**, until the cookie of a pending refresh must have arrived. It would replace theirs.
//! 6. **Only Directus' word or the person's own ends a session.** No network, a proxy's error page, a timeout and a rate limit make the
//!    session `Unreachable`, and the user stays. Retries back off with full jitter, and respect `Retry-After`.
//! 7. **A sign-out takes effect at once, and is delivered later if need be.** Until Directus has confirmed it, the hint
//!    `LogoutPending` keeps every tab from signing in by the old cookie.
//! 8. **What people do makes older answers void.** Each sign-in and sign-out, here or in another tab as this page hears of it, begins a
//!    new epoch. The answer to a request of an earlier epoch changes nothing.
//! 9. **A reload asks the keeper first**, where there is one: what outlives a page, and has its token in memory. It forgets the token before
//!    anybody is told that the session is over, and may itself be gone at any moment.
//!
//! [docs/session-protocol.md](https://github.com/lychgate/lychgate/blob/main/docs/session-protocol.md) explains each rule and each
//! constant, with timing diagrams. The tests check the protocol exhaustively in small worlds (`tests/model`), and `mutations/` breaks one
//! rule at a time to see that a test fails.
//!
//! # Modules
//!
//! | Module | Subject |
//! |---|---|
//! | [`client`] | sends requests; signs in and out |
//! | [`manager`] | owns the token; applies what happens, one event after the other |
//! | [`environment`] | the trait to implement: clock, lock, storage, channel |
//! | [`state`] | the state and its transitions; pure |
//! | [`refresh`] | the refresh protocol, rules 2 to 5 |
//! | [`tabs`] | messages between tabs |
//! | [`keeper`] | what keeps a token over a reload, rule 9 |
//! | [`backoff`] | when to retry; pure |
//! | [`authorization`] | what a refresh or a sign-in gives |
//!
//! `refresh`, `tabs`, `keeper`, `backoff` and `state` are the protocol's parts. Apps do not need them; they are public for tests and simulations.

#![deny(missing_docs)]

pub mod authorization;
pub mod backoff;
pub mod client;
pub mod environment;
pub mod keeper;
mod listeners;
pub mod manager;
pub mod refresh;
pub mod state;
pub mod tabs;

pub use client::{Client, LogoutFailed, ReauthenticationError, SendError};
pub use listeners::Subscription;
pub use manager::{AuthorizationError, SessionManager};
pub use state::{Cause, Session, SignedOutReason};
