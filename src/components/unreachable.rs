//! In place of a page that cannot be decided on without Directus.

use yew::prelude::*;

use super::{NextRetry, PageLayout, Tone, alert, logo};
use crate::{
    error_messages,
    session::{Cause, Client},
    text,
};

/// Says that the server cannot be asked who is signed in. The session keeps trying by itself; the button tries at once.
pub fn unreachable_page(cause: Cause, client: Client) -> Html {
    html! {
        <PageLayout title={text::UNREACHABLE_TITLE} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ text::UNREACHABLE }</h1>
            { alert(Tone::Error, error_messages::cause_meanwhile(cause)) }
            <div>
                <p>{ text::UNREACHABLE_OPENS }</p>
                <NextRetry />
            </div>
            <p class="actions">
                <button type="button" class="button button-primary" onclick={move |_| client.ask()}>{ text::TRY_AGAIN }</button>
            </p>
        </PageLayout>
    }
}
