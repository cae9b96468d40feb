//! `/permissions/me`: what the signed-in user may do.

use serde::Deserialize;

use super::{Access, Method, Request, decode::Entries};

/// Per collection, what the user may do with it. A collection that is not named is out of reach.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
#[serde(transparent)]
pub struct Permissions(Entries<CollectionPermissions>);

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
struct CollectionPermissions {
    #[serde(default)]
    update: ActionPermission,
}

#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
struct ActionPermission {
    #[serde(default)]
    access: Extent,
    /// Missing where the access is full.
    #[serde(default)]
    fields: Option<Vec<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Extent {
    #[default]
    None,
    Partial,
    Full,
}

impl Permissions {
    /// Whether the user may change `field` in at least some records of `collection`.
    pub fn may_update(&self, collection: &str, field: &str) -> bool {
        let Some(CollectionPermissions { update }) = self.0.get(collection) else { return false };
        match (update.access, &update.fields) {
            (Extent::None, _) => false,
            (Extent::Full, None) => true,
            (Extent::Partial, None) => false,
            (Extent::Partial | Extent::Full, Some(fields)) => fields.iter().any(|name| name == "*" || name == field),
        }
    }
}

/// `GET /permissions/me`. Refused with 403 for nobody in particular.
pub fn me() -> Request<Permissions> {
    Request::new(Method::Get, Access::User, &["permissions", "me"])
}
