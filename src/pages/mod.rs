//! One file per page, in folders where pages belong together.

mod account;
mod blog;
mod config_problem;
mod home;
mod not_found;
mod page;
mod profile;

pub use config_problem::config_problem;
use yew::prelude::*;

use crate::{route::Route, site::Site};

/// The page at an address of this `site`.
pub fn page(route: &Route, query: &str, site: &Site) -> Html {
    match route {
        Route::Home => home::home(site),
        Route::Page { slug } => page::content_page(slug),
        Route::Blog => blog::blog(query),
        Route::Post { slug } => blog::post_page(slug),
        Route::SignIn => html! { <account::SignIn /> },
        Route::Register => html! { <account::Register /> },
        Route::Profile | Route::Security | Route::DeleteAccount => profile::page(route),
        Route::Goodbye => profile::goodbye(),
        Route::SignOut => html! { <account::SignOut /> },
        Route::NotFound => not_found::not_found(),
    }
}
