//! Whose password a form takes, for password managers.

use lychgate_directus::users::User;
use yew::prelude::*;

/// In a form that asks for a password and not for the address: nobody sees it, but what the browser saves goes with the right account.
pub fn username(user: &User) -> Html {
    html! {
        if let Some(email) = &user.email {
            <input class="visually-hidden" type="email" name="username" autocomplete="username" value={email.clone()}
                readonly=true tabindex="-1" aria-hidden="true" />
        }
    }
}
