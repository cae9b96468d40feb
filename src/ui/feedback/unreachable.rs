//! In place of a page that cannot be decided on without Directus.

use lychgate_session::{Cause, Client};
use yew::prelude::*;

use crate::{
    i18n::text,
    ui::{NextRetry, PageLayout, Tone, alert, error_messages, logo},
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
                <button type="button" class="button button-primary" onclick={move |_| client.check_session()}>{ text::TRY_AGAIN }</button>
            </p>
        </PageLayout>
    }
}
