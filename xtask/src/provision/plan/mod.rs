//! From what is there and what is wanted to what has to be done. Sends nothing.

mod access;
mod schema;

use anyhow::Result;
use serde_json::{Map, Value};

use super::wanted::{
    AVATARS, AVATARS_FOLDER, PUBLIC_POLICY, SITE, SITE_FOLDER, Schema, USERS, core_users_permission,
    public_permissions, text, users_permissions,
};
use access::{plan_access, plan_permission, plan_policy, plan_role, plan_settings, refuse_admin_role};
use schema::{plan_folder, plan_schema};

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
    /// It takes no rules of one's own about who may do what: Directus 12 without a licence.
    pub without_rules: bool,
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
    /// It is missing, and stays so.
    Omit {
        /// For which reason.
        why: String,
    },
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
        Self { thing: thing.into(), outcome }
    }

    /// Whether it needs a request.
    pub fn sends(&self) -> bool {
        matches!(self.outcome, Outcome::Create { .. } | Outcome::Change { .. })
    }
}

/// The whole plan, in the order in which it has to be carried out.
///
/// Refused where carrying it out would be dangerous: if the role or policy `Users` grants admin access, everybody who
/// registers would be an administrator.
pub fn plan(schema: &Schema, state: &State) -> Result<Vec<Action>> {
    let mut actions = Vec::new();
    let folder = plan_folder(state, SITE, SITE_FOLDER, &mut actions);
    plan_schema(schema, &folder, state, &mut actions);
    let avatars = plan_folder(state, AVATARS, AVATARS_FOLDER, &mut actions);
    let role = plan_role(state, &mut actions);
    let policy = plan_policy(state, &mut actions)?;
    refuse_admin_role(state, &role)?;
    plan_access(state, &role, &policy, USERS, &mut actions);
    let mut users = users_permissions(&avatars);
    if state.without_rules
        && let Some(update) = users.iter_mut().find(|permission| permission.action == "update")
    {
        *update = core_users_permission();
    }
    for permission in users {
        plan_permission(state, &policy, USERS, permission, true, &mut actions);
    }
    plan_access(state, &role, PUBLIC_POLICY, "Public", &mut actions);
    for permission in public_permissions(&folder) {
        plan_permission(state, PUBLIC_POLICY, "Public", permission, false, &mut actions);
    }
    plan_settings(state, &role, &mut actions);
    Ok(actions)
}

fn change(there: &Value, wanted: &Value, path: impl FnOnce() -> String) -> Outcome {
    let different = differences(there, wanted);
    if different.is_empty() { Outcome::Keep } else { Outcome::Change { path: path(), body: Value::Object(different) } }
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
        (Some(Value::Number(there)), Value::Bool(wanted)) => there.as_i64() == Some((*wanted).into()),
        (None, wanted) => wanted.is_null(),
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
