//! `/permissions/me`: what the signed-in user may do.

use std::borrow::Cow;

use serde_json::Value;

use super::{Credentials, Method, Request};

/// What can be done with the records of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Action {
    Create,
    Read,
    Update,
    Delete,
}

impl Action {
    fn name(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

/// Something that a user may do or not: an action in a collection, on all of a record or on one field of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    /// What is done.
    pub action: Action,
    /// In which collection.
    pub collection: Cow<'static, str>,
    /// With which field; `None` where that does not matter.
    pub field: Option<Cow<'static, str>>,
}

impl Permission {
    /// `action` in `collection`.
    pub fn new(action: Action, collection: impl Into<Cow<'static, str>>) -> Self {
        Self { action, collection: collection.into(), field: None }
    }

    /// The same with one field.
    #[must_use]
    pub fn on(self, field: impl Into<Cow<'static, str>>) -> Self {
        Self { field: Some(field.into()), ..self }
    }

    /// Reading `field` of the own user.
    pub fn read_own(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Action::Read, USERS).on(field)
    }

    /// Changing `field` of the own user.
    pub fn update_own(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Action::Update, USERS).on(field)
    }
}

/// The collection of users.
pub const USERS: &str = "directus_users";
/// The collection of files.
pub const FILES: &str = "directus_files";

/// What the user may do: per collection and action, with which fields. What is not named is out of reach.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Permissions(Value);

impl Permissions {
    /// Whether the user may do it with at least some records.
    ///
    /// ```
    /// use lychgate_directus::permissions::{Action, Permission, Permissions};
    ///
    /// let nothing = Permissions::default();
    /// assert!(!nothing.allow(&Permission::new(Action::Create, "comments")));
    /// ```
    pub fn allow(&self, permission: &Permission) -> bool {
        let Some(granted) =
            self.0.get(&*permission.collection).and_then(|actions| actions.get(permission.action.name()))
        else {
            return false;
        };
        let named = |fields: &Value, field: &str| {
            fields.as_array().is_some_and(|names| names.iter().any(|name| name == "*" || name == field))
        };
        match (granted.get("access").and_then(Value::as_str), granted.get("fields"), &permission.field) {
            (Some("full"), None, _) | (Some("full" | "partial"), _, None) => true,
            (Some("full" | "partial"), Some(fields), Some(field)) => named(fields, field),
            _ => false,
        }
    }
}

/// `GET /permissions/me`. Refused with 403 for nobody in particular.
pub fn me() -> Request<Permissions> {
    Request::with_reader(Method::Get, Credentials::User, &["permissions", "me"], |answer| {
        answer.get("data").filter(|data| data.is_object()).cloned().map(Permissions)
    })
}
