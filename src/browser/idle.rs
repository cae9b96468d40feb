//! Waiting for a moment in which the browser has nothing else to do.

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::window;

/// Waits until the browser has nothing else to do; not at all in a browser that does not tell.
pub async fn idle() {
    let idle = Promise::new(&mut |settle, _| {
        if window().request_idle_callback(&settle).is_err() {
            let _ = settle.call0(&JsValue::UNDEFINED); // It resolves a promise.
        }
    });
    let _ = JsFuture::from(idle).await; // It is never rejected.
}
