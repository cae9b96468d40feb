//! What holds for any input: any course of events, any message, any answer, any clock.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod answers;
mod lifetime;
mod messages;
mod outage;
mod retry_after;
mod session;
mod support;
