//! The clipboard. It is declared here because web-sys would bring a large interface for one call.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::window;

#[wasm_bindgen]
extern "C" {
    type Clipboard;

    #[wasm_bindgen(method, js_name = writeText, catch)]
    fn write_text(this: &Clipboard, text: &str) -> Result<Promise, JsValue>;
}

/// Copies `text`, and calls `copied` when that is done. Does nothing where the browser does not allow it: the user can still select the
/// text.
pub fn copy(text: &str, copied: impl FnOnce() + 'static) {
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).unwrap_or_default(); // Not there without HTTPS.
    if !clipboard.is_object() {
        return;
    }
    if let Ok(writing) = clipboard.unchecked_into::<Clipboard>().write_text(text) {
        spawn_local(async {
            if JsFuture::from(writing).await.is_ok() {
                copied();
            }
        });
    }
}
