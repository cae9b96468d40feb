//! The forms in which Unicode writes the same letters. Natively a text is in each form as it is.

use js_sys::JsString;

/// Returns `text` with each letter and its accents as one character, where there is one (NFC).
pub fn composed(text: &str) -> String {
    normalized(text, "NFC")
}

/// Returns `text` with accents as characters of their own (NFD).
pub fn decomposed(text: &str) -> String {
    normalized(text, "NFD")
}

fn normalized(text: &str, form: &str) -> String {
    if cfg!(target_arch = "wasm32") && !text.is_ascii() {
        String::from(JsString::from(text).normalize(form))
    } else {
        text.to_owned()
    }
}
