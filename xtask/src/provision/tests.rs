#![allow(clippy::unwrap_used)]

use serde_json::{Value, json};

use super::plan::{Action, Outcome, State, plan};
use super::wanted::{AVATARS_FOLDER, PUBLIC_POLICY, SITE_FOLDER, Schema, USERS_POLICY, USERS_ROLE};

fn schema() -> Schema {
    Schema::load().unwrap()
}

/// What a Directus would have after the plan's requests.
fn after(mut state: State, actions: &[Action]) -> State {
    for action in actions {
        match &action.outcome {
            Outcome::Create { path, body } => {
                let mut body = body.clone();
                match path.as_str() {
                    "/folders" => state.folders.push(body),
                    "/collections" => {
                        for field in body["fields"].as_array().unwrap() {
                            let mut field = field.clone();
                            field["collection"] = body["collection"].clone();
                            state.fields.push(field);
                        }
                        state.collections.push(body);
                    }
                    "/relations" => state.relations.push(body),
                    "/roles" => state.roles.push(body),
                    "/policies" => state.policies.push(body),
                    "/access" => state.access.push(body),
                    "/permissions" => {
                        body["id"] = json!(state.permissions.len() + 1);
                        state.permissions.push(body);
                    }
                    path => {
                        let collection = path.strip_prefix("/fields/").unwrap();
                        body["collection"] = json!(collection);
                        state.fields.push(body);
                    }
                }
            }
            Outcome::Change { path, body } => {
                let target = if path == "/settings" {
                    &mut state.settings
                } else if let Some(id) = path.strip_prefix("/permissions/") {
                    let id: u64 = id.parse().unwrap();
                    state.permissions.iter_mut().find(|item| item["id"] == json!(id)).unwrap()
                } else {
                    let id = path.strip_prefix("/policies/").unwrap();
                    state.policies.iter_mut().find(|item| item["id"] == json!(id)).unwrap()
                };
                for (key, value) in body.as_object().unwrap() {
                    target[key] = value.clone();
                }
            }
            Outcome::Keep | Outcome::Omit { .. } | Outcome::Leave { .. } => {}
        }
    }
    state
}

fn new_directus() -> State {
    State {
        policies: vec![
            json!({ "id": PUBLIC_POLICY, "name": "$t:public_label", "app_access": false, "admin_access": false }),
        ],
        settings: json!({ "public_registration": false, "public_registration_role": null, "public_registration_verify_email": true }),
        ..State::default()
    }
}

fn outcome<'a>(actions: &'a [Action], thing: &str) -> &'a Outcome {
    &actions.iter().find(|action| action.thing == thing).unwrap_or_else(|| panic!("no {thing}")).outcome
}

#[test]
fn a_second_run_finds_nothing_to_do() {
    let state = new_directus();
    let first = plan(&schema(), &state).unwrap();
    assert!(first.iter().all(Action::sends), "everything is missing at first");
    let second = plan(&schema(), &after(state, &first)).unwrap();
    assert_eq!(second.iter().find(|action| action.outcome != Outcome::Keep), None);
}

#[test]
fn a_missing_field_of_a_collection_that_is_there_is_added_and_nothing_else() {
    let state = new_directus();
    let mut state = after(state.clone(), &plan(&schema(), &state).unwrap());
    state.fields.retain(|field| field["collection"] != "posts" || field["field"] != "image_alt");
    let actions = plan(&schema(), &state).unwrap();
    let sent: Vec<&str> = actions.iter().filter(|action| action.sends()).map(|action| action.thing.as_str()).collect();
    assert_eq!(sent, ["field posts.image_alt"]);
}

#[test]
fn a_required_field_that_is_added_to_rows_begins_nullable() {
    let mut state = new_directus();
    state.collections.push(json!({ "collection": "pages" }));
    let actions = plan(&schema(), &state).unwrap();
    let Outcome::Create { path, body } = outcome(&actions, "field pages.title") else {
        panic!("created");
    };
    assert_eq!(path, "/fields/pages");
    assert_eq!(body["schema"]["is_nullable"], json!(true));
}

#[test]
fn a_field_of_another_type_is_left_alone_and_named() {
    let mut state = new_directus();
    state.collections.push(json!({ "collection": "pages" }));
    state.fields.push(json!({ "collection": "pages", "field": "content", "type": "json" }));
    let actions = plan(&schema(), &state).unwrap();
    assert_eq!(outcome(&actions, "field pages.content"), &Outcome::Leave { why: "its type is json, not text".into() });
}

#[test]
fn a_role_and_policy_of_that_name_are_used_as_they_are_found() {
    let mut state = new_directus();
    state.roles.push(json!({ "id": "r-1", "name": "Users" }));
    state.policies.push(json!({ "id": "p-1", "name": "Users", "app_access": 1, "admin_access": 0 }));
    let actions = plan(&schema(), &state).unwrap();
    assert_eq!(outcome(&actions, "role Users"), &Outcome::Keep);
    assert_eq!(
        outcome(&actions, "policy Users"),
        &Outcome::Change { path: "/policies/p-1".into(), body: json!({ "app_access": false }) }
    );
    let Outcome::Change { body, .. } = outcome(&actions, "settings: public registration") else {
        panic!("changed");
    };
    assert_eq!(body["public_registration_role"], json!("r-1"));
}

#[test]
fn a_renamed_role_is_recognised_by_its_id() {
    let mut state = new_directus();
    state.roles.push(json!({ "id": USERS_ROLE, "name": "Members" }));
    let actions = plan(&schema(), &state).unwrap();
    assert_eq!(outcome(&actions, "role Users"), &Outcome::Keep);
}

#[test]
fn registration_never_leads_to_admin_access() {
    let mut state = new_directus();
    state.policies.push(json!({ "id": "p-1", "name": "Users", "admin_access": true }));
    assert!(plan(&schema(), &state).unwrap_err().to_string().contains("admin access"));

    let mut state = new_directus();
    state.roles.push(json!({ "id": "r-1", "name": "Users" }));
    state.policies.push(json!({ "id": "p-9", "name": "Boss", "admin_access": 1 }));
    state.access.push(json!({ "role": "r-1", "policy": "p-9" }));
    assert!(plan(&schema(), &state).unwrap_err().to_string().contains("Boss"));
}

#[test]
fn a_permission_that_grew_is_brought_back_to_least_privilege() {
    let state = new_directus();
    let mut state = after(state.clone(), &plan(&schema(), &state).unwrap());
    let update =
        state.permissions.iter_mut().find(|item| item["policy"] == USERS_POLICY && item["action"] == "update").unwrap();
    update["fields"] = json!(["*"]);
    let actions = plan(&schema(), &state).unwrap();
    let Outcome::Change { body, .. } = outcome(&actions, "permission of Users: update directus_users") else {
        panic!("changed");
    };
    assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["fields"]);
}

#[test]
fn pictures_of_people_come_into_a_folder_of_their_own_and_can_be_nothing_but_pictures() {
    let actions = plan(&schema(), &new_directus()).unwrap();
    assert_eq!(
        outcome(&actions, "folder Avatars"),
        &Outcome::Create { path: "/folders".into(), body: json!({ "id": AVATARS_FOLDER, "name": "Avatars" }) }
    );
    let Outcome::Create { body, .. } = outcome(&actions, "permission of Users: create directus_files") else {
        panic!("created");
    };
    assert_eq!(body["presets"], json!({ "folder": AVATARS_FOLDER }));
    assert_eq!(body.pointer("/validation/_and/1/folder/_eq"), Some(&json!(AVATARS_FOLDER)));
    let types = body.pointer("/validation/_and/0/type/_in").unwrap().to_string();
    assert!(types.contains("image/webp") && !types.contains("svg"), "{types}");
}

#[test]
fn an_upload_that_was_opened_to_everything_is_closed_again() {
    let state = new_directus();
    let mut state = after(state.clone(), &plan(&schema(), &state).unwrap());
    let create = state
        .permissions
        .iter_mut()
        .find(|item| item["collection"] == "directus_files" && item["action"] == "create")
        .unwrap();
    create["validation"] = Value::Null;
    create.as_object_mut().unwrap().remove("presets");
    let actions = plan(&schema(), &state).unwrap();
    let Outcome::Change { body, .. } = outcome(&actions, "permission of Users: create directus_files") else {
        panic!("changed");
    };
    assert_eq!(body.as_object().unwrap().keys().collect::<Vec<_>>(), ["presets", "validation"]);
}

#[test]
fn a_directus_that_was_provisioned_for_the_profile_alone_gets_what_the_account_needs() {
    let state = new_directus();
    let mut state = after(state.clone(), &plan(&schema(), &state).unwrap());
    // As an earlier version left it.
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
    let actions = plan(&schema(), &state).unwrap();
    let sent: Vec<&str> = actions.iter().filter(|action| action.sends()).map(|action| action.thing.as_str()).collect();
    assert_eq!(
        sent,
        [
            "folder Avatars",
            "permission of Users: read directus_users",
            "permission of Users: update directus_users",
            "permission of Users: delete directus_users",
            "permission of Users: create directus_files",
            "permission of Users: read directus_files",
            "permission of Users: delete directus_files",
        ]
    );
}

#[test]
fn without_a_licence_nothing_is_opened_to_everybody_for_want_of_a_rule() {
    let state = State { without_rules: true, ..new_directus() };
    let first = plan(&schema(), &state).unwrap();
    for thing in [
        "permission of Users: read directus_users",
        "permission of Users: delete directus_users",
        "permission of Users: create directus_files",
        "permission of Public: read posts",
        "permission of Public: read directus_files",
    ] {
        assert!(matches!(outcome(&first, thing), Outcome::Omit { .. }), "{thing}");
    }
    assert!(outcome(&first, "permission of Public: read pages") != &Outcome::Keep);
    let updates: Vec<&Value> = first
        .iter()
        .filter_map(|action| match &action.outcome {
            Outcome::Create { path, body } if path == "/permissions" && body["action"] == "update" => Some(body),
            _ => None,
        })
        .collect();
    assert_eq!(updates.len(), 1);
    assert_eq!(updates[0]["permissions"], json!({ "id": { "_eq": "$CURRENT_USER" } }));
    let second = plan(&schema(), &after(state, &first)).unwrap();
    assert_eq!(second.iter().find(|action| action.sends()), None);
}

#[test]
fn what_an_owner_lets_the_public_see_is_left_alone() {
    let mut state = new_directus();
    state.permissions.push(json!({
        "id": 7, "policy": PUBLIC_POLICY, "collection": "posts", "action": "read",
        "permissions": { "status": { "_eq": "published" } }, "fields": ["*"],
    }));
    let actions = plan(&schema(), &state).unwrap();
    assert!(matches!(outcome(&actions, "permission of Public: read posts"), Outcome::Leave { .. }));
}

#[test]
fn whether_addresses_are_verified_stays_as_it_is() {
    let actions = plan(&schema(), &new_directus()).unwrap();
    let Outcome::Change { body, .. } = outcome(&actions, "settings: public registration") else {
        panic!("changed");
    };
    assert_eq!(body, &json!({ "public_registration": true, "public_registration_role": USERS_ROLE }));
}

#[test]
fn a_folder_that_was_there_before_is_what_the_image_field_uploads_to() {
    let mut state = new_directus();
    state.folders.push(json!({ "id": "f-1", "name": "Site", "parent": null }));
    let actions = plan(&schema(), &state).unwrap();
    assert_eq!(outcome(&actions, "folder Site"), &Outcome::Keep);
    let Outcome::Create { body, .. } = outcome(&actions, "collection posts") else {
        panic!("created");
    };
    let text = Value::to_string(body);
    assert!(text.contains("\"folder\":\"f-1\"") && !text.contains(SITE_FOLDER));
    let Outcome::Create { body, .. } = outcome(&actions, "permission of Public: read directus_files") else {
        panic!("created");
    };
    assert_eq!(body["permissions"], json!({ "folder": { "_eq": "f-1" } }));
}

#[test]
fn nothing_of_a_directus_with_other_content_is_named() {
    let mut state = new_directus();
    state.collections.push(json!({ "collection": "products" }));
    state.fields.push(json!({ "collection": "products", "field": "price", "type": "decimal" }));
    let actions = plan(&schema(), &state).unwrap();
    assert!(actions.iter().all(|action| !action.thing.contains("products")));
}
