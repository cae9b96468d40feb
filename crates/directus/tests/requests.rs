//! Endpoints as data: what goes on the wire for each of them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use lychgate_directus::{
    AuthMode, BaseUrl, Body, Cache, Cookies, Credentials, Directus, FileForm, HttpRequest, LinkToken, Method,
    Redirects, Request, UserId,
    assets::{self, EmbeddedFile, SourceSet},
    auth::{self, Login},
    files::{self, OwnerField},
    password_policy::PasswordPolicy,
    permissions, policies, server, settings,
    users::{self, ProfileField, Registration, TfaSecret, UserPatch},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{ADA, Log, Wire, answer, body_of, credentials, token};
use url::Url;

/// What `request` looks like on the wire when it is sent by someone who has a token.
fn on_the_wire<T>(request: &Request<T>) -> HttpRequest {
    on_the_wire_in(AuthMode::Cookie, request)
}

fn on_the_wire_in<T>(mode: AuthMode, request: &Request<T>) -> HttpRequest {
    let wire = Wire::new(Log::default());
    wire.then(answer(500, &json!({})));
    let directus = Directus::new("/directus".parse::<BaseUrl>().unwrap(), wire.clone()).with_mode(mode);
    drop(futures::executor::block_on(directus.send(request, Some(&token(ADA, 1)))));
    wire.requests().remove(0)
}

fn patch(field: ProfileField, value: Option<&str>) -> UserPatch {
    let mut patch = UserPatch::default();
    patch.set(field, value.map(str::to_owned));
    patch
}

fn registration(first_name: &str, last_name: &str) -> Registration {
    Registration {
        email: "a@example.com".to_owned(),
        password: "pw".to_owned(),
        first_name: first_name.to_owned(),
        last_name: last_name.to_owned(),
        verification_url: None,
    }
}

fn picture() -> FileForm {
    FileForm {
        fields: vec![("title".into(), "Ada".to_owned())],
        file_name: "ada.webp".to_owned(),
        media_type: "image/webp".to_owned(),
        bytes: [1, 2, 3].into(),
    }
}

fn tfa_secret() -> TfaSecret {
    TfaSecret { secret: "ABC".to_owned(), otpauth_url: "otpauth://totp/x".to_owned() }
}

fn link() -> LinkToken {
    "a.link/token".parse().unwrap()
}

// -- Who a request is sent as

#[test]
fn auth_requests_carry_the_cookie_and_no_token() {
    for mode in [AuthMode::Cookie, AuthMode::Session] {
        for request in [
            on_the_wire_in(mode, &auth::login(&credentials(), mode)),
            on_the_wire_in(mode, &auth::refresh(mode)),
            on_the_wire_in(mode, &auth::logout(mode)),
        ] {
            assert!(request.url.starts_with("/directus/auth/"));
            assert!(request.authorization.is_none(), "{}", request.url);
            assert_eq!(request.cookies, Cookies::Include, "{}", request.url);
            assert_eq!(request.method, Method::Post);
        }
    }
}

#[test]
fn user_requests_in_session_mode_carry_the_cookie() {
    for request in [
        on_the_wire_in(AuthMode::Session, &users::me()),
        on_the_wire_in(AuthMode::Session, &users::update_me(&patch(ProfileField::Title, None))),
        on_the_wire_in(AuthMode::Session, &permissions::me()),
    ] {
        assert_eq!(request.cookies, Cookies::Include, "{}", request.url);
    }
}

#[test]
fn anonymous_requests_in_session_mode_carry_no_cookie() {
    for request in [
        on_the_wire_in(AuthMode::Session, &server::info()),
        on_the_wire_in(AuthMode::Session, &settings::password_policy()),
        on_the_wire_in(AuthMode::Session, &auth::providers()),
    ] {
        assert_eq!(request.cookies, Cookies::Omit, "{}", request.url);
        assert!(request.authorization.is_none(), "{}", request.url);
    }
}

#[test]
fn anonymous_requests_carry_neither_cookie_nor_token() {
    for request in [
        on_the_wire(&server::info()),
        on_the_wire(&users::register(&registration("", ""))),
        on_the_wire(&users::verify_email(&link())),
        on_the_wire(&users::accept_invite(&link(), "pw")),
        on_the_wire(&auth::providers()),
        on_the_wire(&auth::password_request("a@example.com", "https://site.example/reset-password")),
        on_the_wire(&auth::password_reset(&link(), "pw")),
    ] {
        assert!(request.authorization.is_none(), "{}", request.url);
        assert_eq!(request.cookies, Cookies::Omit, "{}", request.url);
    }
}

#[test]
fn only_anonymous_requests_use_the_http_cache() {
    for mode in [AuthMode::Cookie, AuthMode::Session] {
        for request in [
            on_the_wire_in(mode, &users::me()),
            on_the_wire_in(mode, &permissions::me()),
            on_the_wire_in(mode, &files::own(OwnerField::UploadedBy)),
            on_the_wire_in(mode, &assets::avatar(&"id".into(), 256)),
            on_the_wire_in(mode, &auth::login(&credentials(), mode)),
            on_the_wire_in(mode, &auth::refresh(mode)),
        ] {
            assert_eq!(request.cache, Cache::NoStore, "{}", request.url);
        }
        for request in [on_the_wire_in(mode, &server::info()), on_the_wire_in(mode, &settings::password_policy())] {
            assert_eq!(request.cache, Cache::Default, "{}", request.url);
        }
    }
}

#[test]
fn password_policy_asks_for_its_field_alone() {
    let request = on_the_wire(&settings::password_policy());
    assert_eq!(request.url, "/directus/settings?fields=auth_password_policy");
    assert_eq!(request.cookies, Cookies::Omit);
    assert!(request.authorization.is_none());
    let read = |body: Value| {
        let answer = answer(200, &body).unwrap();
        lychgate_directus::decode(&answer, settings::password_policy().decoder())
    };
    assert_eq!(read(json!({ "data": { "auth_password_policy": "/^.{8,}$/" } })), Ok("/^.{8,}$/".into()));
    for none in [json!({ "auth_password_policy": null }), json!({}), json!(null)] {
        assert_eq!(read(json!({ "data": none })), Ok(PasswordPolicy::Any));
    }
}

#[test]
fn user_requests_carry_the_token_and_no_cookie() {
    for request in [
        on_the_wire(&users::me()),
        on_the_wire(&users::update_me(&patch(ProfileField::Title, None))),
        on_the_wire(&permissions::me()),
        on_the_wire(&policies::globals()),
        on_the_wire(&assets::avatar(&"f".into(), 256)),
        on_the_wire(&files::upload(picture())),
        on_the_wire(&files::delete(&"f".into())),
        on_the_wire(&files::own(OwnerField::UploadedBy)),
        on_the_wire(&files::delete_all(&["f".into()])),
        on_the_wire(&users::delete(&UserId::from(ADA))),
        on_the_wire(&users::generate_tfa(Some("pw"))),
        on_the_wire(&users::enable_tfa(&tfa_secret(), "123456")),
        on_the_wire(&users::disable_tfa("123456")),
    ] {
        assert_eq!(request.authorization, Some(token(ADA, 1).to_authorization()), "{}", request.url);
        assert_eq!(request.cookies, Cookies::Omit, "{}", request.url);
    }
}

#[test]
fn only_refresh_and_logout_are_keepalive() {
    assert!(on_the_wire(&auth::refresh(AuthMode::Cookie)).keepalive);
    assert!(on_the_wire(&auth::logout(AuthMode::Cookie)).keepalive);
    assert!(!on_the_wire(&auth::login(&credentials(), AuthMode::Cookie)).keepalive);
    assert!(!on_the_wire(&users::me()).keepalive);
}

#[test]
fn refresh_has_a_timeout() {
    assert!(!on_the_wire(&auth::refresh(AuthMode::Cookie)).timeout.is_zero());
    assert!(on_the_wire(&auth::refresh(AuthMode::Cookie)).timeout.as_secs() <= 60);
}

#[test]
fn verification_that_forgets_the_password_adds_one_parameter() {
    let [own, other] = [users::verify_email(&link()), users::verify_email_and_forget_password(&link())];
    let (own, other) = (on_the_wire(&own), on_the_wire(&other));
    assert_eq!(other.url, format!("{}&forget_password=1", own.url));
    assert_eq!(other.redirects, Redirects::Manual);
    assert_eq!(other.cookies, Cookies::Omit);
}

#[test]
fn only_email_verification_does_not_follow_redirects() {
    assert_eq!(on_the_wire(&users::verify_email(&link())).redirects, Redirects::Manual);
    assert_eq!(on_the_wire(&auth::providers()).redirects, Redirects::Follow);
    assert_eq!(on_the_wire(&users::me()).redirects, Redirects::Follow);
}

// -- Bodies

#[test]
fn login_in_cookie_mode_has_no_otp_by_default() {
    let body = body_of(&on_the_wire(&auth::login(&credentials(), AuthMode::Cookie)));
    assert_eq!(body, json!({ "email": "ada@example.com", "password": "correct horse", "mode": "cookie" }));
}

#[test]
fn login_refresh_and_logout_name_session_mode() {
    let login = body_of(&on_the_wire(&auth::login(&credentials(), AuthMode::Session)));
    assert_eq!(login, json!({ "email": "ada@example.com", "password": "correct horse", "mode": "session" }));
    for request in [on_the_wire(&auth::refresh(AuthMode::Session)), on_the_wire(&auth::logout(AuthMode::Session))] {
        assert_eq!(body_of(&request), json!({ "mode": "session" }));
    }
}

#[test]
fn login_sends_the_otp() {
    let with_code = Login { otp: Some("123456".to_owned()), ..credentials() };
    assert_eq!(body_of(&on_the_wire(&auth::login(&with_code, AuthMode::Cookie)))["otp"], "123456");
}

#[test]
fn refresh_and_logout_send_the_mode_alone() {
    assert_eq!(body_of(&on_the_wire(&auth::refresh(AuthMode::Cookie))), json!({ "mode": "cookie" }));
    assert_eq!(body_of(&on_the_wire(&auth::logout(AuthMode::Cookie))), json!({ "mode": "cookie" }));
}

#[test]
fn registration_leaves_out_empty_names() {
    let body = body_of(&on_the_wire(&users::register(&registration("", ""))));
    assert_eq!(body, json!({ "email": "a@example.com", "password": "pw" }));
    let body = body_of(&on_the_wire(&users::register(&registration("Ada", "Lovelace"))));
    assert_eq!(
        body,
        json!({ "email": "a@example.com", "password": "pw", "first_name": "Ada", "last_name": "Lovelace" })
    );
}

#[test]
fn registration_sends_the_verification_url() {
    let page = "https://site.example/verify-email".to_owned();
    let registration = Registration { verification_url: Some(page.clone()), ..registration("", "") };
    assert_eq!(body_of(&on_the_wire(&users::register(&registration)))["verification_url"], page);
}

#[test]
fn password_request_sends_email_and_reset_url() {
    let request = on_the_wire(&auth::password_request("a@example.com", "https://site.example/reset-password"));
    assert_eq!(
        body_of(&request),
        json!({ "email": "a@example.com", "reset_url": "https://site.example/reset-password" })
    );
}

#[test]
fn new_password_goes_with_the_link_token_in_the_body() {
    for request in
        [on_the_wire(&auth::password_reset(&link(), "pw")), on_the_wire(&users::accept_invite(&link(), "pw"))]
    {
        assert_eq!(body_of(&request), json!({ "token": "a.link/token", "password": "pw" }));
        assert!(!request.url.contains("token"), "{}", request.url);
    }
}

#[test]
fn user_patch_sends_changed_fields_and_null_for_emptied_ones() {
    let mut changes = patch(ProfileField::FirstName, Some("Ada"));
    changes.set(ProfileField::Location, None);
    let request = on_the_wire(&users::update_me(&changes));
    assert_eq!(request.method, Method::Patch);
    assert_eq!(body_of(&request), json!({ "first_name": "Ada", "location": null }));
}

#[test]
fn changed_password_is_sent_alone_and_not_printed() {
    let change = patch(ProfileField::Password, Some("a new secret"));
    assert_eq!(body_of(&on_the_wire(&users::update_me(&change))), json!({ "password": "a new secret" }));
    assert!(!format!("{change:?}").contains("a new secret"));
}

#[test]
fn two_factor_requests_send_what_directus_asks_for() {
    assert_eq!(body_of(&on_the_wire(&users::generate_tfa(Some("pw")))), json!({ "password": "pw" }));
    assert_eq!(
        body_of(&on_the_wire(&users::generate_tfa(None))),
        json!({}),
        "an account of a provider has no password"
    );
    let enable = body_of(&on_the_wire(&users::enable_tfa(&tfa_secret(), "123456")));
    assert_eq!(enable, json!({ "secret": "ABC", "otp": "123456" }));
    assert_eq!(body_of(&on_the_wire(&users::disable_tfa("123456"))), json!({ "otp": "123456" }));
}

#[test]
fn upload_is_a_form_with_a_longer_timeout() {
    let request = on_the_wire(&files::upload(picture()));
    assert!(request.body == Some(Body::Form(picture())));
    assert!(request.timeout > on_the_wire(&users::me()).timeout);
    assert_eq!(request.method, Method::Post);
}

#[test]
fn own_files_are_filtered_by_owner_and_deleted_together() {
    for (by, filter) in
        [(OwnerField::UploadedBy, "filter[uploaded_by][_eq]"), (OwnerField::Description, "filter[description][_eq]")]
    {
        let parameters = parameters(&on_the_wire(&files::own(by)));
        assert!(parameters.contains(&(filter.to_owned(), "$CURRENT_USER".to_owned())));
    }
    let request = on_the_wire(&files::delete_all(&["f".into(), "g".into()]));
    assert_eq!(request.method, Method::Delete);
    assert_eq!(body_of(&request), json!(["f", "g"]));
}

#[test]
fn delete_has_no_body() {
    for request in [on_the_wire(&files::delete(&"f".into())), on_the_wire(&users::delete(&UserId::from(ADA)))] {
        assert_eq!(request.method, Method::Delete);
        assert!(request.body.is_none());
    }
}

#[test]
fn reads_have_no_body() {
    assert!(on_the_wire(&users::me()).body.is_none());
}

// -- Addresses

#[test]
fn endpoints_are_where_directus_has_them() {
    let path = |request: HttpRequest| request.url.split('?').next().unwrap().to_owned();
    assert_eq!(path(on_the_wire(&auth::login(&credentials(), AuthMode::Cookie))), "/directus/auth/login");
    assert_eq!(path(on_the_wire(&auth::refresh(AuthMode::Cookie))), "/directus/auth/refresh");
    assert_eq!(path(on_the_wire(&auth::logout(AuthMode::Cookie))), "/directus/auth/logout");
    assert_eq!(path(on_the_wire(&users::me())), "/directus/users/me");
    assert_eq!(path(on_the_wire(&users::register(&registration("", "")))), "/directus/users/register");
    assert_eq!(path(on_the_wire(&users::verify_email(&link()))), "/directus/users/register/verify-email");
    assert_eq!(path(on_the_wire(&users::accept_invite(&link(), "pw"))), "/directus/users/invite/accept");
    assert_eq!(path(on_the_wire(&auth::providers())), "/directus/auth");
    assert_eq!(path(on_the_wire(&auth::password_request("a", "b"))), "/directus/auth/password/request");
    assert_eq!(path(on_the_wire(&auth::password_reset(&link(), "pw"))), "/directus/auth/password/reset");
    assert_eq!(path(on_the_wire(&permissions::me())), "/directus/permissions/me");
    assert_eq!(path(on_the_wire(&policies::globals())), "/directus/policies/me/globals");
    assert_eq!(path(on_the_wire(&users::delete(&UserId::from(ADA)))), format!("/directus/users/{ADA}"));
    assert_eq!(path(on_the_wire(&users::generate_tfa(None))), "/directus/users/me/tfa/generate");
    assert_eq!(path(on_the_wire(&users::enable_tfa(&tfa_secret(), "1"))), "/directus/users/me/tfa/enable");
    assert_eq!(path(on_the_wire(&users::disable_tfa("1"))), "/directus/users/me/tfa/disable");
    assert_eq!(path(on_the_wire(&files::upload(picture()))), "/directus/files");
    assert_eq!(path(on_the_wire(&files::delete(&"f".into()))), "/directus/files/f");
    assert_eq!(path(on_the_wire(&assets::avatar(&"f".into(), 256))), "/directus/assets/f");
    assert_eq!(path(on_the_wire(&server::info())), "/directus/server/info");
}

fn parameters(request: &HttpRequest) -> Vec<(String, String)> {
    let url = Url::parse("https://site.example/").unwrap().join(&request.url).unwrap();
    url.query_pairs().into_owned().collect()
}

/// A list of names would be refused as a whole where the role may not read one of them.
#[test]
fn user_requests_ask_for_all_readable_fields() {
    assert_eq!(parameters(&on_the_wire(&users::me())), [("fields".to_owned(), "*".to_owned())]);
    let change = users::update_me(&patch(ProfileField::Title, None));
    assert_eq!(parameters(&on_the_wire(&change)), [("fields".to_owned(), "*".to_owned())]);
}

/// Dots alone have a test of their own.
fn segments() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{1,24}",
        "[/\\\\?#%&=.:@ \t\r\n\u{0}-]{1,12}",
        Just("..%2f..%2fadmin".to_owned()),
        Just("%2e%2e".to_owned()),
        Just("a/../../b".to_owned()),
    ]
    .prop_filter("dots have a test of their own", |segment| !matches!(segment.as_str(), "." | ".."))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_segment_stays_one_segment(segment in segments()) {
        let request: Request<Value> = Request::new(Method::Get, Credentials::Anonymous, &["items", &segment]);
        let url = Url::parse("https://site.example/").unwrap().join(request.path_and_query()).unwrap();
        let segments: Vec<_> = url.path_segments().unwrap().collect();
        prop_assert_eq!(url.host_str(), Some("site.example"));
        prop_assert_eq!(segments.len(), 2, "{}", url);
        prop_assert_eq!(segments[0], "items");
        let decoded = percent_encoding::percent_decode_str(segments[1]).decode_utf8().unwrap();
        prop_assert_eq!(decoded, segment);
        prop_assert!(url.query().is_none() && url.fragment().is_none());
    }

    #[test]
    fn a_query_parameter_stays_one_parameter(name in ".{1,16}", value in ".{0,32}", other in "[&=#?%+;/\\\\ ]{0,8}") {
        let request: Request<Value> = Request::new(Method::Get, Credentials::Anonymous, &["items"])
            .query(&name, &value)
            .query("other", &other);
        let url = Url::parse("https://site.example/").unwrap().join(request.path_and_query()).unwrap();
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        prop_assert_eq!(pairs, [(name, value), ("other".to_owned(), other)]);
        prop_assert_eq!(url.path(), "/items");
        prop_assert!(url.fragment().is_none());
    }

    #[test]
    fn sso_url_names_provider_redirect_and_otp(
        provider in segments(),
        back in ".{0,32}",
        otp in prop::option::of(".{0,8}"),
    ) {
        let base = "https://cms.example/directus".parse::<BaseUrl>().unwrap();
        let url = Url::parse(&auth::sso_url(&base, &provider, &back, otp.as_deref())).unwrap();
        prop_assert!(url.as_str().starts_with("https://cms.example/directus/auth/login/"));
        prop_assert_eq!(url.path_segments().unwrap().count(), 4);
        let mut expected = vec![("redirect".to_owned(), back)];
        expected.extend(otp.map(|otp| ("otp".to_owned(), otp)));
        prop_assert_eq!(url.query_pairs().into_owned().collect::<Vec<_>>(), expected);
        prop_assert!(url.fragment().is_none());
    }

    #[test]
    fn link_token_stays_one_parameter(token in "[^ \t\n]{1,40}") {
        prop_assume!(token.parse::<LinkToken>().is_ok_and(|link| link.as_str() == token));
        let request = on_the_wire(&users::verify_email(&token.parse().unwrap()));
        prop_assert_eq!(parameters(&request), [("token".to_owned(), token)]);
    }

    #[test]
    fn image_url_stays_below_assets(file in segments()) {
        let base = "https://cms.example/directus".parse::<BaseUrl>().unwrap();
        let url = Url::parse(&assets::cover(&base, &file.into(), 800, 450)).unwrap();
        prop_assert!(url.as_str().starts_with("https://cms.example/directus/assets/"));
        prop_assert_eq!(url.path_segments().unwrap().count(), 3);
        prop_assert!(url.query_pairs().any(|(name, value)| name == "width" && value == "800"));
    }

    #[test]
    fn embedded_image_comes_in_all_widths_that_are_not_larger_than_it_from_any_origin(
        origin in "(https?:)?//[a-z0-9.]{1,9}(:[0-9]{2,4})?|",
        file in "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        extension in "([.][a-z]{2,4}|/[a-z]{1,9}[.]jpg|)",
        more in "(&download|&access_token=x|)",
        ampersand in "&(amp;)?",
        width in 1_u32..30_000,
        height in 1_u32..30_000,
    ) {
        let base = "https://cms.example/directus".parse::<BaseUrl>().unwrap();
        let url = format!("{origin}/directus/assets/{file}{extension}?width={width}{ampersand}height={height}{more}");
        let embedded = EmbeddedFile::from_url(&base, &url).unwrap();
        prop_assert_eq!(embedded.id.as_str(), &file);
        prop_assert_eq!(embedded.size, Some((width, height)));
        prop_assert!(embedded.is_resizable());
        let SourceSet { src, srcset } = embedded.image(&base, embedded.size, &[480, 960]);
        let each: Vec<_> = srcset.split(", ").map(|each| each.split_once(' ').unwrap()).collect();
        prop_assert_eq!(each.last().unwrap().0, &src);
        let widths = [480, 960].into_iter().filter(|smaller| *smaller < width).chain((width <= 960).then_some(width));
        prop_assert_eq!(each.iter().map(|(_, width)| (*width).to_owned()).collect::<Vec<_>>(), widths.map(|width| format!("{width}w")).collect::<Vec<_>>());
        for (url, width) in each {
            let url = Url::parse(url).unwrap();
            prop_assert_eq!(url.host_str(), Some("cms.example"));
            prop_assert_eq!(url.path(), format!("/directus/assets/{file}"));
            let wanted = ("width".into(), width.trim_end_matches('w').into());
            prop_assert!(url.query_pairs().any(|pair| pair == wanted));
        }
    }

    #[test]
    fn embedded_file_without_a_size_is_known_all_the_same(
        file in "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        more in prop_oneof![
            Just(""), Just(".pdf"), Just("#page=3"), Just(".pdf#page=3"), Just(".jpg?download"), Just("?width=3"), Just("?width=0&height=2"), Just("?width=30001&height=2"),
            Just("?width=a&height=b"), Just("?key="), Just("?key=../x"),
        ],
    ) {
        let base = "/directus".parse::<BaseUrl>().unwrap();
        let embedded = EmbeddedFile::from_url(&base, &format!("/directus/assets/{file}{more}")).unwrap();
        prop_assert_eq!(embedded.size, None);
        prop_assert_eq!(embedded.url(&base), format!("/directus/assets/{file}"));
        prop_assert_eq!(embedded.download_url(&base), format!("/directus/assets/{file}?download"));
        let whole = format!("/directus/assets/{file}?width=9&withoutEnlargement=true&format=webp");
        for impossible in [None, Some((0, 9)), Some((9, 0)), Some((u32::MAX, u32::MAX))] {
            prop_assert_eq!(embedded.image(&base, impossible, &[4, 9]), SourceSet { src: whole.clone(), srcset: String::new() });
        }
    }

    #[test]
    fn embedded_image_of_a_preset_stays_as_the_preset_cuts_it(key in "[A-Za-z0-9_-]{1,12}") {
        let base = "/directus".parse::<BaseUrl>().unwrap();
        let file = "8cbb43fe-4cdf-4991-8352-c461779cec02";
        let embedded = EmbeddedFile::from_url(&base, &format!("/directus/assets/{file}.png?key={key}")).unwrap();
        prop_assert!(!embedded.is_resizable());
        let cut = SourceSet { src: format!("/directus/assets/{file}?key={key}"), srcset: String::new() };
        prop_assert_eq!(embedded.image(&base, Some((3, 2)), &[2]), cut);
    }

    #[test]
    fn url_of_another_form_is_no_embedded_file(
        url in prop_oneof![
            "https://cms.example/directus/assets/[0-9a-f]{37}",
            "https://cms.example/directus/assets/[0-9a-f]{8,35}[?]width=3&height=2",
            "https://cms.example/directus/assets/[./a-f]{36}[?]width=3&height=2",
            "https://cms.example/directus/files/[0-9a-f]{36}[?]width=3&height=2",
            "https://cms.example/assets/[0-9a-f]{36}",
            "https://cms.example[.]evil/x/directus/assets/[0-9a-f]{36}",
            "data:image/png;base64,[0-9a-f]{36}",
            "javascript:/directus/assets/[0-9a-f]{37}",
            any::<String>(),
        ],
    ) {
        let base = "https://cms.example/directus".parse::<BaseUrl>().unwrap();
        prop_assert_eq!(EmbeddedFile::from_url(&base, &url), None);
    }

    #[test]
    fn ids_stay_below_their_endpoint(id in segments()) {
        let below = |request: HttpRequest, endpoint: &str| {
            let url = Url::parse("https://site.example").unwrap().join(&request.url).unwrap();
            let prefix = format!("/directus/{endpoint}/");
            url.path().strip_prefix(prefix.as_str()).is_some_and(|rest| !rest.contains('/'))
        };
        prop_assert!(below(on_the_wire(&assets::avatar(&id.as_str().into(), 256)), "assets"));
        prop_assert!(below(on_the_wire(&files::delete(&id.as_str().into())), "files"));
        prop_assert!(below(on_the_wire(&users::delete(&UserId::from(id.as_str()))), "users"));
    }
}

#[test]
fn segment_of_dots_stays_in_its_place() {
    for dots in [".", ".."] {
        let request: Request<Value> = Request::new(Method::Get, Credentials::Anonymous, &["items", dots, "x"]);
        let url = Url::parse("https://site.example/").unwrap().join(request.path_and_query()).unwrap();
        assert!(url.path().starts_with("/items/"), "{dots} leads to {url}");
    }
}

// -- Secrets

#[test]
fn request_does_not_print_its_password() {
    let printed = format!(
        "{:?} {:?} {:?}",
        auth::login(&credentials(), AuthMode::Cookie),
        users::register(&registration("", "")),
        users::generate_tfa(Some("correct horse")),
    );
    assert!(!printed.contains("correct horse"), "{printed}");
    assert!(!printed.contains("\"pw\""), "{printed}");
}

#[test]
fn link_token_prints_as_dots() {
    assert!(!format!("{:?}", link()).contains("link/token"));
    let printed = format!("{:?}{:?}", auth::password_reset(&link(), "pw"), users::accept_invite(&link(), "pw"));
    assert!(!printed.contains("link/token") && !printed.contains("pw"), "{printed}");
    let printed = format!("{:?}", users::verify_email(&link()));
    assert_eq!(printed, "GET /users/register/verify-email");
}

#[test]
fn user_patch_prints_only_field_names() {
    let printed = format!("{:?}", patch(ProfileField::Description, Some("private")));
    assert!(printed.contains("description") && !printed.contains("private"));
}

#[test]
fn no_public_type_prints_a_secret() {
    let login = auth::login(&credentials(), AuthMode::Cookie);
    let form = FileForm::new("ada.webp", "image/webp", *b"secret").field("title", "secret");
    let directus = Directus::new("/directus".parse::<BaseUrl>().unwrap(), Wire::new(Log::default()));
    let secret_request = HttpRequest { authorization: Some("Bearer secret".to_owned()), ..on_the_wire(&login) };
    let secret_answer = answer(200, &json!("secret")).unwrap();
    let printed = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        credentials(),
        registration("secret", "secret"),
        login.body(),
        login.parts(),
        form,
        directus,
        secret_request,
        secret_answer,
    );
    for secret in ["correct horse", "pw", "secret", "ada@"] {
        assert!(!printed.contains(secret), "{secret} in {printed}");
    }
    assert!(printed.contains("POST /directus/auth/login") && printed.contains("image/webp, 6 bytes"), "{printed}");
}
