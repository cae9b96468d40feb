//! The Lychgate site: sign-in and profile for a Directus project, as a static Yew app. [`start`] renders it; ARCHITECTURE.md is the map.
//!
//! Nothing but [`start`] is public, and natively `render_ahead`, which the build calls: what other apps can use is in the packages below `crates/`. Each folder imports only from those below
//! it.
//!
//! | folder | what |
//! |---|---|
//! | `app` | providers and shell around the pages, the run-time configuration, this site's guard |
//! | `pages` | one file per page, named after its route |
//! | `ui` | what pages are made of |
//! | `account` | the signed-in user: profile, permissions, avatar, preferences |
//! | `content` | this site's collections, and HTML from editors made harmless |
//! | `routing` | the pages, who may see them, links between them |
//! | `i18n` | what the site says, and in which language |
//! | `browser` | thin typed wrappers for Web APIs that only this site needs |
//!
//! Rendering reads no browser API but `Intl`. Code that uses no browser API also compiles natively and is tested there.

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

#[cfg(not(target_arch = "wasm32"))]
pub use app::render_ahead;
pub use app::start;
