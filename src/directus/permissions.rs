//! `/permissions/me`: what the signed-in user may do.

use serde_json::Value;

use super::{Access, Method, Request};

/// What the user may do: per collection and action, with which fields. What is not named is out of reach.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Permissions(Value);

impl Permissions {
    /// Whether the user may change `field` in at least some records of `collection`.
    pub fn may_update(&self, collection: &str, field: &str) -> bool {
        let Some(update) = self.0.get(collection).and_then(|actions| actions.get("update")) else { return false };
        let named = |fields: &Value| {
            fields.as_array().is_some_and(|names| names.iter().any(|name| name == "*" || name == field))
        };
        match (update.get("access").and_then(Value::as_str), update.get("fields")) {
            (Some("full"), None) => true,
            (Some("full" | "partial"), Some(fields)) => named(fields),
            _ => false,
        }
    }
}

/// `GET /permissions/me`. Refused with 403 for nobody in particular.
pub fn me() -> Request<Permissions> {
    Request::with_reader(Method::Get, Access::User, &["permissions", "me"], |answer| {
        answer.get("data").filter(|data| data.is_object()).cloned().map(Permissions)
    })
}
