//! The messages of the site, in words.
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use std::{fs, path::Path};

use proptest::prelude::*;

use super::{I18n, Message, PublishDate, Text, Value, language::LANGUAGES, text};

fn speaking(catalog: &str) -> Option<I18n> {
    I18n::new(LANGUAGES[0], catalog, "")
}

/// The first of the catalog.
const FIRST: Text = text::TRY_AGAIN;

#[test]
fn with_fills_variables_whatever_their_order() {
    let t = I18n::english();
    assert_eq!(t.with(text::PAGE_OF, &[("pages", "7"), ("page", "2")]), "Page 2 of 7");
    assert_eq!(t.with(text::CONTINUE_WITH, &[("provider", "{braces}")]), "Continue with {braces}");
    assert_eq!(t.halves(text::FOR_EMAIL), ("For ", ""));
    assert_eq!(t.halves(text::TRY_AGAIN), ("Try again", ""));
}

#[test]
fn count_chooses_by_the_number() {
    let t = I18n::english();
    assert_eq!(t.count(text::NEXT_TRY, 1), "Next try in 1 second");
    for seconds in [0, 2, 21, 101] {
        assert_eq!(t.count(text::NEXT_TRY, seconds), format!("Next try in {seconds} seconds"));
    }
}

#[test]
fn a_catalog_has_its_own_words_and_other_text_is_refused() {
    let t = speaking(r#"["Otra vez"]"#).unwrap();
    assert_eq!(&*t.text(FIRST), "Otra vez");
    assert_eq!(&*I18n::english().text(FIRST), "Try again");
    for broken in ["", "<!doctype html>", "{}", "null", "[\"cut"] {
        assert_eq!(speaking(broken), None, "{broken}");
    }
    assert_eq!(&*t.text(text::GOODBYE), "", "a catalog that is too short says nothing, and does not fail");
}

#[test]
fn an_exact_number_goes_before_its_category() {
    let t = speaking(r#"[{"0":"none","one":"one thing","other":"{n} things"}]"#).unwrap();
    assert_eq!([0, 1, 2].map(|count| t.count(FIRST, count)), ["none", "one thing", "2 things"]);
    assert_eq!(&*t.text(FIRST), "{n} things");
    let t = speaking(r#"["{n} pieces"]"#).unwrap();
    assert_eq!(t.count(FIRST, 1), "1 pieces", "a language may say the same of all numbers");
}

#[test]
fn a_message_takes_the_words_of_the_language_it_is_shown_in() {
    let t = I18n::english();
    assert_eq!(&*t.message(&text::TRY_AGAIN.into()), "Try again");
    assert_eq!(&*t.message(&Message::count(text::NEXT_TRY, 2)), "Next try in 2 seconds");
    let page =
        Message::with(text::PAGE_OF, vec![("page", Value::Number(2)), ("pages", Value::Text("many".to_owned()))]);
    assert_eq!(&*t.message(&page), "Page 2 of many");
    let both = Message::then(text::NOT_FOUND, page);
    assert_eq!(&*t.message(&both), "Page not found Page 2 of many");
    let rule = vec![text::NEED_DIGIT.into(), Message::count(text::NEED_LEAST, 8)];
    let rule = Message::with(text::PASSWORD_RULE, vec![("rule", Value::List(rule))]);
    assert_eq!(&*t.message(&rule), "This site asks for a digit, at least 8 characters.");
    assert_eq!(&*speaking(r#"["Otra vez"]"#).unwrap().message(&text::TRY_AGAIN.into()), "Otra vez");
}

/// What stands in a catalog and is shown nowhere costs every translator and every visitor.
#[test]
fn every_message_is_shown_somewhere() {
    let catalog = fs::read_to_string("locales/en.ftl").unwrap();
    let mut sources = String::new();
    collect(Path::new("src"), &mut sources);
    for id in catalog.lines().filter_map(|line| line.split_once(" = ")).map(|(id, _)| id) {
        let is_message = id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if is_message && !id.starts_with("boot-") {
            let name = format!("text::{}", id.to_uppercase().replace('-', "_"));
            let is_shown = sources.match_indices(&name).any(|(at, _)| {
                let after = sources[at + name.len()..].chars().next();
                !after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
            });
            assert!(is_shown, "{id} is shown nowhere");
        }
    }
}

/// A component whose words come from anywhere but `use_i18n` would stay in the language before.
#[test]
fn only_i18n_makes_words() {
    for folder in ["account", "app", "browser", "content", "pages", "routing", "ui"] {
        let mut sources = String::new();
        collect(&Path::new("src").join(folder), &mut sources);
        assert!(!sources.contains("I18n::new(") && !sources.contains("I18n::english("), "{folder}");
    }
}

/// Collects the sources, without tests.
fn collect(dir: &Path, sources: &mut String) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        let is_test = path.file_stem().is_some_and(|name| name == "tests" || name == "browser_tests");
        if is_test {
            continue;
        }
        if path.is_dir() {
            collect(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            sources.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

// -- Dates

#[test]
fn a_date_is_parsed_and_formatted_for_people_and_machines() {
    for text in ["2026-03-04", "2026-03-04T09:00:00.000Z", "2026-03-04T09:00:00", "2026-03-04 09:00:00"] {
        let date = PublishDate::parse(text).unwrap();
        assert_eq!(I18n::english().date(date), "4 March 2026", "{text}");
        assert_eq!(date.to_iso(), "2026-03-04", "{text}");
    }
    assert_eq!(PublishDate::parse("2028-02-29").unwrap().to_iso(), "2028-02-29");
    assert_eq!(PublishDate::parse("0999-12-31").unwrap().to_iso(), "0999-12-31");
}

#[test]
fn text_that_is_no_date_is_refused() {
    for text in [
        "",
        "2026",
        "2026-03",
        "2026-3-4",
        "2026-00-01",
        "2026-13-01",
        "2026-01-00",
        "2026-01-32",
        "2026-02-29",
        "2100-02-29",
        "2026-04-31",
        "0000-00-00T00:00:00Z",
        "26-03-04",
        "2026/03/04",
        "2026-03-04x",
        "2026-03-041",
        "+026-03-04",
        "2026-+3-04",
        "-026-03-04",
        "2026-03-0é",
        "２０２６-03-04",
        "04-03-2026",
        " 2026-03-04",
        "null",
    ] {
        assert_eq!(PublishDate::parse(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn any_text_parses_to_its_date_or_is_refused(text in "(.{0,16}|[0-9-]{8,12}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T.{0,4})?)") {
        if let Some(date) = PublishDate::parse(&text) {
            prop_assert!(text.starts_with(&date.to_iso()));
            let written = I18n::english().date(date);
            prop_assert!(written.ends_with(&text[..4].trim_start_matches('0')) || text.starts_with("0000"));
        }
    }

    #[test]
    fn every_day_parses(year in 0..10_000_u16, month in 1..=12_u8, day in 1..=28_u8) {
        let text = format!("{year:04}-{month:02}-{day:02}");
        prop_assert_eq!(PublishDate::parse(&text).unwrap().to_iso(), text);
    }
}
