//! Plans the changes from the present to the wanted state. Sends nothing.

pub mod access;
pub mod members;
pub mod pages;
pub mod public;
mod schema;
mod settings;
mod simulate;

use std::collections::BTreeSet;

use anyhow::Result;
use serde_json::{Map, Value};

use super::ProvisionOptions;
use super::permissions::{Permission, users_permissions};
use super::wanted::{
    AVATARS, AVATARS_FOLDER, MEMBERS, MEMBERS_FOLDER, PUBLIC_POLICY, SITE, SITE_FOLDER, Schema, USERS, USERS_POLICY,
    text,
};
use access::{own_update, plan_access, plan_owners, plan_permission, plan_policy, plan_role, refuse_admin_role};
use members::{fit_schema, plan_choice, plan_members};
use pages::plan_pages;
use public::plan_public;
use schema::{plan_folder, plan_schema};
use settings::{plan_password, plan_registration};

/// The state of a Directus. Each member is the list of an endpoint, `settings` one object.
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
    /// Which of the site's collections have items, and `directus_files` if the folder `Site` has files.
    pub filled: BTreeSet<String>,
    /// Files in the folder `Avatars` without an owner in their description: `id` and `uploaded_by`.
    pub ownerless: Vec<Value>,
    /// Which of the site's collections have items for certain roles.
    pub for_roles: BTreeSet<String>,
    /// Whether it accepts no custom permission rules: Directus 12 without a licence.
    pub without_rules: bool,
    /// Whether the extension lychgate-guard does not work in it.
    pub without_guard: bool,
}

impl State {
    /// Whether a collection exists.
    pub fn has_collection(&self, name: &str) -> bool {
        self.collections.iter().any(|there| text(there, "collection") == name)
    }

    /// Whether a collection exists that was created from our schema.
    pub fn has_ours(&self, schema: &Schema, name: &str) -> bool {
        self.collections.iter().any(|there| text(there, "collection") == name && schema.has_made(there))
    }

    /// Returns the permissions of a policy for an action on a collection.
    fn permissions_of<'a>(
        &'a self,
        policy: &'a str,
        collection: &'a str,
        action: &'a str,
    ) -> impl Iterator<Item = &'a Value> {
        self.permissions.iter().filter(move |there| {
            text(there, "policy") == policy
                && text(there, "collection") == collection
                && text(there, "action") == action
        })
    }
}

/// The outcome for a thing.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is missing: this request creates it.
    Create {
        /// The path of the POST.
        path: String,
        /// Its body.
        body: Value,
    },
    /// It differs: this request changes it.
    Change {
        /// The path of the PATCH.
        path: String,
        /// Its body: only what differs.
        body: Value,
    },
    /// It is as wanted.
    Keep,
    /// It is missing, and stays so.
    Omit {
        /// The reason.
        why: String,
    },
    /// It differs, and its owner decides about it.
    Leave {
        /// The difference.
        why: String,
    },
}

/// What an action makes public of an existing collection.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// The collection.
    pub collection: String,
    /// The fields that were not public so far.
    pub fields: Vec<String>,
    /// The rule for its items.
    pub rule: Value,
}

/// A thing that provisioning handles, and its outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// Its name in messages.
    pub thing: String,
    /// The outcome.
    pub outcome: Outcome,
    /// A remark.
    pub note: Option<String>,
    /// What it makes public.
    pub opening: Option<Opening>,
}

impl Action {
    fn new(thing: impl Into<String>, outcome: Outcome) -> Self {
        Self { thing: thing.into(), outcome, note: None, opening: None }
    }

    fn with_note(self, note: Option<String>) -> Self {
        Self { note, ..self }
    }

    /// Whether it sends a request.
    pub fn sends(&self) -> bool {
        matches!(self.outcome, Outcome::Create { .. } | Outcome::Change { .. })
    }
}

/// Returns the whole plan, in the order of execution.
///
/// Fails if executing it would be dangerous: if the role or policy `Users` grants admin access, everybody who
/// registers would be an administrator.
pub fn plan(schema: &Schema, state: &State, options: &ProvisionOptions) -> Result<Vec<Action>> {
    let schema = &fit_schema(schema, state);
    let mut actions = Vec::new();
    plan_folder(state, SITE, SITE_FOLDER, &mut actions);
    if !state.without_rules {
        plan_folder(state, MEMBERS, MEMBERS_FOLDER, &mut actions);
    }
    plan_schema(schema, state, &mut actions);
    plan_choice(state, &mut actions);
    plan_folder(state, AVATARS, AVATARS_FOLDER, &mut actions);
    plan_role(state, &mut actions);
    plan_policy(state, &mut actions)?;
    refuse_admin_role(state)?;
    plan_access(state, USERS_POLICY, USERS, &mut actions);
    let email = options.allow_email_change || !is_true(&state.settings, "public_registration_verify_email");
    for permission in users_permissions(email) {
        if permission.action == "update" {
            actions.push(own_update(state, permission, email));
        } else {
            actions.push(plan_permission(state, permission));
        }
    }
    plan_owners(state, &mut actions);
    plan_access(state, PUBLIC_POLICY, "Public", &mut actions);
    plan_public(schema, state, options, &mut actions);
    plan_members(schema, state, options, &mut actions);
    plan_pages(schema, state, &mut actions);
    plan_registration(state, options, &mut actions);
    plan_password(state, options, &mut actions);
    Ok(actions)
}

/// The plan for what an app has of its own: collections, and permissions of the policy `Users`.
pub fn plan_extension(schema: &Schema, permissions: &[Permission], state: &State) -> Vec<Action> {
    let mut actions = Vec::new();
    plan_schema(schema, state, &mut actions);
    actions.extend(permissions.iter().map(|permission| plan_permission(state, permission.clone())));
    actions
}

fn change(there: &Value, wanted: &Value, path: impl FnOnce() -> String) -> Outcome {
    let different = differences(there, wanted);
    if different.is_empty() { Outcome::Keep } else { Outcome::Change { path: path(), body: Value::Object(different) } }
}

/// Returns the members of `wanted` that differ in `there`.
pub fn differences(there: &Value, wanted: &Value) -> Map<String, Value> {
    wanted
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(key, value)| !same(there.get(key.as_str()), value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// Whether Directus treats both as equal: field lists in any order, no rule and an empty rule, 1 and true (SQLite has
/// no booleans).
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

/// Whether a member is true; SQLite has 1.
pub fn is_true(value: &Value, key: &str) -> bool {
    same(value.get(key), &Value::Bool(true))
}
