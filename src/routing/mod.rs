//! The pages of the site, who may see them, links between them, and what their URLs bring along.

pub mod auth_callback;
pub mod canonical;
pub mod links;
mod route;
pub mod scroll_restoration;

pub use lychgate_yew::routing::query_value;
pub use route::Route;
use yew::prelude::*;

/// The URL of a page of this site.
pub type SiteUrl = lychgate_yew::routing::SiteUrl<Route>;

/// The page of this site to return to after a sign-in.
pub type ReturnTo = lychgate_yew::routing::ReturnTo<Route>;

/// Returns the page to return to that the URL of the current page names.
#[hook]
pub fn use_return_to() -> ReturnTo {
    lychgate_yew::routing::use_return_to()
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
