//! Any address that leads nowhere.

use yew::prelude::*;

use crate::{
    i18n::text,
    routing::{Route, links::page_link},
    ui::{PageLayout, logo},
};

/// Says that there is nothing at this address, and where to go instead.
pub fn not_found() -> Html {
    html! {
        <PageLayout title={text::NOT_FOUND} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ text::NOT_FOUND }</h1>
            <p>{ text::NOT_FOUND_WHY }</p>
            <p class="actions">
                { page_link(Route::Home, "button button-primary", text::GO_TO_FRONT_PAGE) }
                { page_link(Route::Blog, "button", text::READ_THE_BLOG) }
            </p>
        </PageLayout>
    }
}
