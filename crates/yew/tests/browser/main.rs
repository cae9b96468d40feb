//! What needs a browser: the wrappers of Web APIs, resources, and the guard.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails where it panics")]

mod clock;
mod environment;
mod fetch;
mod guard;
mod lock;
mod page;
mod provider;
mod resource;
mod storage;
mod support;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
