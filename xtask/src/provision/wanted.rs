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

/// The folder that people's own pictures come into. Nobody sees a file in it but who has uploaded it.
pub const AVATARS_FOLDER: &str = "736974e5-0003-4000-8000-6c7963686761";

/// The name of the role and of its policy.
pub const USERS: &str = "Users";
/// The name of the folder for the site's pictures.
pub const SITE: &str = "Site";
/// The name of the folder for people's own.
pub const AVATARS: &str = "Avatars";

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
    /// What a new item has to be like; null means anything.
    pub validation: Value,
    /// What a new item has where nothing else is said; null means nothing.
    pub presets: Value,
}

impl Permission {
    /// Whether Directus 12 takes it without a licence: no rule at all, or that of [`core_users_permission`].
    pub fn is_taken_without_licence(&self) -> bool {
        let plain =
            self.fields == ["*"] && self.rule == json!({}) && self.validation.is_null() && self.presets.is_null();
        plain || self.fields == CORE_PROFILE
    }

    /// Without validation and presets.
    fn new(collection: &'static str, action: &'static str, rule: Value, fields: Vec<&'static str>) -> Self {
        Self { collection, action, rule, fields, validation: Value::Null, presets: Value::Null }
    }
}

/// Fields of the one rule about people that Directus 12 takes without a licence, in this order: those that its own Studio
/// recommends for an own account (`appRecommendedPermissions` of `@directus/system-data` 4.7).
const CORE_PROFILE: [&str; 15] = [
    "first_name",
    "last_name",
    "email",
    "password",
    "location",
    "title",
    "description",
    "avatar",
    "language",
    "appearance",
    "theme_light",
    "theme_dark",
    "theme_light_overrides",
    "theme_dark_overrides",
    "tfa_secret",
];

/// What the policy `Users` allows without a licence in place of updating the own account: the same, as Directus words it.
pub fn core_users_permission() -> Permission {
    Permission::new("directus_users", "update", json!({ "id": { "_eq": "$CURRENT_USER" } }), CORE_PROFILE.to_vec())
}

/// No more than showing a picture takes.
const PICTURE: [&str; 10] = [
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
];

/// What the policy `Users` allows: to see, to change and to delete the own account with its pictures, and nothing of
/// anybody else. `avatars` is the id of the folder `Avatars`.
pub fn users_permissions(avatars: &str) -> Vec<Permission> {
    let own = json!({ "id": { "_eq": "$CURRENT_USER" } });
    let own_files = json!({ "uploaded_by": { "_eq": "$CURRENT_USER" } });
    let profile =
        ["email", "first_name", "last_name", "title", "location", "description", "avatar", "language", "appearance"];
    // Who reads `tfa_secret` is told ten asterisks or null, that is whether two-factor is on. To write it Directus takes
    // only its own endpoints for that, which ask for this permission.
    let with = |more: &[&'static str]| more.iter().copied().chain(profile).chain(["tfa_secret"]).collect();
    vec![
        Permission::new("directus_users", "read", own.clone(), with(&["id", "last_access", "provider"])),
        Permission::new("directus_users", "update", own.clone(), with(&["password"])),
        Permission::new("directus_users", "delete", own, vec!["*"]),
        Permission {
            // The types that browsers make of a picture that they have shrunk. None of them can hold a script.
            validation: json!({ "_and": [
                { "type": { "_in": ["image/webp", "image/jpeg", "image/png"] } },
                { "folder": { "_eq": avatars } },
            ] }),
            presets: json!({ "folder": avatars }),
            // Not `uploaded_by`, or one could pass a picture off as somebody else's.
            ..Permission::new(
                "directus_files",
                "create",
                json!({}),
                vec!["storage", "type", "title", "filename_download", "folder"],
            )
        },
        Permission::new(
            "directus_files",
            "read",
            own_files.clone(),
            PICTURE.into_iter().chain(["folder", "uploaded_by"]).collect(),
        ),
        Permission::new("directus_files", "delete", own_files, vec!["*"]),
    ]
}

/// What the Public policy allows: to read what is published. `folder` is the id of the folder `Site`.
pub fn public_permissions(folder: &str) -> Vec<Permission> {
    let read = |collection, rule, fields| Permission::new(collection, "read", rule, fields);
    vec![
        read("global", json!({}), vec!["*"]),
        read("pages", json!({}), vec!["*"]),
        read("authors", json!({}), vec!["*"]),
        // A post without a date is a draft, and one with a date to come appears on its day.
        read("posts", json!({ "publish_date": { "_lte": "$NOW" } }), vec!["*"]),
        // Who uploaded it, for one, is nobody's business.
        read("directus_files", json!({ "folder": { "_eq": folder } }), PICTURE.to_vec()),
    ]
}

/// Settings that let people register. `role` is the id of the role `Users`. Whether they have to verify their address stays
/// as it is, which on a new Directus is that they have to: that is for its owner to say, who knows whether mails work.
pub fn settings(role: &str) -> Value {
    json!({
        "public_registration": true,
        "public_registration_role": role,
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
    fn nobody_reaches_what_is_not_their_own() {
        for permission in users_permissions(AVATARS_FOLDER) {
            if permission.action == "create" {
                assert!(!permission.fields.contains(&"uploaded_by"));
                assert!(!permission.validation.is_null());
            } else {
                assert!(permission.rule.to_string().contains("$CURRENT_USER"), "{permission:?}");
            }
        }
    }

    #[test]
    fn nobody_can_give_themselves_a_role_or_a_status() {
        for permission in users_permissions(AVATARS_FOLDER).iter().filter(|it| matches!(it.action, "create" | "update"))
        {
            for field in ["role", "status", "policies", "token", "provider", "*"] {
                assert!(!permission.fields.contains(&field), "{field}");
            }
        }
    }
}
