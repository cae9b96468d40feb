//! Short notes in a cookie that scripts can read, for browsers that keep cookies but have no `localStorage`: many apps show web pages
//! in a view of their own that way.
//!
//! Where cookies are blocked, reading finds nothing and writing does nothing.

use std::time::Duration;

use wasm_bindgen::JsCast;
use web_sys::HtmlDocument;

use super::{document, window};

fn html_document() -> Option<HtmlDocument> {
    document().dyn_into().ok() // A page of SVG has no cookies.
}

/// Returns the value of the cookie `name`.
pub fn read(name: &str) -> Option<String> {
    let all = html_document()?.cookie().ok()?; // An error here is the browser's word that cookies are blocked.
    all.split("; ").find_map(|cookie| cookie.strip_prefix(name)?.strip_prefix('=')).map(str::to_owned)
}

/// Keeps `value` under `name` for `max_age`, for all pages of this origin, or removes the cookie. Neither may contain
/// what a cookie cannot, such as `;` and blanks.
pub fn write(name: &str, value: Option<&str>, max_age: Duration) {
    let max_age = value.map_or(0, |_| max_age.as_secs());
    let value = value.unwrap_or_default();
    // Not every browser takes the demo, which runs without TLS, for secure.
    let is_secure = window().location().protocol().is_ok_and(|protocol| protocol == "https:");
    let secure = if is_secure { "; Secure" } else { "" };
    if let Some(document) = html_document() {
        let _ = document.set_cookie(&format!("{name}={value}; Path=/; Max-Age={max_age}; SameSite=Strict{secure}")); // As above.
    }
}
