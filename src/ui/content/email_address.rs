//! An e-mail address in a text.

use yew::prelude::*;

/// The address in bold. Where it does not fit into its line it is broken before the `@`.
pub fn email_address(address: &str) -> Html {
    let (local, domain) = address.split_at(address.find('@').unwrap_or(address.len()));
    html! { <strong class="email-address" dir="ltr">{ local.to_owned() }<wbr />{ domain.to_owned() }</strong> }
}
