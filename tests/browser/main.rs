//! What needs a browser: the wrappers of Web APIs, the sanitiser, pictures, dates and numbers, and the pieces of a form.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails where it panics")]

mod clock;
mod fetch;
mod form;
mod intl;
mod lock;
mod otp;
mod picture;
mod sanitizer;
mod storage;
#[cfg(feature = "styleguide")]
mod styleguide;
mod support;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
