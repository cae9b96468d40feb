//! One file per page, in folders where pages belong together.

mod account;
mod blog;
pub mod config_problem;
mod home;
mod not_found;
mod page;

use yew::prelude::*;

use crate::route::Route;

/// The page of a route. Keys make a new page where only a part of the address changed.
pub fn page(route: &Route) -> Html {
    match route {
        Route::Home => html! { <home::Home /> },
        Route::Page { slug } => html! { <page::ContentPage key={slug.clone()} slug={slug.clone()} /> },
        Route::Blog => html! { <blog::Blog /> },
        Route::Post { slug } => html! { <blog::PostPage key={slug.clone()} slug={slug.clone()} /> },
        Route::SignIn => html! { <account::SignIn /> },
        Route::Register => html! { <account::Register /> },
        Route::Profile => html! { <account::Profile /> },
        Route::SignOut => html! { <account::SignOut /> },
        Route::NotFound => not_found::not_found(),
    }
}
