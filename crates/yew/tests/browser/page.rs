//! The page that a test runs in, and what it waits for. The site's own browser tests use it, too.

use std::time::Duration;

use js_sys::{Promise, Reflect};
use lychgate_yew::browser::clock::sleep;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Window};

pub fn window() -> Window {
    web_sys::window().unwrap()
}

pub fn document() -> Document {
    window().document().unwrap()
}

/// Waits until `condition` holds; fails the test where that takes too long.
pub async fn until(condition: impl Fn() -> bool) {
    for _ in 0..500 {
        if condition() {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("what was waited for never came");
}

/// Lets everything run that is ready to.
pub async fn turn() {
    for _ in 0..3 {
        sleep(Duration::ZERO).await;
    }
}

/// The property `path`, of dot-separated names, of `object`.
pub fn property(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |object, name| Reflect::get(&object, &name.into()).unwrap())
}

pub async fn resolved(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.unwrap()
}
