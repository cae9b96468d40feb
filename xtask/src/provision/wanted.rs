//! What provisioning brings about: the schema in `directus/schema.json`, under ids of our own.

use std::fs;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

use crate::paths;

/// The policy for people who are not signed in. Directus gives it this id everywhere.
pub const PUBLIC_POLICY: &str = "abf8a154-5b1c-4a46-ac9c-7300570f4f17";

// Ids of our own choice. Roles, policies and folders are matched by them alone: whatever merely has the same name belongs to
// somebody else, with rights of its own, and ours is still ours after somebody has renamed it.
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

    /// Whether `collection`, as a Directus tells it, was made from this schema: by its note, which all versions of the
    /// schema have given it. An owner who rewrites the note keeps what is there, and has to name the collection to have it
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
    fn every_collection_of_the_snapshot_is_recognised_and_none_that_only_has_its_name() {
        let schema = Schema::load().unwrap();
        for collection in &schema.collections {
            assert!(schema.has_made(collection));
            assert!(!schema.has_made(&serde_json::json!({ "collection": collection["collection"], "meta": null })));
        }
    }
}
