//! Any address that leads nowhere.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{components::Page, route::Route};

/// Says that there is nothing at this address, and where to go instead.
#[component]
pub fn NotFound() -> Html {
    html! {
        <Page title="Page not found" class="narrow">
            <h1 tabindex="-1">{ "Page not found" }</h1>
            <p>{ "There is nothing at this address. It may have moved, or the link was mistyped." }</p>
            <p class="actions">
                <Link<Route> to={Route::Home} classes="button button-primary">{ "Go to the front page" }</Link<Route>>
                <Link<Route> to={Route::Blog} classes="button">{ "Read the blog" }</Link<Route>>
            </p>
        </Page>
    }
}
