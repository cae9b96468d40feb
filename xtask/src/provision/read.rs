//! Reads the state of a Directus by its REST API.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::guard;
use super::plan::{Opening, State};
use super::wanted::{AUDIENCE, AVATARS_FOLDER, SITE_FOLDER, Schema, WITH_AUDIENCE, is_field, text};
use crate::api::{Directus, encode};

/// Reads everything that a plan depends on.
pub fn read(directus: &Directus, schema: &Schema) -> Result<State> {
    let list = |path: &str| -> Result<Vec<Value>> {
        let separator = if path.contains('?') { '&' } else { '?' };
        match directus.get(&format!("{path}{separator}limit=-1"))? {
            Value::Array(items) => Ok(items),
            _ => bail!("{path} did not answer with a list"),
        }
    };
    let mut state = State {
        collections: list("/collections")?,
        fields: list("/fields")?,
        relations: list("/relations")?,
        roles: list("/roles?fields=id,name,parent")?,
        policies: list("/policies?fields=id,name,app_access,admin_access,ip_access")?,
        access: list("/access?fields=id,role,policy,user")?,
        permissions: list("/permissions")?,
        folders: list("/folders")?,
        settings: directus.get("/settings")?,
        filled: BTreeSet::new(),
        ownerless: list(&files(
            "folder,description,uploaded_by",
            &json!({ "_and": [
            { "folder": { "_eq": AVATARS_FOLDER } },
            { "uploaded_by": { "_nnull": true } },
            { "_or": [{ "description": { "_null": true } }, { "description": { "_empty": true } }] },
        ] }),
        ))?,
        for_roles: BTreeSet::new(),
        without_rules: !directus.takes_rules()?,
        without_guard: !guard::works(directus)?,
    };
    for collection in &schema.collections {
        let name = text(collection, "collection");
        // A collection that is not ours may have another key, and may be empty or not.
        if state.has_ours(schema, name) && has_items(&directus.get(&format!("/items/{name}?fields=id&limit=1"))?) {
            state.filled.insert(name.to_owned());
        }
    }
    for collection in WITH_AUDIENCE {
        let path = format!("/items/{collection}?filter[{AUDIENCE}][_eq]=roles&fields={AUDIENCE}&limit=1");
        if state.fields.iter().any(|it| is_field(it, collection, AUDIENCE) && text(it, "type") == "string")
            && directus.get(&path)?.as_array().is_some_and(|items| !items.is_empty())
        {
            state.for_roles.insert(collection.to_owned());
        }
    }
    if has_items(&directus.get(&files("id", &json!({ "folder": { "_eq": SITE_FOLDER } })))?) {
        state.filled.insert("directus_files".to_owned());
    }
    Ok(state)
}

fn files(fields: &str, filter: &Value) -> String {
    format!("/files?fields=id,{fields}&filter={}", encode(&filter.to_string()))
}

/// Whether a list, or the object of a singleton, which has no id until it is saved, has items.
fn has_items(answer: &Value) -> bool {
    match answer {
        Value::Array(items) => !items.is_empty(),
        Value::Object(item) => item.get("id").is_some_and(|id| !id.is_null()),
        _ => false,
    }
}

/// Returns the number of items that an opening covers. `None` if it is unknown: the rule may use a field that
/// does not exist yet.
pub fn count(directus: &Directus, opening: &Opening) -> Option<u64> {
    let rule = if opening.rule.is_null() { json!({}) } else { opening.rule.clone() };
    let path = match opening.collection.strip_prefix("directus_") {
        Some(system) => format!("/{system}"),
        None => format!("/items/{}", opening.collection),
    };
    let answer = directus.get(&format!("{path}?aggregate[count]=*&filter={}", encode(&rule.to_string()))).ok()?; // For people only.
    match answer.pointer("/0/count")? {
        Value::String(count) => count.parse().ok(),
        count => count.as_u64(),
    }
}
