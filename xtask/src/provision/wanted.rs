//! The target of provisioning: the schema in `directus/schema.json`, and the ids of roles, policies and folders.

use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::paths;

/// The public policy, which has this id in every Directus.
pub const PUBLIC_POLICY: &str = "abf8a154-5b1c-4a46-ac9c-7300570f4f17";

// Fixed ids. Roles, policies and folders are matched by id only: a thing with the same name belongs to
// somebody else and may have other rights, and ours stays ours after somebody has renamed it.
/// The role of registered users.
pub const USERS_ROLE: &str = "736974e5-0001-4000-8000-6c7963686761";
/// The policy of that role.
pub const USERS_POLICY: &str = "736974e5-0002-4000-8000-6c7963686761";
/// The folder of public files. `directus/schema.json` names it, too, as the folder of the image field.
pub const SITE_FOLDER: &str = "736974e5-0000-4000-8000-6c7963686761";
/// The folder for avatars. Only the user who has uploaded a file can see it.
pub const AVATARS_FOLDER: &str = "736974e5-0003-4000-8000-6c7963686761";
/// The folder of files for members.
pub const MEMBERS_FOLDER: &str = "736974e5-0004-4000-8000-6c7963686761";

/// The name of the role and of its policy.
pub const USERS: &str = "Users";
/// The name of the folder for the site's images.
pub const SITE: &str = "Site";
/// The name of the folder for avatars.
pub const AVATARS: &str = "Avatars";
/// The name of the folder for members.
pub const MEMBERS: &str = "Members";

/// The collections whose items can have a text for members.
pub const WITH_AUDIENCE: [&str; 2] = ["pages", "posts"];
/// Their field that says whom that text is for: `everyone`, `members` or `roles`.
pub const AUDIENCE: &str = "audience";
/// Their field with the roles that it is for.
pub const AUDIENCE_ROLES: &str = "audience_roles";
/// Their field with that text.
pub const MEMBERS_CONTENT: &str = "members_content";

/// The used part of a `directus schema snapshot`.
#[derive(Clone, Debug, Deserialize)]
pub struct Schema {
    /// Collections, each with `collection`, `meta` and `schema`.
    pub collections: Vec<Value>,
    /// Their fields.
    pub fields: Vec<Value>,
    /// Their relations.
    pub relations: Vec<Value>,
}

impl Schema {
    /// Reads the schema from the repository.
    pub fn load() -> Result<Self> {
        let file = paths::root().join("directus/schema.json");
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is no schema snapshot", file.display()))
    }

    /// Returns the fields of one collection.
    pub fn fields_of<'a>(&'a self, collection: &'a str) -> impl Iterator<Item = &'a Value> {
        self.fields.iter().filter(move |field| text(field, "collection") == collection)
    }

    /// Returns one field of a collection.
    pub fn field_mut(&mut self, collection: &str, name: &str) -> Option<&mut Value> {
        self.fields.iter_mut().find(|field| is_field(field, collection, name))
    }

    /// Removes a field.
    pub fn remove_field(&mut self, collection: &str, name: &str) {
        self.fields.retain(|field| !is_field(field, collection, name));
    }

    /// Removes a collection with its fields and relations.
    pub fn remove_collection(&mut self, name: &str) {
        for list in [&mut self.collections, &mut self.fields, &mut self.relations] {
            list.retain(|entry| text(entry, "collection") != name);
        }
    }

    /// Whether `collection`, as a Directus returns it, was created from this schema: by its note, which is the same in
    /// all versions of the schema. An owner who rewrites the note has to name the collection by `--open` before it is
    /// opened further.
    pub fn has_made(&self, collection: &Value) -> bool {
        let note = |collection: &Value| collection.pointer("/meta/note").and_then(Value::as_str).map(str::to_owned);
        self.collections.iter().any(|ours| {
            text(ours, "collection") == text(collection, "collection")
                && note(ours).is_some()
                && note(ours) == note(collection)
        })
    }
}

/// Whether `field` is the one of that name in `collection`.
pub fn is_field(field: &Value, collection: &str, name: &str) -> bool {
    text(field, "collection") == collection && text(field, "field") == name
}

/// Returns a string member of a JSON object; empty if there is none.
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
    fn collections_are_recognised_by_note_and_not_by_name() {
        let schema = Schema::load().unwrap();
        for collection in &schema.collections {
            assert!(schema.has_made(collection));
            assert!(!schema.has_made(&serde_json::json!({ "collection": collection["collection"], "meta": null })));
        }
    }
}
