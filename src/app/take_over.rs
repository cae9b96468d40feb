//! Takes the page over that was rendered ahead: what was typed, sent and focused there. `src/boot/hold.js` has held it, and
//! `src/boot/boot.js` hands it over.

use js_sys::Promise;
use serde_json::{Map, Value};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::ui::Flash;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = lychgate, js_name = takeOver)]
    fn take_over_held() -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = lychgate, js_name = fail)]
    fn fail_held() -> Result<bool, JsValue>;

    #[wasm_bindgen(catch, js_namespace = lychgate, js_name = restore)]
    fn restore_held() -> Result<(), JsValue>;

    #[wasm_bindgen(catch, js_namespace = lychgate, js_name = keep)]
    fn keep_shown() -> Result<(), JsValue>;
}

/// Waits until nothing is lost by it, and returns what was typed. From then on the page holds nothing any more: what renders the app has to
/// follow at once. Empty for a page that was not rendered ahead.
pub async fn take_over() -> Flash {
    held().await.unwrap_or_default()
}

async fn held() -> Option<Flash> {
    let held = JsFuture::from(take_over_held().ok()?).await.ok()?.as_string()?; // The script is not in every page.
    let mut held: Map<String, Value> = serde_json::from_slice(held.as_bytes()).ok()?; // Our own script has written it.
    let is_submitted = held.get("submitted").and_then(Value::as_bool).unwrap_or_default();
    let Some(Value::Object(typed)) = held.remove("typed") else { return None };
    Some(Flash { typed, is_submitted, ..Flash::default() })
}

/// Has the page say that the app does not come, where anything was typed into its form: it stays, with what was typed. Returns whether it does.
pub fn fail() -> bool {
    fail_held().unwrap_or_default() // The script is not in every page.
}

/// Gives back focus, caret and selection, once the app is rendered.
pub fn restore() {
    let _ = restore_held(); // The script is not in every page.
}

/// Has the service worker keep the page that is shown, for when it is loaded anew.
pub fn keep_page() {
    let _ = keep_shown(); // The script is not in every page.
}
