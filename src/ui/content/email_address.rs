//! An e-mail address in a text.

use yew::prelude::*;

/// Renders an e-mail address in bold. Where it does not fit on its line it breaks before the `@`.
pub fn email_address(email: &str) -> Html {
    let (local, domain) = email.split_at(email.find('@').unwrap_or(email.len()));
    html! { <strong class="email-address" dir="ltr">{ local.to_owned() }<wbr />{ domain.to_owned() }</strong> }
}
