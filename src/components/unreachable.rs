//! In place of a page that cannot be decided on without Directus.

use yew::prelude::*;

use super::{NextTry, Page, Tone, alert, mark};
use crate::{
    session::{Cause, Client},
    wording,
};

/// Says that the server cannot be asked who is signed in. The session keeps trying by itself; the button tries at once.
pub fn unreachable_page(cause: Cause, client: Client) -> Html {
    html! {
        <Page title="Server not reachable" class="narrow">
            { mark() }
            <h1 tabindex="-1">{ "We can’t reach the server" }</h1>
            { alert(Tone::Error, wording::cause(cause)) }
            <p>{ "This page opens by itself as soon as the server answers." }</p>
            <NextTry />
            <button type="button" class="button" onclick={move |_| client.ask()}>{ "Try again" }</button>
        </Page>
    }
}
