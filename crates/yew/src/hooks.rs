//! The session for components.

use lychgate_session::{client::Client, state::Session};
use yew::prelude::*;

use crate::provider::SessionContext;

/// The session; renders the component again when it changes.
///
/// # Panics
///
/// Outside a [`SessionProvider`](super::SessionProvider).
#[hook]
pub fn use_session() -> Session {
    use_session_context().session
}

/// The Directus client of whoever is signed in.
///
/// # Panics
///
/// Outside a [`SessionProvider`](super::SessionProvider).
#[hook]
pub fn use_client() -> Client {
    use_session_context().client
}

#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
fn use_session_context() -> SessionContext {
    use_context().expect("is inside a SessionProvider")
}
