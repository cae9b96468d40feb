use super::*;
use crate::provision::wanted::USERS_ROLE;

const REGISTRATION: &str = "settings: public registration";
const PASSWORDS: &str = "settings: rule for passwords";

fn with_settings(settings: &Value) -> State {
    let mut state = new_directus();
    state.roles.push(json!({ "id": "r-1", "name": "Customers" }));
    for (key, value) in settings.as_object().unwrap() {
        state.settings[key] = value.clone();
    }
    state
}

fn switching_on() -> ProvisionOptions {
    ProvisionOptions { registration: true, ..ProvisionOptions::default() }
}

#[test]
fn new_directus_allows_registration_and_keeps_verification() {
    let body = json!({ "public_registration": true, "public_registration_role": USERS_ROLE });
    assert_eq!(changed(&planned(&new_directus()), REGISTRATION), &body);
}

#[test]
fn registration_role_is_replaced_by_ours() {
    let state = with_settings(&json!({ "public_registration": true, "public_registration_role": "r-1" }));
    let actions = planned(&state);
    assert_eq!(changed(&actions, REGISTRATION), &json!({ "public_registration_role": USERS_ROLE }));
    let action = actions.iter().find(|action| action.thing == REGISTRATION).unwrap();
    assert!(action.note.as_deref().unwrap().contains("Customers"));
}

#[test]
fn registration_switched_off_by_its_owner_stays_off() {
    for role in ["r-1", USERS_ROLE] {
        let state = with_settings(&json!({ "public_registration": false, "public_registration_role": role }));
        let Outcome::Leave { why } = outcome(&planned(&state), REGISTRATION).clone() else { panic!("left") };
        assert!(why.contains("--registration"), "{why}");
        let body = changed(&planned_with(&state, &switching_on()), REGISTRATION).clone();
        assert_eq!(body, json!({ "public_registration": true, "public_registration_role": USERS_ROLE }));
    }
}

#[test]
fn missing_password_policy_is_set() {
    assert_eq!(changed(&planned(&new_directus()), PASSWORDS), &json!({ "auth_password_policy": "/^.{8,}$/" }));
    let strong = ProvisionOptions { password_policy: Some("strong".parse().unwrap()), ..ProvisionOptions::default() };
    let actions = planned_with(&new_directus(), &strong);
    assert!(changed(&actions, PASSWORDS)["auth_password_policy"].as_str().unwrap().contains("(?=.*[A-Z])"));
}

#[test]
fn password_policy_becomes_stricter_and_never_looser() {
    let there = |rule: &str| with_settings(&json!({ "auth_password_policy": rule }));
    let wish =
        |rule: &str| ProvisionOptions { password_policy: Some(rule.parse().unwrap()), ..ProvisionOptions::default() };
    assert_eq!(outcome(&planned(&there("/^.{15,}$/")), PASSWORDS), &Outcome::Keep);
    assert_eq!(outcome(&planned(&there("/^.{4,}$/")), PASSWORDS), &Outcome::Keep, "its owner’s own, if a weak one");
    changed(&planned_with(&there("/^.{8,}$/"), &wish("^.{12,}$")), PASSWORDS);
    for (rule, wished) in [("/^.{15,}$/", "weak"), ("/^.{15,}$/", "strong"), ("(", "strong")] {
        let actions = planned_with(&there(rule), &wish(wished));
        assert!(matches!(outcome(&actions, PASSWORDS), Outcome::Leave { .. }), "{rule} {wished}");
    }
}
