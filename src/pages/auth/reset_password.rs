//! `/reset-password`: where the mail for a forgotten password leads.

use lychgate_directus::LinkToken;
use yew::prelude::*;

use super::new_password::{NewPassword, Purpose};

/// Asks for a new password, and signs in with it.
pub fn reset_password(token: Option<LinkToken>) -> Html {
    html! { <NewPassword purpose={Purpose::Reset} {token} /> }
}
