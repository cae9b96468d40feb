//! One file per page, in folders where pages belong together; and the pages that the guard shows in place of one.

mod auth;
mod blog;

mod home;
mod not_allowed;
mod not_found;
mod page;
pub mod parts;
mod profile;
#[cfg(feature = "styleguide")]
mod styleguide;
mod unreachable;

use std::rc::Rc;

use lychgate_directus::{RequestParts, auth as auth_requests, server};
use yew::prelude::*;

pub use not_allowed::{not_allowed_page, permissions_error_page};
pub use parts::{enrolment, sign_in_again};
pub use unreachable::unreachable_page;

use parts::{Part, PartPage};

use crate::{
    content::{self, Site},
    i18n::I18n,
    routing::{Route, auth_callback::AuthCallback},
};

/// Returns the requests for the data of a page that are the same for all, so that they can be sent before somebody opens it.
pub fn data_of(route: &Route, query: &str) -> Vec<RequestParts> {
    match route {
        Route::Home => {
            let (page, posts) = home::data();
            vec![page.parts().clone(), posts.parts().clone()]
        }
        Route::Page { slug } => vec![content::page(slug).parts().clone()],
        Route::Blog => vec![blog::data(query).parts().clone()],
        Route::Post { slug } => vec![content::post(slug).parts().clone()],
        Route::SignIn => vec![server::info().parts().clone(), auth_requests::providers().parts().clone()],
        Route::Register | Route::ForgotPassword => vec![server::info().parts().clone()],
        _ => Vec::new(),
    }
}

/// Renders the page of `route`, with what its URL has brought along.
pub fn render_page(t: I18n, route: &Route, query: &str, callback: Option<Rc<AuthCallback>>, site: &Site) -> Html {
    if let Some(part) = Part::of(route) {
        return parts::part_page(part, PartPage { route: route.clone(), callback, site: site.clone() });
    }
    match route {
        Route::Home => home::home(t, site),
        Route::Page { slug } => page::content_page(t, slug),
        Route::Blog => blog::blog(t, query),
        Route::Post { slug } => blog::post_page(t, slug),
        Route::SignIn => html! { <auth::SignIn {callback} /> },
        Route::Goodbye => profile::goodbye(t),
        Route::SignOut => html! { <auth::SignOut /> },
        #[cfg(feature = "styleguide")]
        Route::Styleguide => html! { <styleguide::Styleguide /> },
        // Those of a part are rendered above.
        Route::Register
        | Route::VerifyEmail
        | Route::ForgotPassword
        | Route::ResetPassword
        | Route::AcceptInvite
        | Route::Profile
        | Route::Security
        | Route::DeleteAccount
        | Route::NotFound => not_found::not_found(t),
    }
}
