//! What of the site needs a browser to be tested: forms, the sanitiser, pictures, dates and numbers.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails where it panics")]

mod form;
mod intl;
mod otp;
mod picture;
mod sanitizer;
#[cfg(feature = "styleguide")]
mod styleguide;
mod support;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
