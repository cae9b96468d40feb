//! `/policies/me/globals`: what the policies of the signed-in user say about all of them.

use serde_json::Value;

use super::{Credentials, Method, Request};

/// What the policies of the user say, taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Globals {
    /// Whether the user has to sign in with two factors. Directus itself checks this in its Studio alone.
    pub enforce_tfa: bool,
}

/// `GET /policies/me/globals`. Refused with 403 for nobody in particular.
pub fn globals() -> Request<Globals> {
    Request::with_reader(Method::Get, Credentials::User, &["policies", "me", "globals"], |answer| {
        let enforce_tfa = answer.get("data")?.get("enforce_tfa").and_then(Value::as_bool).unwrap_or_default();
        Some(Globals { enforce_tfa })
    })
}
