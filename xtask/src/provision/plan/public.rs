//! The public policy. An existing collection is opened, or opened further, only if `--open` names it.

use serde_json::{Value, json};

use super::access::{NO_RULES, created};
use super::{Action, Opening, Outcome, State, by_id, differences};
use crate::provision::ProvisionOptions;
use crate::provision::permissions::{Permission, older, public_permissions};
use crate::provision::wanted::{
    MEMBERS_CONTENT, PUBLIC_POLICY, SITE_FOLDER, Schema, USERS_POLICY, USERS_ROLE, is_field, text,
};

/// The values of `--open`: the collections that the site shows, and the files in the folder `Site`.
pub const OPENABLE: [&str; 5] = ["global", "pages", "posts", "authors", FILES];

const FILES: &str = "directus_files";

pub(super) fn plan_public(schema: &Schema, state: &State, options: &ProvisionOptions, actions: &mut Vec<Action>) {
    for permission in public_permissions(schema, state.without_rules) {
        let is_opened = options.open.contains(&permission.collection);
        actions.push(plan_one(schema, state, permission, is_opened));
    }
}

fn plan_one(schema: &Schema, state: &State, wanted: Permission, is_opened: bool) -> Action {
    let collection = wanted.collection.clone();
    let thing = format!("permission of Public: read {collection}");
    let action = |outcome| Action::new(thing.clone(), outcome);
    if state.without_rules && !wanted.is_taken_without_licence() {
        return action(Outcome::Omit { why: NO_RULES.to_owned() });
    }
    let wanted = Permission { fields: trusted_fields(schema, state, &wanted), ..wanted };
    let published = Permission { rule: with_status(state, &collection, &wanted.rule), ..wanted.clone() };
    let there: Vec<&Value> = state.permissions_of(PUBLIC_POLICY, &collection, "read").collect();

    if there.iter().any(|there| [&wanted, &published].iter().any(|it| differences(there, &it.body()).is_empty())) {
        return action(Outcome::Keep);
    }
    // Written while there were rules.
    if state.without_rules && state.fields.iter().any(|field| is_field(field, &collection, MEMBERS_CONTENT)) {
        return action(Outcome::Omit { why: format!("{NO_RULES}, and it has texts for members") });
    }
    let Some(first) = there.first() else {
        // It is not public so far.
        let is_new = match collection.as_str() {
            FILES => by_id(&state.folders, SITE_FOLDER).is_none() || !state.filled.contains(FILES),
            "directus_settings" => true,
            name if !state.has_collection(name) => true,
            name => state.has_ours(schema, name) && !state.filled.contains(name),
        };
        return match (is_new, is_opened) {
            (true, _) => action(created(PUBLIC_POLICY, &wanted)),
            (false, true) if state.without_rules && !published.is_taken_without_licence() => {
                action(Outcome::Omit { why: NO_RULES.to_owned() })
            }
            (false, true) => {
                let opening = opening(&collection, published.fields.clone(), &published.rule);
                Action { opening, ..action(created(PUBLIC_POLICY, &published)) }
            }
            (false, false) => action(Outcome::Omit {
                why: format!("it was there before, and nobody is shown it without --open {collection}"),
            }),
        };
    };
    if was_made_by_older_version(schema, state, first, &wanted) {
        let note = (first["fields"] == json!(["*"])).then(|| {
            "An older version of this program had opened all fields, also those that somebody adds.".to_owned()
        });
        let body = json!({ "fields": wanted.fields });
        return action(Outcome::Change { path: format!("/permissions/{}", first["id"]), body }).with_note(note);
    }
    if is_opened && there.len() == 1 {
        return widened(first, &wanted, action(Outcome::Keep));
    }
    let differing = differences(first, &wanted.body());
    let names = differing.keys().map(|key| if key == "permissions" { "items" } else { key });
    action(Outcome::Leave { why: format!("its {} differ", names.collect::<Vec<_>>().join(" and ")) })
}

/// Adds the fields that the site needs to a permission of the owner's. Its rule for items stays:
/// the owner knows which items are drafts.
fn widened(there: &Value, wanted: &Permission, action: Action) -> Action {
    let has = |field: &str| {
        there
            .get("fields")
            .and_then(Value::as_array)
            .is_some_and(|fields| fields.iter().any(|it| it == field || it == "*"))
    };
    let missing: Vec<String> = wanted.fields.iter().filter(|field| !has(field)).cloned().collect();
    if missing.is_empty() {
        return action;
    }
    let before = there.get("fields").and_then(Value::as_array).into_iter().flatten().cloned();
    let fields: Vec<Value> = before.chain(missing.iter().map(|field| json!(field))).collect();
    let outcome = Outcome::Change { path: format!("/permissions/{}", there["id"]), body: json!({ "fields": fields }) };
    let opening = opening(&wanted.collection, missing, there.get("permissions").unwrap_or(&Value::Null));
    Action { outcome, opening, ..action }
}

fn opening(collection: &str, fields: Vec<String>, rule: &Value) -> Option<Opening> {
    Some(Opening { collection: collection.to_owned(), fields, rule: rule.clone() })
}

/// Whether a permission is exactly what an older version created. In an existing collection only
/// if such a version was the last to run, which shows by the missing permission for the password policy: else its owner
/// has created it.
fn was_made_by_older_version(schema: &Schema, state: &State, there: &Value, wanted: &Permission) -> bool {
    let ours = [by_id(&state.roles, USERS_ROLE), by_id(&state.policies, USERS_POLICY)];
    let older_was_last = ours.iter().any(Option::is_some)
        && state.permissions_of(PUBLIC_POLICY, "directus_settings", "read").next().is_none();
    // For full access the Studio writes no rule, older versions an empty one.
    let is_exact = |older: &Value, key: &str| there.get(key).unwrap_or(&Value::Null) == &older[key];
    (state.has_ours(schema, &wanted.collection) || older_was_last)
        && older(wanted)
            .iter()
            .any(|older| ["permissions", "fields", "validation", "presets"].into_iter().all(|key| is_exact(older, key)))
}

/// Returns those of the fields that the site reads whose type and relation are as expected. In an existing collection a
/// field of that name may have another type, or lead to another collection, such as users.
fn trusted_fields(schema: &Schema, state: &State, wanted: &Permission) -> Vec<String> {
    let collection = wanted.collection.as_str();
    let relation = |list: &[Value], field: &str| {
        let found = list.iter().find(|it| text(it, "collection") == collection && text(it, "field") == field);
        found.map(|it| text(it, "related_collection").to_owned())
    };
    let is_trusted = |field: &&String| {
        let ours = schema.fields_of(collection).find(|it| text(it, "field") == field.as_str());
        let theirs =
            state.fields.iter().find(|it| text(it, "collection") == collection && text(it, "field") == field.as_str());
        let (Some(ours), Some(theirs)) = (ours, theirs) else {
            return true;
        };
        let leads = relation(&state.relations, field);
        text(ours, "type") == text(theirs, "type") && (leads.is_none() || leads == relation(&schema.relations, field))
    };
    wanted.fields.iter().filter(is_trusted).cloned().collect()
}

/// Returns the rule; if the collection has a status field as the Studio creates it, with the condition `published`.
fn with_status(state: &State, collection: &str, rule: &Value) -> Value {
    let has_status = state.fields.iter().any(|field| {
        text(field, "collection") == collection
            && text(field, "field") == "status"
            && field
                .pointer("/meta/options/choices")
                .and_then(Value::as_array)
                .is_some_and(|choices| choices.iter().any(|choice| choice["value"] == "published"))
    });
    let status = json!({ "status": { "_eq": "published" } });
    match (has_status, rule == &json!({})) {
        (false, _) => rule.clone(),
        (true, true) => status,
        (true, false) => json!({ "_and": [rule, status] }),
    }
}
