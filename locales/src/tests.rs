#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use std::fs;

use super::*;

static EN: Language = Language { code: "en", tag: "en-GB", right_to_left: false, plurals: &["one", "other"] };
static AR: Language =
    Language { code: "ar", tag: "ar", right_to_left: true, plurals: &["zero", "one", "two", "few", "many", "other"] };
static BOTH: [Language; 2] = [
    Language { code: "en", tag: "en-GB", right_to_left: false, plurals: &["one", "other"] },
    Language { code: "ar", tag: "ar", right_to_left: true, plurals: &["zero", "one", "two", "few", "many", "other"] },
];

fn english(source: &str) -> Catalog {
    parse(&EN, source).unwrap()
}

fn refused(source: &str) -> String {
    let problems = parse(&EN, source).unwrap_err();
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

fn compared(theirs: &str, ours: &str) -> Vec<String> {
    let problems = like(&english(theirs), parse(&AR, ours).unwrap()).err().unwrap_or_default();
    problems.iter().map(ToString::to_string).collect()
}

const WAIT: &str = "wait = { $n ->\n    [one] 1 second\n   *[other] { $n } seconds\n}\n";

// -- Supported syntax

#[test]
fn messages_become_json_in_order() {
    let catalog =
        english(&format!("# Said first\na = It’s “so” \\o/\n## Group\nb = Page {{ $page }} of {{ $pages }}\n{WAIT}"));
    assert_eq!(
        catalog.to_json(),
        r#"["It’s “so” \\o/","Page {page} of {pages}",{"one":"1 second","other":"{n} seconds"}]"#
    );
}

#[test]
fn text_around_a_selection_is_part_of_each_case() {
    let catalog = english("a = In { $n ->\n    [0] no time\n   *[other] { $n } days\n } at most\n");
    assert_eq!(catalog.to_json(), r#"[{"0":"In no time at most","other":"In {n} days at most"}]"#);
}

#[test]
fn variables_are_isolated_in_right_to_left_text() {
    let catalog = parse(&AR, "a = مرحبا { $name }").unwrap();
    assert_eq!(catalog.to_json(), "[\"مرحبا \u{2068}{name}\u{2069}\"]");
}

#[test]
fn boot_messages_are_not_part_of_the_catalog() {
    let catalog = english("a = A\nboot-loading = Loading…\nb = B\n");
    assert_eq!(catalog.to_json(), r#"["A","B"]"#);
    assert_eq!(catalog.boot_text("loading").as_deref(), Some("Loading…"));
    assert_eq!(catalog.boot_text("a"), None);
    let code = rust_messages(&catalog);
    assert!(code.contains("/// `B`\npub const B: Text = Text(1);") && !code.contains("BOOT"), "{code}");
}

// -- Refused syntax

#[test]
fn unsupported_message_is_refused_by_file_message_and_reason() {
    for (source, reason) in [
        ("a = { other }\nother = X", "references are not supported"),
        ("a = { -term }\n-term = X", "terms are not supported"),
        ("a = { NUMBER($n) }", "functions are not supported"),
        ("a = { \"x\" }", "literals in braces are not supported"),
        ("a = A\n    .title = B", "attributes are not supported"),
        ("a = one\n    two", "on one line"),
        ("a = `code`", "backticks"),
        ("a = A\na = B", "two messages"),
        ("a = { $n ->\n    [few] x\n   *[other] y\n}", "[few] is no category of numbers in this language"),
        ("a = { $n ->\n    [1.5] x\n   *[other] y\n}", "no whole number"),
        ("a = { $n ->\n    [other] x\n   *[one] y\n}", "*[other]"),
        ("a = { $n ->\n    [one] x\n    [one] z\n   *[other] y\n}", "there twice"),
        ("a = { $n ->\n    [one] { $name }\n   *[other] y\n}", "can’t have $name as well"),
        ("a = { $n ->\n   *[other] { $m ->\n       *[other] y\n    }\n}", "within a choice"),
        ("a = { $n ->\n   *[other] x\n} { $n ->\n   *[other] y\n}", "more than one choice"),
        ("a = { NUMBER($n) ->\n   *[other] x\n}", "only a $variable"),
    ] {
        let said = refused(source);
        assert!(said.contains(reason) && said.starts_with("en.ftl: "), "{source}\n{said}");
    }
    assert!(refused("a = { \"x\" }").contains("“a”"));
}

#[test]
fn invalid_syntax_is_refused_with_its_line() {
    let said = refused("a = A\n\nb = { $x\n");
    assert!(said.contains("line 3") || said.contains("line 4"), "{said}");
    assert!(refused("a =\n").contains("en.ftl"));
}

#[test]
fn every_language_has_exactly_the_messages_of_english() {
    assert_eq!(compared("a = A\nb = B", "b = ب"), ["ar.ftl: “a”: this message is missing."]);
    assert_eq!(compared("a = A", "a = ا\nb = ب"), ["ar.ftl: “b”: there is no such message in English."]);
    assert!(compared("a = A\nb = B", "b = ب\na = ا").is_empty());
}

#[test]
fn every_message_has_exactly_the_variables_of_english() {
    assert_eq!(compared("a = A { $x }", "a = ا"), ["ar.ftl: “a”: the variable $x is missing."]);
    assert_eq!(compared("a = A", "a = ا { $x }"), ["ar.ftl: “a”: there is no variable $x in English."]);
    assert_eq!(compared("a = A { $x }", "a = ا { $y }").len(), 2);
}

#[test]
fn plurals_may_have_more_cases_than_english_but_not_other_messages() {
    let cases = "wait = { $n ->\n    [zero] ا\n    [two] ب\n   *[other] { $n } ج\n}\n";
    assert!(compared(WAIT, cases).is_empty());
    assert!(compared(WAIT, "wait = { $n } ج").is_empty());
    assert_eq!(
        compared("wait = { $n } seconds", cases),
        ["ar.ftl: “wait”: it chooses by a number, which English does not."]
    );
}

// -- Files

#[test]
fn messages_are_in_the_order_of_english() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("en.ftl"), "a = A\nb = B\nc = C\n").unwrap();
    fs::write(dir.path().join("ar.ftl"), "c = ج\na = ا\nb = ب\n").unwrap();
    let catalogs = read_languages(dir.path(), &BOTH).unwrap();
    assert_eq!(catalogs[1].to_json(), r#"["ا","ب","ج"]"#);
}

#[test]
fn missing_file_is_reported() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("en.ftl"), "a = A\n").unwrap();
    let problems = read_languages(dir.path(), &BOTH).unwrap_err();
    assert!(problems[0].to_string().starts_with("ar.ftl: it can’t be read from"), "{problems:?}");
}

#[test]
fn the_catalogs_of_the_site_are_complete() {
    let catalogs = read(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap_or_else(|problems| {
        panic!("{}", problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    });
    assert_eq!(catalogs.len(), LANGUAGES.len());
    for catalog in catalogs {
        for text in ["failed", "advice", "again"] {
            assert!(catalog.boot_text(text).is_some(), "{} {text}", catalog.language.code);
        }
    }
}
