//! What goes on the wire for this site's collections, and what is read from the answers.
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate_directus::{Credentials, Error, HttpResponse, Method, Request, Value, decode, items::Listing};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use serde_json::json;

use super::{
    TextAudience,
    global::global,
    page, page_for_members, post, post_for_members,
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
    assert_is_a_public_read(&page("about").request, "/items/pages");
    assert_is_a_public_read(&post("a").request, "/items/posts");
    assert_is_a_public_read(&posts(1, 9).request, "/items/posts");
}

#[test]
fn what_is_for_members_is_read_as_the_user_by_its_slug_alone() {
    for (request, path) in [(post_for_members("a"), "/items/posts"), (page_for_members("a"), "/items/pages")] {
        assert_eq!(request.path_and_query().split('?').next(), Some(path));
        assert_eq!((request.method(), request.credentials()), (Method::Get, Credentials::User));
        assert!(request.body().is_none());
        let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let expected = [of("filter[slug][_eq]", "a"), of("limit", "1"), of("fields", "members_content")];
        assert_eq!(parameters(&request), expected);
    }
}

#[test]
fn audience_is_the_only_field_that_a_directus_without_it_is_not_asked_for() {
    let text = post("a");
    assert_eq!(text.parts().path_and_query(), text.without_audience.path_and_query().to_owned() + "%2Caudience");
}

#[test]
fn posts_come_newest_first_and_page_by_page() {
    let parameters = parameters(&posts(3, 9).request);
    let value = |name: &str| parameters.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    assert_eq!((value("page"), value("limit")), (Some("3"), Some("9")));
    assert!(value("sort").unwrap().starts_with("-publish_date"));
    assert_eq!(value("meta"), Some("filter_count"));
}

// -- Answers

fn post_of(fields: &Value) -> Post {
    read(&post("a").request, &json!({ "data": [fields] })).unwrap().unwrap()
}

/// What an item may have in the place of a text.
fn no_texts() -> [Value; 6] {
    [json!(null), json!(""), json!(" \n"), json!(7), json!(true), json!({ "a": ["b"] })]
}

#[test]
fn post_shows_what_there_is() {
    let bare = post_of(&json!({}));
    assert_eq!((&bare.slug, &bare.title, &bare.author), (&None, &None, &None));
    for none in no_texts() {
        let names = ["slug", "title", "summary", "image", "image_alt", "publish_date", "content"];
        let fields: Value = names.into_iter().map(|name| (name.to_owned(), none.clone())).collect();
        assert_eq!(post_of(&fields), bare, "{none}");
        let whole =
            json!({ "slug": "a", "title": "A", "image": "i", "publish_date": "2026-03-04", "content": "<p>hi</p>" });
        for name in ["slug", "title", "image", "publish_date", "content"] {
            let mut fields = whole.clone();
            fields[name] = none.clone();
            let post = post_of(&fields);
            let shown = [post.slug, post.title, post.image.map(|id| id.to_string()), post.publish_date, post.content];
            assert_eq!(shown.iter().flatten().count(), 4, "{fields}");
        }
    }
    for item in [json!("a"), json!(null), json!(7), json!(["a"])] {
        let outcome = read(&post("a").request, &json!({ "data": [item] }));
        assert!(matches!(outcome, Err(Error::Undecodable { .. })), "{item}");
    }
}

#[test]
fn one_bad_post_hides_no_other() {
    let [first, last] = ["first", "last"].map(|slug| json!({ "slug": slug, "title": "A" }));
    let slugs = |bad: &Value| {
        let body = json!({ "data": [first, bad, last], "meta": { "filter_count": 3 } });
        let Listing { items, total } = read(&posts(1, 9).request, &body).unwrap();
        assert_eq!(total, 3);
        items.into_iter().map(|post| post.slug.unwrap()).collect::<Vec<_>>()
    };
    for none in no_texts() {
        assert_eq!(slugs(&json!({ "slug": none, "title": "B" })), ["first", "last"], "{none}");
        for field in ["title", "summary", "image", "publish_date"] {
            assert_eq!(slugs(&json!({ "slug": "b", field: none })), ["first", "b", "last"], "{field}: {none}");
        }
        if !none.is_object() {
            assert_eq!(slugs(&json!({ "slug": "b", "author": none })), ["first", "b", "last"], "{none}");
        }
    }
    for item in [json!(null), json!("b"), json!(7), json!([])] {
        assert_eq!(slugs(&item), ["first", "last"], "{item}");
    }
}

#[test]
fn author_without_readable_fields_is_an_author_without_a_name() {
    for author in [json!({}), json!({ "name": null }), json!({ "name": " " }), json!({ "name": 7 })] {
        assert_eq!(post_of(&json!({ "author": author })).author.unwrap().name, None, "{author}");
    }
    for unreadable in [json!(null), json!(7), json!("7"), json!([])] {
        assert_eq!(post_of(&json!({ "author": unreadable })).author, None, "{unreadable}");
    }
}

#[test]
fn post_has_content_and_author() {
    let post =
        post_of(&json!({ "slug": "a", "title": "A", "content": "<p>hi</p>", "author": { "name": "Ada", "bio": "B" } }));
    assert_eq!(post.title.as_deref(), Some("A"));
    assert_eq!(post.content.as_deref(), Some("<p>hi</p>"));
    assert_eq!(post.author.unwrap().bio.as_deref(), Some("B"));
}

#[test]
fn text_is_for_everyone_unless_it_says_otherwise() {
    for (audience, expected) in [
        (json!("everyone"), TextAudience::Everyone),
        (json!("members"), TextAudience::Members),
        (json!("roles"), TextAudience::Roles),
        (json!("patrons"), TextAudience::Everyone),
        (json!("Members"), TextAudience::Everyone),
    ] {
        assert_eq!(post_of(&json!({ "audience": audience })).audience, expected, "{audience}");
        let page = read(&page("a").request, &json!({ "data": [{ "audience": audience }] })).unwrap().unwrap();
        assert_eq!(page.audience, expected, "{audience}");
    }
    for none in no_texts() {
        assert_eq!(post_of(&json!({ "audience": none })).audience, TextAudience::Everyone, "{none}");
    }
    assert_eq!(post_of(&json!({})).audience, TextAudience::Everyone);
}

#[test]
fn what_is_for_members_is_a_text_or_nothing() {
    let of = |data: Value| read(&post_for_members("a"), &json!({ "data": data })).unwrap();
    assert_eq!(of(json!([{ "members_content": "<p>hi</p>" }])).as_deref(), Some("<p>hi</p>"));
    assert_eq!(of(json!([])), None);
    assert_eq!(of(json!([{}])), None);
    for none in no_texts() {
        assert_eq!(of(json!([{ "members_content": none }])), None, "{none}");
    }
}

#[test]
fn unknown_slug_is_an_absence_and_no_error() {
    assert_eq!(read(&page("none").request, &json!({ "data": [] })), Ok(None));
    assert_eq!(read(&post("none").request, &json!({ "data": [] })), Ok(None));
}

#[test]
fn page_without_content_is_a_page() {
    let page = read(&page("a").request, &json!({ "data": [{ "title": "A" }] })).unwrap().unwrap();
    assert_eq!((page.title.as_deref(), page.summary, page.content), (Some("A"), None, None));
}

#[test]
fn page_without_a_title_is_a_page() {
    for none in no_texts() {
        let body = json!({ "data": [{ "title": none, "content": "<p>hi</p>" }] });
        let page = read(&page("a").request, &body).unwrap().unwrap();
        assert_eq!((page.title, page.content.as_deref()), (None, Some("<p>hi</p>")), "{none}");
    }
}

#[test]
fn list_knows_how_many_posts_there_are() {
    let body = json!({ "data": [{ "slug": "a", "title": "A" }], "meta": { "filter_count": 30 } });
    let Listing { items, total } = read(&posts(1, 9).request, &body).unwrap();
    assert_eq!((items.len(), total), (1, 30));
    assert!(read(&posts(1, 9).request, &json!({ "data": [] })).is_err(), "without its number");
}

#[test]
fn empty_answer_is_no_list() {
    let empty = HttpResponse { status: 204, ..HttpResponse::default() };
    assert!(matches!(decode(&empty, posts(1, 9).request.decoder()), Err(Error::Undecodable { status: 204, .. })));
}

#[test]
fn site_is_what_is_known_of_it() {
    let site = read(&global(), &json!({ "data": { "title": "T" } })).unwrap();
    assert_eq!((site.title.as_deref(), site.tagline, site.description), (Some("T"), None, None));
    for none in no_texts() {
        let site = read(&global(), &json!({ "data": { "title": none, "tagline": "U" } })).unwrap();
        assert_eq!((site.title, site.tagline.as_deref()), (None, Some("U")), "{none}");
    }
    assert!(read(&global(), &json!({ "data": null })).is_err());
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
        let names = vec![
            "data",
            "slug",
            "title",
            "image",
            "author",
            "audience",
            "members_content",
            "name",
            "meta",
            "filter_count",
            "errors",
        ];
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
        let for_members = [post_for_members(&slug), page_for_members(&slug)];
        let [one, other] = for_members.each_ref().map(parameters);
        for parameters in [parameters(&post(&slug).request), parameters(&page(&slug).request), one, other] {
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
            decode(&response, page("a").request.decoder()).map(drop),
            decode(&response, post("a").request.decoder()).map(drop),
            decode(&response, post_for_members("a").decoder()).map(drop),
            decode(&response, posts(1, 9).request.decoder()).map(drop),
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
