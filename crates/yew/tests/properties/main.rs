//! What holds for any input: any clock, any course of a session, any text in place of a URL.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod clock;
mod guard;
mod routing;
#[path = "../../../session/tests/properties/strategies.rs"]
mod strategies;
