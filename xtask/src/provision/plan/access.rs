//! The role and policy `Users`: the rights of registered users.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::{Action, Outcome, State, by_id, change, differences, is_true};
use crate::provision::permissions::{Permission, core_users_permission};
use crate::provision::wanted::{USERS, USERS_POLICY, USERS_ROLE, text};

pub(super) fn plan_role(state: &State, actions: &mut Vec<Action>) {
    let thing = format!("role {USERS}");
    if by_id(&state.roles, USERS_ROLE).is_some() {
        actions.push(Action::new(thing, Outcome::Keep));
        return;
    }
    let namesake = state.roles.iter().any(|role| text(role, "name") == USERS);
    let note = namesake.then(|| {
        "Another role of that name was there before. It stays as it is, and is given to nobody by this; who has it, keeps \
         it."
            .to_owned()
    });
    let outcome = Outcome::Create {
        path: "/roles".to_owned(),
        body: json!({
            "id": USERS_ROLE,
            "name": USERS,
            "icon": "person",
            "description": "People who have registered on the site",
        }),
    };
    actions.push(Action::new(thing, outcome).with_note(note));
}

pub(super) fn plan_policy(state: &State, actions: &mut Vec<Action>) -> Result<()> {
    let thing = format!("policy {USERS}");
    let Some(policy) = by_id(&state.policies, USERS_POLICY) else {
        actions.push(Action::new(
            thing,
            Outcome::Create {
                path: "/policies".to_owned(),
                body: json!({
                    "id": USERS_POLICY,
                    "name": USERS,
                    "icon": "person",
                    "description": "Their own account, and what is for members",
                    "app_access": false,
                    "admin_access": false,
                    "enforce_tfa": false,
                }),
            },
        ));
        return Ok(());
    };
    if is_true(policy, "admin_access") {
        bail!(
            "the policy {USERS} of this Directus grants admin access, so everybody who registers would be an \
             administrator: take admin access from it, and run this again"
        );
    }
    let outcome = change(policy, &json!({ "app_access": false }), || format!("/policies/{USERS_POLICY}"));
    actions.push(Action::new(thing, outcome));
    Ok(())
}

/// Returns the role and its parents, whose policies it inherits.
pub fn with_parents<'a>(state: &'a State, role: &'a str) -> Vec<&'a str> {
    let mut roles = vec![role];
    while let Some(parent) = roles.last().and_then(|role| by_id(&state.roles, role)).map(|role| text(role, "parent"))
        && !parent.is_empty()
        && !roles.contains(&parent)
    {
        roles.push(parent);
    }
    roles
}

pub(super) fn refuse_admin_role(state: &State) -> Result<()> {
    let roles = with_parents(state, USERS_ROLE);
    for access in state.access.iter().filter(|access| roles.contains(&text(access, "role"))) {
        if let Some(policy) = by_id(&state.policies, text(access, "policy"))
            && is_true(policy, "admin_access")
        {
            bail!(
                "the role {USERS} of this Directus has the policy {}, which grants admin access, so everybody who \
                 registers would be an administrator: take the policy from it, and run this again",
                text(policy, "name")
            );
        }
    }
    Ok(())
}

pub(super) fn plan_access(state: &State, policy: &str, name: &str, actions: &mut Vec<Action>) {
    let there =
        state.access.iter().any(|access| text(access, "role") == USERS_ROLE && text(access, "policy") == policy);
    let outcome = if there {
        Outcome::Keep
    } else {
        Outcome::Create { path: "/access".to_owned(), body: json!({ "role": USERS_ROLE, "policy": policy, "sort": 1 }) }
    };
    actions.push(Action::new(format!("policy {name} on the role {USERS}"), outcome));
}

/// Why a permission is missing without custom rules.
pub(super) const NO_RULES: &str =
    "without a licence this Directus knows no rules: it could only be everything, or nothing";

/// Plans a permission of the policy `Users`. That policy is ours, so that differences are corrected.
pub(super) fn plan_permission(state: &State, wanted: Permission) -> Action {
    let thing = format!("permission of {USERS}: {} {}", wanted.action, wanted.collection);
    if state.without_rules && !wanted.is_taken_without_licence() {
        return Action::new(thing, Outcome::Omit { why: NO_RULES.to_owned() });
    }
    let there: Vec<&Value> = state.permissions_of(USERS_POLICY, &wanted.collection, &wanted.action).collect();
    let body = wanted.body();
    let outcome = if there.iter().any(|there| differences(there, &body).is_empty()) {
        Outcome::Keep
    } else if let Some(first) = there.first() {
        change(first, &body, || format!("/permissions/{}", first["id"]))
    } else {
        created(USERS_POLICY, &wanted)
    };
    Action::new(thing, outcome)
}

/// Returns the request that creates a permission.
pub(super) fn created(policy: &str, wanted: &Permission) -> Outcome {
    let mut body = json!({ "policy": policy, "collection": wanted.collection, "action": wanted.action });
    if let (Some(body), Value::Object(rest)) = (body.as_object_mut(), wanted.body()) {
        body.extend(rest);
    }
    Outcome::Create { path: "/permissions".to_owned(), body }
}

/// Plans the permission to change one's own account. With e-mail verification on it excludes the e-mail, because
/// Directus asks for no password.
pub(super) fn own_update(state: &State, wanted: Permission, email: bool) -> Action {
    const WHY: &str = "addresses are verified here, and Directus asks for no password when one is changed";
    if state.without_rules {
        // The one accepted rule includes the e-mail.
        let action = plan_permission(state, core_users_permission());
        return match action.outcome {
            Outcome::Create { .. } if !email => Action::new(
                action.thing,
                Outcome::Omit {
                    why: format!(
                        "{WHY}; without a licence Directus takes this rule with the address in it only. \
                         --allow-email-change makes it"
                    ),
                },
            ),
            Outcome::Keep if !email => Action::new(
                action.thing,
                Outcome::Leave {
                    why: format!(
                        "it lets people change their address, though {WHY}, and without a licence it can't be narrowed: \
                         remove it in the Studio, or run this with --allow-email-change"
                    ),
                },
            ),
            _ => action,
        };
    }
    let note = (!email).then(|| format!("Without the e-mail address: {WHY}. --allow-email-change allows it."));
    plan_permission(state, wanted).with_note(note)
}

/// Adds the owner to files that were uploaded before the description named them: without it owners cannot find and
/// remove them, and Directus does not delete an account with files.
pub(super) fn plan_owners(state: &State, actions: &mut Vec<Action>) {
    if state.ownerless.is_empty() {
        return;
    }
    let body =
        state.ownerless.iter().map(|file| json!({ "id": file["id"], "description": file["uploaded_by"] })).collect();
    actions.push(Action::new(
        "pictures in the folder Avatars, which have to say whose they are",
        Outcome::Change { path: "/files".to_owned(), body },
    ));
}
