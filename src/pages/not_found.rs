//! The page of a URL that leads nowhere.

use yew::prelude::*;

use crate::{
    i18n::{I18n, text},
    routing::{Route, links::page_link},
    ui::{PageLayout, logo},
};

/// Says that there is no page at this URL, and where to go instead.
pub fn not_found(t: I18n) -> Html {
    html! {
        <PageLayout title={t.text(text::NOT_FOUND)} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ t.text(text::NOT_FOUND) }</h1>
            <p>{ t.text(text::NOT_FOUND_WHY) }</p>
            <p class="actions">
                { page_link(Route::Home, "button button-primary", t.text(text::GO_TO_FRONT_PAGE)) }
                { page_link(Route::Blog, "button", t.text(text::READ_THE_BLOG)) }
            </p>
        </PageLayout>
    }
}
