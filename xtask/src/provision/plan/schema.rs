//! Collections, fields, relations and folders. Only what is missing is created.

use serde_json::{Map, Value, json};

use super::{Action, Outcome, State, by_id};
use crate::provision::wanted::{Schema, text};

pub(super) fn plan_folder(state: &State, name: &str, id: &str, actions: &mut Vec<Action>) {
    let outcome = if by_id(&state.folders, id).is_some() {
        Outcome::Keep
    } else {
        Outcome::Create { path: "/folders".to_owned(), body: json!({ "id": id, "name": name }) }
    };
    actions.push(Action::new(format!("folder {name}"), outcome));
}

pub(super) fn plan_schema(schema: &Schema, state: &State, actions: &mut Vec<Action>) {
    for collection in &schema.collections {
        let name = text(collection, "collection");
        let thing = format!("collection {name}");
        if !state.has_collection(name) {
            let fields: Vec<Value> = schema.fields_of(name).map(field_body).collect();
            actions.push(Action::new(
                thing,
                Outcome::Create {
                    path: "/collections".to_owned(),
                    body: json!({
                        "collection": name,
                        "meta": meta(collection),
                        "schema": {},
                        "fields": fields,
                    }),
                },
            ));
            continue;
        }
        actions.push(Action::new(thing, Outcome::Keep));
        let is_ours = state.has_ours(schema, name);
        for field in schema.fields_of(name) {
            actions.push(plan_field(field, name, is_ours, state));
        }
    }
    for relation in &schema.relations {
        let (many, field) = (text(relation, "collection"), text(relation, "field"));
        let related = text(relation, "related_collection");
        let there =
            state.relations.iter().find(|there| text(there, "collection") == many && text(there, "field") == field);
        let outcome = match there {
            Some(there) if text(there, "related_collection") == related => Outcome::Keep,
            Some(there) => Outcome::Leave { why: format!("it leads to {}", text(there, "related_collection")) },
            None => Outcome::Create {
                path: "/relations".to_owned(),
                body: json!({
                    "collection": many,
                    "field": field,
                    "related_collection": related,
                    "meta": meta(relation),
                    "schema": { "on_delete": relation.pointer("/schema/on_delete") },
                }),
            },
        };
        actions.push(Action::new(format!("relation {many}.{field} → {related}"), outcome));
    }
}

fn plan_field(field: &Value, collection: &str, is_ours: bool, state: &State) -> Action {
    let name = text(field, "field");
    let there =
        state.fields.iter().find(|there| text(there, "collection") == collection && text(there, "field") == name);
    let outcome = match there {
        None => {
            let mut body = field_body(field);
            // A new field of existing rows cannot be required: they have no value for it, unless it has a default.
            if body["schema"].get("default_value").is_none() && field["schema"].is_object() {
                body["schema"]["is_nullable"] = Value::Bool(true);
            }
            Outcome::Create { path: format!("/fields/{collection}"), body }
        }
        Some(there) if has_type(there, text(field, "type")) => match with_folder(field, there).filter(|_| is_ours) {
            Some(options) => Outcome::Change {
                path: format!("/fields/{collection}/{name}"),
                body: json!({ "meta": { "options": options } }),
            },
            None => Outcome::Keep,
        },
        Some(there) => {
            Outcome::Leave { why: format!("its type is {}, not {}", text(there, "type"), text(field, "type")) }
        }
    };
    Action::new(format!("field {collection}.{name}"), outcome)
}

/// Returns the options of a field that uploads files into no folder, where visitors cannot read them, with the folder. Earlier versions of this
/// command made such fields. A folder that its owner has chosen stays.
fn with_folder(field: &Value, there: &Value) -> Option<Value> {
    let folder = field.pointer("/meta/options/folder")?;
    let has_interface = there.pointer("/meta/interface") == field.pointer("/meta/interface");
    let mut options = there.pointer("/meta/options")?.clone();
    if !has_interface || options.get("folder").is_some_and(|folder| !folder.is_null()) {
        return None;
    }
    options.as_object_mut()?.insert("folder".to_owned(), folder.clone());
    Some(options)
}

/// Whether a field, as a Directus tells it, is of the type `wanted`. SQLite and MySQL have no type for UUIDs: Directus
/// keeps them as `char(36)`, and calls that a string unless the field's `special` says otherwise.
fn has_type(there: &Value, wanted: &str) -> bool {
    let column = |key: &str| there.pointer(&format!("/schema/{key}"));
    let is_char_36 = column("data_type").and_then(Value::as_str) == Some("char")
        && column("max_length").and_then(Value::as_u64) == Some(36);
    text(there, "type") == wanted || (wanted == "uuid" && text(there, "type") == "string" && is_char_36)
}

/// Returns a field as `POST /fields` accepts it: that of the snapshot without details of SQLite.
fn field_body(field: &Value) -> Value {
    // A field without a column: a list of related items, for example.
    if field["schema"].is_null() {
        return json!({ "field": text(field, "field"), "type": text(field, "type"), "meta": meta(field), "schema": null });
    }
    let mut schema = Map::new();
    for key in ["default_value", "is_nullable", "is_unique", "is_indexed", "is_primary_key", "has_auto_increment"] {
        if let Some(value) = field.pointer(&format!("/schema/{key}"))
            && !value.is_null()
        {
            schema.insert(key.to_owned(), value.clone());
        }
    }
    json!({
        "field": text(field, "field"),
        "type": text(field, "type"),
        "meta": meta(field),
        "schema": schema,
    })
}

/// Returns the `meta` of a snapshot's entry without what the request's path says already.
fn meta(entry: &Value) -> Value {
    let mut meta = entry.get("meta").cloned().unwrap_or_default();
    if let Some(meta) = meta.as_object_mut() {
        for key in ["collection", "field", "many_collection", "many_field", "one_collection"] {
            meta.remove(key);
        }
    }
    meta
}
