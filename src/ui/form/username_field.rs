//! The account that a form is for, for password managers.

use lychgate_directus::users::User;
use yew::prelude::*;

/// Renders a hidden field with the e-mail address of `user`, for a form that asks for their password alone: password managers file what is
/// typed under the right account.
pub fn username_field(user: &User) -> Html {
    html! {
        if let Some(email) = &user.email {
            <input class="visually-hidden" type="email" name="username" autocomplete="username" value={email.clone()}
                readonly=true tabindex="-1" aria-hidden="true" />
        }
    }
}
