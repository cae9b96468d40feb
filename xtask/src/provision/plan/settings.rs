//! Settings: registration and its role, and the password policy.

use serde_json::json;

use super::{Action, Outcome, State, by_id, is_true};
use crate::provision::ProvisionOptions;
use crate::provision::wanted::{USERS, USERS_ROLE, text};

/// Plans registration with the role `Users`, or no change: never with a role that is not ours. E-mail verification
/// stays as it is (on a new Directus it is on): its owner knows whether mails
/// work.
pub(super) fn plan_registration(state: &State, options: &ProvisionOptions, actions: &mut Vec<Action>) {
    let role = text(&state.settings, "public_registration_role");
    let name = by_id(&state.roles, role).map_or(role, |role| text(role, "name"));
    let is_on = is_true(&state.settings, "public_registration");
    let change = |body| Outcome::Change { path: "/settings".to_owned(), body };
    let switched_on = change(json!({ "public_registration": true, "public_registration_role": USERS_ROLE }));
    let (outcome, note) = match (is_on, role) {
        (true, USERS_ROLE) => (Outcome::Keep, None),
        // As in a new Directus.
        (false, "") => (switched_on, None),
        (false, _) if options.registration => {
            let note = (role != USERS_ROLE).then(|| format!("So far it was off, with the role {name}."));
            (switched_on, note)
        }
        (false, USERS_ROLE) => {
            let why = "it was switched off since; --registration switches it on again".to_owned();
            (Outcome::Leave { why }, None)
        }
        (false, _) => {
            let why = format!(
                "it is off, with the role {name}; --registration switches it on, with the role {USERS} of this program"
            );
            (Outcome::Leave { why }, None)
        }
        (true, _) => {
            let before = if role.is_empty() { "no role".to_owned() } else { format!("the role {name}") };
            let note = format!(
                "People who register from now on get the role {USERS} of this program, and not {before} as so far; who has \
                 an account keeps what it has."
            );
            (change(json!({ "public_registration_role": USERS_ROLE })), Some(note))
        }
    };
    actions.push(Action::new("settings: public registration", outcome).with_note(note));
}

/// Plans the password policy. It never accepts passwords that the present one refuses.
pub(super) fn plan_password(state: &State, options: &ProvisionOptions, actions: &mut Vec<Action>) {
    let there = text(&state.settings, "auth_password_policy");
    let wanted = options.password_policy.clone().unwrap_or_default();
    let change =
        || Outcome::Change { path: "/settings".to_owned(), body: json!({ "auth_password_policy": wanted.as_str() }) };
    let outcome = if there.is_empty() {
        change()
    } else if there == wanted.as_str() || options.password_policy.is_none() {
        Outcome::Keep
    } else if wanted.is_as_strict_as(there) {
        change()
    } else {
        Outcome::Leave { why: format!("{there} refuses passwords that {} takes", wanted.as_str()) }
    };
    actions.push(Action::new("settings: rule for passwords", outcome));
}
