//! The site: a gate to a Directus, as a static Yew app. [`start`] renders it; ARCHITECTURE.md is the map.
//!
//! Nothing but [`start`] is public: what other apps can use is in the packages below `crates/`. From the ground up, each room uses only
//! those above it in this list:
//!
//! | room | what it is |
//! |---|---|
//! | `browser` | thin typed wrappers for Web APIs that only this site needs |
//! | `i18n` | what the site says, and in which language |
//! | `routing` | the pages, who may see them, links between them |
//! | `content` | this site's collections, and HTML from editors made harmless |
//! | `account` | the signed-in user: profile, permissions, avatar, preferences |
//! | `ui` | pieces that pages are made of |
//! | `pages` | one file per page, named after its route |
//! | `app` | ties them together |
//!
//! Rendering reads no browser API but `Intl`; what is pure compiles and is tested natively.

mod account;
mod app;
mod browser;
#[cfg(all(test, target_arch = "wasm32"))]
mod browser_tests;
mod content;
mod i18n;
mod pages;
mod routing;
mod ui;

pub use app::start;
