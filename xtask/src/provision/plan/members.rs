//! The texts of pages and posts that are for members, or for certain roles.
//!
//! A field that only some rows show can be found out on the others by filters: by a member, texts for other roles.
//! lychgate-guard refuses such filters. Without it there are no texts for certain roles.

use serde_json::{Value, json};

use super::access::{NO_RULES, plan_permission};
use super::{Action, Outcome, State};
use crate::provision::ProvisionOptions;
use crate::provision::permissions::{Permission, Readers, members_permission};
use crate::provision::wanted::{
    AUDIENCE, AUDIENCE_ROLES, MEMBERS_CONTENT, PUBLIC_POLICY, Schema, USERS, USERS_POLICY, WITH_AUDIENCE, is_field,
    text,
};

/// Why there are no texts for certain roles.
const WHY: &str = "without the extension lychgate-guard members of other roles could find them out, letter by letter, \
                   by trying filters";

/// What the Studio says to an editor who chooses an audience that is refused.
const NEEDS_GUARD: &str = "Texts for certain roles need the extension lychgate-guard, which does not work here";
const NEEDS_RULES: &str = "Texts for members need a licence for this Directus";

/// Returns the validation of the field `audience`, and what the Studio says where it fails; null for none.
fn validation(state: &State) -> (Value, Value) {
    let only = |condition: Value, message: &str| (json!({ "_and": [{ AUDIENCE: condition }] }), json!(message));
    match (state.without_rules, state.without_guard) {
        (true, _) => only(json!({ "_eq": "everyone" }), NEEDS_RULES),
        (false, true) => only(json!({ "_neq": "roles" }), NEEDS_GUARD),
        (false, false) => (Value::Null, Value::Null),
    }
}

/// Returns the schema without the fields that would promise more than this Directus keeps: without rules nobody is kept
/// from a text for members.
pub(super) fn fit_schema(schema: &Schema, state: &State) -> Schema {
    let mut schema = schema.clone();
    for collection in WITH_AUDIENCE {
        if state.without_rules {
            schema.remove_field(collection, MEMBERS_CONTENT);
        }
        if state.without_rules || !has_integer_key(state, collection) {
            schema.remove_field(collection, AUDIENCE_ROLES);
            schema.remove_collection(&format!("{collection}_roles"));
        }
        if let Some(audience) = schema.field_mut(collection, AUDIENCE) {
            (audience["meta"]["validation"], audience["meta"]["validation_message"]) = validation(state);
        }
    }
    schema
}

/// Whether the roles of an item can be kept: an existing collection of somebody else's may have keys of another type.
fn has_integer_key(state: &State, collection: &str) -> bool {
    let mut keys = state.fields.iter().filter(|field| {
        text(field, "collection") == collection && field.pointer("/schema/is_primary_key") == Some(&Value::Bool(true))
    });
    keys.all(|key| text(key, "type") == "integer")
}

/// Plans which audiences editors can choose, where the field is there already. A validation of its owner's stays.
pub(super) fn plan_choice(state: &State, actions: &mut Vec<Action>) {
    let (wanted, message) = validation(state);
    for collection in WITH_AUDIENCE {
        // Not a field of that name that somebody else has made.
        let is_ours = |field: &Value| {
            let choices = field.pointer("/meta/options/choices").and_then(Value::as_array);
            is_field(field, collection, AUDIENCE)
                && choices.is_some_and(|it| it.iter().any(|it| it["value"] == "roles"))
        };
        let Some(field) = state.fields.iter().find(|field| is_ours(field)) else {
            continue;
        };
        let [there, said] =
            ["validation", "validation_message"].map(|key| field["meta"].get(key).unwrap_or(&Value::Null));
        if *there == wanted || !(there.is_null() || [NEEDS_GUARD, NEEDS_RULES].iter().any(|ours| said == ours)) {
            continue;
        }
        let outcome = Outcome::Change {
            path: format!("/fields/{collection}/{AUDIENCE}"),
            body: json!({ "meta": { "validation": wanted, "validation_message": message } }),
        };
        let note =
            message.as_str().map_or("Editors can choose each of them.".to_owned(), |message| format!("{message}."));
        actions.push(Action::new(format!("audiences of {collection}"), outcome).with_note(Some(note)));
    }
}

/// Plans the permissions. `actions` are those planned so far: rows that they show to nobody stay closed to members, too.
pub(super) fn plan_members(schema: &Schema, state: &State, options: &ProvisionOptions, actions: &mut Vec<Action>) {
    let after = state.clone().after(actions);
    for collection in WITH_AUDIENCE {
        let is_opened = options.open.iter().any(|named| named == collection);
        actions.push(plan_one(schema, state, &after, collection, is_opened));
    }
}

fn plan_one(schema: &Schema, state: &State, after: &State, collection: &str, is_opened: bool) -> Action {
    let is_there = state.permissions_of(USERS_POLICY, collection, "read").next().is_some();
    let stays = |why: String| {
        let outcome = if is_there { Outcome::Leave { why } } else { Outcome::Omit { why } };
        Action::new(format!("permission of {USERS}: read {collection}"), outcome)
    };
    if state.without_rules {
        return stays(format!("{NO_RULES}. So there are no texts for members"));
    }
    let wanted = match texts_for_members(after, collection) {
        Ok(wanted) => wanted,
        Err(why) => return stays(why),
    };
    let is_ours = !state.has_collection(collection) || state.has_ours(schema, collection);
    if !(is_ours || is_opened || is_there) {
        return stays(format!("it was there before, and has no texts for members without --open {collection}"));
    }
    let note = match readers(after, collection) {
        Readers::MembersAndRoles => None,
        Readers::Members if state.without_guard => Some(format!("Without texts for certain roles: {WHY}.")),
        Readers::Members => Some(format!("Without texts for certain roles: the keys of {collection} are no integers.")),
        Readers::Nobody => Some(format!(
            "Without any text, since there are some for certain roles: {WHY}. Install it, and run this again."
        )),
    };
    plan_permission(state, wanted).with_note(note)
}

/// Returns the permission to read the texts for members of a collection, in the rows that everybody is shown. The error
/// says why there is none.
pub fn texts_for_members(state: &State, collection: &str) -> Result<Permission, String> {
    let is_of = |name: &str, kind: &str| {
        state.fields.iter().any(|field| is_field(field, collection, name) && text(field, "type") == kind)
    };
    if !is_of(MEMBERS_CONTENT, "text") || !is_of(AUDIENCE, "string") {
        return Err(format!("{collection} has no field {MEMBERS_CONTENT} and {AUDIENCE} as they are needed"));
    }
    let rules: Vec<Value> = state
        .permissions_of(PUBLIC_POLICY, collection, "read")
        .map(|permission| permission.get("permissions").cloned().unwrap_or_default())
        .collect();
    let is_all = |rule: &Value| rule.as_object().is_none_or(serde_json::Map::is_empty);
    let shown = match rules.as_slice() {
        [] => return Err("nobody is shown this collection".to_owned()),
        [rule] => rule.clone(),
        rules if rules.iter().any(is_all) => json!({}),
        rules => json!({ "_or": rules }),
    };
    Ok(members_permission(collection, &shown, readers(state, collection)))
}

fn readers(state: &State, collection: &str) -> Readers {
    let junction = format!("{collection}_roles");
    let has_roles = state.relations.iter().any(|relation| {
        text(relation, "collection") == junction
            && text(relation, "related_collection") == collection
            && relation.pointer("/meta/one_field").and_then(Value::as_str) == Some(AUDIENCE_ROLES)
    });
    match (state.without_guard, state.for_roles.contains(collection)) {
        (true, true) => Readers::Nobody,
        (false, _) if has_roles => Readers::MembersAndRoles,
        _ => Readers::Members,
    }
}
