//! `/accept-invite`: where an invitation leads.

use lychgate_directus::LinkToken;
use yew::prelude::*;

use super::new_password::{NewPassword, Purpose};

/// Asks for the password of an account that somebody else has made, and signs in with it.
pub fn accept_invite(token: Option<LinkToken>) -> Html {
    html! { <NewPassword purpose={Purpose::Invite} {token} /> }
}
