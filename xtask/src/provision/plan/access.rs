//! Who may do what: the role and policy `Users`, what the public may read, and registration.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::{Action, Outcome, State, by_id, by_name, change, differences, is_true};
use crate::provision::wanted::{Permission, USERS, USERS_POLICY, USERS_ROLE, settings, text};

pub(super) fn plan_role(state: &State, actions: &mut Vec<Action>) -> String {
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

pub(super) fn plan_policy(state: &State, actions: &mut Vec<Action>) -> Result<String> {
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
                    "description": "Their own account, and nothing else",
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
    actions.push(Action::new(thing, change(policy, &json!({ "app_access": false }), || format!("/policies/{id}"))));
    Ok(id)
}

pub(super) fn refuse_admin_role(state: &State, role: &str) -> Result<()> {
    for access in state.access.iter().filter(|access| text(access, "role") == role) {
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

pub(super) fn plan_access(state: &State, role: &str, policy: &str, name: &str, actions: &mut Vec<Action>) {
    let there = state.access.iter().any(|access| text(access, "role") == role && text(access, "policy") == policy);
    let outcome = if there {
        Outcome::Keep
    } else {
        Outcome::Create { path: "/access".to_owned(), body: json!({ "role": role, "policy": policy, "sort": 1 }) }
    };
    actions.push(Action::new(format!("policy {name} on the role {USERS}"), outcome));
}

/// `ours`: whether a permission that differs may be changed. That of the policy `Users` may; what the public may see on
/// a Directus that has been set up already is for its owner to say.
pub(super) fn plan_permission(
    state: &State,
    policy: &str,
    name: &str,
    wanted: Permission,
    ours: bool,
    actions: &mut Vec<Action>,
) {
    let omit = state.without_rules && !wanted.is_taken_without_licence();
    let Permission { collection, action, rule, fields, validation, presets } = wanted;
    let thing = format!("permission of {name}: {action} {collection}");
    if omit {
        let why = "without a licence this Directus knows no rules: it could only be everything, or nothing";
        actions.push(Action::new(thing, Outcome::Omit { why: why.to_owned() }));
        return;
    }
    let there: Vec<&Value> = state
        .permissions
        .iter()
        .filter(|there| {
            text(there, "policy") == policy
                && text(there, "collection") == collection
                && text(there, "action") == action
        })
        .collect();
    let body = json!({ "permissions": rule, "fields": fields, "validation": validation, "presets": presets });
    let outcome = if there.iter().any(|there| differences(there, &body).is_empty()) {
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
                "validation": validation,
                "presets": presets,
            }),
        }
    };
    actions.push(Action::new(thing, outcome));
}

pub(super) fn plan_settings(state: &State, role: &str, actions: &mut Vec<Action>) {
    actions.push(Action::new(
        "settings: public registration",
        change(&state.settings, &settings(role), || "/settings".to_owned()),
    ));
}
