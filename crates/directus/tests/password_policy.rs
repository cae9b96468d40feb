//! The rule for passwords, from Directus' regular expression to words.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate::ui::error_messages::{self, FormErrors};
use lychgate_directus::{
    ApiError, Error, ErrorCode,
    password_policy::{Need, PasswordPolicy},
};
use proptest::prelude::*;

/// As Directus' Studio offers them.
const WEAK: &str = "/^.{8,}$/";
const STRONG: &str = r"/(?=^.{8,}$)(?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[!@#$%^&*()_+}{';'?>.<,])(?!.*\s).*$/";

fn at_least(least: u32) -> Need {
    Need::Length { least, most: None }
}

fn needs(policy: &str) -> Option<Vec<Need>> {
    match PasswordPolicy::from(policy) {
        PasswordPolicy::Needs(needs) => Some(needs),
        PasswordPolicy::Any => Some(Vec::new()),
        PasswordPolicy::Pattern(_) => None,
    }
}

fn problem(password: &str) -> Option<String> {
    let mut problems = FormErrors::default();
    error_messages::validate_new_password(&mut problems, password);
    problems.of("password").map(str::to_owned)
}

// -- Reading

#[test]
fn rules_of_the_studio_are_taken_apart() {
    assert_eq!(needs(WEAK), Some(vec![at_least(8)]));
    let special = Need::Special("!@#$%^&*()_+}{';?>.<,".to_owned());
    let strong = vec![at_least(8), Need::Digit, Need::Lower, Need::Upper, special, Need::NoBlank];
    assert_eq!(needs(STRONG), Some(strong));
}

#[test]
fn rules_of_their_kind_are_taken_apart() {
    let between = Need::Length { least: 10, most: Some(64) };
    for (policy, wanted) in [
        ("^.{12,}$", vec![at_least(12)]),
        (".{12,}", vec![at_least(12)]),
        ("/^.{10,64}$/", vec![between.clone()]),
        (r"/^(?=.*[0-9])(?=.*[A-Z]).{10,64}$/", vec![between, Need::Digit, Need::Upper]),
        (r"/^(?=.*[a-z])(?=.*\d).{8,}$/", vec![at_least(8), Need::Lower, Need::Digit]),
        (r"/^(?=.{9,}$)(?=.*[\-\]_!]).*$/", vec![at_least(9), Need::Special("-]_!".to_owned())]),
        (r"/^(?=.*[!?-]).+$/", vec![at_least(1), Need::Special("!?-".to_owned())]),
        ("/^.*$/", vec![]),
        ("", vec![]),
        ("/", vec![]),
        ("//", vec![]),
    ] {
        assert_eq!(needs(policy), Some(wanted), "{policy}");
    }
}

#[test]
fn what_is_not_understood_to_the_letter_stays_a_pattern() {
    for policy in [
        "/^.{8,}$/i",                    // Directus reads no flags: the slashes are part of it.
        "/^\\S{8,}$/",                   // Another kind of character.
        "/^.{8}$/",                      // Exactly.
        "/^.{8,10}/",                    // More may follow.
        "/^.{8,4000000000}$/",           // No number that is meant.
        "/.{8,16}$/",                    // More may go before.
        r"/(?!.*\s).{8,}$/",             // Likewise.
        r"/^(?=.*[a-f]).{8,}$/",         // Not all letters.
        r"/^(?=.*[#-+]).{8,}$/",         // A range.
        r"/^(?=.*[^a-z]).{8,}$/",        // All but these.
        r"/^(?=.*[\W_]).{8,}$/",         // A kind.
        r"/^(?=.*[]!]).{8,}$/",          // Nothing, and then a text.
        r"/^(?=(.*\d){2}).{8,}$/",       // Two of them.
        r"/^(?=.*\d|.*[A-Z]).{8,}$/",    // One or the other.
        r"/^(?:(?=.*\d).{8,}|.{20,})$/", // Likewise.
        r"/^(?=.*\d/",                   // No regular expression at all.
        "/[/",
        "/(?/",
        "/(?=/",
    ] {
        assert_eq!(needs(policy), None, "{policy}");
    }
}

proptest! {
    #[test]
    fn no_rule_makes_reading_it_fail(policy in r"[/^$.*+?(){}\[\]\\|=!<:,0-9a-zA-Zäß €-]{0,40}") {
        let policy = PasswordPolicy::from(&policy);
        error_messages::set_password_policy(policy);
        error_messages::new_password_hint("password");
        error_messages::new_password_error("password");
    }

    #[test]
    fn a_password_has_a_problem_where_it_lacks_a_need(password in r"[a-cA-C0-2!# äß🙂]{1,12}") {
        error_messages::set_password_policy(PasswordPolicy::from(STRONG));
        let has = |wanted: fn(char) -> bool| password.contains(wanted);
        let fits = password.encode_utf16().count() >= 8
            && has(|c| c.is_ascii_digit())
            && has(|c| c.is_ascii_lowercase())
            && has(|c| c.is_ascii_uppercase())
            && password.contains(['!', '#'])
            && !password.contains(' ');
        prop_assert_eq!(problem(&password).is_none(), fits);
    }
}

// -- Saying

#[test]
fn before_the_rule_is_known_there_is_none_but_that_a_password_is_typed() {
    assert!(!error_messages::is_password_policy_known());
    assert!(problem("").is_some());
    assert_eq!(problem("a"), None);
    assert_eq!(error_messages::new_password_hint("a"), "Longer is better.");
    assert_eq!(error_messages::new_password_hint("fourteen chars"), "A good length.");
}

#[test]
fn where_there_is_none_nothing_is_asked_for() {
    error_messages::set_password_policy(PasswordPolicy::Any);
    assert!(error_messages::is_password_policy_known());
    assert_eq!(problem("a"), None);
    assert!(problem("").is_some());
}

#[test]
fn a_length_is_said_in_its_number() {
    error_messages::set_password_policy(PasswordPolicy::from("/^.{12,}$/"));
    assert_eq!(problem("elevenchars").unwrap(), "This password is too short. Please use at least 12 characters.");
    assert_eq!(problem("twelve chars"), None);
    assert_eq!(error_messages::new_password_hint(""), "At least 12 characters. Longer is better.");
    assert!(error_messages::new_password_hint("twelve chars").starts_with("Long enough."));
}

#[test]
fn characters_are_counted_as_directus_counts_them() {
    error_messages::set_password_policy(PasswordPolicy::from(WEAK));
    assert_eq!(problem("äöüßäöüß"), None);
    assert!(problem("äöüßäöü").is_some());
    assert_eq!(problem("🙂🙂🙂🙂"), None, "two each, in UTF-16");
}

#[test]
fn a_rule_of_several_needs_is_said_as_one_sentence() {
    error_messages::set_password_policy(PasswordPolicy::from(STRONG));
    let rule = error_messages::new_password_hint("");
    for need in ["at least 8 characters", "a digit", "a small letter", "a capital letter", "no blanks"] {
        assert!(rule.contains(need), "{need} in {rule}");
    }
    // Kept together where text runs from right to left.
    assert!(rule.contains("(\u{2066}!@#$%^&*()_+}{';?>.<,\u{2069})"), "{rule}");
    assert_eq!(problem("no-digit-in-here").unwrap(), format!("This password does not fit. {rule}"));
    assert!(problem("Aa1!").unwrap().starts_with("This password is too short."));
    assert_eq!(problem("Aa1!aaaa"), None);
    assert_eq!(error_messages::new_password_hint("Aa1!aaaa"), rule, "and nothing moves while somebody types");
}

#[test]
fn a_rule_that_is_not_understood_leaves_the_word_to_directus() {
    error_messages::set_password_policy(PasswordPolicy::from(r"/^(?=.*[\W_]).{8,}$/"));
    assert_eq!(problem("a"), None, "without a browser nobody can tell");
    assert_eq!(error_messages::new_password_hint("a"), "This site has a rule of its own for passwords.");
}

#[test]
fn what_directus_refuses_is_said_by_its_rule() {
    let error = ApiError {
        code: ErrorCode::FailedValidation,
        field: Some("password".to_owned()),
        rule: Some("custom.pattern.base".to_owned()),
        message: "Provided password doesn't match password policy".to_owned(),
    };
    let refused = Error::Rejected { status: 400, errors: vec![error], retry_after: None };
    let said = || {
        [error_messages::new_password(&refused), error_messages::registration(&refused)]
            .map(|problems| problems.of("password").unwrap().to_owned())
    };

    for sentence in said() {
        assert!(sentence.starts_with("This site does not take this password."), "{sentence}");
    }
    error_messages::set_password_policy(PasswordPolicy::from(WEAK));
    for sentence in said() {
        assert_eq!(sentence, "This password does not fit. This site asks for at least 8 characters.");
    }
}
