use lychgate_yew::browser::storage::{Lifetime, read, write};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::window;

const KEY: &str = "lychgate-test:note";

#[wasm_bindgen_test]
fn note_is_kept_until_it_is_removed() {
    for lifetime in [Lifetime::Browser, Lifetime::Tab] {
        write(lifetime, KEY, None);
        assert_eq!(read(lifetime, KEY), None);
        write(lifetime, KEY, Some("one"));
        write(lifetime, KEY, Some("two"));
        assert_eq!(read(lifetime, KEY).as_deref(), Some("two"));
        write(lifetime, KEY, Some(""));
        assert_eq!(read(lifetime, KEY).as_deref(), Some(""));
        write(lifetime, KEY, None);
        assert_eq!(read(lifetime, KEY), None);
    }
}

#[wasm_bindgen_test]
fn note_of_the_tab_is_none_of_the_browser() {
    write(Lifetime::Tab, KEY, Some("tab"));
    assert_eq!(read(Lifetime::Browser, KEY), None);
    assert_eq!(window().session_storage().unwrap().unwrap().get_item(KEY).unwrap().as_deref(), Some("tab"));
    write(Lifetime::Tab, KEY, None);
}

#[wasm_bindgen_test]
fn full_storage_takes_no_note_and_throws_nothing() {
    let too_much = "x".repeat(12 << 20);
    write(Lifetime::Tab, KEY, Some("small"));
    write(Lifetime::Tab, KEY, Some(&too_much));
    assert_eq!(read(Lifetime::Tab, KEY).as_deref(), Some("small"));
    write(Lifetime::Tab, KEY, None);
}
