//! A form that a section opens on demand. It leaves the page once it was sent: by that password managers know that it succeeded.

use yew::prelude::*;

use crate::{
    browser::document,
    i18n::{
        I18n,
        text::{self, Text},
    },
    ui::{submit, use_flag},
};

/// Returns whether a section's form is open. Opening it moves the focus to what the selector `field` finds, closing it to the element with
/// the id `button`.
#[hook]
pub fn use_disclosure(field: &'static str, button: &'static str) -> UseStateHandle<bool> {
    let open = use_flag();
    let was_open = use_mut_ref(|| false);
    use_effect_with(*open, move |open| {
        if *open {
            document::focus(field);
        } else if *was_open.borrow() {
            document::focus(&format!("#{button}"));
        }
        was_open.replace(*open);
    });
    open
}

/// Renders the buttons of an open form: one that sends it, with this label, and one that closes it.
pub fn buttons(t: I18n, label: Text, busy: bool, open: &UseStateHandle<bool>) -> Html {
    let open = open.setter();
    html! {
        <div class="actions">
            { submit(t, label, busy) }
            <button type="button" class="button" onclick={move |_| open.set(false)}>{ t.text(text::CANCEL) }</button>
        </div>
    }
}
