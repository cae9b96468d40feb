use super::*;
use crate::provision::report::lines;
use crate::provision::wanted::{MEMBERS_FOLDER, USERS_POLICY};

const READ_POSTS: &str = "permission of Users: read posts";
const READ_PAGES: &str = "permission of Users: read pages";
const CHOICE: &str = "audiences of posts";

fn field<'a>(state: &'a mut State, collection: &str, name: &str) -> &'a mut Value {
    state.fields.iter_mut().find(|it| it["collection"] == collection && it["field"] == name).unwrap()
}

fn has_field(state: &State, collection: &str, name: &str) -> bool {
    state.fields.iter().any(|it| it["collection"] == collection && it["field"] == name)
}

fn for_members() -> Value {
    json!({ "audience": { "_eq": "members" } })
}

fn for_members_and_roles() -> Value {
    json!({ "_or": [for_members(), { "_and": [
        { "audience": { "_eq": "roles" } },
        { "audience_roles": { "_some": { "directus_roles_id": { "_in": "$CURRENT_ROLES" } } } },
    ] }] })
}

fn published() -> Value {
    json!({ "publish_date": { "_lte": "$NOW" } })
}

fn without_guard(state: State) -> State {
    State { without_guard: true, ..state }
}

/// A Directus as the version before texts for members left it, with content.
fn provisioned_before() -> State {
    let mut state = provisioned();
    state.collections.retain(|it| !it["collection"].as_str().unwrap().ends_with("_roles"));
    state.fields.retain(|it| {
        !it["collection"].as_str().unwrap().ends_with("_roles")
            && !["audience", "audience_roles", "members_content"].contains(&it["field"].as_str().unwrap())
    });
    state.relations.retain(|it| !it["collection"].as_str().unwrap().ends_with("_roles"));
    state.folders.retain(|it| it["id"] != MEMBERS_FOLDER);
    state
        .permissions
        .retain(|it| it["policy"] != USERS_POLICY || !["pages", "posts"].contains(&it["collection"].as_str().unwrap()));
    for collection in ["pages", "posts"] {
        let fields = permission(&mut state, PUBLIC_POLICY, "read", collection)["fields"].as_array_mut().unwrap();
        fields.retain(|field| field != "audience");
        state.filled.insert(collection.to_owned());
    }
    state
}

#[test]
fn members_read_texts_of_published_posts_for_members_and_for_their_roles() {
    let actions = planned(&new_directus());
    let body = created(&actions, READ_POSTS);
    assert_eq!(body["fields"], json!(["slug", "members_content"]));
    assert_eq!(body["permissions"], json!({ "_and": [published(), for_members_and_roles()] }));
    assert_eq!(created(&actions, READ_PAGES)["permissions"], for_members_and_roles());
}

#[test]
fn nobody_else_reads_what_is_for_members() {
    for action in &planned(&new_directus()) {
        if let Outcome::Create { path, body } = &action.outcome
            && path == "/permissions"
            && action.thing != READ_POSTS
            && action.thing != READ_PAGES
        {
            let fields = body["fields"].to_string();
            assert!(!fields.contains("members_content") && !fields.contains("audience_roles"), "{body}");
            assert!(!body["collection"].as_str().unwrap().ends_with("_roles"), "{body}");
        }
    }
}

#[test]
fn members_read_the_files_in_their_folder() {
    let actions = planned(&new_directus());
    assert_eq!(created(&actions, "folder Members"), &json!({ "id": MEMBERS_FOLDER, "name": "Members" }));
    let rule = &created(&actions, "permission of Users: read directus_files")["permissions"];
    assert_eq!(rule.pointer("/_or/1"), Some(&json!({ "folder": { "_eq": MEMBERS_FOLDER } })));
}

#[test]
fn texts_for_members_are_in_no_search() {
    // Directus 11 without lychgate-guard would search those for other roles, too.
    for field in schema().fields.iter().filter(|it| it["field"] == "members_content") {
        assert_eq!(field.pointer("/meta/searchable"), Some(&json!(false)));
    }
}

#[test]
fn directus_provisioned_before_gets_fields_and_permissions() {
    let state = provisioned_before();
    let actions = planned(&state);
    let audience = created(&actions, "field posts.audience");
    assert_eq!(audience["schema"]["default_value"], "everyone", "also of the rows that are there");
    assert_eq!(audience["schema"]["is_nullable"], json!(false));
    assert_eq!(created(&actions, "field posts.audience_roles")["schema"], Value::Null);
    let public = changed(&actions, "permission of Public: read posts")["fields"].as_array().unwrap();
    assert!(public.contains(&json!("audience")) && !public.contains(&json!("members_content")));
    created(&actions, READ_POSTS);
    assert_eq!(sent(&planned(&state.after(&actions))), [""; 0]);
}

#[test]
fn rows_that_everybody_is_not_shown_are_closed_to_members_too() {
    // As its owner has narrowed it.
    let mut state = provisioned();
    let rule = json!({ "_and": [published(), { "reviewed": { "_eq": true } }] });
    permission(&mut state, PUBLIC_POLICY, "read", "posts")["permissions"] = rule;
    let narrowed = json!({ "_and": [published(), { "reviewed": { "_eq": true } }, for_members_and_roles()] });
    assert_eq!(changed(&planned(&state), READ_POSTS), &json!({ "permissions": narrowed }));

    let mut state = provisioned_before();
    state.permissions.retain(|it| it["policy"] != PUBLIC_POLICY || it["collection"] != "posts");
    let Outcome::Omit { why } = outcome(&planned(&state), READ_POSTS).clone() else { panic!("left out") };
    assert!(why.contains("nobody is shown"), "{why}");
}

#[test]
fn texts_for_members_in_an_existing_collection_need_the_option() {
    let mut state = new_directus();
    state.collections.push(json!({ "collection": "pages", "meta": { "note": "Since 2019" } }));
    let status = json!({ "choices": [{ "value": "published" }, { "value": "draft" }] });
    state.fields.push(json!({ "collection": "pages", "field": "id", "type": "integer" }));
    state.fields.push(json!({
        "collection": "pages", "field": "status", "type": "string", "meta": { "options": status },
    }));
    assert!(matches!(outcome(&planned(&state), READ_PAGES), Outcome::Omit { .. }));

    let shown = json!({
        "policy": PUBLIC_POLICY, "collection": "pages", "action": "read", "permissions": null, "fields": ["title"],
    });
    let mut open = state.clone();
    open.permissions.push(shown);
    let Outcome::Omit { why } = outcome(&planned(&open), READ_PAGES).clone() else { panic!("left out") };
    assert!(why.contains("--open pages"), "{why}");

    let actions = planned_with(&state, &opening("pages"));
    let rule = json!({ "_and": [{ "status": { "_eq": "published" } }, for_members_and_roles()] });
    assert_eq!(created(&actions, READ_PAGES)["permissions"], rule);
    assert_eq!(sent(&planned(&state.after(&actions))), [""; 0]);
}

#[test]
fn collection_with_keys_of_another_type_has_no_texts_for_roles() {
    let mut state = new_directus();
    let note = schema().collections.iter().find(|it| it["collection"] == "posts").unwrap()["meta"]["note"].clone();
    state.collections.push(json!({ "collection": "posts", "meta": { "note": note } }));
    state.fields.push(json!({
        "collection": "posts", "field": "id", "type": "uuid", "schema": { "is_primary_key": true },
    }));
    let actions = planned(&state);
    assert!(actions.iter().all(|action| !action.thing.contains("posts_roles")));
    assert_eq!(created(&actions, READ_POSTS)["permissions"], json!({ "_and": [published(), for_members()] }));
    assert!(actions.iter().any(|action| action.thing == "collection pages_roles"));
}

#[test]
fn without_guard_roles_cannot_be_chosen() {
    let state = without_guard(new_directus());
    let actions = planned(&state);
    let fields = created(&actions, "collection posts")["fields"].as_array().unwrap();
    let audience = fields.iter().find(|it| it["field"] == "audience").unwrap();
    let no_roles = json!({ "_and": [{ "audience": { "_neq": "roles" } }] });
    assert_eq!(audience["meta"]["validation"], no_roles);
    assert_eq!(created(&actions, READ_POSTS)["permissions"], json!({ "_and": [published(), for_members()] }));
    let note = actions.iter().find(|action| action.thing == READ_POSTS).unwrap().note.clone().unwrap();
    assert!(note.contains("lychgate-guard"), "{note}");
    let state = state.after(&actions);
    assert_eq!(sent(&planned(&state)), [""; 0]);

    // With the extension the next run completes it, and one without takes it back.
    let with = State { without_guard: false, ..state };
    let actions = planned(&with);
    assert_eq!(changed(&actions, CHOICE)["meta"]["validation"], Value::Null);
    assert_eq!(changed(&actions, READ_POSTS)["permissions"], json!({ "_and": [published(), for_members_and_roles()] }));
    let with = with.after(&actions);
    assert_eq!(sent(&planned(&with)), [""; 0]);
    let without = without_guard(with);
    assert_eq!(changed(&planned(&without), CHOICE)["meta"]["validation"], no_roles);
    assert_eq!(sent(&planned(&without.clone().after(&planned(&without)))), [""; 0]);
}

#[test]
fn audience_of_an_owner_is_kept() {
    let mut state = without_guard(provisioned());
    field(&mut state, "posts", "audience")["meta"]["options"] = json!({ "choices": [{ "value": "adults" }] });
    assert!(planned(&state).iter().all(|action| action.thing != CHOICE));

    let mut state = without_guard(provisioned());
    let own = json!({ "_and": [{ "audience": { "_neq": "everyone" } }] });
    field(&mut state, "posts", "audience")["meta"]["validation"] = own;
    assert!(planned(&state).iter().all(|action| action.thing != CHOICE));
}

#[test]
fn without_guard_texts_are_closed_where_some_are_for_roles() {
    let mut state = without_guard(provisioned());
    state.for_roles.insert("posts".to_owned());
    let actions = planned(&state);
    let change = changed(&actions, READ_POSTS);
    assert_eq!(change["fields"], json!(["slug"]));
    let note = actions.iter().find(|action| action.thing == READ_POSTS).unwrap().note.clone().unwrap();
    assert!(note.contains("since there are some for certain roles"), "{note}");
    assert_eq!(changed(&actions, READ_PAGES), &json!({ "permissions": for_members() }));
}

#[test]
fn unlicensed_directus_has_no_texts_for_members() {
    let state = State { without_rules: true, ..new_directus() };
    let actions = planned(&state);
    let Outcome::Omit { why } = outcome(&actions, READ_POSTS).clone() else { panic!("left out") };
    assert!(why.contains("no texts for members"), "{why}");
    assert!(actions.iter().all(|action| action.thing != "folder Members"));
    let mut state = state.after(&actions);
    for collection in ["pages", "posts"] {
        // The site asks for it.
        assert!(has_field(&state, collection, "audience"));
        assert!(!has_field(&state, collection, "members_content") && !has_field(&state, collection, "audience_roles"));
        let validation = field(&mut state, collection, "audience")["meta"]["validation"].clone();
        assert_eq!(validation, json!({ "_and": [{ "audience": { "_eq": "everyone" } }] }));
    }
    // With a licence they come, and what was public whole is not.
    let licensed = State { without_rules: false, ..state };
    let actions = planned(&licensed);
    created(&actions, "field pages.members_content");
    assert_eq!(changed(&actions, CHOICE)["meta"]["validation"], Value::Null);
    let public = changed(&actions, "permission of Public: read pages")["fields"].to_string();
    assert!(!public.contains('*') && !public.contains("members_content"), "{public}");
}

#[test]
fn texts_of_a_former_version_are_not_opened_whole_without_a_licence() {
    let mut state = State { without_rules: true, ..provisioned() };
    let pages = "permission of Public: read pages";
    for options in [ProvisionOptions::default(), opening("pages")] {
        assert!(matches!(outcome(&planned_with(&state, &options), pages), Outcome::Omit { .. }));
    }
    state.permissions.retain(|it| it["collection"] != "pages");
    for options in [ProvisionOptions::default(), opening("pages")] {
        assert!(matches!(outcome(&planned_with(&state, &options), pages), Outcome::Omit { .. }));
    }
}

#[test]
fn report_says_what_members_read() {
    let said = lines(&schema(), &provisioned()).join("\n");
    let words = said.replace("\n     ", "");
    assert!(
        words.contains(
            "items: (publish_date is now or earlier and (audience is members or (audience is roles and some of \
             audience_roles (directus_roles_id is one of the person’s roles))))"
        ),
        "{words}"
    );
    assert!(words.contains("items: (uploaded_by is the person’s own or folder is the folder Members)"), "{words}");
    assert!(!words.contains("NOT MADE") && !words.contains("WARNING"), "{words}");
}

#[test]
fn report_warns_of_public_texts_for_members() {
    for fields in [json!(["*"]), json!(["title", "members_content"])] {
        let mut state = provisioned();
        permission(&mut state, PUBLIC_POLICY, "read", "posts")["fields"] = fields;
        let said = lines(&schema(), &state).join("\n");
        assert!(said.contains("WARNING: everybody reads what is for members in posts."), "{said}");
        assert!(!said.contains("members in pages"), "{said}");
    }
}
