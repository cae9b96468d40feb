//! From an answer on the wire to a value or an error.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::time::Duration;

use lychgate_directus::{
    AccessToken, AuthMode, BaseUrl, Credentials, Directus, Error, ErrorCode, FileForm, HttpResponse, LinkToken, Method,
    Request, TokenReply, TransportError, auth, decode,
    files::{self, OwnerField},
    permissions::{self, Action, Permission},
    policies, server,
    users::{self, Appearance, ProfileField, SecondFactor},
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{ADA, Answer, Log, MESSAGE, Wire, answer, bad_gateway, credentials, done, jwt, jwt_of, refusal};

/// The fields of a user that are plain texts.
const TEXTS: [ProfileField; 8] = [
    ProfileField::Email,
    ProfileField::FirstName,
    ProfileField::LastName,
    ProfileField::Title,
    ProfileField::Location,
    ProfileField::Description,
    ProfileField::Avatar,
    ProfileField::Language,
];

/// What a Directus client makes of `from_wire` as the answer to `request`.
fn read<T>(request: &Request<T>, from_wire: Answer) -> Result<T, Error> {
    decode(&from_wire.unwrap(), request.decoder())
}

fn endpoint() -> Request<Value> {
    Request::new(Method::Get, Credentials::Anonymous, &["any"])
}

fn nothing() -> Request<()> {
    Request::new(Method::Post, Credentials::Anonymous, &["nothing"])
}

fn raw(status: u16, body: &[u8]) -> Answer {
    Ok(HttpResponse { status, body: body.to_vec(), ..HttpResponse::default() })
}

fn rejected(error: Error) -> (u16, Vec<ErrorCode>, Option<Duration>) {
    match error {
        Error::Rejected { status, errors, retry_after } => {
            (status, errors.into_iter().map(|error| error.code).collect(), retry_after)
        }
        other => panic!("{other:?}"),
    }
}

// -- Successes

#[test]
fn success_decodes_its_data() {
    assert_eq!(read(&endpoint(), answer(200, &json!({ "data": { "a": 1 } }))), Ok(json!({ "a": 1 })));
}

#[test]
fn empty_204_is_a_success_where_nothing_is_expected() {
    assert_eq!(read(&nothing(), done()), Ok(()));
}

#[test]
fn empty_204_is_undecodable_where_something_is_expected() {
    assert!(matches!(read(&auth::refresh(AuthMode::Cookie), done()), Err(Error::Undecodable { status: 204, .. })));
    assert!(matches!(read(&users::me(), done()), Err(Error::Undecodable { status: 204, .. })));
}

#[test]
fn html_with_status_200_is_undecodable() {
    let page = raw(200, b"<!doctype html><title>The site itself</title>");
    assert!(matches!(read(&endpoint(), page.clone()), Err(Error::Undecodable { status: 200, .. })));
    assert!(matches!(read(&nothing(), page.clone()), Err(Error::Undecodable { status: 200, .. })));
    assert!(read(&endpoint(), page).unwrap_err().is_unreachable());
}

#[test]
fn truncated_json_is_undecodable() {
    let whole = json!({ "data": { "expires": 900_000, "access_token": jwt(ADA, 1) } }).to_string();
    for end in 1..whole.len() {
        let cut = read(&auth::refresh(AuthMode::Cookie), raw(200, &whole.as_bytes()[..end]));
        assert!(matches!(cut, Err(Error::Undecodable { status: 200, .. })), "cut at {end}");
    }
}

#[test]
fn undecodable_error_does_not_quote_the_body() {
    let error =
        read(&auth::refresh(AuthMode::Cookie), raw(200, br#"{"data":{"access_token":"hunter2 is my password"}}"#))
            .unwrap_err();
    assert!(!format!("{error:?} {error}").contains("hunter2"));
}

#[test]
fn success_without_data_is_undecodable() {
    assert!(read(&endpoint(), answer(200, &json!({ "dat": 1 }))).is_err());
    assert!(read(&nothing(), answer(200, &json!({}))).is_err());
}

// -- Refusals

#[test]
fn rejection_by_directus_has_its_codes() {
    let body = json!({ "errors": [
        { "message": "one", "extensions": { "code": "RECORD_NOT_UNIQUE", "collection": "directus_users", "field": "email" } },
        { "message": "two", "extensions": { "code": "SOMETHING_NEW" } },
    ] });
    let error = read(&endpoint(), answer(400, &body)).unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::RecordNotUnique));
    assert_eq!(error.api_error().unwrap().field.as_deref(), Some("email"));
    assert_eq!(
        rejected(error),
        (400, vec![ErrorCode::RecordNotUnique, ErrorCode::Other("SOMETHING_NEW".to_owned())], None)
    );
}

#[test]
fn every_documented_code_is_told_apart() {
    let codes = [
        ("INVALID_CREDENTIALS", ErrorCode::InvalidCredentials),
        ("INVALID_OTP", ErrorCode::InvalidOtp),
        ("INVALID_PAYLOAD", ErrorCode::InvalidPayload),
        ("INVALID_PROVIDER", ErrorCode::InvalidProvider),
        ("TOKEN_EXPIRED", ErrorCode::TokenExpired),
        ("INVALID_TOKEN", ErrorCode::InvalidToken),
        ("USER_SUSPENDED", ErrorCode::UserSuspended),
        ("REQUESTS_EXCEEDED", ErrorCode::RequestsExceeded),
        ("FORBIDDEN", ErrorCode::Forbidden),
        ("FAILED_VALIDATION", ErrorCode::FailedValidation),
        ("RECORD_NOT_UNIQUE", ErrorCode::RecordNotUnique),
        ("SERVICE_UNAVAILABLE", ErrorCode::ServiceUnavailable),
    ];
    for (text, code) in codes {
        assert_eq!(read(&endpoint(), refusal(401, text)).unwrap_err().code(), Some(&code));
    }
}

#[test]
fn rejection_by_a_proxy_has_no_codes() {
    let error = read(&endpoint(), bad_gateway()).unwrap_err();
    assert!(error.is_unreachable());
    assert_eq!(error.code(), None);
    assert_eq!(rejected(error), (502, vec![], None));
}

#[test]
fn rejection_by_a_proxy_is_unreachable_and_not_about_the_token() {
    for status in [301, 400, 401, 403, 404] {
        let error = read(&endpoint(), raw(status, b"<html>blocked by the firewall</html>")).unwrap_err();
        assert!(error.is_unreachable(), "{status}");
        assert!(!error.is_token_rejected(), "{status}");
    }
}

#[test]
fn retry_after_is_read_as_seconds() {
    for (header, seconds) in
        [("17", 17), (" 3 ", 3), ("0", 0), ("18446744073709551615", u64::MAX), ("99999999999999999999999", u64::MAX)]
    {
        let response =
            HttpResponse { retry_after: Some(header.to_owned()), ..refusal(429, "REQUESTS_EXCEEDED").unwrap() };
        let error = read(&endpoint(), Ok(response)).unwrap_err();
        assert_eq!(error.retry_after(), Some(Duration::from_secs(seconds)), "{header}");
    }
}

/// What a proxy asks for that was asked at `date`.
fn asked_to_wait(until: &str, date: Option<&str>) -> Option<Duration> {
    let response =
        HttpResponse { retry_after: Some(until.to_owned()), date: date.map(str::to_owned), ..bad_gateway().unwrap() };
    read(&endpoint(), Ok(response)).unwrap_err().retry_after()
}

#[test]
fn retry_after_as_a_date_counts_from_the_servers_own_clock() {
    let date = Some("Wed, 21 Oct 2026 07:28:00 GMT");
    assert_eq!(asked_to_wait("Wed, 21 Oct 2026 07:30:05 GMT", date), Some(Duration::from_secs(125)));
    assert_eq!(asked_to_wait(" Thu, 22 Oct 2026 07:28:00 GMT ", date), Some(Duration::from_secs(86_400)));
    // The two older forms, which receivers have to understand.
    assert_eq!(asked_to_wait("Wednesday, 21-Oct-26 07:28:09 GMT", date), Some(Duration::from_secs(9)));
    assert_eq!(asked_to_wait("Wed Oct 21 07:28:09 2026", date), Some(Duration::from_secs(9)));
}

#[test]
fn retry_after_in_the_past_means_now() {
    let date = Some("Wed, 21 Oct 2026 07:28:00 GMT");
    for until in ["Wed, 21 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 07:27:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"] {
        assert_eq!(asked_to_wait(until, date), Some(Duration::ZERO), "{until}");
    }
}

/// The clock of this device may be a day wrong: better no wait than one of a day.
#[test]
fn retry_after_as_a_date_is_ignored_without_the_servers_date() {
    for date in [None, Some(""), Some("yesterday"), Some("1790000000")] {
        assert_eq!(asked_to_wait("Wed, 21 Oct 2026 07:30:05 GMT", date), None, "{date:?}");
    }
}

#[test]
fn malformed_retry_after_is_ignored() {
    for header in ["", " ", "soon", "-1", "+1", "1.5", "1e3", "0x10", "٣", "Wed, 32 Oct 2026 07:28:00 GMT"] {
        assert_eq!(asked_to_wait(header, Some("Wed, 21 Oct 2026 07:28:00 GMT")), None, "{header}");
    }
}

#[test]
fn only_expired_and_invalid_tokens_are_rejected_tokens() {
    for code in ["TOKEN_EXPIRED", "INVALID_TOKEN"] {
        assert!(read(&endpoint(), refusal(401, code)).unwrap_err().is_token_rejected(), "{code}");
    }
    for code in ["INVALID_CREDENTIALS", "INVALID_OTP", "FORBIDDEN", "USER_SUSPENDED", "ANYTHING"] {
        assert!(!read(&endpoint(), refusal(401, code)).unwrap_err().is_token_rejected(), "{code}");
    }
}

#[test]
fn invalid_value_of_a_failed_validation_is_not_kept() {
    let body = json!({ "errors": [{
        "message": "Validation failed for field \"password\".",
        "extensions": { "code": "FAILED_VALIDATION", "field": "password", "type": "regex", "invalid": "correct horse battery" },
    }] });
    let error = read(&endpoint(), answer(400, &body)).unwrap_err();
    assert_eq!(error.api_error().unwrap().field.as_deref(), Some("password"));
    assert_eq!(error.api_error().unwrap().rule.as_deref(), Some("regex"));
    assert!(!format!("{error:?} {error:#?} {error}").contains("horse"));
}

#[test]
fn transport_error_is_the_source() {
    use std::error::Error as _;

    assert!(Error::Transport(TransportError::TimedOut).source().is_some());
    assert!(read(&endpoint(), refusal(401, "TOKEN_EXPIRED")).unwrap_err().source().is_none());
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
        let key = prop_oneof![
            Just("data"),
            Just("errors"),
            Just("message"),
            Just("extensions"),
            Just("code"),
            Just("field"),
            Just("type"),
            Just("expires"),
            Just("access_token"),
            Just("meta"),
            Just("filter_count"),
            Just("id"),
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((key.prop_map(str::to_owned), inner), 0..5)
                .prop_map(|pairs| pairs.into_iter().collect()),
        ]
    })
}

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..64),
        ".{0,64}".prop_map(String::into_bytes),
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
    fn any_answer_decodes_without_a_panic_and_only_a_2xx_can_be_a_success(
        status in prop_oneof![Just(200_u16), Just(204), Just(400), Just(401), Just(429), Just(500), any::<u16>()],
        retry_after in prop::option::of(".{0,12}"),
        date in prop::option::of(".{0,12}"),
        body in bodies(),
    ) {
        let response = HttpResponse { status, retry_after, date, body };
        let outcomes = [
            decode(&response, auth::refresh(AuthMode::Cookie).decoder()).map(drop),
            decode(&response, auth::refresh(AuthMode::Session).decoder()).map(drop),
            decode(&response, auth::logout(AuthMode::Cookie).decoder()),
            decode(&response, users::me().decoder()).map(drop),
            decode(&response, users::my_id().decoder()).map(drop),
            decode(&response, permissions::me().decoder()).map(drop),
            decode(&response, policies::globals().decoder()).map(drop),
            decode(&response, users::generate_tfa(None).decoder()).map(drop),
            decode(&response, server::info().decoder()).map(drop),
            decode(&response, auth::providers().decoder()).map(drop),
        ];
        for outcome in outcomes {
            match outcome {
                Ok(()) => prop_assert!((200..300).contains(&status)),
                Err(Error::Undecodable { status: told, .. }) => {
                    prop_assert_eq!(told, status);
                    prop_assert!((200..300).contains(&status));
                }
                Err(Error::Rejected { status: told, .. }) => {
                    prop_assert_eq!(told, status);
                    prop_assert!(!(200..300).contains(&status));
                }
                Err(Error::Transport(_)) => prop_assert!(false, "there was an answer"),
            }
        }
    }

    #[test]
    fn body_that_is_not_json_has_no_codes(status in 300_u16..600, body in ".{0,64}") {
        prop_assume!(serde_json::from_str::<Value>(&body).is_err());
        let error = read(&endpoint(), raw(status, body.as_bytes())).unwrap_err();
        prop_assert_eq!(rejected(error), (status, vec![], None));
    }

    #[test]
    fn unknown_code_is_kept(status in 300_u16..600, code in "[A-Z_]{1,24}") {
        let error = read(&endpoint(), refusal(status, &code)).unwrap_err();
        prop_assert_eq!(error.code(), Some(&ErrorCode::from(code.as_str())));
        if let Some(ErrorCode::Other(kept)) = error.code() {
            prop_assert_eq!(kept, &code);
        }
    }

    #[test]
    fn random_text_is_not_an_access_token(text in "(.{0,60}|[A-Za-z0-9_-]{0,20}\\.[A-Za-z0-9_-]{0,20}\\.[A-Za-z0-9_-]{0,20})") {
        prop_assert!(text.parse::<AccessToken>().is_err());
    }

    #[test]
    fn access_token_names_its_user(user in "[0-9a-f-]{36}", serial: u32) {
        let token = jwt(&user, serial).parse::<AccessToken>().unwrap();
        prop_assert_eq!(token.user().as_str(), user);
        prop_assert_eq!(token.to_authorization(), format!("Bearer {}", jwt(token.user().as_str(), serial)));
    }
}

// -- Tokens

#[test]
fn token_lifetime_is_in_milliseconds() {
    let reply = read(&auth::refresh(AuthMode::Cookie), support::tokens(ADA, 1)).unwrap();
    assert_eq!(reply.lifetime, Duration::from_secs(900));
    assert_eq!(reply.access_token.unwrap().user().as_str(), ADA);
}

#[test]
fn access_token_prints_as_dots() {
    let jwt = jwt(ADA, 1);
    let reply: TokenReply = read(&auth::refresh(AuthMode::Cookie), support::tokens(ADA, 1)).unwrap();
    let token = reply.access_token.clone().unwrap();
    let printed = format!("{reply:?} {reply:#?} {token:?} {token:#?}");
    for part in jwt.split('.') {
        assert!(!printed.contains(part), "{printed}");
    }
}

#[test]
fn token_reply_in_session_mode_has_a_lifetime_and_no_token() {
    let reply = read(&auth::refresh(AuthMode::Session), support::session_renewed()).unwrap();
    assert_eq!(reply, TokenReply { access_token: None, lifetime: Duration::from_secs(86_400) });
    // Whatever else a server sends: what is in a cookie is not for scripts.
    let reply = read(&auth::login(&credentials(), AuthMode::Session), support::tokens(ADA, 1)).unwrap();
    assert_eq!(reply.access_token, None);
}

#[test]
fn jwt_without_a_user_is_not_an_access_token() {
    let share = json!({ "share": "f00", "share_scope": {}, "role": null, "iat": 1, "exp": 2, "iss": "directus" });
    for claims in [share, json!({}), json!({ "id": null }), json!({ "id": 5 })] {
        assert!(jwt_of(&claims).parse::<AccessToken>().is_err(), "{claims}");
    }
}

#[test]
fn text_that_is_not_a_jwt_is_not_an_access_token() {
    let good = jwt(ADA, 1);
    let parts: Vec<_> = good.split('.').collect();
    for text in [
        "",
        ".",
        "..",
        "directus",
        parts[0],
        &parts[..2].join("."),
        &format!("{good}.x"),
        &format!("Bearer {good}"),
        &format!("{}.{}.{}", parts[1], parts[0], parts[2]),
        &format!("{good} "),
        &good.replace('.', " "),
    ] {
        assert!(text.parse::<AccessToken>().is_err(), "{text}");
    }
}

#[test]
fn token_reply_without_a_valid_token_is_undecodable() {
    for data in [
        json!({ "expires": 900_000 }),
        json!({ "access_token": jwt(ADA, 1) }),
        json!({ "expires": -1, "access_token": jwt(ADA, 1) }),
        json!({ "expires": "900000", "access_token": jwt(ADA, 1) }),
        json!({ "expires": 900_000, "access_token": null }),
        json!({ "expires": 900_000, "access_token": "abc" }),
        json!(null),
    ] {
        let outcome = read(&auth::refresh(AuthMode::Cookie), answer(200, &json!({ "data": data })));
        assert!(matches!(outcome, Err(Error::Undecodable { status: 200, .. })), "{data}");
    }
}

// -- Users, permissions, server

#[test]
fn user_needs_only_an_id() {
    let user = read(&users::me(), answer(200, &json!({ "data": { "id": ADA } }))).unwrap();
    assert_eq!(user.id, ADA.into());
    for field in TEXTS {
        assert_eq!(user.get(field), None);
    }
    assert_eq!((user.second_factor, user.appearance), (SecondFactor::Unknown, None));
    assert!(!user.has_external_provider());
    assert_eq!(user.full_name(), None);
}

#[test]
fn user_fields_have_their_directus_names() {
    let fields = json!({
        "id": ADA, "email": "the email", "first_name": "the first_name", "last_name": "the last_name", "title": "the title",
        "location": "the location", "description": "the description", "avatar": "the avatar", "language": "the language",
        "last_access": "2026-03-04T05:06:07.000Z", "theme": "dark",
    });
    let user = read(&users::me(), answer(200, &json!({ "data": fields }))).unwrap();
    for field in TEXTS {
        assert_eq!(user.get(field), Some(format!("the {}", field.as_str()).as_str()));
    }
    assert_eq!(user.last_access.as_deref(), Some("2026-03-04T05:06:07.000Z"));
}

#[test]
fn second_factor_is_known_without_the_secret() {
    let user = |secret: Value| {
        read(&users::me(), answer(200, &json!({ "data": { "id": ADA, "tfa_secret": secret } }))).unwrap()
    };
    assert_eq!(user(json!("**********")).second_factor, SecondFactor::On);
    assert_eq!(user(Value::Null).second_factor, SecondFactor::Off);
}

#[test]
fn unknown_appearance_is_auto() {
    let user = |appearance: Value| {
        read(&users::me(), answer(200, &json!({ "data": { "id": ADA, "appearance": appearance } }))).unwrap()
    };
    assert_eq!(user(json!("dark")).appearance, Some(Appearance::Dark));
    assert_eq!(user(json!("light")).appearance, Some(Appearance::Light));
    for other in [json!("auto"), json!("sepia"), Value::Null, json!(1)] {
        assert_eq!(user(other).appearance, Some(Appearance::Auto));
    }
}

#[test]
fn provider_other_than_default_is_external() {
    let user = |provider: &str| {
        read(&users::me(), answer(200, &json!({ "data": { "id": ADA, "provider": provider } }))).unwrap()
    };
    assert!(user("keycloak").has_external_provider());
    assert!(!user("default").has_external_provider());
}

#[test]
fn full_name_is_made_of_the_names_that_there_are() {
    let named = |first: Value, last: Value| {
        let data = json!({ "id": ADA, "first_name": first, "last_name": last });
        read(&users::me(), answer(200, &json!({ "data": data }))).unwrap().full_name()
    };
    assert_eq!(named(json!("Ada"), json!("Lovelace")).as_deref(), Some("Ada Lovelace"));
    assert_eq!(named(json!(" Ada "), Value::Null).as_deref(), Some("Ada"));
    assert_eq!(named(Value::Null, json!("Lovelace")).as_deref(), Some("Lovelace"));
    assert_eq!(named(json!(" "), json!("")), None);
}

#[test]
fn tfa_secret_has_a_url_and_prints_as_dots() {
    let data = json!({ "secret": "ZQSECRET", "otpauth_url": "otpauth://totp/P:ada?secret=ZQSECRET" });
    let secret = read(&users::generate_tfa(Some("x")), answer(200, &json!({ "data": data }))).unwrap();
    assert_eq!((secret.secret.as_str(), secret.otpauth_url.len()), ("ZQSECRET", 36));
    assert!(!format!("{secret:?}").contains("ZQSECRET"));
}

#[test]
fn policies_decode_enforce_tfa() {
    let globals = |data: Value| read(&policies::globals(), answer(200, &json!({ "data": data })));
    assert!(globals(json!({ "app_access": false, "admin_access": false, "enforce_tfa": true })).unwrap().enforce_tfa);
    assert!(!globals(json!({ "app_access": true, "admin_access": false, "enforce_tfa": false })).unwrap().enforce_tfa);
    assert!(!globals(json!({})).unwrap().enforce_tfa);
    for no in [json!(null), json!(0)] {
        assert!(!globals(json!({ "enforce_tfa": no })).unwrap().enforce_tfa, "{no}");
    }
    for unclear in [json!(1), json!("true"), json!([]), json!({})] {
        assert!(globals(json!({ "enforce_tfa": unclear })).unwrap().enforce_tfa, "{unclear}");
    }
    assert!(read(&policies::globals(), answer(200, &json!({}))).is_err());
}

#[test]
fn upload_decodes_the_id_and_is_undecodable_without_it() {
    let form = || FileForm {
        fields: Vec::new(),
        file_name: "a".to_owned(),
        media_type: "image/webp".to_owned(),
        bytes: [].into(),
    };
    assert_eq!(read(&files::upload(form()), answer(200, &json!({ "data": { "id": "f" } }))), Ok("f".into()));
    let own = |data: Value| read(&files::own(OwnerField::Description), answer(200, &json!({ "data": data })));
    assert_eq!(own(json!([{ "id": "f" }, { "id": "g" }])), Ok(vec!["f".into(), "g".into()]));
    assert_eq!(own(json!([])), Ok(Vec::new()));
    assert!(own(json!([{ "id": 1 }])).is_err());
    assert!(matches!(read(&files::upload(form()), done()), Err(Error::Undecodable { status: 204, .. })));
}

#[test]
fn project_without_registration_settings_has_registration_off() {
    let info = read(&server::info(), answer(200, &json!({ "data": { "project": {} } }))).unwrap();
    assert!(!info.public_registration);
    assert!(!info.public_registration_verify_email);
    assert_eq!(info.project_name, None);
}

#[test]
fn project_decodes_registration() {
    let project =
        json!({ "project_name": "P", "public_registration": true, "public_registration_verify_email": true, "x": 1 });
    let info =
        read(&server::info(), answer(200, &json!({ "data": { "project": project, "queryLimit": {} } }))).unwrap();
    assert!(info.public_registration && info.public_registration_verify_email);
}

#[test]
fn project_decodes_its_branding() {
    let project = json!({
        "project_name": "P", "project_descriptor": "D", "project_logo": "l", "project_color": "#123456",
        "public_note": "N", "public_background": { "id": "b", "type": "image/webp" }, "public_foreground": "f",
        "default_language": "de-DE", "default_appearance": "dark",
    });
    let info = read(&server::info(), answer(200, &json!({ "data": { "project": project } }))).unwrap();
    let said = |text: &str| Some(text.to_owned());
    let mut expected = server::Project::default();
    expected.project_name = said("P");
    expected.project_descriptor = said("D");
    expected.project_logo = Some("l".into());
    expected.project_color = said("#123456");
    expected.public_note = said("N");
    expected.public_background = Some("b".into());
    expected.public_foreground = Some("f".into());
    expected.default_language = said("de-DE");
    expected.default_appearance = said("dark");
    assert_eq!(info, expected);
}

#[test]
fn empty_project_settings_are_none_and_a_video_is_not_a_background() {
    let project = json!({ "project_descriptor": " ", "public_note": "", "project_logo": null, "public_background": { "id": "b", "type": "video/mp4" } });
    let info = read(&server::info(), answer(200, &json!({ "data": { "project": project } }))).unwrap();
    assert_eq!(info, server::Project::default());
    let by_id = json!({ "data": { "project": { "public_background": "b" } } });
    assert_eq!(read(&server::info(), answer(200, &by_id)).unwrap().public_background, Some("b".into()));
}

fn providers(data: &Value, disable_default: &Value) -> auth::Providers {
    let body = json!({ "data": data, "disableDefault": disable_default });
    read(&auth::providers(), answer(200, &body)).unwrap()
}

#[test]
fn providers_are_those_that_a_browser_can_be_sent_to() {
    let data = json!([
        { "name": "house", "label": "The house", "driver": "openid", "icon": "home" },
        { "name": "google", "driver": "oauth2" },
        { "name": "okta", "label": " ", "driver": "saml", "icon": null },
        { "name": "office", "label": "Office", "driver": "ldap" },
        { "name": "", "driver": "openid" },
        { "driver": "openid" },
        7,
    ]);
    let found = providers(&data, &json!(false));
    let shown: Vec<_> = found.sso.iter().map(|it| (it.name.as_str(), it.label.as_str())).collect();
    assert_eq!(shown, [("house", "The house"), ("google", "Google"), ("okta", "Okta")]);
    assert_eq!(found.sso[0].icon.as_deref(), Some("home"));
    assert!(!found.is_password_disabled);
}

#[test]
fn password_is_disabled_only_if_directus_says_so() {
    for (said, none) in [(json!(true), true), (json!("true"), true), (json!(false), false), (json!(null), false)] {
        assert_eq!(providers(&json!([]), &said).is_password_disabled, none, "{said}");
    }
    assert_eq!(read(&auth::providers(), answer(200, &json!({ "data": [] }))).unwrap(), auth::Providers::default());
}

/// What the executor makes of an answer, redirects included.
fn sent<T>(request: &Request<T>, from_wire: Answer) -> Result<T, Error> {
    let wire = Wire::new(Log::default());
    wire.then(from_wire);
    futures::executor::block_on(Directus::new("/".parse::<BaseUrl>().unwrap(), wire).send(request, None))
}

#[test]
fn redirect_is_a_success_only_where_it_is_accepted() {
    let verify = users::verify_email(&"t".parse().unwrap());
    assert_eq!(sent(&verify, raw(HttpResponse::OPAQUE_REDIRECT, b"")), Ok(()));
    assert_eq!(rejected(sent(&verify, refusal(400, "INVALID_PAYLOAD")).unwrap_err()).0, 400);
    assert_eq!(rejected(sent(&nothing(), raw(HttpResponse::OPAQUE_REDIRECT, b"")).unwrap_err()).0, 302);
}

#[test]
fn link_token_names_its_email() {
    let email = |text: &str| text.parse::<LinkToken>().unwrap().email();
    let claims = json!({ "email": "ada@example.com", "scope": "invite", "iat": 1, "exp": 2, "iss": "directus" });
    assert_eq!(email(&jwt_of(&claims)).as_deref(), Some("ada@example.com"));
    for no_link in ["x", "a.b.c", "..", &jwt_of(&json!({ "email": 7 })), &jwt_of(&json!([]))] {
        assert_eq!(email(no_link), None, "{no_link}");
    }
    assert!("".parse::<LinkToken>().is_err() && "  ".parse::<LinkToken>().is_err());
}

#[test]
fn url_that_is_not_allowed_is_told_from_other_invalid_payloads() {
    let said = |code: &str, message: &str| {
        let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
        read(&nothing(), answer(400, &body)).unwrap_err().is_url_not_allowed()
    };
    let refused = "Invalid payload. URL \"https://a.example/x\" can't be used to reset passwords.";
    assert!(said("INVALID_PAYLOAD", refused));
    assert!(!said("INVALID_PAYLOAD", "Invalid payload. \"email\" must be a valid email."));
    assert!(!said("FORBIDDEN", refused));
}

fn may_update(permission: &Value, field: &'static str) -> bool {
    let body = json!({ "data": { "directus_users": permission } });
    read(&permissions::me(), answer(200, &body))
        .unwrap()
        .allow(&Permission::new(Action::Update, "directus_users").on(field))
}

#[test]
fn owner_field_is_the_first_that_may_be_read() {
    let by = |fields: &Value| {
        let body = json!({ "data": { "directus_files": { "read": { "access": "partial", "fields": fields } } } });
        OwnerField::readable(&read(&permissions::me(), answer(200, &body)).unwrap())
    };
    assert_eq!(by(&json!(["id", "uploaded_by", "description"])), Some(OwnerField::UploadedBy));
    assert_eq!(by(&json!(["*"])), Some(OwnerField::UploadedBy));
    assert_eq!(by(&json!(["id", "description"])), Some(OwnerField::Description));
    assert_eq!(by(&json!(["id", "title"])), None);
    assert_eq!(OwnerField::readable(&permissions::Permissions::default()), None);
}

#[test]
fn permission_covers_the_fields_that_it_names() {
    let some = json!({ "update": { "access": "partial", "fields": ["first_name", "email"], "presets": null } });
    assert!(may_update(&some, "email"));
    assert!(!may_update(&some, "last_name"));
    assert!(may_update(&json!({ "update": { "access": "partial", "fields": ["*"] } }), "last_name"));
    assert!(may_update(&json!({ "update": { "access": "full", "fields": ["*"] } }), "last_name"));
    assert!(may_update(&json!({ "update": { "access": "full" } }), "last_name"));
}

#[test]
fn missing_permission_is_not_allowed() {
    assert!(!may_update(&json!({}), "email"));
    assert!(!may_update(&json!({ "update": {} }), "email"));
    assert!(!may_update(&json!({ "update": { "access": "none", "fields": ["*"] } }), "email"));
    assert!(!may_update(&json!({ "update": { "access": "partial" } }), "email"));
    assert!(!may_update(&json!({ "update": { "access": "partial", "fields": [] } }), "email"));
    assert!(!may_update(&json!({ "read": { "access": "full", "fields": ["*"] } }), "email"));
    let elsewhere =
        read(&permissions::me(), answer(200, &json!({ "data": { "posts": { "update": { "access": "full" } } } })));
    assert!(!elsewhere.unwrap().allow(&Permission::update_own("email")));
    assert!(!permissions::Permissions::default().allow(&Permission::update_own("email")));
}

#[test]
fn unreadable_permission_allows_nothing_and_takes_no_other_away() {
    let update = Permission::new(Action::Update, "posts");
    let good = json!({ "update": { "access": "full" } });
    for bad in [
        json!(null),
        json!(true),
        json!("full"),
        json!(["update"]),
        json!({ "update": null }),
        json!({ "update": true }),
    ]
    .into_iter()
    .chain(
        [json!({ "access": 1 }), json!({ "access": "all", "fields": ["*"] }), json!({ "fields": ["*"] })]
            .map(|granted| json!({ "update": granted })),
    ) {
        let body = json!({ "data": { "posts": bad, "pages": good } });
        let permissions = read(&permissions::me(), answer(200, &body)).unwrap();
        assert!(!permissions.allow(&update), "{bad}");
        assert!(!permissions.allow(&update.clone().on("title")), "{bad}");
        assert!(permissions.allow(&Permission::new(Action::Update, "pages")), "{bad}");
    }
    for fields in [json!(null), json!("*"), json!({ "*": true }), json!([1, null])] {
        let body = json!({ "data": { "posts": { "update": { "access": "full", "fields": fields } } } });
        let permissions = read(&permissions::me(), answer(200, &body)).unwrap();
        assert!(!permissions.allow(&update.clone().on("title")), "{fields}");
    }
}

#[test]
fn permission_without_a_field_is_about_the_whole_item() {
    let allow = |granted: Value, permission: &Permission| {
        let body = json!({ "data": { "directus_users": granted } });
        read(&permissions::me(), answer(200, &body)).unwrap().allow(permission)
    };
    let delete = Permission::new(Action::Delete, "directus_users");
    assert!(allow(json!({ "delete": { "access": "partial" } }), &delete));
    assert!(allow(json!({ "delete": { "access": "full" } }), &delete));
    assert!(!allow(json!({ "delete": { "access": "none" } }), &delete));
    assert!(!allow(json!({ "update": { "access": "full" } }), &delete));
    let create = Permission::new(Action::Create, "directus_users");
    assert!(allow(json!({ "create": { "access": "partial", "fields": ["title"] } }), &create));
    assert!(!allow(json!({ "create": { "access": "partial", "fields": ["title"] } }), &create.clone().on("email")));
    assert!(allow(json!({ "read": { "access": "full", "fields": ["*"] } }), &Permission::read_own("email")));
}

#[test]
fn error_prints_directus_sentence() {
    assert!(read(&endpoint(), refusal(403, "FORBIDDEN")).unwrap_err().to_string().contains(MESSAGE));
}
