//! In place of a page that is not the person's.

use lychgate_session::SendError;
use yew::prelude::*;

use crate::{
    i18n::text,
    routing::{Route, links::page_link},
    ui::{PageLayout, content_error, logo},
};

/// Says that the person's role may not do what the page is for.
pub fn not_allowed_page() -> Html {
    html! {
        <PageLayout title={text::NOT_ALLOWED_TITLE} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ text::NOT_ALLOWED }</h1>
            <p>{ text::NOT_ALLOWED_WHY }</p>
            <p class="actions">
                { page_link(Route::Profile, "button button-primary", text::GO_TO_PROFILE) }
                { page_link(Route::Home, "button", text::GO_TO_FRONT_PAGE) }
            </p>
        </PageLayout>
    }
}

/// Says that it could not be found out whether it may, and offers to try again by `retry`.
pub fn undecided_page(error: &SendError, retry: &Callback<()>) -> Html {
    html! {
        <PageLayout title={text::UNDECIDED_TITLE} class="narrow">
            <h1 tabindex="-1">{ text::UNDECIDED }</h1>
            { content_error(error, retry) }
        </PageLayout>
    }
}
