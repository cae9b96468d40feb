use super::*;
use crate::paths;
use crate::provision::plan::pages::NO_TEXT;

pub const THING: &str = "pages of the navigation: about, conduct, privacy";

#[test]
fn new_directus_gets_the_pages_that_header_and_footer_lead_to() {
    let actions = planned(&new_directus());
    let pages = created(&actions, THING).as_array().unwrap();
    let mut slugs: Vec<_> = pages.iter().map(|page| page["slug"].as_str().unwrap().to_owned()).collect();
    slugs.sort();
    let mut linked = Vec::new();
    for file in ["header.rs", "footer.rs"] {
        let text = std::fs::read_to_string(paths::root().join("src/ui/layout").join(file)).unwrap();
        linked.extend(text.split("Route::page(\"").skip(1).map(|rest| rest.split_once('"').unwrap().0.to_owned()));
    }
    linked.sort();
    linked.dedup();
    assert_eq!(slugs, linked);
    for page in pages {
        assert!(!page["title"].as_str().unwrap().is_empty());
        assert_eq!(page["content"], NO_TEXT);
        for field in page.as_object().unwrap().keys() {
            assert!(schema().fields_of("pages").any(|it| it["field"] == field.as_str()), "{field}");
        }
    }
}

#[test]
fn pages_come_after_the_permission_to_read_them() {
    // Of a run that is interrupted in between nothing stays closed: items would make the collection one that was there before.
    let actions = planned(&new_directus());
    let place = |thing: &str| actions.iter().position(|action| action.thing == thing).unwrap();
    assert!(place("permission of Public: read pages") < place(THING));
}

#[test]
fn interrupted_run_gets_its_pages_with_the_next() {
    let state = new_directus();
    let first = planned(&state);
    let before: Vec<_> = first.iter().take_while(|action| action.thing != THING).cloned().collect();
    created(&planned(&state.after(&before)), THING);
}

#[test]
fn collection_with_pages_gets_no_others() {
    // Somebody has deleted the others, or has never wanted them.
    let state = provisioned();
    assert!(state.filled.contains("pages"));
    assert!(planned(&state).iter().all(|action| action.thing != THING));
}

#[test]
fn collection_of_others_gets_no_pages() {
    let mut state = new_directus();
    state.collections.push(json!({ "collection": "pages", "meta": null }));
    assert!(planned(&state).iter().all(|action| action.thing != THING));
    assert!(planned_with(&state, &opening("pages")).iter().all(|action| action.thing != THING));
}
