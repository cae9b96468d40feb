//! `/goodbye`: after an account was removed.

use yew::prelude::*;

use crate::{
    i18n::text,
    routing::{Route, links::page_link},
    ui::{PageLayout, logo},
};

/// Says that the account is gone.
pub fn goodbye() -> Html {
    html! {
        <PageLayout title={text::GOODBYE_TITLE} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ text::GOODBYE }</h1>
            <p>{ text::GOODBYE_WHY }</p>
            <p class="actions">{ page_link(Route::Home, "button button-primary", text::GO_TO_FRONT_PAGE) }</p>
        </PageLayout>
    }
}
