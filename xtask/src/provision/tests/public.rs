use super::*;
use crate::provision::plan::Opening;

/// A Directus with a `pages` of its owner's: with drafts and a field that is nobody's business.
fn with_foreign_pages() -> State {
    let mut state = new_directus();
    state.collections.push(json!({ "collection": "pages", "meta": { "note": "Ours since 2019" } }));
    let choices = json!([{ "text": "Published", "value": "published" }, { "text": "Draft", "value": "draft" }]);
    for field in [
        json!({ "collection": "pages", "field": "id", "type": "integer" }),
        json!({ "collection": "pages", "field": "title", "type": "string" }),
        json!({ "collection": "pages", "field": "secret", "type": "text" }),
        json!({ "collection": "pages", "field": "status", "type": "string", "meta": { "options": { "choices": choices } } }),
    ] {
        state.fields.push(field);
    }
    state
}

const READ_PAGES: &str = "permission of Public: read pages";

fn public_row(collection: &str, rule: Value, fields: Value) -> Value {
    json!({
        "id": 7, "policy": PUBLIC_POLICY, "collection": collection, "action": "read",
        "permissions": rule, "fields": fields, "validation": null, "presets": null,
    })
}

fn opened(actions: &[Action]) -> Vec<&Opening> {
    actions.iter().filter_map(|action| action.opening.as_ref()).collect()
}

#[test]
fn every_permission_names_the_fields_of_the_schema() {
    let actions = planned(&new_directus());
    assert_eq!(
        created(&actions, READ_PAGES)["fields"],
        json!(["id", "title", "slug", "summary", "content", "audience"])
    );
    for action in &actions {
        if let Outcome::Create { path, body } = &action.outcome
            && path == "/permissions"
        {
            assert!(!body["fields"].to_string().contains('*'), "{body}");
        }
    }
}

#[test]
fn existing_collection_is_not_opened() {
    let state = with_foreign_pages();
    let actions = planned(&state);
    let Outcome::Omit { why } = outcome(&actions, READ_PAGES) else { panic!("left out") };
    assert!(why.contains("--open pages"), "{why}");
    assert_eq!(opened(&actions), Vec::<&Opening>::new());
    // Nor by the next run.
    assert!(matches!(outcome(&planned(&state.clone().after(&actions)), READ_PAGES), Outcome::Omit { .. }));
}

#[test]
fn existing_collection_is_opened_by_option_with_site_fields_and_published_items() {
    let state = with_foreign_pages();
    let actions = planned_with(&state, &opening("pages"));
    let body = created(&actions, READ_PAGES);
    assert_eq!(body["fields"], json!(["id", "title", "slug", "summary", "content", "audience"]));
    assert_eq!(body["permissions"], json!({ "status": { "_eq": "published" } }));
    let said = opened(&actions);
    assert_eq!(said.len(), 1);
    assert_eq!((json!(said[0].fields), &said[0].rule), (body["fields"].clone(), &body["permissions"]));
    // It stays so, whether or not it is named again.
    let state = state.after(&actions);
    for options in [ProvisionOptions::default(), opening("pages")] {
        let again = planned_with(&state, &options);
        assert_eq!((sent(&again), opened(&again)), (vec![], vec![]));
    }
}

#[test]
fn public_permissions_of_an_owner_are_kept() {
    let mut state = with_foreign_pages();
    let rule = json!({ "status": { "_eq": "published" } });
    state.permissions.push(public_row("pages", rule.clone(), json!(["title", "status"])));
    assert!(matches!(outcome(&planned(&state), READ_PAGES), Outcome::Leave { .. }));

    // Named, the fields come in that the site needs; the items stay the owner's decision.
    let actions = planned_with(&state, &opening("pages"));
    assert_eq!(
        changed(&actions, READ_PAGES),
        &json!({ "fields": ["title", "status", "id", "slug", "summary", "content", "audience"] })
    );
    let said = opened(&actions);
    assert_eq!(
        (json!(said[0].fields), &said[0].rule),
        (json!(["id", "slug", "summary", "content", "audience"]), &rule)
    );
    assert_eq!(sent(&planned_with(&state.after(&actions), &opening("pages"))), [""; 0]);
}

#[test]
fn field_with_another_relation_or_type_is_not_opened() {
    let mut state = new_directus();
    state.collections.push(json!({ "collection": "posts" }));
    state.fields.push(json!({ "collection": "posts", "field": "author", "type": "integer" }));
    state.fields.push(json!({ "collection": "posts", "field": "content", "type": "json" }));
    state.relations.push(json!({ "collection": "posts", "field": "author", "related_collection": "directus_users" }));
    let actions = planned_with(&state, &opening("posts"));
    let fields = created(&actions, "permission of Public: read posts")["fields"].clone();
    let fields: Vec<&str> = fields.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(fields.contains(&"title") && !fields.contains(&"author") && !fields.contains(&"content"), "{fields:?}");
}

#[test]
fn closed_collection_with_items_stays_closed() {
    let mut state = provisioned();
    state.permissions.retain(|it| it["policy"] != PUBLIC_POLICY || it["collection"] != "pages");
    state.filled.remove("pages");
    assert_eq!(sent(&planned(&state)), [READ_PAGES, pages::THING], "empty: there is nothing to see");
    state.filled.insert("pages".to_owned());
    assert!(matches!(outcome(&planned(&state), READ_PAGES), Outcome::Omit { .. }));
    assert_eq!(sent(&planned_with(&state, &opening("pages"))), [READ_PAGES]);
}

#[test]
fn closed_site_files_stay_closed() {
    let mut state = provisioned();
    state.permissions.retain(|it| it["policy"] != PUBLIC_POLICY || it["collection"] != "directus_files");
    state.filled.insert("directus_files".to_owned());
    assert_eq!(sent(&planned(&state)), [""; 0]);
    assert_eq!(sent(&planned_with(&state, &opening("directus_files"))), ["permission of Public: read directus_files"]);
}

#[test]
fn wildcard_of_an_older_version_is_narrowed_to_needed_fields() {
    let mut state = provisioned();
    for collection in ["global", "pages", "authors", "posts"] {
        permission(&mut state, PUBLIC_POLICY, "read", collection)["fields"] = json!(["*"]);
        state.filled.insert(collection.to_owned());
    }
    let actions = planned(&state);
    assert_eq!(sent(&actions).len(), 4);
    assert_eq!(
        changed(&actions, READ_PAGES),
        &json!({ "fields": ["id", "title", "slug", "summary", "content", "audience"] })
    );
    assert_eq!(sent(&planned(&state.after(&actions))), [""; 0]);
}

#[test]
fn wildcard_of_an_older_version_is_narrowed_in_existing_collections() {
    // Its role is there: so it was at work. The field `secret` was open.
    let mut state = with_foreign_pages();
    state.roles.push(json!({ "id": crate::provision::wanted::USERS_ROLE, "name": "Users" }));
    state.permissions.push(public_row("pages", json!({}), json!(["*"])));
    assert_eq!(
        changed(&planned(&state), READ_PAGES),
        &json!({ "fields": ["id", "title", "slug", "summary", "content", "audience"] })
    );
}

#[test]
fn wildcard_of_an_owner_is_kept() {
    // As the Studio writes it: without a rule, not with an empty one.
    let mut state = provisioned();
    let row = permission(&mut state, PUBLIC_POLICY, "read", "pages");
    row["fields"] = json!(["*"]);
    row["permissions"] = Value::Null;
    assert!(matches!(outcome(&planned(&state), READ_PAGES), Outcome::Leave { .. }));

    // Where no older version was at work, an empty rule is somebody else's, too: at the first run, and at the second.
    let mut state = with_foreign_pages();
    state.permissions.push(public_row("pages", json!({}), json!(["*"])));
    let first = planned(&state);
    for actions in [&first, &planned(&state.after(&first))] {
        assert!(matches!(outcome(actions, READ_PAGES), Outcome::Leave { .. }));
    }
}

#[test]
fn unlicensed_collection_with_drafts_is_not_opened_by_option() {
    let state = State { without_rules: true, ..with_foreign_pages() };
    assert!(matches!(outcome(&planned_with(&state, &opening("pages")), READ_PAGES), Outcome::Omit { .. }));
}
