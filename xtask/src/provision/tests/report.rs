use super::*;
use crate::provision::report::lines;
use crate::provision::wanted::{USERS_POLICY, USERS_ROLE};

fn said(state: &State) -> String {
    lines(&schema(), state).join("\n")
}

#[test]
fn report_lists_rights_by_collection_fields_and_items() {
    let said = said(&provisioned());
    let (public, member) = said.split_once("What somebody with the role Users can do besides:").unwrap();
    assert!(public.contains("  read posts\n    fields: id, title"), "{public}");
    assert!(public.contains("    items: publish_date is now or earlier"), "{public}");
    assert!(public.contains("    items: folder is the folder Site"), "{public}");
    assert!(public.contains("  read directus_settings\n    fields: auth_password_policy\n"), "{public}");
    assert!(member.contains("  delete directus_users\n    items: id is the person’s own"), "{member}");
    assert!(member.contains("  create directus_files\n    fields: storage"), "{member}");
    assert!(member.contains("Registration: on. Who registers gets the role Users, at once"), "{member}");
    assert!(member.contains("/^.{8,}$/"), "{member}");
    assert!(!said.contains("NOT MADE") && !said.contains("ALL"), "{said}");
    assert!(said.lines().all(|line| line.chars().count() <= 100), "{said}");
}

#[test]
fn report_lists_permissions_of_others() {
    let mut state = provisioned();
    state.fields.push(json!({ "collection": "pages", "field": "secret", "type": "text" }));
    permission(&mut state, PUBLIC_POLICY, "read", "pages")["fields"] = json!(["*"]);
    state
        .policies
        .push(json!({ "id": "p-1", "name": "Editors of old", "app_access": true, "ip_access": ["10.0.0.0/8"] }));
    state.roles.iter_mut().find(|role| role["id"] == USERS_ROLE).unwrap()["parent"] = json!("r-1");
    state.roles.push(json!({ "id": "r-1", "name": "Staff" }));
    state.access.push(json!({ "role": "r-1", "policy": "p-1" }));
    for (policy, action) in [("p-1", "update"), (USERS_POLICY, "create")] {
        state.permissions.push(json!({
            "id": 9, "policy": policy, "collection": "orders", "action": action, "permissions": null, "fields": ["total"],
        }));
    }
    let said = said(&state);
    assert!(
        said.contains("ALL, also those that are added later; now id, title, slug, summary, content, audience,"),
        "{said}"
    );
    assert!(said.contains("members_content, secret"), "{said}");
    assert!(said.contains("use the Studio"), "{said}");
    assert!(said.contains("only from 10.0.0.0/8"), "{said}");
    assert!(said.contains("  update orders\n    NOT MADE BY THIS PROGRAM (policy Editors of old)"), "{said}");
    assert!(said.contains("  create orders\n    NOT MADE BY THIS PROGRAM (policy Users)"), "{said}");
}

#[test]
fn report_names_another_registration_role_and_a_missing_password_policy() {
    let mut state = provisioned();
    state.roles.push(json!({ "id": "r-1", "name": "Customers" }));
    state.settings["public_registration_role"] = json!("r-1");
    state.settings["auth_password_policy"] = Value::Null;
    let said = said(&state);
    assert!(said.contains("the role Customers, which this program HAS NOT MADE"), "{said}");
    assert!(said.contains("even of one letter"), "{said}");
}
