//! Thin typed wrappers for the Web APIs that the session and the pages stand on. No bare `JsValue` leaves this folder,
//! nothing here throws, and what outlives its caller is a guard that cancels on drop.

pub mod appearance;
pub mod channel;
pub mod clipboard;
pub mod clock;
pub mod document;
mod fetch;
pub mod history;
pub mod intl;
pub mod language;
pub mod lock;
pub mod pattern;
pub mod picture;
pub mod pointer;
pub mod sanitizer;
pub mod storage;
pub mod view_transition;
pub mod wake;

pub use fetch::Fetch;

/// The window. There is one: this crate runs in pages only, not in workers.
#[allow(clippy::expect_used, reason = "without a window there is no page to run in")]
fn window() -> web_sys::Window {
    web_sys::window().expect("runs in a page")
}

/// The page's document.
#[allow(clippy::expect_used, reason = "a window of a page has a document")]
fn page() -> web_sys::Document {
    window().document().expect("a page has a document")
}
