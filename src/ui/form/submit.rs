//! The button that sends a form.

use yew::prelude::*;

use crate::i18n::{
    I18n,
    text::{self, Text},
};

/// Renders the button that sends a form. While the form is being sent (`busy`) it keeps the focus and its place, but does nothing.
pub fn submit(t: I18n, label: Text, busy: bool) -> Html {
    html! {
        <button type="submit" class="button button-primary submit" aria-disabled={busy.then_some("true")}>
            { busy_label(t, label, busy) }
        </button>
    }
}

/// Renders the label of a button that sends something.
pub fn busy_label(t: I18n, label: Text, busy: bool) -> Html {
    html! {
        <>
            <span class={if busy { "submit-label is-busy" } else { "submit-label" }}>{ t.text(label) }</span>
            <span class="visually-hidden" role="status">{ if busy { t.text(text::PLEASE_WAIT).as_str() } else { "" } }</span>
        </>
    }
}
