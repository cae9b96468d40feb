//! Regular expressions of JavaScript, for what only they can tell.

use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    type RegExp;

    /// js-sys' own does not catch what a pattern that is none throws.
    #[wasm_bindgen(constructor, catch)]
    fn new(pattern: &str) -> Result<RegExp, JsValue>;

    #[wasm_bindgen(method)]
    fn test(this: &RegExp, text: &str) -> bool;
}

/// Whether `pattern` finds something in `text`; `None` where it is none that this browser can read. In native tests nothing is.
pub fn is_found(pattern: &str, text: &str) -> Option<bool> {
    if cfg!(not(target_arch = "wasm32")) {
        return None;
    }
    RegExp::new(pattern).ok().map(|pattern| pattern.test(text)) // Its text says what is wrong with it, to whoever wrote it.
}
