//! Properties that hold for any input: events, messages, answers and clocks.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod answers;
mod lifetime;
mod messages;
mod outage;
mod retry_after;
mod session;
mod strategies;
mod support;
