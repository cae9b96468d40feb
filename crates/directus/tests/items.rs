//! Requests for the collections of an app, and the types that it decodes them to.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use lychgate_directus::{
    Credentials, Error, Method, Request, Value, decode,
    items::{self, Listing, Query},
};
use proptest::prelude::*;
use serde::{Deserialize, Serialize, de::IgnoredAny};
use serde_json::json;
use support::{Answer, answer, done, refusal};
use url::Url;

#[derive(Debug, PartialEq, Deserialize)]
struct Note {
    id: u32,
    text: Option<String>,
}

#[derive(Serialize)]
struct Changes {
    text: &'static str,
}

const CHANGES: Changes = Changes { text: "a" };

fn read<T>(request: &Request<T>, from_wire: Answer) -> Result<T, Error> {
    decode(&from_wire.unwrap(), request.decoder())
}

fn parameters<T>(request: &Request<T>) -> Vec<(String, String)> {
    let url = Url::parse("https://site.example/").unwrap().join(request.path_and_query()).unwrap();
    url.query_pairs().into_owned().collect()
}

fn parameters_of(query: &Query) -> Vec<(String, String)> {
    parameters(&items::list::<Note>("notes").with_query(query))
}

fn filter_of(query: &Query) -> Value {
    match parameters_of(query).as_slice() {
        [(name, filter)] if name == "filter" => serde_json::from_str(filter).unwrap(),
        others => panic!("{others:?}"),
    }
}

fn line<T>(request: &Request<T>) -> String {
    format!("{request:?}")
}

// -- Requests

#[test]
fn each_action_has_the_method_and_path_of_directus() {
    assert_eq!(line(&items::list::<Note>("notes")), "GET /items/notes");
    assert_eq!(line(&items::list_with_total::<Note>("notes")), "GET /items/notes");
    assert_eq!(line(&items::singleton::<Note>("settings")), "GET /items/settings");
    assert_eq!(line(&items::get::<Note>("notes", 7)), "GET /items/notes/7");
    assert_eq!(line(&items::create::<Note>("notes", &CHANGES)), "POST /items/notes");
    assert_eq!(line(&items::update::<Note>("notes", "a-b", &CHANGES)), "PATCH /items/notes/a-b");
    assert_eq!(line(&items::delete("notes", 7)), "DELETE /items/notes/7");
}

#[test]
fn items_are_requested_as_the_user_unless_the_app_says_otherwise() {
    let list = items::list::<Note>("notes");
    assert_eq!(list.credentials(), Credentials::User);
    assert_eq!(items::delete("notes", 7).credentials(), Credentials::User);
    assert_eq!(list.with_credentials(Credentials::Anonymous).credentials(), Credentials::Anonymous);
}

#[test]
fn create_and_update_send_the_fields_and_the_others_no_body() {
    for request in [items::create::<Note>("notes", &CHANGES), items::update::<Note>("notes", 7, &CHANGES)] {
        assert_eq!(request.body().unwrap().as_json(), Some(r#"{"text":"a"}"#));
    }
    assert!(items::list::<Note>("notes").body().is_none());
    assert!(items::delete("notes", 7).body().is_none());
}

#[test]
fn empty_query_adds_no_parameter() {
    assert_eq!(items::list::<Note>("notes").with_query(&Query::new()).path_and_query(), "/items/notes");
}

#[test]
fn query_names_the_parameters_of_directus() {
    let fields = vec!["id".to_owned(), "author.name".to_owned()]; // Known at run time only.
    let query = Query::new().fields(fields).sort(["-date", "id"]).search("roses").limit(20).page(2);
    let expected =
        [("fields", "id,author.name"), ("sort", "-date,id"), ("search", "roses"), ("limit", "20"), ("page", "2")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(parameters_of(&query), expected);
}

#[test]
fn last_value_of_a_parameter_counts() {
    assert_eq!(parameters_of(&Query::new().limit(20).unlimited()), [("limit".to_owned(), "-1".to_owned())]);
}

#[test]
fn one_filter_is_sent_as_it_is_and_several_have_to_fit_together() {
    assert_eq!(filter_of(&Query::new().filter(json!({ "views": { "_gt": 3 } }))), json!({ "views": { "_gt": 3 } }));
    assert_eq!(filter_of(&Query::new().eq("status", "published")), json!({ "status": { "_eq": "published" } }));
    assert_eq!(
        filter_of(&Query::new().eq("author.role.id", 7)),
        json!({ "author": { "role": { "id": { "_eq": 7 } } } })
    );
    assert_eq!(
        filter_of(&Query::new().eq("a", true).eq("b", 1)),
        json!({ "_and": [{ "a": { "_eq": true } }, { "b": { "_eq": 1 } }] })
    );
}

proptest! {
    #[test]
    fn value_of_a_filter_stays_a_value(value in ".{0,32}") {
        prop_assert_eq!(filter_of(&Query::new().eq("slug", value.as_str())), json!({ "slug": { "_eq": value } }));
    }

    #[test]
    fn collection_and_id_stay_one_segment_each(collection in "[^.].{0,15}", id in "[^.].{0,15}") {
        let request = items::get::<Note>(&collection, &id);
        let url = Url::parse("https://site.example/").unwrap().join(request.path_and_query()).unwrap();
        prop_assert_eq!(url.path_segments().unwrap().count(), 3);
        prop_assert!(url.query().is_none() && url.fragment().is_none());
    }

    #[test]
    fn any_answer_decodes_without_a_panic(body in ".{0,64}", data in any::<i64>()) {
        let bodies = [body.clone(), format!(r#"{{"data":{data}}}"#), format!(r#"{{"data":[{data}],"meta":{{"filter_count":{data}}}}}"#)];
        for body in bodies {
            let response = lychgate_directus::HttpResponse { status: 200, body: body.into_bytes(), ..Default::default() };
            prop_assert!(decode(&response, items::list::<Note>("notes").decoder()).is_err());
            prop_assert!(decode(&response, items::list_with_total::<Note>("notes").decoder()).is_err());
            prop_assert!(decode(&response, items::get::<Note>("notes", 1).decoder()).is_err());
        }
    }
}

// -- Answers

#[test]
fn list_decodes_to_the_type_of_the_app() {
    let body = json!({ "data": [{ "id": 1, "text": "a" }, { "id": 2, "more": [] }] });
    let expected = vec![Note { id: 1, text: Some("a".to_owned()) }, Note { id: 2, text: None }];
    assert_eq!(read(&items::list::<Note>("notes"), answer(200, &body)), Ok(expected));
}

#[test]
fn item_of_another_shape_is_left_out_of_a_list() {
    let bad =
        [json!(null), json!(7), json!({}), json!({ "id": null }), json!({ "id": "1" }), json!({ "id": 1, "text": 2 })];
    for bad in bad {
        let body = json!({ "data": [{ "id": 1 }, bad, { "id": 2 }], "meta": { "filter_count": 3 } });
        let ids = |items: Vec<Note>| items.iter().map(|note| note.id).collect::<Vec<_>>();
        let items = read(&items::list::<Note>("notes"), answer(200, &body)).unwrap();
        assert_eq!(ids(items), [1, 2], "{body}");
        let listing = read(&items::list_with_total::<Note>("notes"), answer(200, &body)).unwrap();
        assert_eq!((ids(listing.items), listing.total), (vec![1, 2], 3), "{body}");
    }
}

#[test]
fn list_without_a_fitting_item_is_undecodable_and_an_empty_one_is_empty() {
    let list = |data: Value| read(&items::list::<Note>("notes"), answer(200, &json!({ "data": data })));
    assert!(matches!(list(json!([{ "id": "a" }, {}])), Err(Error::Undecodable { status: 200, .. })));
    assert_eq!(list(json!([])), Ok(Vec::new()));
}

#[test]
fn list_with_total_asks_for_the_count_and_needs_it() {
    let request = items::list_with_total::<Note>("notes");
    assert_eq!(parameters(&request), [("meta".to_owned(), "filter_count".to_owned())]);
    let body = json!({ "data": [{ "id": 1 }], "meta": { "filter_count": 30 } });
    let expected = Listing { items: vec![Note { id: 1, text: None }], total: 30 };
    assert_eq!(read(&request, answer(200, &body)), Ok(expected));
    assert!(read(&request, answer(200, &json!({ "data": [] }))).is_err());
}

#[test]
fn item_of_another_shape_is_undecodable_and_the_error_quotes_nothing() {
    let error =
        read(&items::get::<Note>("notes", 1), answer(200, &json!({ "data": { "id": "hunter2" } }))).unwrap_err();
    assert!(matches!(error, Error::Undecodable { status: 200, .. }));
    assert!(!format!("{error:?} {error}").contains("hunter2"));
}

#[test]
fn created_item_that_may_not_be_read_is_none() {
    assert_eq!(read(&items::create::<Option<Note>>("notes", &CHANGES), done()), Ok(None));
    let created = answer(200, &json!({ "data": { "id": 1 } }));
    let request = items::create::<Option<Note>>("notes", &CHANGES);
    assert_eq!(read(&request, created), Ok(Some(Note { id: 1, text: None })));
}

#[test]
fn answer_that_is_not_used_is_read_as_ignored_any() {
    let saved = answer(200, &json!({ "data": { "id": 1 } }));
    assert!(read(&items::create::<IgnoredAny>("notes", &CHANGES), saved.clone()).is_ok());
    assert!(read(&items::create::<IgnoredAny>("notes", &CHANGES), done()).is_ok());
    assert!(read(&items::update::<IgnoredAny>("notes", 1, &CHANGES), saved.clone()).is_ok());
    assert!(read(&items::update::<()>("notes", 1, &CHANGES), saved).is_err());
}

#[test]
fn delete_succeeds_without_a_body_and_is_rejected_like_any_request() {
    assert_eq!(read(&items::delete("notes", 7), done()), Ok(()));
    assert!(matches!(
        read(&items::delete("notes", 7), refusal(403, "FORBIDDEN")),
        Err(Error::Rejected { status: 403, .. })
    ));
    assert_eq!(items::delete("notes", 7).method(), Method::Delete);
}
