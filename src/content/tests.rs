//! What goes on the wire for this site's collections, and what is read from the answers.
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate_directus::{Credentials, Error, HttpResponse, Method, Request, Value, decode, items::Listing};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::json;

use super::{
    global::global,
    page, post,
    posts::{Post, posts},
};

/// What the client makes of `body` as the answer to `request`.
fn read<T>(request: &Request<T>, body: &Value) -> Result<T, Error> {
    decode(
        &HttpResponse { status: 200, body: body.to_string().into_bytes(), ..HttpResponse::default() },
        request.decoder(),
    )
}

/// The parameters of the query, unescaped.
fn parameters<T>(request: &Request<T>) -> Vec<(String, String)> {
    let unescaped = |text: &str| percent_decode_str(text).decode_utf8().unwrap().into_owned();
    let (_, query) = request.path_and_query().split_once('?').unwrap();
    query.split('&').map(|pair| pair.split_once('=').unwrap()).map(|(k, v)| (unescaped(k), unescaped(v))).collect()
}

fn assert_is_a_public_read<T>(request: &Request<T>, path: &str) {
    assert_eq!(request.path_and_query().split('?').next(), Some(path));
    assert_eq!(request.method(), Method::Get);
    assert_eq!(request.credentials(), Credentials::Anonymous);
    assert!(request.body().is_none());
    assert!(!request.is_keepalive());
}

// -- Requests

#[test]
fn collections_are_read_as_nobody_where_directus_has_them() {
    assert_is_a_public_read(&global(), "/items/global");
    assert_is_a_public_read(&page("about"), "/items/pages");
    assert_is_a_public_read(&post("a"), "/items/posts");
    assert_is_a_public_read(&posts(1, 9), "/items/posts");
}

#[test]
fn posts_come_newest_first_and_page_by_page() {
    let parameters = parameters(&posts(3, 9));
    let value = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!((value("page"), value("limit")), (Some("3"), Some("9")));
    assert!(value("sort").unwrap().starts_with("-publish_date"));
    assert_eq!(value("meta"), Some("filter_count"));
}

// -- Answers

fn post_of(fields: &Value) -> Post {
    read(&post("a"), &json!({ "data": [fields] })).unwrap().unwrap()
}

#[test]
fn post_needs_only_slug_and_title() {
    let bare = post_of(&json!({ "slug": "a", "title": "A" }));
    let empty = json!({
        "slug": "a", "title": "A", "summary": null, "image": null, "image_alt": null, "publish_date": null, "author": null,
    });
    assert_eq!(bare, post_of(&empty));
    assert_eq!(bare.author, None);
    for fields in
        [json!({ "title": "A" }), json!({ "slug": "a" }), json!({ "slug": 1, "title": "A" }), json!("a"), json!(null)]
    {
        let outcome = read(&post("a"), &json!({ "data": [fields] }));
        assert!(matches!(outcome, Err(Error::Undecodable { .. })), "{fields}");
    }
}

#[test]
fn author_without_readable_fields_is_an_author_without_a_name() {
    assert_eq!(post_of(&json!({ "slug": "a", "title": "A", "author": {} })).author.unwrap().name, None);
}

#[test]
fn post_has_content_and_author() {
    let post =
        post_of(&json!({ "slug": "a", "title": "A", "content": "<p>hi</p>", "author": { "name": "Ada", "bio": "B" } }));
    assert_eq!(post.title, "A");
    assert_eq!(post.content.as_deref(), Some("<p>hi</p>"));
    assert_eq!(post.author.unwrap().bio.as_deref(), Some("B"));
}

#[test]
fn unknown_slug_is_an_absence_and_no_error() {
    assert_eq!(read(&page("none"), &json!({ "data": [] })), Ok(None));
    assert_eq!(read(&post("none"), &json!({ "data": [] })), Ok(None));
}

#[test]
fn page_without_content_is_a_page() {
    let page = read(&page("a"), &json!({ "data": [{ "title": "A" }] })).unwrap().unwrap();
    assert_eq!((page.title.as_str(), page.summary, page.content), ("A", None, None));
}

#[test]
fn list_knows_how_many_posts_there_are() {
    let body = json!({ "data": [{ "slug": "a", "title": "A" }], "meta": { "filter_count": 30 } });
    let Listing { items, total } = read(&posts(1, 9), &body).unwrap();
    assert_eq!((items.len(), total), (1, 30));
    assert!(read(&posts(1, 9), &json!({ "data": [] })).is_err(), "without its number");
}

#[test]
fn empty_answer_is_no_list() {
    let empty = HttpResponse { status: 204, ..HttpResponse::default() };
    assert!(matches!(decode(&empty, posts(1, 9).decoder()), Err(Error::Undecodable { status: 204, .. })));
}

#[test]
fn site_needs_only_its_title() {
    let global = read(&global(), &json!({ "data": { "title": "T" } })).unwrap();
    assert_eq!((global.title.as_str(), global.tagline, global.description), ("T", None, None));
}

fn json_values() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let names = vec!["data", "slug", "title", "image", "author", "name", "meta", "filter_count", "errors"];
        let key = prop::sample::select(names).prop_map(str::to_owned);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key, inner), 0..5).prop_map(|pairs| pairs.into_iter().collect()),
        ]
    })
}

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..64),
        json_values().prop_map(|value| value.to_string().into_bytes()),
        (json_values(), any::<prop::sample::Index>()).prop_map(|(value, end)| {
            let mut text = value.to_string().into_bytes();
            text.truncate(end.index(text.len() + 1));
            text
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn slug_stays_a_value_of_the_filter(slug in ".{0,32}") {
        for parameters in [parameters(&post(&slug)), parameters(&page(&slug))] {
            prop_assert!(parameters.contains(&("filter[slug][_eq]".to_owned(), slug.clone())));
            prop_assert_eq!(parameters.len(), 3);
        }
    }

    #[test]
    fn any_answer_is_read_without_a_panic_and_only_a_2xx_can_be_a_success(
        status in prop_oneof![Just(200_u16), Just(204), Just(400), Just(500), any::<u16>()],
        body in bodies(),
    ) {
        let response = HttpResponse { status, body, ..HttpResponse::default() };
        let outcomes = [
            decode(&response, global().decoder()).map(drop),
            decode(&response, page("a").decoder()).map(drop),
            decode(&response, post("a").decoder()).map(drop),
            decode(&response, posts(1, 9).decoder()).map(drop),
        ];
        for outcome in outcomes {
            let is_success = (200..300).contains(&status);
            match outcome {
                Ok(()) => prop_assert!(is_success),
                Err(Error::Undecodable { status: told, .. }) => prop_assert!(is_success && told == status),
                Err(Error::Rejected { status: told, .. }) => prop_assert!(!is_success && told == status),
                Err(error) => prop_assert!(false, "there was an answer: {error}"),
            }
        }
    }
}
