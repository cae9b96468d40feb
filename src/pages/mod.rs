//! One file per page, in folders where pages belong together.

mod account;
mod blog;
mod config_problem;
mod home;
mod not_found;
mod page;
mod profile;
#[cfg(feature = "styleguide")]
mod styleguide;

pub use config_problem::config_problem;
use yew::prelude::*;

use std::rc::Rc;

use crate::{auth_callback::AuthCallback, route::Route, site::Site};

/// The page at an address of this `site`, with what its address has brought.
pub fn page(route: &Route, query: &str, callback: Option<Rc<AuthCallback>>, site: &Site) -> Html {
    let token = match callback.as_deref() {
        Some(AuthCallback::Link(token)) => token.clone(),
        _ => None,
    };
    match route {
        Route::Home => home::home(site),
        Route::Page { slug } => page::content_page(slug),
        Route::Blog => blog::blog(query),
        Route::Post { slug } => blog::post_page(slug),
        Route::SignIn => html! { <account::SignIn {callback} /> },
        Route::Register => html! { <account::Register /> },
        Route::VerifyEmail => {
            html! { <account::VerifyEmail {token} site={site.name.clone()} site_class={site.class("")} /> }
        }
        Route::ForgotPassword => html! { <account::ForgotPassword /> },
        Route::ResetPassword => account::reset_password(token),
        Route::AcceptInvite => account::accept_invite(token),
        Route::Profile | Route::Security | Route::DeleteAccount => profile::page(route),
        Route::Goodbye => profile::goodbye(),
        Route::SignOut => html! { <account::SignOut /> },
        #[cfg(feature = "styleguide")]
        Route::Styleguide => html! { <styleguide::Styleguide /> },
        Route::NotFound => not_found::not_found(),
    }
}
