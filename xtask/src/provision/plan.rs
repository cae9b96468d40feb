//! From what is there and what is wanted to what has to be done. Sends nothing.

use anyhow::{Result, bail};
use serde_json::{Map, Value, json};

use super::wanted::{
    PUBLIC_POLICY, Permission, SITE, SITE_FOLDER, Schema, USERS, USERS_POLICY, USERS_ROLE,
    public_permissions, settings, text, users_permissions,
};

/// What a Directus has, as its REST API tells it. Each is the list of an endpoint, `settings` one object.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// `/collections`
    pub collections: Vec<Value>,
    /// `/fields`
    pub fields: Vec<Value>,
    /// `/relations`
    pub relations: Vec<Value>,
    /// `/roles`
    pub roles: Vec<Value>,
    /// `/policies`
    pub policies: Vec<Value>,
    /// `/access`
    pub access: Vec<Value>,
    /// `/permissions`
    pub permissions: Vec<Value>,
    /// `/folders`
    pub folders: Vec<Value>,
    /// `/settings`
    pub settings: Value,
}

/// What becomes of a thing.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is missing: this request makes it.
    Create {
        /// Of a POST.
        path: String,
        /// Its body.
        body: Value,
    },
    /// It differs: this request changes it.
    Change {
        /// Of a PATCH.
        path: String,
        /// Its body: what differs, and no more.
        body: Value,
    },
    /// It is as wanted.
    Keep,
    /// It differs, and is somebody else's to decide.
    Leave {
        /// In what it differs.
        why: String,
    },
}

/// A thing that provisioning names, and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// In a person's words.
    pub thing: String,
    /// What is done.
    pub outcome: Outcome,
}

impl Action {
    fn new(thing: impl Into<String>, outcome: Outcome) -> Self {
        Self {
            thing: thing.into(),
            outcome,
        }
    }

    /// Whether it needs a request.
    pub fn sends(&self) -> bool {
        matches!(
            self.outcome,
            Outcome::Create { .. } | Outcome::Change { .. }
        )
    }
}

/// The whole plan, in the order in which it has to be carried out.
///
/// Refused where carrying it out would be dangerous: if the role or policy `Users` grants admin access, everybody who
/// registers would be an administrator.
pub fn plan(schema: &Schema, state: &State) -> Result<Vec<Action>> {
    let mut actions = Vec::new();
    let folder = plan_folder(state, &mut actions);
    plan_schema(schema, &folder, state, &mut actions);
    let role = plan_role(state, &mut actions);
    let policy = plan_policy(state, &mut actions)?;
    refuse_admin_role(state, &role)?;
    plan_access(state, &role, &policy, USERS, &mut actions);
    for permission in users_permissions() {
        plan_permission(state, &policy, USERS, permission, true, &mut actions);
    }
    plan_access(state, &role, PUBLIC_POLICY, "Public", &mut actions);
    for permission in public_permissions(&folder) {
        plan_permission(
            state,
            PUBLIC_POLICY,
            "Public",
            permission,
            false,
            &mut actions,
        );
    }
    plan_settings(state, &role, &mut actions);
    Ok(actions)
}

fn plan_folder(state: &State, actions: &mut Vec<Action>) -> String {
    let thing = format!("folder {SITE}");
    let found = by_id(&state.folders, SITE_FOLDER).or_else(|| {
        state
            .folders
            .iter()
            .find(|folder| text(folder, "name") == SITE && is_null(folder, "parent"))
    });
    if let Some(folder) = found {
        actions.push(Action::new(thing, Outcome::Keep));
        return text(folder, "id").to_owned();
    }
    actions.push(Action::new(
        thing,
        Outcome::Create {
            path: "/folders".to_owned(),
            body: json!({ "id": SITE_FOLDER, "name": SITE }),
        },
    ));
    SITE_FOLDER.to_owned()
}

fn plan_schema(schema: &Schema, folder: &str, state: &State, actions: &mut Vec<Action>) {
    for collection in &schema.collections {
        let name = text(collection, "collection");
        let thing = format!("collection {name}");
        if !state
            .collections
            .iter()
            .any(|there| text(there, "collection") == name)
        {
            let fields: Vec<Value> = schema
                .fields_of(name)
                .map(|field| field_body(field, folder))
                .collect();
            actions.push(Action::new(
                thing,
                Outcome::Create {
                    path: "/collections".to_owned(),
                    body: json!({
                        "collection": name,
                        "meta": meta(collection, folder),
                        "schema": {},
                        "fields": fields,
                    }),
                },
            ));
            continue;
        }
        actions.push(Action::new(thing, Outcome::Keep));
        for field in schema.fields_of(name) {
            actions.push(plan_field(field, name, folder, state));
        }
    }
    for relation in &schema.relations {
        let (many, field) = (text(relation, "collection"), text(relation, "field"));
        let related = text(relation, "related_collection");
        let there = state
            .relations
            .iter()
            .find(|there| text(there, "collection") == many && text(there, "field") == field);
        let outcome = match there {
            Some(there) if text(there, "related_collection") == related => Outcome::Keep,
            Some(there) => Outcome::Leave {
                why: format!("it leads to {}", text(there, "related_collection")),
            },
            None => Outcome::Create {
                path: "/relations".to_owned(),
                body: json!({
                    "collection": many,
                    "field": field,
                    "related_collection": related,
                    "meta": meta(relation, folder),
                    "schema": { "on_delete": relation.pointer("/schema/on_delete") },
                }),
            },
        };
        actions.push(Action::new(
            format!("relation {many}.{field} → {related}"),
            outcome,
        ));
    }
}

fn plan_field(field: &Value, collection: &str, folder: &str, state: &State) -> Action {
    let name = text(field, "field");
    let there = state
        .fields
        .iter()
        .find(|there| text(there, "collection") == collection && text(there, "field") == name);
    let outcome = match there {
        None => {
            let mut body = field_body(field, folder);
            // A field that rows exist for already cannot begin as required: they have no value for it.
            body["schema"]["is_nullable"] = Value::Bool(true);
            Outcome::Create {
                path: format!("/fields/{collection}"),
                body,
            }
        }
        Some(there) if text(there, "type") == text(field, "type") => Outcome::Keep,
        Some(there) => Outcome::Leave {
            why: format!(
                "its type is {}, not {}",
                text(there, "type"),
                text(field, "type")
            ),
        },
    };
    Action::new(format!("field {collection}.{name}"), outcome)
}

/// A field as `POST /fields` takes it: the snapshot's, without what is SQLite's own.
fn field_body(field: &Value, folder: &str) -> Value {
    let mut schema = Map::new();
    for key in [
        "default_value",
        "is_nullable",
        "is_unique",
        "is_indexed",
        "is_primary_key",
        "has_auto_increment",
    ] {
        if let Some(value) = field.pointer(&format!("/schema/{key}"))
            && !value.is_null()
        {
            schema.insert(key.to_owned(), value.clone());
        }
    }
    json!({
        "field": text(field, "field"),
        "type": text(field, "type"),
        "meta": meta(field, folder),
        "schema": schema,
    })
}

/// The `meta` of a snapshot's entry, without what the request's address says already.
fn meta(entry: &Value, folder: &str) -> Value {
    let mut meta = entry.get("meta").cloned().unwrap_or_default();
    if let Some(meta) = meta.as_object_mut() {
        for key in [
            "collection",
            "field",
            "many_collection",
            "many_field",
            "one_collection",
        ] {
            meta.remove(key);
        }
        // A folder of that name that was there before has an id of its own.
        if let Some(target) = meta
            .get_mut("options")
            .and_then(|options| options.get_mut("folder"))
            && target == SITE_FOLDER
        {
            *target = Value::from(folder);
        }
    }
    meta
}

fn plan_role(state: &State, actions: &mut Vec<Action>) -> String {
    let thing = format!("role {USERS}");
    if let Some(role) = by_id(&state.roles, USERS_ROLE).or_else(|| by_name(&state.roles, USERS)) {
        actions.push(Action::new(thing, Outcome::Keep));
        return text(role, "id").to_owned();
    }
    actions.push(Action::new(
        thing,
        Outcome::Create {
            path: "/roles".to_owned(),
            body: json!({
                "id": USERS_ROLE,
                "name": USERS,
                "icon": "person",
                "description": "People who have registered on the site",
            }),
        },
    ));
    USERS_ROLE.to_owned()
}

fn plan_policy(state: &State, actions: &mut Vec<Action>) -> Result<String> {
    let thing = format!("policy {USERS}");
    let found = by_id(&state.policies, USERS_POLICY).or_else(|| by_name(&state.policies, USERS));
    let Some(policy) = found else {
        actions.push(Action::new(
            thing,
            Outcome::Create {
                path: "/policies".to_owned(),
                body: json!({
                    "id": USERS_POLICY,
                    "name": USERS,
                    "icon": "person",
                    "description": "Their own profile, and nothing else",
                    "app_access": false,
                    "admin_access": false,
                    "enforce_tfa": false,
                }),
            },
        ));
        return Ok(USERS_POLICY.to_owned());
    };
    if is_true(policy, "admin_access") {
        bail!(
            "the policy {USERS} of this Directus grants admin access, so everybody who registers would be an \
             administrator: rename that policy, or take admin access from it, and run this again"
        );
    }
    let id = text(policy, "id").to_owned();
    actions.push(Action::new(
        thing,
        change(policy, &json!({ "app_access": false }), || {
            format!("/policies/{id}")
        }),
    ));
    Ok(id)
}

fn refuse_admin_role(state: &State, role: &str) -> Result<()> {
    for access in state
        .access
        .iter()
        .filter(|access| text(access, "role") == role)
    {
        if let Some(policy) = by_id(&state.policies, text(access, "policy"))
            && is_true(policy, "admin_access")
        {
            bail!(
                "the role {USERS} of this Directus has the policy {}, which grants admin access, so everybody who \
                 registers would be an administrator: rename that role, or take the policy from it, and run this again",
                text(policy, "name")
            );
        }
    }
    Ok(())
}

fn plan_access(state: &State, role: &str, policy: &str, name: &str, actions: &mut Vec<Action>) {
    let there = state
        .access
        .iter()
        .any(|access| text(access, "role") == role && text(access, "policy") == policy);
    let outcome = if there {
        Outcome::Keep
    } else {
        Outcome::Create {
            path: "/access".to_owned(),
            body: json!({ "role": role, "policy": policy, "sort": 1 }),
        }
    };
    actions.push(Action::new(
        format!("policy {name} on the role {USERS}"),
        outcome,
    ));
}

/// `ours`: whether a permission that differs may be changed. That of the policy `Users` may; what the public may see on
/// a Directus that has been set up already is for its owner to say.
fn plan_permission(
    state: &State,
    policy: &str,
    name: &str,
    wanted: Permission,
    ours: bool,
    actions: &mut Vec<Action>,
) {
    let Permission {
        collection,
        action,
        rule,
        fields,
    } = wanted;
    let thing = format!("permission of {name}: {action} {collection}");
    let there: Vec<&Value> = state
        .permissions
        .iter()
        .filter(|there| {
            text(there, "policy") == policy
                && text(there, "collection") == collection
                && text(there, "action") == action
        })
        .collect();
    let body = json!({ "permissions": rule, "fields": fields });
    let outcome = if there
        .iter()
        .any(|there| differences(there, &body).is_empty())
    {
        Outcome::Keep
    } else if let Some(first) = there.first() {
        if ours {
            change(first, &body, || format!("/permissions/{}", first["id"]))
        } else {
            Outcome::Leave {
                why: format!(
                    "its {} differ",
                    differences(first, &body)
                        .keys()
                        .map(|key| if key == "permissions" { "items" } else { key })
                        .collect::<Vec<_>>()
                        .join(" and ")
                ),
            }
        }
    } else {
        Outcome::Create {
            path: "/permissions".to_owned(),
            body: json!({
                "policy": policy,
                "collection": collection,
                "action": action,
                "permissions": rule,
                "fields": fields,
            }),
        }
    };
    actions.push(Action::new(thing, outcome));
}

fn plan_settings(state: &State, role: &str, actions: &mut Vec<Action>) {
    actions.push(Action::new(
        "settings: public registration",
        change(&state.settings, &settings(role), || "/settings".to_owned()),
    ));
}

fn change(there: &Value, wanted: &Value, path: impl FnOnce() -> String) -> Outcome {
    let different = differences(there, wanted);
    if different.is_empty() {
        Outcome::Keep
    } else {
        Outcome::Change {
            path: path(),
            body: Value::Object(different),
        }
    }
}

/// The members of `wanted` that `there` has otherwise.
fn differences(there: &Value, wanted: &Value) -> Map<String, Value> {
    wanted
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, value)| !same(there.get(key.as_str()), value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Equal to Directus: field lists in any order, no rule and an empty rule alike, 1 and true alike (SQLite has no booleans).
fn same(there: Option<&Value>, wanted: &Value) -> bool {
    match (there, wanted) {
        (Some(Value::Array(there)), Value::Array(wanted)) => {
            there.len() == wanted.len() && wanted.iter().all(|item| there.contains(item))
        }
        (None | Some(Value::Null), Value::Object(wanted)) => wanted.is_empty(),
        (Some(Value::Number(there)), Value::Bool(wanted)) => {
            there.as_i64() == Some((*wanted).into())
        }
        (None, _) => false,
        (Some(there), wanted) => there == wanted,
    }
}

fn by_id<'a>(list: &'a [Value], id: &str) -> Option<&'a Value> {
    list.iter().find(|item| text(item, "id") == id)
}

fn by_name<'a>(list: &'a [Value], name: &str) -> Option<&'a Value> {
    list.iter().find(|item| text(item, "name") == name)
}

fn is_null(value: &Value, key: &str) -> bool {
    value.get(key).is_none_or(Value::is_null)
}

fn is_true(value: &Value, key: &str) -> bool {
    same(value.get(key), &Value::Bool(true))
}
