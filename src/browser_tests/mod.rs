//! What of the site needs a browser to be tested: forms and leaving them, the sanitiser, avatars, dates and numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails where it panics")]

mod avatar;
mod form;
mod intl;
mod otp;

mod content_html;
#[cfg(feature = "styleguide")]
mod styleguide;
mod support;
mod unsaved_edits;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
