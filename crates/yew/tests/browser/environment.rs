//! What the environment keeps where the browser has no `localStorage`.

use std::time::Duration;

use js_sys::{Object, Reflect};
use lychgate_directus::BaseUrl;
use lychgate_session::environment::Environment;
use lychgate_yew::BrowserEnvironment;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::window;

/// Takes `localStorage` away from the page until it is dropped.
struct WithoutLocalStorage {
    before: Object,
}

impl WithoutLocalStorage {
    fn new() -> Self {
        let name = JsValue::from_str("localStorage");
        let before = Object::get_own_property_descriptor(&window(), &name).unchecked_into();
        let missing = Object::new();
        Reflect::set(&missing, &"value".into(), &JsValue::NULL).unwrap();
        Reflect::set(&missing, &"configurable".into(), &JsValue::TRUE).unwrap();
        Object::define_property(&window(), &name, &missing);
        assert!(window().local_storage().unwrap().is_none());
        Self { before }
    }
}

impl Drop for WithoutLocalStorage {
    fn drop(&mut self) {
        Object::define_property(&window(), &"localStorage".into(), &self.before);
    }
}

fn environment(url: &str) -> BrowserEnvironment {
    BrowserEnvironment::new(&url.parse::<BaseUrl>().unwrap())
}

#[wasm_bindgen_test]
fn pending_refresh_is_known_to_the_next_page_without_local_storage() {
    let _without = WithoutLocalStorage::new();
    let (page, next, other_site) =
        (environment("/pending/one"), environment("/pending/one"), environment("/pending/two"));
    assert_eq!(next.refresh_pending(), Some(Duration::MAX), "there may have been one that was not noted");

    page.set_refresh_pending(Some(Duration::from_secs(2)));
    let age = next.refresh_pending().unwrap();
    assert!((Duration::from_secs(2)..Duration::from_secs(30)).contains(&age), "{age:?}");
    assert_eq!(other_site.refresh_pending(), Some(Duration::MAX));

    page.set_refresh_pending(None);
    assert_eq!(next.refresh_pending(), Some(Duration::MAX));
}

#[wasm_bindgen_test]
fn with_local_storage_no_cookie_is_made() {
    let page = environment("/pending/stored");
    page.set_refresh_pending(Some(Duration::ZERO));
    assert!(page.refresh_pending().is_some());
    let cookies = window().document().unwrap().unchecked_into::<web_sys::HtmlDocument>().cookie().unwrap();
    assert!(!cookies.contains("refresh-pending"), "{cookies}");
    page.set_refresh_pending(None);
    assert_eq!(page.refresh_pending(), None);
}
