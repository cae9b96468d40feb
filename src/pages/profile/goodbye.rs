//! `/goodbye`: after an account was removed.

use yew::prelude::*;

use crate::{
    components::{Page, mark, page_link},
    route::Route,
};

/// Says that the account is gone.
pub fn goodbye() -> Html {
    html! {
        <Page title="Goodbye" class="narrow">
            { mark() }
            <h1 tabindex="-1">{ "Your account is deleted" }</h1>
            <p>{ "Everything in your profile is gone, and this browser has forgotten you. Thank you for having been here." }</p>
            <p class="actions">{ page_link(Route::Home, "button button-primary", "Go to the front page") }</p>
        </Page>
    }
}
