//! What people read about the rule for passwords.
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate_directus::{ApiError, Error, ErrorCode, password_policy::PasswordPolicy};
use proptest::prelude::*;

use crate::{
    i18n::{I18n, Message},
    ui::{error_messages, validation::validate_new_password},
};

/// As Directus' Studio offers them.
const WEAK: &str = "/^.{8,}$/";
const STRONG: &str = r"/(?=^.{8,}$)(?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[!@#$%^&*()_+}{';'?>.<,])(?!.*\s).*$/";

fn words(message: &Message) -> String {
    I18n::english().message(message).to_string()
}

fn error(policy: &PasswordPolicy, password: &str) -> Option<String> {
    validate_new_password(policy, password).err().map(|error| words(&error.into()))
}

fn hint(policy: &PasswordPolicy, password: &str) -> String {
    words(&error_messages::new_password_hint(policy, password))
}

proptest! {
    #[test]
    fn any_policy_can_be_read(policy in r"[/^$.*+?(){}\[\]\\|=!<:,0-9a-zA-Zäß €-]{0,40}") {
        let policy = PasswordPolicy::from(policy.as_str());
        hint(&policy, "password");
        error(&policy, "password");
    }

    #[test]
    fn a_password_is_refused_where_it_lacks_a_need(password in r"[a-cA-C0-2!# äß🙂]{1,12}") {
        let policy = PasswordPolicy::from(STRONG);
        let has = |wanted: fn(char) -> bool| password.contains(wanted);
        let fits = password.encode_utf16().count() >= 8
            && has(|c| c.is_ascii_digit())
            && has(|c| c.is_ascii_lowercase())
            && has(|c| c.is_ascii_uppercase())
            && password.contains(['!', '#'])
            && !password.contains(' ');
        prop_assert_eq!(error(&policy, &password).is_none(), fits);
    }
}

// -- Saying

#[test]
fn without_a_policy_only_an_empty_password_is_refused() {
    let policy = PasswordPolicy::default();
    assert!(error(&policy, "").is_some());
    assert_eq!(error(&policy, "a"), None);
    assert_eq!(hint(&policy, "a"), "Longer is better.");
    assert_eq!(hint(&policy, "fourteen chars"), "A good length.");
}

#[test]
fn a_policy_that_takes_anything_asks_for_nothing() {
    let policy = PasswordPolicy::Any;
    assert_eq!(error(&policy, "a"), None);
    assert!(error(&policy, "").is_some());
}

#[test]
fn a_minimum_length_is_named() {
    let policy = PasswordPolicy::from("/^.{12,}$/");
    assert_eq!(
        error(&policy, "elevenchars").unwrap(),
        "This password is too short. Please use at least 12 characters."
    );
    assert_eq!(error(&policy, "twelve chars"), None);
    assert_eq!(hint(&policy, ""), "At least 12 characters. Longer is better.");
    assert!(hint(&policy, "twelve chars").starts_with("Long enough."));
}

#[test]
fn characters_are_counted_as_directus_counts_them() {
    let policy = PasswordPolicy::from(WEAK);
    assert_eq!(error(&policy, "äöüßäöüß"), None);
    assert!(error(&policy, "äöüßäöü").is_some());
    assert_eq!(error(&policy, "🙂🙂🙂🙂"), None, "two each, in UTF-16");
}

#[test]
fn several_needs_become_one_sentence() {
    let policy = PasswordPolicy::from(STRONG);
    let rule = hint(&policy, "");
    for requirement in ["at least 8 characters", "a digit", "a small letter", "a capital letter", "no blanks"] {
        assert!(rule.contains(requirement), "{requirement} in {rule}");
    }
    // Kept together where text runs from right to left.
    assert!(rule.contains("(\u{2066}!@#$%^&*()_+}{';?>.<,\u{2069})"), "{rule}");
    assert_eq!(error(&policy, "no-digit-in-here").unwrap(), format!("This password does not fit. {rule}"));
    assert!(error(&policy, "Aa1!").unwrap().starts_with("This password is too short."));
    assert_eq!(error(&policy, "Aa1!aaaa"), None);
    assert_eq!(hint(&policy, "Aa1!aaaa"), rule, "and nothing moves while somebody types");
}

#[test]
fn a_policy_that_is_not_understood_is_left_to_directus() {
    let policy = PasswordPolicy::from(r"/^(?=.*[\W_]).{8,}$/");
    assert_eq!(error(&policy, "a"), None, "without a browser nobody can tell");
    assert_eq!(hint(&policy, "a"), "This site has a rule of its own for passwords.");
}

#[test]
fn a_password_that_directus_refuses_gets_the_policy_as_message() {
    let error = ApiError {
        code: ErrorCode::FailedValidation,
        field: Some("password".to_owned()),
        rule: Some("custom.pattern.base".to_owned()),
        message: "Provided password doesn't match password policy".to_owned(),
    };
    let refused = Error::Rejected { status: 400, errors: vec![error], retry_after: None };
    let messages = |policy: &PasswordPolicy| {
        [error_messages::new_password(policy, &refused), error_messages::registration(policy, &refused)]
            .map(|errors| words(errors.of("password").unwrap()))
    };

    for message in messages(&PasswordPolicy::Any) {
        assert!(message.starts_with("This site does not take this password."), "{message}");
    }
    for message in messages(&PasswordPolicy::from(WEAK)) {
        assert_eq!(message, "This password does not fit. This site asks for at least 8 characters.");
    }
}
