//! The report of all rights, whoever has created them.

use serde_json::Value;

use super::permissions::{Permission, public_permissions, users_permissions};
use super::plan::access::with_parents;
use super::plan::members::texts_for_members;
use super::plan::{State, differences, is_true};
use super::rules::in_words;
use super::wanted::{
    AVATARS, AVATARS_FOLDER, MEMBERS, MEMBERS_CONTENT, MEMBERS_FOLDER, PUBLIC_POLICY, SITE, SITE_FOLDER, Schema, USERS,
    USERS_POLICY, USERS_ROLE, WITH_AUDIENCE, is_field, text,
};

/// The maximum length of lines.
const WIDTH: usize = 100;

/// Returns the lines of the report on `state`.
pub fn lines(schema: &Schema, state: &State) -> Vec<String> {
    let public = policies_of(state, "");
    let member: Vec<&str> = with_parents(state, USERS_ROLE)
        .into_iter()
        .flat_map(|role| policies_of(state, role))
        .filter(|policy| !public.contains(policy))
        .collect();
    let mut lines = vec!["What anybody can do:".to_owned()];
    lines.extend(allowed(schema, state, &public));
    for collection in WITH_AUDIENCE.into_iter().filter(|collection| shows_members_content(state, &public, collection)) {
        wrap(
            &format!(
                "WARNING: everybody reads what is for members in {collection}. Take {MEMBERS_CONTENT} from the fields above; \
                 where they are all fields, name the others."
            ),
            &mut lines,
        );
    }
    lines.push(format!("What somebody with the role {USERS} can do besides:"));
    lines.extend(allowed(schema, state, &member));
    lines.push(registration(state));
    lines.push(match text(&state.settings, "auth_password_policy") {
        "" => "Passwords: Directus takes any, even of one letter.".to_owned(),
        rule => format!("Passwords: Directus takes those that match {rule}"),
    });
    lines
}

/// Returns the policies of a role; the public ones if `role` is empty.
fn policies_of<'a>(state: &'a State, role: &str) -> Vec<&'a str> {
    state
        .access
        .iter()
        .filter(|access| text(access, "role") == role && text(access, "user").is_empty())
        .map(|access| text(access, "policy"))
        .collect()
}

fn allowed(schema: &Schema, state: &State, policies: &[&str]) -> Vec<String> {
    let mut lines = Vec::new();
    for policy in state.policies.iter().filter(|policy| policies.contains(&text(policy, "id"))) {
        let name = text(policy, "name");
        if is_true(policy, "admin_access") {
            lines.push(format!("  EVERYTHING: the policy {name} grants admin access"));
        } else if is_true(policy, "app_access") {
            lines.push(format!("  use the Studio, and what Directus allows with that: the policy {name} grants it"));
        }
        let only_from: Vec<&str> =
            policy.get("ip_access").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        if !only_from.is_empty() {
            lines.push(format!("  (what the policy {name} allows, only from {})", only_from.join(", ")));
        }
    }
    let mut there: Vec<&Value> = state.permissions.iter().filter(|it| policies.contains(&text(it, "policy"))).collect();
    there.sort_by_key(|it| (text(it, "collection"), text(it, "action")));
    for permission in there {
        lines.extend(permission_lines(schema, state, permission));
    }
    if lines.is_empty() {
        lines.push("  nothing".to_owned());
    }
    lines
}

fn permission_lines(schema: &Schema, state: &State, permission: &Value) -> Vec<String> {
    let (collection, action) = (text(permission, "collection"), text(permission, "action"));
    let name = |id: &str| match id {
        SITE_FOLDER => Some(format!("the folder {SITE}")),
        AVATARS_FOLDER => Some(format!("the folder {AVATARS}")),
        MEMBERS_FOLDER => Some(format!("the folder {MEMBERS}")),
        id => {
            let folder = state.folders.iter().find(|folder| text(folder, "id") == id)?;
            Some(format!("the folder {}", text(folder, "name")))
        }
    };
    let mut lines = vec![format!("  {action} {collection}")];
    if !is_ours(schema, state, permission) {
        let policy = state.policies.iter().find(|policy| text(policy, "id") == text(permission, "policy"));
        let policy = policy.map_or("", |policy| text(policy, "name")).trim_start_matches("$t:");
        lines.push(format!("    NOT MADE BY THIS PROGRAM (policy {policy})"));
    }
    if action != "delete" {
        wrap(&format!("fields: {}", fields(state, permission)), &mut lines);
    }
    let rule = permission.get("permissions").unwrap_or(&Value::Null);
    if action != "create" {
        wrap(&format!("items: {}", in_words(rule, &name)), &mut lines);
    }
    let validation = permission.get("validation").unwrap_or(&Value::Null);
    if in_words(validation, &name) != "all" {
        wrap(&format!("only if: {}", in_words(validation, &name)), &mut lines);
    }
    lines
}

/// Whether one of the policies shows the texts for members of a collection.
fn shows_members_content(state: &State, policies: &[&str], collection: &str) -> bool {
    state.fields.iter().any(|field| is_field(field, collection, MEMBERS_CONTENT))
        && state.permissions.iter().any(|permission| {
            policies.contains(&text(permission, "policy"))
                && text(permission, "collection") == collection
                && text(permission, "action") == "read"
                && permission
                    .get("fields")
                    .and_then(Value::as_array)
                    .is_some_and(|fields| fields.iter().any(|it| it == "*" || it == MEMBERS_CONTENT))
        })
}

/// Returns all fields by name, because the wildcard may open more than expected.
fn fields(state: &State, permission: &Value) -> String {
    let named: Vec<&str> =
        permission.get("fields").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    if !named.contains(&"*") {
        return if named.is_empty() { "none".to_owned() } else { named.join(", ") };
    }
    let collection = text(permission, "collection");
    let all: Vec<&str> = state
        .fields
        .iter()
        .filter(|field| text(field, "collection") == collection && text(field, "type") != "alias")
        .map(|field| text(field, "field"))
        .collect();
    format!("ALL, also those that are added later; now {}", all.join(", "))
}

/// Whether it is as this program creates it.
fn is_ours(schema: &Schema, state: &State, permission: &Value) -> bool {
    let is = |wanted: &Permission| {
        text(permission, "collection") == wanted.collection
            && text(permission, "action") == wanted.action
            && differences(permission, &wanted.body()).is_empty()
    };
    match text(permission, "policy") {
        USERS_POLICY => {
            [true, false].into_iter().flat_map(users_permissions).any(|wanted| is(&wanted))
                || WITH_AUDIENCE
                    .into_iter()
                    .filter_map(|it| texts_for_members(state, it).ok())
                    .any(|wanted| is(&wanted))
        }
        PUBLIC_POLICY => public_permissions(schema, state.without_rules).iter().any(is),
        _ => false,
    }
}

fn registration(state: &State) -> String {
    if !is_true(&state.settings, "public_registration") {
        return "Registration: off.".to_owned();
    }
    let id = text(&state.settings, "public_registration_role");
    let role = state.roles.iter().find(|role| text(role, "id") == id).map(|role| text(role, "name"));
    let role = match (id, role) {
        (USERS_ROLE, Some(name)) => format!("the role {name}"),
        (_, Some(name)) => format!("the role {name}, which this program HAS NOT MADE"),
        _ => "no role".to_owned(),
    };
    let verified = if is_true(&state.settings, "public_registration_verify_email") {
        "once their address is verified"
    } else {
        "at once: addresses are not verified"
    };
    format!("Registration: on. Who registers gets {role}, {verified}.")
}

/// Wraps text into lines of [`WIDTH`], indented by four spaces, further ones by six.
pub fn wrap(text: &str, lines: &mut Vec<String>) {
    let mut line = "   ".to_owned();
    for word in text.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push(std::mem::replace(&mut line, "     ".to_owned()));
        }
        line.push(' ');
        line.push_str(word);
    }
    lines.push(line);
}
