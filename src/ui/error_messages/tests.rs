//! What people read when something goes wrong.
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use std::time::Duration;

use lychgate_directus::{ApiError, Error, ErrorCode, TransportError, password_policy::PasswordPolicy};
use lychgate_session::{Cause, SendError, SignedOutReason};
use proptest::prelude::*;

use super::{FormErrors, MailLink};
use crate::{
    i18n::{I18n, Message, Text, text},
    ui::{
        error_messages,
        validation::{validate_email, validate_otp},
    },
};

const MESSAGE: &str = "Zq: a sentence made by Directus";

const CODES: [&str; 16] = [
    "INVALID_CREDENTIALS",
    "INVALID_OTP",
    "INVALID_PAYLOAD",
    "INVALID_PROVIDER",
    "INVALID_INVITE",
    "TOKEN_EXPIRED",
    "INVALID_TOKEN",
    "USER_SUSPENDED",
    "REQUESTS_EXCEEDED",
    "FORBIDDEN",
    "FAILED_VALIDATION",
    "RECORD_NOT_UNIQUE",
    "VALUE_TOO_LONG",
    "SERVICE_UNAVAILABLE",
    "ZQ_UNKNOWN_CODE",
    "",
];

/// Where an answer of Directus is put into words for a form.
const PLACES: [fn(&Error) -> FormErrors; 9] = [
    error_messages::second_factor_begin,
    error_messages::second_factor,
    error_messages::deletion,
    error_messages::sign_in,
    |error| error_messages::registration(&PasswordPolicy::Any, error),
    error_messages::profile,
    error_messages::confirmation,
    |error| error_messages::new_password(&PasswordPolicy::Any, error),
    error_messages::password_request,
];

fn rejected_with(status: u16, code: &str, field: Option<&str>, retry_after: Option<Duration>) -> Error {
    let error = ApiError {
        code: ErrorCode::from(code),
        field: field.map(str::to_owned),
        rule: Some("Zq rule".to_owned()),
        message: MESSAGE.to_owned(),
    };
    Error::Rejected { status, errors: vec![error], retry_after }
}

fn rejected(status: u16, code: &str) -> Error {
    rejected_with(status, code, None, None)
}

fn errors() -> Vec<Error> {
    let mut errors = vec![
        Error::Transport(TransportError::Network("Zq: Failed to fetch".to_owned())),
        Error::Transport(TransportError::TimedOut),
        Error::Transport(TransportError::Aborted),
        Error::Undecodable { status: 200, reason: "Zq at line 1" },
    ];
    for status in [400, 401, 403, 404, 413, 429, 500, 502, 503] {
        errors.push(Error::Rejected { status, errors: vec![], retry_after: None });
        for code in CODES {
            for field in [None, Some("email"), Some("password"), Some("zq_field")] {
                errors.push(rejected_with(status, code, field, None));
            }
        }
    }
    errors
}

fn words(message: impl Into<Message>) -> String {
    I18n::english().message(&message.into()).to_string()
}

fn sentences(errors: &FormErrors) -> Vec<String> {
    errors
        .form
        .iter()
        .chain(errors.fields.iter().map(|(_, message)| message))
        .map(|message| words(message.clone()))
        .collect()
}

fn registration(error: &Error) -> FormErrors {
    error_messages::registration(&PasswordPolicy::Any, error)
}

fn new_password(error: &Error) -> FormErrors {
    error_messages::new_password(&PasswordPolicy::Any, error)
}

fn assert_sentence(sentence: &str) {
    assert!(sentence.trim() == sentence && sentence.len() > 10, "{sentence:?}");
    assert!(sentence.ends_with(['.', '?']), "{sentence:?}");
    assert!(sentence.starts_with(char::is_uppercase), "{sentence:?}");
    assert!(!sentence.contains("Zq") && !sentence.to_lowercase().contains("directus"), "{sentence:?}");
    assert!(!sentence.contains('_'), "{sentence:?}");
}

// -- Errors

#[test]
fn every_error_has_a_message_of_the_site_everywhere() {
    for error in errors() {
        assert_sentence(&words(error_messages::failure(&error)));
        assert_sentence(&words(error_messages::send_failure(&SendError::Directus(error.clone()))));
        for place in PLACES {
            let errors = place(&error);
            assert!(!errors.is_empty(), "{error:?}");
            for sentence in sentences(&errors) {
                assert_sentence(&sentence);
            }
        }
    }
}

#[test]
fn every_reason_without_an_error_has_a_message() {
    assert_sentence(&words(error_messages::send_failure(&SendError::SignedOut)));
    for cause in [Cause::Network, Cause::Server, Cause::TooManyRequests { wait: None }] {
        assert_sentence(&words(error_messages::cause(cause)));
        assert_sentence(&words(error_messages::send_failure(&SendError::Unreachable(cause))));
    }
    sentences(&error_messages::one_time_code()).iter().for_each(|sentence| assert_sentence(sentence));
    for said in [text::CODE_ASKED, text::SSO_LOST] {
        assert_sentence(&words(said));
    }
    sentences(&error_messages::email_taken()).iter().for_each(|sentence| assert_sentence(sentence));
    assert_sentence(&words(text::ANSWER_LOST));
    assert_sentence(&words(text::NOTHING_SENT));
}

#[test]
fn validate_otp_refuses_a_blank_code() {
    assert!(validate_otp("123456").is_ok());
    assert_sentence(&words(validate_otp(" ").unwrap_err()));
}

#[test]
fn a_rate_limit_names_its_seconds() {
    let limited = |seconds| rejected_with(429, "REQUESTS_EXCEEDED", None, Some(Duration::from_secs(seconds)));
    for place in PLACES {
        assert!(sentences(&place(&limited(42)))[0].contains("42 seconds"));
        assert!(sentences(&place(&limited(1)))[0].contains("1 second,"));
    }
    assert!(words(error_messages::failure(&limited(42))).contains("42 seconds"));
    let cause = Cause::TooManyRequests { wait: Some(Duration::from_secs(42)) };
    assert!(words(error_messages::cause(cause)).contains("42 seconds"));
}

#[test]
fn a_rate_limit_without_a_number_asks_to_wait() {
    assert!(words(error_messages::failure(&rejected(429, "REQUESTS_EXCEEDED"))).contains("wait"));
}

#[test]
fn each_error_of_a_sign_in_has_its_own_message() {
    let said: Vec<_> = [
        rejected(401, "INVALID_CREDENTIALS"),
        rejected(401, "USER_SUSPENDED"),
        rejected(400, "INVALID_PAYLOAD"),
        rejected(401, "INVALID_PROVIDER"),
        rejected(429, "REQUESTS_EXCEEDED"),
        rejected(503, "SERVICE_UNAVAILABLE"),
        Error::Transport(TransportError::Network(String::new())),
    ]
    .iter()
    .map(|error| sentences(&error_messages::sign_in(error))[0].clone())
    .collect();
    for (index, sentence) in said.iter().enumerate() {
        assert!(!said[..index].contains(sentence), "{sentence}");
    }
}

#[test]
fn each_error_of_a_registration_has_its_own_message() {
    let said: Vec<_> = [
        rejected(403, "FORBIDDEN"),
        rejected_with(400, "FAILED_VALIDATION", Some("password"), None),
        rejected_with(400, "FAILED_VALIDATION", Some("email"), None),
        rejected(400, "RECORD_NOT_UNIQUE"),
        rejected(429, "REQUESTS_EXCEEDED"),
        Error::Transport(TransportError::Network(String::new())),
    ]
    .iter()
    .map(|error| sentences(&registration(error))[0].clone())
    .collect();
    for (index, sentence) in said.iter().enumerate() {
        assert!(!said[..index].contains(sentence), "{sentence}");
    }
}

const LINKS: [MailLink; 3] = [MailLink::Verification, MailLink::NewPassword, MailLink::Invitation];

#[test]
fn each_error_of_a_link_has_its_own_message() {
    for (link, used) in [
        (MailLink::Verification, rejected(400, "INVALID_PAYLOAD")),
        (MailLink::NewPassword, rejected(403, "FORBIDDEN")),
        (MailLink::Invitation, rejected(400, "INVALID_INVITE")),
    ] {
        let wrong = [rejected(401, "TOKEN_EXPIRED"), used, rejected(403, "INVALID_TOKEN")];
        let mut said: Vec<Text> = wrong.iter().map(|error| error_messages::bad_link(link, error).unwrap()).collect();
        said.push(error_messages::no_link(link));
        for (index, sentence) in said.iter().enumerate() {
            assert_sentence(&words(*sentence));
            assert!(!said[..index].contains(sentence), "{sentence:?}");
        }
    }
}

#[test]
fn a_link_is_not_blamed_for_other_errors() {
    let innocent = [
        rejected_with(400, "FAILED_VALIDATION", Some("password"), None),
        rejected(429, "REQUESTS_EXCEEDED"),
        rejected(503, "SERVICE_UNAVAILABLE"),
        Error::Rejected { status: 502, errors: vec![], retry_after: None },
        Error::Transport(TransportError::Network(String::new())),
    ];
    for link in LINKS {
        for error in &innocent {
            assert_eq!(error_messages::bad_link(link, error), None, "{error:?}");
        }
    }
}

#[test]
fn each_error_of_a_single_sign_on_has_its_own_message() {
    let codes = [
        "INVALID_CREDENTIALS",
        "INVALID_PROVIDER",
        "INVALID_OTP",
        "INVALID_TOKEN",
        "SERVICE_UNAVAILABLE",
        "USER_SUSPENDED",
        "UNKNOWN_EXCEPTION",
    ];
    let said = codes.map(|code| error_messages::sso(&ErrorCode::from(code)));
    for (index, sentence) in said.iter().enumerate() {
        assert_sentence(&words(*sentence));
        assert!(!said[..index].contains(sentence), "{sentence:?}");
    }
}

#[test]
fn a_site_that_is_missing_in_directus_allow_list_is_named_and_the_e_mail_address_is_not_blamed() {
    let error = ApiError {
        code: ErrorCode::InvalidPayload,
        field: None,
        rule: None,
        message: "Invalid payload. URL \"https://a.example/\" can't be used to reset passwords.".to_owned(),
    };
    let error = Error::Rejected { status: 400, errors: vec![error], retry_after: None };
    for errors in [error_messages::password_request(&error), registration(&error)] {
        assert!(errors.fields.is_empty());
        assert!(words(errors.form.unwrap()).contains("mails"));
    }
}

#[test]
fn errors_belong_to_the_field_that_they_are_about() {
    let weak = registration(&rejected_with(400, "FAILED_VALIDATION", Some("password"), None));
    assert!(weak.of("password").is_some() && weak.of("email").is_none());
    assert!(registration(&rejected(400, "RECORD_NOT_UNIQUE")).of("email").is_some());
    assert!(error_messages::profile(&rejected(400, "RECORD_NOT_UNIQUE")).of("email").is_some());
    assert!(error_messages::confirmation(&rejected(401, "INVALID_CREDENTIALS")).of("password").is_some());
    assert!(error_messages::one_time_code().of("otp").is_some());
    let weak = rejected_with(400, "FAILED_VALIDATION", Some("password"), None);
    assert!(new_password(&weak).of("password").is_some());
    assert!(error_messages::password_request(&rejected(400, "INVALID_PAYLOAD")).of("email").is_some());
    assert!(error_messages::second_factor(&rejected(400, "INVALID_PAYLOAD")).of("otp").is_some());
    assert!(error_messages::second_factor_begin(&rejected(401, "INVALID_CREDENTIALS")).of("password").is_some());
    assert!(new_password(&rejected_with(400, "FAILED_VALIDATION", None, None)).of("password").is_some());
}

#[test]
fn wrong_credentials_do_not_tell_which_of_them_is_wrong() {
    let errors = error_messages::sign_in(&rejected(401, "INVALID_CREDENTIALS"));
    assert!(errors.fields.is_empty());
    assert!(words(errors.form.unwrap()).contains("E-mail or password"));
}

#[test]
fn a_signed_out_user_reads_why_only_where_it_is_news() {
    for reason in [SignedOutReason::NotChecked, SignedOutReason::NeverSignedIn, SignedOutReason::Here] {
        assert_eq!(error_messages::signed_out(reason), None);
    }
    assert_sentence(&words(error_messages::signed_out(SignedOutReason::Expired).unwrap()));
    assert_sentence(&words(error_messages::signed_out(SignedOutReason::Suspended).unwrap()));
}

#[test]
fn validate_email_refuses_text_that_cannot_be_an_e_mail_address() {
    for good in ["a@b", "ada@example.com", " ada@example.com ", "ä@ö.example", "a+b@c.d", "\"x\"@example.com"] {
        assert!(validate_email(good).is_ok(), "{good}");
    }
    for bad in ["", " ", "ada", "@", "ada@", "@example.com", "a@b@c", "a b@example.com", "a@exa mple.com"] {
        assert_sentence(&words(validate_email(bad).unwrap_err()));
    }
}

proptest! {
    #[test]
    fn any_answer_of_the_server_has_a_message_without_its_words(
        status: u16,
        code in "[A-Z_]{0,12}",
        field in prop::option::of("[a-z_]{1,8}"),
        retry_after in prop::option::of(any::<u64>()),
    ) {
        let error = rejected_with(status, &code, field.as_deref(), retry_after.map(Duration::from_secs));
        assert_sentence(&words(error_messages::failure(&error)));
    }
}
