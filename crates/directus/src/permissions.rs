//! `/permissions/me`: what the signed-in user may do.

use std::{borrow::Cow, fmt};

use serde_json::Value;

use crate::{Credentials, Method, Request};

/// The collection of users.
pub const USERS: &str = "directus_users";
/// The collection of files.
pub const FILES: &str = "directus_files";

/// What is done with the items of a collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
#[non_exhaustive]
pub enum Action {
    Create,
    Read,
    Update,
    Delete,
}

impl Action {
    /// Returns Directus' name of the action.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "create",
            Self::Read => "read",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An action on the items of a collection, on all of an item or on one field of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Permission {
    /// What is done.
    pub action: Action,
    /// The collection.
    pub collection: Cow<'static, str>,
    /// The field; `None` for the item as a whole.
    pub field: Option<Cow<'static, str>>,
}

impl Permission {
    /// Makes the permission for `action` on items of `collection`.
    pub fn new(action: Action, collection: impl Into<Cow<'static, str>>) -> Self {
        Self { action, collection: collection.into(), field: None }
    }

    /// Narrows the permission to `field`.
    #[must_use]
    pub fn on(self, field: impl Into<Cow<'static, str>>) -> Self {
        Self { field: Some(field.into()), ..self }
    }

    /// Makes the permission to read `field` of the own user.
    pub fn read_own(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Action::Read, USERS).on(field)
    }

    /// Makes the permission to change `field` of the own user.
    pub fn update_own(field: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Action::Update, USERS).on(field)
    }
}

/// All permissions of the user: per collection and action, on which fields. What is missing is not allowed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Permissions(Value);

impl Permissions {
    /// Returns whether the user has `permission` for at least some items. Directus can narrow a permission to items by their values;
    /// only the request itself shows that.
    ///
    /// ```
    /// use lychgate_directus::permissions::{Action, Permission, Permissions};
    ///
    /// let none = Permissions::default();
    /// assert!(!none.allow(&Permission::new(Action::Create, "comments")));
    /// ```
    pub fn allow(&self, permission: &Permission) -> bool {
        let Some(granted) =
            self.0.get(&*permission.collection).and_then(|actions| actions.get(permission.action.as_str()))
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

/// Makes the request `GET /permissions/me`: the permissions of the signed-in user. Needs no permission.
///
/// Refused with 403 `FORBIDDEN` without a user.
pub fn me() -> Request<Permissions> {
    Request::with_decoder(Method::Get, Credentials::User, &["permissions", "me"], |answer| {
        answer.get("data").filter(|data| data.is_object()).cloned().map(Permissions)
    })
}
