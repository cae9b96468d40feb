//! Thin typed wrappers for Web APIs that only this site needs; those that every app with a session needs are in `lychgate_yew::browser`.
//! No bare `JsValue` leaves this folder, nothing here throws, and what outlives its caller is a guard that cancels on drop.

pub mod clipboard;
pub mod document;
pub mod history;
pub mod idle;
pub mod intl;
pub mod pointer;
pub mod regexp;
pub mod unicode;
pub mod view_transition;

/// Returns the window. There is one: the site runs in pages only, not in workers.
#[allow(clippy::expect_used, reason = "without a window there is no page to run in")]
pub fn window() -> web_sys::Window {
    web_sys::window().expect("runs in a page")
}

/// Returns the document.
#[allow(clippy::expect_used, reason = "a window of a page has a document")]
pub fn document() -> web_sys::Document {
    window().document().expect("a page has a document")
}
