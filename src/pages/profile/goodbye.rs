//! `/goodbye`: shown after an account was removed.

use yew::prelude::*;

use crate::{
    i18n::{I18n, text},
    routing::{Route, links::page_link},
    ui::{PageLayout, logo},
};

/// Says that the account is gone.
pub fn goodbye(t: I18n) -> Html {
    html! {
        <PageLayout title={t.text(text::GOODBYE_TITLE)} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ t.text(text::GOODBYE) }</h1>
            <p>{ t.text(text::GOODBYE_WHY) }</p>
            <p class="actions">{ page_link(Route::Home, "button button-primary", t.text(text::GO_TO_FRONT_PAGE)) }</p>
        </PageLayout>
    }
}
