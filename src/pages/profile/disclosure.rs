//! A form of a section that opens where it is wanted, and leaves the page once it has done its work: that tells password managers that
//! it has.

use yew::prelude::*;

use crate::{
    browser::document,
    i18n::{
        I18n,
        text::{self, Text},
    },
    ui::{submit, use_flag},
};

/// Whether a section's form is open; opening it moves the focus to what the selector `field` finds, closing it to the element with the
/// id `button`.
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

/// The buttons of an open form: one that sends it, with this label, and one that closes it.
pub fn buttons(t: I18n, label: Text, busy: bool, open: &UseStateHandle<bool>) -> Html {
    let open = open.setter();
    html! {
        <div class="actions">
            { submit(t, label, busy) }
            <button type="button" class="button" onclick={move |_| open.set(false)}>{ t.text(text::CANCEL) }</button>
        </div>
    }
}
