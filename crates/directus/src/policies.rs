//! `/policies/me/globals`: what the policies of the signed-in user say apart from permissions.

use serde_json::Value;

use crate::{Credentials, Method, Request};

/// The switches of the user's policies, taken together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Globals {
    /// Whether the user has to sign in with two factors. Directus itself enforces this in its Studio only.
    pub enforce_tfa: bool,
}

/// Makes the request `GET /policies/me/globals`. Needs no permission.
///
/// Refused with 403 `FORBIDDEN` without a user.
pub fn globals() -> Request<Globals> {
    Request::with_decoder(Method::Get, Credentials::User, &["policies", "me", "globals"], |answer| {
        // What is neither yes nor no must not switch it off.
        let is_no = |value: &Value| value.is_null() || *value == false || *value == 0;
        let enforce_tfa = answer.get("data")?.get("enforce_tfa").is_some_and(|value| !is_no(value));
        Some(Globals { enforce_tfa })
    })
}
