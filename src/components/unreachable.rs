//! In place of a page that cannot be decided on without Directus.

use yew::prelude::*;

use super::{NextTry, Page, Tone, alert, mark};
use crate::{
    session::{Cause, Client},
    text, wording,
};

/// Says that the server cannot be asked who is signed in. The session keeps trying by itself; the button tries at once.
pub fn unreachable_page(cause: Cause, client: Client) -> Html {
    html! {
        <Page title={text::UNREACHABLE_TITLE} class="narrow">
            { mark() }
            <h1 tabindex="-1">{ text::UNREACHABLE }</h1>
            { alert(Tone::Error, wording::cause_meanwhile(cause)) }
            <div>
                <p>{ text::UNREACHABLE_OPENS }</p>
                <NextTry />
            </div>
            <p class="actions">
                <button type="button" class="button button-primary" onclick={move |_| client.ask()}>{ text::TRY_AGAIN }</button>
            </p>
        </Page>
    }
}
