#![allow(clippy::unwrap_used)]

mod access;
mod members;
mod pages;
mod public;
mod report;
mod settings;

use serde_json::{Value, json};

use super::ProvisionOptions;
use super::plan::{Action, Outcome, State, plan};
use super::wanted::{PUBLIC_POLICY, SITE_FOLDER, Schema};

fn schema() -> Schema {
    Schema::load().unwrap()
}

fn planned(state: &State) -> Vec<Action> {
    plan(&schema(), state, &ProvisionOptions::default()).unwrap()
}

fn planned_with(state: &State, options: &ProvisionOptions) -> Vec<Action> {
    plan(&schema(), state, options).unwrap()
}

/// A Directus on which nobody has done anything but verify no addresses.
fn new_directus() -> State {
    State {
        policies: vec![
            json!({ "id": PUBLIC_POLICY, "name": "$t:public_label", "app_access": false, "admin_access": false }),
        ],
        access: vec![json!({ "role": null, "user": null, "policy": PUBLIC_POLICY })],
        settings: json!({
            "public_registration": false, "public_registration_role": null, "public_registration_verify_email": false,
            "auth_password_policy": null,
        }),
        ..State::default()
    }
}

fn provisioned() -> State {
    let state = new_directus();
    state.clone().after(&planned(&state))
}

fn opening(collection: &str) -> ProvisionOptions {
    ProvisionOptions { open: vec![collection.to_owned()], ..ProvisionOptions::default() }
}

fn outcome<'a>(actions: &'a [Action], thing: &str) -> &'a Outcome {
    &actions.iter().find(|action| action.thing == thing).unwrap_or_else(|| panic!("no {thing}")).outcome
}

fn sent(actions: &[Action]) -> Vec<&str> {
    actions.iter().filter(|action| action.sends()).map(|action| action.thing.as_str()).collect()
}

fn created<'a>(actions: &'a [Action], thing: &str) -> &'a Value {
    match outcome(actions, thing) {
        Outcome::Create { body, .. } => body,
        other => panic!("{thing}: {other:?}"),
    }
}

fn changed<'a>(actions: &'a [Action], thing: &str) -> &'a Value {
    match outcome(actions, thing) {
        Outcome::Change { body, .. } => body,
        other => panic!("{thing}: {other:?}"),
    }
}

fn permission<'a>(state: &'a mut State, policy: &str, action: &str, collection: &str) -> &'a mut Value {
    state
        .permissions
        .iter_mut()
        .find(|it| it["policy"] == policy && it["action"] == action && it["collection"] == collection)
        .unwrap()
}

#[test]
fn a_second_run_finds_nothing_to_do() {
    let state = new_directus();
    let first = planned(&state);
    assert!(first.iter().all(Action::sends), "everything is missing at first");
    let second = planned(&state.after(&first));
    assert_eq!(second.iter().find(|action| action.outcome != Outcome::Keep), None);
}

#[test]
fn interrupted_run_is_completed_by_the_next() {
    let state = new_directus();
    let first = planned(&state);
    for end in 0..first.len() {
        let half = state.clone().after(&first[..end]);
        let second = planned(&half);
        let third = planned(&half.after(&second));
        assert_eq!(sent(&third), [""; 0], "after {end} of {} steps", first.len());
    }
}

#[test]
fn only_a_missing_field_of_an_existing_collection_is_added() {
    let mut state = provisioned();
    state.fields.retain(|field| field["collection"] != "posts" || field["field"] != "image_alt");
    assert_eq!(sent(&planned(&state)), ["field posts.image_alt"]);
}

#[test]
fn content_gets_the_folder_that_visitors_can_read_unless_it_has_one() {
    let mut state = provisioned();
    let options = |state: &mut State, options: Value| {
        let content = state.fields.iter_mut().find(|it| it["collection"] == "posts" && it["field"] == "content");
        content.unwrap()["meta"]["options"] = options;
    };
    options(&mut state, json!({ "toolbar": ["bold"] }));
    let actions = planned(&state);
    assert_eq!(sent(&actions), ["field posts.content"]);
    let changed = changed(&actions, "field posts.content");
    assert_eq!(changed, &json!({ "meta": { "options": { "toolbar": ["bold"], "folder": SITE_FOLDER } } }));
    assert_eq!(sent(&planned(&state.clone().after(&actions))), [""; 0]);
    options(&mut state, json!({ "folder": "f-1" }));
    assert_eq!(sent(&planned(&state)), [""; 0]);
}

#[test]
fn required_field_is_added_as_nullable() {
    let mut state = new_directus();
    state.collections.push(json!({ "collection": "pages" }));
    let actions = planned(&state);
    assert_eq!(created(&actions, "field pages.title")["schema"]["is_nullable"], json!(true));
}

#[test]
fn uuid_stored_as_char_36_is_recognised() {
    let mut state = provisioned();
    let image =
        state.fields.iter_mut().find(|field| field["collection"] == "posts" && field["field"] == "image").unwrap();
    image["type"] = json!("string");
    image["schema"] = json!({ "data_type": "char", "max_length": 36 });
    assert_eq!(outcome(&planned(&state), "field posts.image"), &Outcome::Keep);
    let image =
        state.fields.iter_mut().find(|field| field["collection"] == "posts" && field["field"] == "image").unwrap();
    image["schema"] = json!({ "data_type": "varchar", "max_length": 255 });
    assert!(matches!(outcome(&planned(&state), "field posts.image"), Outcome::Leave { .. }));
}

#[test]
fn field_of_another_type_is_kept_and_reported() {
    let mut state = new_directus();
    state.collections.push(json!({ "collection": "pages" }));
    state.fields.push(json!({ "collection": "pages", "field": "content", "type": "json" }));
    let actions = planned(&state);
    assert_eq!(outcome(&actions, "field pages.content"), &Outcome::Leave { why: "its type is json, not text".into() });
}

#[test]
fn folder_with_the_same_name_is_not_ours() {
    let mut state = new_directus();
    state.folders.push(json!({ "id": "f-1", "name": "Site", "parent": null }));
    state.folders.push(json!({ "id": "f-2", "name": "Avatars", "parent": null }));
    let actions = planned(&state);
    for thing in ["folder Site", "folder Avatars"] {
        created(&actions, thing);
    }
    let sent: String = actions.iter().map(|action| format!("{:?}", action.outcome)).collect();
    assert!(!sent.contains("f-1") && !sent.contains("f-2"));
}

#[test]
fn other_content_is_not_reported() {
    let mut state = new_directus();
    state.collections.push(json!({ "collection": "products" }));
    state.fields.push(json!({ "collection": "products", "field": "price", "type": "decimal" }));
    assert!(planned(&state).iter().all(|action| !action.thing.contains("products")));
}
