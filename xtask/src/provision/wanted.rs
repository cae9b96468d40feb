//! What provisioning brings about: the schema in `directus/schema.json`, and who may do what.

use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::paths;

/// The policy for people who are not signed in. Directus gives it this id everywhere.
pub const PUBLIC_POLICY: &str = "abf8a154-5b1c-4a46-ac9c-7300570f4f17";

// Ids of our own choice, so that a role or folder is found again after somebody has renamed it.
/// The role that people get who register.
pub const USERS_ROLE: &str = "736974e5-0001-4000-8000-6c7963686761";
/// The policy of that role.
pub const USERS_POLICY: &str = "736974e5-0002-4000-8000-6c7963686761";
/// The folder whose files everybody may see. `directus/schema.json` names it, too: it is where the image field uploads to.
pub const SITE_FOLDER: &str = "736974e5-0000-4000-8000-6c7963686761";

/// The name of the role and of its policy.
pub const USERS: &str = "Users";
/// The name of the folder.
pub const SITE: &str = "Site";

/// A `directus schema snapshot`, as far as it is used.
#[derive(Debug, Deserialize)]
pub struct Schema {
    /// Collections, each with `collection`, `meta` and `schema`.
    pub collections: Vec<Value>,
    /// Fields of them.
    pub fields: Vec<Value>,
    /// Relations between them.
    pub relations: Vec<Value>,
}

impl Schema {
    /// The schema as it stands in the repository.
    pub fn load() -> Result<Self> {
        let file = paths::root().join("directus/schema.json");
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is no schema snapshot", file.display()))
    }

    /// The fields of one collection.
    pub fn fields_of<'a>(&'a self, collection: &'a str) -> impl Iterator<Item = &'a Value> {
        self.fields.iter().filter(move |field| text(field, "collection") == collection)
    }
}

/// A permission: what a policy allows on a collection.
#[derive(Clone, Debug)]
pub struct Permission {
    /// The collection.
    pub collection: &'static str,
    /// `read`, `update` …
    pub action: &'static str,
    /// On which items; an empty object means all.
    pub rule: Value,
    /// On which fields; `*` means all.
    pub fields: Vec<&'static str>,
}

/// What the policy `Users` allows: to see and to change the own profile, and nothing of anybody else.
pub fn users_permissions() -> Vec<Permission> {
    let own = json!({ "id": { "_eq": "$CURRENT_USER" } });
    let profile =
        ["email", "first_name", "last_name", "title", "location", "description", "avatar", "language", "appearance"];
    vec![
        Permission {
            collection: "directus_users",
            action: "read",
            rule: own.clone(),
            fields: ["id", "last_access"].into_iter().chain(profile).collect(),
        },
        Permission {
            collection: "directus_users",
            action: "update",
            rule: own,
            fields: ["password"].into_iter().chain(profile).collect(),
        },
    ]
}

/// What the Public policy allows: to read what is published. `folder` is the id of the folder `Site`.
pub fn public_permissions(folder: &str) -> Vec<Permission> {
    let read = |collection, rule| Permission { collection, action: "read", rule, fields: vec!["*"] };
    vec![
        read("global", json!({})),
        read("pages", json!({})),
        read("authors", json!({})),
        // A post without a date is a draft, and one with a date to come appears on its day.
        read("posts", json!({ "publish_date": { "_lte": "$NOW" } })),
        Permission {
            // No more than showing a picture takes: who uploaded it, for one, is nobody's business.
            fields: vec![
                "id",
                "title",
                "description",
                "type",
                "width",
                "height",
                "filesize",
                "modified_on",
                "focal_point_x",
                "focal_point_y",
            ],
            ..read("directus_files", json!({ "folder": { "_eq": folder } }))
        },
    ]
}

/// Settings that let people register. `role` is the id of the role `Users`.
pub fn settings(role: &str) -> Value {
    json!({
        "public_registration": true,
        "public_registration_role": role,
        "public_registration_verify_email": false,
    })
}

/// A text member of a JSON object; empty where there is none.
pub fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value.get(key).and_then(Value::as_str).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_relation_of_the_snapshot_has_its_field() {
        let schema = Schema::load().unwrap();
        for relation in &schema.relations {
            assert!(
                schema
                    .fields_of(text(relation, "collection"))
                    .any(|field| text(field, "field") == text(relation, "field"))
            );
        }
    }

    #[test]
    fn nobody_can_give_themselves_a_role_or_a_status() {
        for permission in users_permissions() {
            for field in ["role", "status", "policies", "token", "provider", "*"] {
                assert!(!permission.fields.contains(&field), "{field}");
            }
        }
    }
}
