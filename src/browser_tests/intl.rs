use wasm_bindgen_test::wasm_bindgen_test;

use crate::{
    browser::intl,
    i18n::{I18n, PublishDate, text},
};

#[wasm_bindgen_test]
fn dates_are_formatted_in_each_language() {
    for (tag, written) in
        [("en-GB", "4 March 2026"), ("de", "4. März 2026"), ("fr", "4 mars 2026"), ("es", "4 de marzo de 2026")]
    {
        assert_eq!(intl::date(tag, [2026, 3, 4]), written);
    }
    assert!(intl::date("ar", [2026, 3, 4]).contains("مارس"));
}

#[wasm_bindgen_test]
fn a_date_is_the_same_in_every_time_zone() {
    for day in [[2026, 1, 1], [2026, 12, 31], [999, 12, 31]] {
        let written = intl::date("en-GB", day);
        assert!(
            written.starts_with(&format!("{} ", day[2])) && written.ends_with(&format!(" {}", day[0])),
            "{written}"
        );
    }
}

#[wasm_bindgen_test]
fn plurals_follow_the_rules_of_the_language() {
    assert_eq!(["en-GB", "fr"].map(|tag| intl::plural(tag, 0)), ["other", "one"]);
    assert_eq!(
        [0, 1, 2, 3, 11, 100].map(|number| intl::plural("ar", number)),
        ["zero", "one", "two", "few", "many", "other"]
    );
    assert_eq!(intl::number("de", 1234), "1.234");
}

#[wasm_bindgen_test]
fn lists_are_joined_in_each_language() {
    let items = ["a", "b", "c"].map(str::to_owned);
    assert_eq!(["en-GB", "de"].map(|tag| intl::list(tag, &items)), ["a, b and c", "a, b und c"]);
    assert_eq!(intl::list("ar", &items), "a وb وc");
    assert_eq!(intl::list("en-GB", &items[..1]), "a");
}

#[wasm_bindgen_test]
fn english_is_the_same_as_without_a_browser() {
    let t = I18n::english();
    assert_eq!(t.count(text::NEXT_TRY, 1), "Next try in 1 second");
    assert_eq!(t.count(text::NEXT_TRY, 42), "Next try in 42 seconds");
    assert_eq!(t.date(PublishDate::parse("2026-03-04").unwrap()), "4 March 2026");
}
