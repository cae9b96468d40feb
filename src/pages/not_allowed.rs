//! Shown in place of a page that the user may not see.

use lychgate_session::SendError;
use yew::prelude::*;

use crate::{
    i18n::{I18n, text},
    routing::{Route, links::page_link},
    ui::{PageLayout, content_error, logo},
};

/// Says that the user's role does not have the permission that the page is for.
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

/// Says that the permissions of the user did not load, and offers to try again by `retry`.
pub fn permissions_error_page(t: I18n, error: &SendError, retry: &Callback<()>) -> Html {
    html! {
        <PageLayout title={t.text(text::PERMISSIONS_UNKNOWN_TITLE)} class="narrow">
            <h1 tabindex="-1">{ t.text(text::PERMISSIONS_UNKNOWN) }</h1>
            { content_error(t, error, retry) }
        </PageLayout>
    }
}
