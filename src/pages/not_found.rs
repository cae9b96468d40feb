//! Any address that leads nowhere.

use yew::prelude::*;

use crate::{
    components::{Page, mark, page_link},
    route::Route,
};

/// Says that there is nothing at this address, and where to go instead.
pub fn not_found() -> Html {
    html! {
        <Page title="Page not found" class="narrow">
            { mark() }
            <h1 tabindex="-1">{ "Page not found" }</h1>
            <p>{ "There is nothing at this address. It may have moved, or the link was mistyped." }</p>
            <p class="actions">
                { page_link(Route::Home, "button button-primary", "Go to the front page") }
                { page_link(Route::Blog, "button", "Read the blog") }
            </p>
        </Page>
    }
}
