use super::*;
use crate::provision::wanted::{AVATARS_FOLDER, USERS_POLICY, USERS_ROLE};

#[test]
fn role_and_policy_with_the_same_name_are_not_ours() {
    let mut state = new_directus();
    state.roles.push(json!({ "id": "r-1", "name": "Users" }));
    state.policies.push(json!({ "id": "p-1", "name": "Users", "app_access": 1, "admin_access": 0 }));
    state.access.push(json!({ "role": "r-1", "policy": "p-1" }));
    let actions = planned(&state);
    assert_eq!(created(&actions, "role Users")["id"], USERS_ROLE);
    assert_eq!(created(&actions, "policy Users")["id"], USERS_POLICY);
    assert_eq!(changed(&actions, "settings: public registration")["public_registration_role"], USERS_ROLE);
    let sent: String = actions.iter().map(|action| format!("{:?}", action.outcome)).collect();
    assert!(!sent.contains("r-1") && !sent.contains("p-1"));
    let role = actions.iter().find(|action| action.thing == "role Users").unwrap();
    assert!(role.note.as_deref().unwrap().contains("Another role of that name"));
}

#[test]
fn renamed_role_is_recognised_by_its_id() {
    let mut state = new_directus();
    state.roles.push(json!({ "id": USERS_ROLE, "name": "Members" }));
    assert_eq!(outcome(&planned(&state), "role Users"), &Outcome::Keep);
}

#[test]
fn registration_never_grants_admin_access() {
    let refusal = |state: &State| plan(&schema(), state, &ProvisionOptions::default()).unwrap_err().to_string();
    let mut state = provisioned();
    state.policies.iter_mut().find(|policy| policy["id"] == USERS_POLICY).unwrap()["admin_access"] = json!(true);
    assert!(refusal(&state).contains("admin access"));

    let mut state = provisioned();
    state.policies.push(json!({ "id": "p-9", "name": "Boss", "admin_access": 1 }));
    state.access.push(json!({ "role": USERS_ROLE, "policy": "p-9" }));
    assert!(refusal(&state).contains("Boss"));

    // A role has the policies of the roles above it.
    state.access.pop();
    state.roles.iter_mut().find(|role| role["id"] == USERS_ROLE).unwrap()["parent"] = json!("r-1");
    state.roles.push(json!({ "id": "r-1", "name": "Staff", "parent": "r-2" }));
    state.roles.push(json!({ "id": "r-2", "name": "All", "parent": "r-1" }));
    planned(&state);
    state.access.push(json!({ "role": "r-2", "policy": "p-9" }));
    assert!(refusal(&state).contains("Boss"));
}

#[test]
fn widened_permission_is_narrowed_again() {
    let mut state = provisioned();
    permission(&mut state, USERS_POLICY, "update", "directus_users")["fields"] = json!(["*"]);
    let actions = planned(&state);
    let body = changed(&actions, "permission of Users: update directus_users");
    assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["fields"]);
}

#[test]
fn avatars_are_images_in_their_own_folder() {
    let actions = planned(&new_directus());
    assert_eq!(created(&actions, "folder Avatars"), &json!({ "id": AVATARS_FOLDER, "name": "Avatars" }));
    let body = created(&actions, "permission of Users: create directus_files");
    assert_eq!(body["presets"], json!({ "folder": AVATARS_FOLDER, "description": "$CURRENT_USER" }));
    assert!(!body["fields"].as_array().unwrap().contains(&json!("description")), "nobody says whose a picture is");
    assert_eq!(body.pointer("/validation/_and/1/folder/_eq"), Some(&json!(AVATARS_FOLDER)));
    let types = body.pointer("/validation/_and/0/type/_in").unwrap().to_string();
    assert!(types.contains("image/webp") && !types.contains("svg"), "{types}");
}

#[test]
fn unrestricted_upload_is_restricted_again() {
    let mut state = provisioned();
    let create = permission(&mut state, USERS_POLICY, "create", "directus_files");
    create["validation"] = Value::Null;
    create.as_object_mut().unwrap().remove("presets");
    let actions = planned(&state);
    let body = changed(&actions, "permission of Users: create directus_files");
    let mut keys: Vec<_> = body.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["presets", "validation"]);
}

#[test]
fn permissions_of_an_earlier_version_are_narrowed() {
    let mut state = provisioned();
    permission(&mut state, USERS_POLICY, "read", "directus_files")["fields"]
        .as_array_mut()
        .unwrap()
        .extend([json!("folder"), json!("uploaded_by")]);
    permission(&mut state, USERS_POLICY, "delete", "directus_files")["fields"] = json!(["*"]);
    permission(&mut state, USERS_POLICY, "create", "directus_files")["presets"] = json!({ "folder": AVATARS_FOLDER });
    state.ownerless.push(json!({ "id": "f-1", "uploaded_by": "u-1" }));
    let actions = planned(&state);
    let fields = changed(&actions, "permission of Users: read directus_files")["fields"].clone();
    assert!(!fields.as_array().unwrap().iter().any(|field| field == "uploaded_by" || field == "folder"));
    assert_eq!(
        changed(&actions, "pictures in the folder Avatars, which have to say whose they are"),
        &json!([{ "id": "f-1", "description": "u-1" }])
    );
    assert_eq!(sent(&actions).len(), 4);
    assert_eq!(sent(&planned(&state.after(&actions))), [""; 0]);
}

#[test]
fn directus_provisioned_for_the_profile_gets_account_permissions() {
    let mut state = provisioned();
    // As an early version left it.
    state.folders.retain(|folder| folder["name"] != "Avatars");
    state.permissions.retain(|item| {
        item["policy"] != USERS_POLICY
            || (item["collection"] == "directus_users" && (item["action"] == "read" || item["action"] == "update"))
    });
    for item in state.permissions.iter_mut().filter(|item| item["policy"] == USERS_POLICY) {
        let fields = item["fields"].as_array_mut().unwrap();
        fields.retain(|field| field != "tfa_secret" && field != "provider");
        item.as_object_mut().unwrap().remove("validation");
        item.as_object_mut().unwrap().remove("presets");
    }
    assert_eq!(
        sent(&planned(&state)),
        [
            "folder Avatars",
            "permission of Users: read directus_users",
            "permission of Users: update directus_users",
            "permission of Users: delete directus_users",
            "permission of Users: create directus_files",
            "permission of Users: read directus_files",
            "permission of Users: delete directus_files",
            "permission of Users: read pages",
            "permission of Users: read posts",
        ]
    );
}

fn verifying(mut state: State) -> State {
    state.settings["public_registration_verify_email"] = json!(1);
    state
}

fn may_change_email(body: &Value) -> bool {
    body["fields"].as_array().unwrap().contains(&json!("email"))
}

const UPDATE: &str = "permission of Users: update directus_users";

#[test]
fn verified_email_can_be_changed_by_option_only() {
    assert!(may_change_email(created(&planned(&new_directus()), UPDATE)));
    let state = verifying(new_directus());
    let actions = planned(&state);
    assert!(!may_change_email(created(&actions, UPDATE)));
    assert!(created(&actions, UPDATE)["fields"].as_array().unwrap().contains(&json!("password")));
    let note = actions.iter().find(|action| action.thing == UPDATE).unwrap().note.clone().unwrap();
    assert!(note.contains("--allow-email-change"), "{note}");
    let allowed = ProvisionOptions { allow_email_change: true, ..ProvisionOptions::default() };
    assert!(may_change_email(created(&planned_with(&state, &allowed), UPDATE)));
}

#[test]
fn email_permission_follows_the_verification_setting() {
    let state = verifying(provisioned());
    let actions = planned(&state);
    assert_eq!(sent(&actions), [UPDATE]);
    assert!(!may_change_email(changed(&actions, UPDATE)));
    let mut state = state.after(&actions);
    assert_eq!(sent(&planned(&state)), [""; 0]);
    state.settings["public_registration_verify_email"] = json!(false);
    assert!(may_change_email(changed(&planned(&state), UPDATE)));
}

#[test]
fn unlicensed_rule_with_email_is_omitted_with_verification_on() {
    let state = State { without_rules: true, ..verifying(new_directus()) };
    assert!(matches!(outcome(&planned(&state), UPDATE), Outcome::Omit { .. }));
    let allowed = ProvisionOptions { allow_email_change: true, ..ProvisionOptions::default() };
    let state = state.clone().after(&planned_with(&state, &allowed));
    assert_eq!(outcome(&planned_with(&state, &allowed), UPDATE), &Outcome::Keep);
    assert!(matches!(outcome(&planned(&state), UPDATE), Outcome::Leave { .. }));
}

#[test]
fn unlicensed_directus_opens_nothing_without_rules() {
    let state = State { without_rules: true, ..new_directus() };
    let first = planned(&state);
    for thing in [
        "permission of Users: read directus_users",
        "permission of Users: delete directus_users",
        "permission of Users: create directus_files",
        "permission of Users: read pages",
        "permission of Users: read posts",
        "permission of Public: read posts",
        "permission of Public: read directus_files",
        "permission of Public: read directus_settings",
    ] {
        assert!(matches!(outcome(&first, thing), Outcome::Omit { .. }), "{thing}");
    }
    assert_eq!(created(&first, "permission of Public: read pages")["fields"], json!(["*"]));
    let updates: Vec<&Value> = first
        .iter()
        .filter_map(|action| match &action.outcome {
            Outcome::Create { path, body } if path == "/permissions" && body["action"] == "update" => Some(body),
            _ => None,
        })
        .collect();
    assert_eq!(updates.len(), 1);
    assert_eq!(updates[0]["permissions"], json!({ "id": { "_eq": "$CURRENT_USER" } }));
    assert_eq!(sent(&planned(&state.after(&first))), [""; 0]);
}
