//! In place of a page that is not the person's.

use lychgate_session::SendError;
use yew::prelude::*;

use crate::{
    i18n::{I18n, text},
    routing::{Route, links::page_link},
    ui::{PageLayout, content_error, logo},
};

/// Says that the person's role may not do what the page is for.
pub fn not_allowed_page(t: I18n) -> Html {
    html! {
        <PageLayout title={t.text(text::NOT_ALLOWED_TITLE)} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ t.text(text::NOT_ALLOWED) }</h1>
            <p>{ t.text(text::NOT_ALLOWED_WHY) }</p>
            <p class="actions">
                { page_link(Route::Profile, "button button-primary", t.text(text::GO_TO_PROFILE)) }
                { page_link(Route::Home, "button", t.text(text::GO_TO_FRONT_PAGE)) }
            </p>
        </PageLayout>
    }
}

/// Says that it could not be found out whether it may, and offers to try again by `retry`.
pub fn undecided_page(t: I18n, error: &SendError, retry: &Callback<()>) -> Html {
    html! {
        <PageLayout title={t.text(text::UNDECIDED_TITLE)} class="narrow">
            <h1 tabindex="-1">{ t.text(text::UNDECIDED) }</h1>
            { content_error(t, error, retry) }
        </PageLayout>
    }
}
