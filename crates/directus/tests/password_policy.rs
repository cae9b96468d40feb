//! The rule for passwords: from Directus' regular expression to needs.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate_directus::password_policy::{PasswordPolicy, Requirement};
use proptest::prelude::*;

/// As Directus' Studio offers them.
const WEAK: &str = "/^.{8,}$/";
const STRONG: &str = r"/(?=^.{8,}$)(?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[!@#$%^&*()_+}{';'?>.<,])(?!.*\s).*$/";

fn at_least(least: u32) -> Requirement {
    Requirement::Length { min: least, max: None }
}

fn needs(policy: &str) -> Option<Vec<Requirement>> {
    match PasswordPolicy::from(policy) {
        PasswordPolicy::Requirements(requirements) => Some(requirements),
        PasswordPolicy::Any => Some(Vec::new()),
        PasswordPolicy::Pattern(_) => None,
    }
}

// -- Reading

#[test]
fn rules_of_studio_become_requirements() {
    assert_eq!(needs(WEAK), Some(vec![at_least(8)]));
    let special = Requirement::Special("!@#$%^&*()_+}{';?>.<,".to_owned());
    let strong = vec![
        at_least(8),
        Requirement::Digit,
        Requirement::Lowercase,
        Requirement::Uppercase,
        special,
        Requirement::NoWhitespace,
    ];
    assert_eq!(needs(STRONG), Some(strong));
}

#[test]
fn similar_rules_become_requirements() {
    let between = Requirement::Length { min: 10, max: Some(64) };
    for (policy, wanted) in [
        ("^.{12,}$", vec![at_least(12)]),
        (".{12,}", vec![at_least(12)]),
        ("/^.{10,64}$/", vec![between.clone()]),
        (r"/^(?=.*[0-9])(?=.*[A-Z]).{10,64}$/", vec![between, Requirement::Digit, Requirement::Uppercase]),
        (r"/^(?=.*[a-z])(?=.*\d).{8,}$/", vec![at_least(8), Requirement::Lowercase, Requirement::Digit]),
        (r"/^(?=.{9,}$)(?=.*[\-\]_!]).*$/", vec![at_least(9), Requirement::Special("-]_!".to_owned())]),
        (r"/^(?=.*[!?-]).+$/", vec![at_least(1), Requirement::Special("!?-".to_owned())]),
        ("/^.*$/", vec![]),
        ("", vec![]),
        ("/", vec![]),
        ("//", vec![]),
    ] {
        assert_eq!(needs(policy), Some(wanted), "{policy}");
    }
}

#[test]
fn other_rules_stay_a_pattern() {
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
    fn any_setting_is_read_without_a_panic(setting in r"[/^$.*+?(){}\[\]\\|=!<:,0-9a-zA-Zäß €-]{0,40}") {
        let _ = PasswordPolicy::from(setting.as_str()); // Only that it comes back counts here.
    }

    #[test]
    fn a_password_meets_the_strong_rule_where_it_has_every_kind_of_character(password in r"[a-cA-C0-2!# äß🙂]{1,12}") {
        let has = |wanted: fn(char) -> bool| password.contains(wanted);
        let fits = password.encode_utf16().count() >= 8
            && has(|c| c.is_ascii_digit())
            && has(|c| c.is_ascii_lowercase())
            && has(|c| c.is_ascii_uppercase())
            && password.contains(['!', '#'])
            && !password.contains(' ');
        let needs = needs(STRONG).unwrap();
        prop_assert_eq!(needs.iter().all(|need| need.is_met_by(&password)), fits);
    }
}

#[test]
fn characters_are_counted_in_utf_16_as_directus_counts_them() {
    for (password, is_long_enough) in [("äöüßäöüß", true), ("äöüßäöü", false), ("🙂🙂🙂🙂", true)]
    {
        assert_eq!(at_least(8).is_met_by(password), is_long_enough, "{password}");
    }
}
