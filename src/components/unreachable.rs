//! In place of a page that cannot be decided on without Directus.

use yew::prelude::*;

use super::{Alert, Page, Tone};
use crate::{
    session::{Cause, use_client},
    wording,
};

/// Props of [`UnreachablePage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct UnreachablePageProps {
    /// What stands in the way.
    pub cause: Cause,
}

/// Says that the server cannot be asked who is signed in. The session keeps trying by itself; the button tries at once.
#[component]
pub fn UnreachablePage(props: &UnreachablePageProps) -> Html {
    let client = use_client();
    html! {
        <Page title="Server not reachable" class="narrow">
            <h1 tabindex="-1">{ "We can’t reach the server" }</h1>
            <Alert tone={Tone::Error}>{ wording::cause(props.cause) }</Alert>
            <p>{ "This page opens by itself as soon as the server answers." }</p>
            <button type="button" class="button" onclick={move |_| client.ask()}>{ "Try again" }</button>
        </Page>
    }
}
