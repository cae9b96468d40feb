//! The messages of the site.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use std::{fs, path::Path};

use lychgate::{
    languages::Language,
    text::{self, LANGUAGES, Text},
};

fn english() -> Language {
    LANGUAGES[0]
}

#[test]
fn values_stand_where_their_variables_are_whatever_the_order() {
    assert_eq!(text::PAGE_OF.with(&[("pages", "7"), ("page", "2")]), "Page 2 of 7");
    assert_eq!(text::CONTINUE_WITH.with(&[("provider", "{braces}")]), "Continue with {braces}");
    assert_eq!(text::FOR_EMAIL.halves(), ("For ", ""));
    assert_eq!(text::TRY_AGAIN.halves(), ("Try again", ""));
}

#[test]
fn a_number_chooses_what_is_said_of_it() {
    assert_eq!(text::NEXT_TRY.count(1), "Next try in 1 second");
    for seconds in [0, 2, 21, 101] {
        assert_eq!(text::NEXT_TRY.count(seconds), format!("Next try in {seconds} seconds"));
    }
}

#[test]
fn another_catalog_is_spoken_at_once_and_one_that_is_none_changes_nothing() {
    let first = |text: &str| format!("[{text:?}]");
    let message = first_message();
    assert!(text::speak(english(), &first("Otra vez")));
    assert_eq!(message.get(), "Otra vez");
    for broken in ["", "<!doctype html>", "{}", "null", "[\"cut"] {
        assert!(!text::speak(english(), broken), "{broken}");
    }
    assert_eq!(message.get(), "Otra vez");
    assert_eq!(text::GOODBYE.get(), "", "a catalog that is too short says nothing, and does not fail");
}

#[test]
fn an_exact_number_goes_before_its_category() {
    let catalog = r#"[{"0":"none","one":"one thing","other":"{n} things"}]"#;
    assert!(text::speak(english(), catalog));
    let message = first_message();
    assert_eq!([0, 1, 2].map(|count| message.count(count)), ["none", "one thing", "2 things"]);
    assert_eq!(message.get(), "{n} things");
    assert!(text::speak(english(), r#"["{n} pieces"]"#));
    assert_eq!(message.count(1), "1 pieces", "a language may say the same of all numbers");
}

/// The first of the catalog.
fn first_message() -> Text {
    text::TRY_AGAIN
}

/// What stands in a catalog and is shown nowhere costs every translator and every visitor.
#[test]
fn every_message_is_said_somewhere() {
    let catalog = fs::read_to_string("locales/en.ftl").unwrap();
    let mut sources = String::new();
    collect(Path::new("src"), &mut sources);
    for id in catalog.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id) {
        let is_message = id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if is_message && !id.starts_with("boot-") {
            let name = format!("text::{}", id.to_uppercase().replace('-', "_"));
            let is_said = sources.match_indices(&name).any(|(at, _)| {
                let after = sources[at + name.len()..].chars().next();
                !after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
            });
            assert!(is_said, "{id} is said nowhere");
        }
    }
}

/// A component that is not rendered again would stay in the language before.
#[test]
fn every_component_that_says_something_hears_of_a_change_of_language() {
    let mut sources = String::new();
    collect(Path::new("src"), &mut sources);
    for component in sources.split("#[component]\n").skip(1) {
        let body = component.split("\n}\n").next().unwrap();
        let name = body.lines().find(|line| line.contains("fn ")).unwrap();
        let says = ["text::", "wording::", ".show(", "content_error("].iter().any(|word| body.contains(word));
        // It gives the language, and says nothing itself.
        assert!(!says || name.contains("fn LocaleProvider(") || body.contains("use_language();"), "{name}");
    }
}

fn collect(dir: &Path, sources: &mut String) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}
