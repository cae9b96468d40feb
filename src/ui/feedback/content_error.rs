//! Shown in place of content that did not load.

use lychgate_session::SendError;
use yew::prelude::*;

use crate::{
    i18n::{I18n, text},
    ui::{Tone, alert, error_messages},
};

/// Says why content did not load, and offers to try again by `retry`.
pub fn content_error(t: I18n, error: &SendError, retry: &Callback<()>) -> Html {
    html! {
        <div class="content-error">
            { alert(Tone::Error, t.message(&error_messages::send_failure(error))) }
            <p class="actions">
                <button type="button" class="button button-primary" onclick={retry.reform(|_| ())}>{ t.text(text::TRY_AGAIN) }</button>
            </p>
        </div>
    }
}
