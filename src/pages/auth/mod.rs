//! Signing in and out, registering, and the pages that links from mails lead to.

mod accept_invite;
mod check_mail;
mod forgot_password;
mod new_password;
mod register;
mod reset_password;
mod sign_in;
mod sign_out;
mod verify_email;

pub use sign_in::SignIn;
pub use sign_out::SignOut;

use accept_invite::accept_invite;
use forgot_password::ForgotPassword;
use lychgate_directus::BaseUrl;
use register::Register;
use reset_password::reset_password;
use verify_email::VerifyEmail;
use yew::prelude::*;

use super::parts::PartPage;
use crate::routing::{Route, auth_callback::AuthCallback};

/// Renders a page of the part [`Part::Auth`](super::parts::Part::Auth).
pub fn page(page: &PartPage) -> Html {
    let PartPage { route, callback, site } = page;
    let token = match callback.as_deref() {
        Some(AuthCallback::Link(token)) => token.clone(),
        _ => None,
    };
    match route {
        Route::Register => html! { <Register /> },
        Route::ForgotPassword => html! { <ForgotPassword /> },
        Route::VerifyEmail => {
            html! { <VerifyEmail {token} site={site.name.clone()} site_class={site.name_class("")} /> }
        }
        Route::ResetPassword => reset_password(token),
        Route::AcceptInvite => accept_invite(token),
        _ => Html::default(),
    }
}

/// Returns the name of the channel on which the page of a link says that an e-mail address is verified, to the page that waits for it in
/// the same browser.
fn verified_channel(base: &BaseUrl) -> String {
    format!("lychgate:{}:verified", base.as_str())
}
