//! Shown in place of a page while Directus cannot be asked who is signed in.

use lychgate_session::{Cause, Client};
use yew::prelude::*;

use crate::{
    i18n::{I18n, text},
    ui::{NextRetry, PageLayout, Tone, alert, error_messages, logo},
};

/// Says that the server cannot be asked who is signed in. The session keeps trying by itself; the button tries at once.
pub fn unreachable_page(t: I18n, cause: Cause, client: Client) -> Html {
    html! {
        <PageLayout title={t.text(text::UNREACHABLE_TITLE)} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ t.text(text::UNREACHABLE) }</h1>
            { alert(Tone::Error, t.message(&error_messages::cause_meanwhile(cause))) }
            <div>
                <p>{ t.text(text::UNREACHABLE_OPENS) }</p>
                <NextRetry />
            </div>
            <p class="actions">
                <button type="button" class="button button-primary" onclick={move |_| client.check_session()}>{ t.text(text::TRY_AGAIN) }</button>
            </p>
        </PageLayout>
    }
}
