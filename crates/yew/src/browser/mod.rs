//! Thin typed wrappers for the Web APIs that the session needs.
//!
//! No bare `JsValue` leaves this module, nothing here throws, and what outlives its caller is a guard that cancels on
//! drop. Everything panics outside of a page: in a worker, and in native code.

pub mod activity;
pub mod channel;
pub mod clock;
pub mod cookie;
pub mod document;
mod fetch;
pub mod lock;
pub mod storage;
pub mod worker;

pub use fetch::{Fetch, blob};

#[allow(clippy::expect_used, reason = "without a window there is no page to run in")]
fn window() -> web_sys::Window {
    web_sys::window().expect("runs in a page")
}

#[allow(clippy::expect_used, reason = "a window of a page has a document")]
fn document() -> web_sys::Document {
    window().document().expect("a page has a document")
}
