//! In place of a page that is not the person's.

use yew::prelude::*;

use super::{Page, content_error, mark, page_link};
use crate::{route::Route, session::SendError};

/// Says that the person's role may not do what the page is for.
pub fn not_allowed_page() -> Html {
    html! {
        <Page title="Not open to you" class="narrow">
            { mark() }
            <h1 tabindex="-1">{ "This page is not open to you" }</h1>
            <p>{ "You are signed in, but your account may not do what this page is for. If you think that it should, please ask the people who \
                  run this site." }</p>
            <p class="actions">
                { page_link(Route::Profile, "button button-primary", "Go to your profile") }
                { page_link(Route::Home, "button", "Go to the front page") }
            </p>
        </Page>
    }
}

/// Says that it could not be found out whether it may, and offers to try again by `retry`.
pub fn undecided_page(error: &SendError, retry: &Callback<()>) -> Html {
    html! {
        <Page title="Not decided" class="narrow">
            <h1 tabindex="-1">{ "This page can’t be opened right now" }</h1>
            { content_error(error, retry) }
        </Page>
    }
}
