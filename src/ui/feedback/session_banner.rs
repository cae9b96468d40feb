//! A notice above the page while Directus is unreachable.

use lychgate_session::{Client, Session};
use yew::prelude::*;

use crate::{
    i18n::{I18n, text},
    ui::{NextRetry, error_messages},
};

/// Says that the server cannot be reached, while a user is signed in and the page stays as it is.
pub fn session_banner(t: I18n, session: &Session, client: Client) -> Html {
    let lost = match session {
        Session::Unreachable { user: Some(_), cause } => Some(*cause),
        _ => None,
    };
    // The region is always there, so that its text is read out when it appears.
    html! {
        <div class={if lost.is_some() { "session-banner is-shown" } else { "session-banner" }}>
            <p role="status">
                if let Some(cause) = lost {
                    { t.message(&error_messages::cause_meanwhile(cause)) }
                }
            </p>
            if lost.is_some() {
                <NextRetry />
                <button type="button" class="button" onclick={move |_| client.check_session()}>{ t.text(text::TRY_NOW) }</button>
            }
        </div>
    }
}
