//! The pages of the site, who may see them, links between them, and what their URLs bring along.

pub mod auth_callback;
pub mod blocker;
pub mod canonical;
pub mod entries;
pub mod links;
mod route;
pub mod scroll_restoration;

pub use lychgate_yew::routing::query_value;
pub use route::Route;
use yew::prelude::*;
use yew_router::history::BrowserHistory;

use crate::browser::history;

/// The URL of a page of this site.
pub type SiteUrl = lychgate_yew::routing::SiteUrl<Route>;

/// The page of this site to return to after a sign-in.
pub type ReturnTo = lychgate_yew::routing::ReturnTo<Route>;

/// Returns the page to return to that the URL of the current page names.
#[hook]
pub fn use_return_to() -> ReturnTo {
    lychgate_yew::routing::use_return_to()
}

/// Returns the history for the router, and begins to watch it. `popstate` reaches its listeners in the order in which they came: who may keep it
/// from the others is first, and the router last, because a page that is there at once is shown while that event is dispatched.
pub fn start_history() -> BrowserHistory {
    history::prepare_interception();
    scroll_restoration::start();
    let history = BrowserHistory::new();
    entries::start(&history);
    history
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
