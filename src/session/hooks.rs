//! The session for components.

use yew::prelude::*;

use super::{client::Client, state::Session};

/// The session; renders the component again when it changes.
///
/// # Panics
///
/// Outside a [`SessionProvider`](super::SessionProvider).
#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
pub fn use_session() -> Session {
    use_context().expect("is inside a SessionProvider")
}

/// The Directus client of whoever is signed in; never renders the component again.
///
/// # Panics
///
/// Outside a [`SessionProvider`](super::SessionProvider).
#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
pub fn use_client() -> Client {
    use_context().expect("is inside a SessionProvider")
}
