//! Regular expressions of JavaScript.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type RegExp;

    /// js-sys does not catch what an invalid pattern throws.
    #[wasm_bindgen(constructor, catch)]
    fn new(pattern: &str) -> Result<RegExp, JsValue>;

    #[wasm_bindgen(method)]
    fn test(this: &RegExp, text: &str) -> bool;
}

/// Returns whether `pattern` matches somewhere in `text`; `None` where this browser cannot compile the pattern, and natively.
pub fn matches(pattern: &str, text: &str) -> Option<bool> {
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    RegExp::new(pattern).ok().map(|pattern| pattern.test(text)) // Its text says what is wrong with it, to whoever wrote it.
}
