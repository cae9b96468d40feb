//! Above the page, while Directus is out of reach.

use yew::prelude::*;

use crate::{
    session::{Client, Session},
    wording,
};

/// Says calmly that the server cannot be reached, where somebody is signed in and the page stays as it is.
pub fn session_banner(session: &Session, client: Client) -> Html {
    // The region is always there, so that its text is read out when it appears.
    html! {
        <div class="session-banner" role="status">
            if let Session::Unreachable { user: Some(_), cause } = session {
                <p>{ wording::cause(*cause) }</p>
                <button type="button" class="button" onclick={move |_| client.ask()}>{ "Try now" }</button>
            }
        </div>
    }
}
