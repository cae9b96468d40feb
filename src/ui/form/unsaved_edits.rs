//! Asks before edits are lost that are not saved.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::{
    browser::document,
    i18n::{text, use_i18n},
    routing::{
        blocker::{Blocker, Departure},
        entries,
    },
};

/// Props of [`UnsavedEdits`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct UnsavedEditsProps {
    /// Whether anything differs from what is saved.
    pub are_there: bool,
}

/// Asks in a dialog before somebody leaves a page with edits that are not saved. A page has one, for all its forms together. Edits that are
/// saved while it asks need no answer: then it leads on.
#[component]
pub fn UnsavedEdits(props: &UnsavedEditsProps) -> Html {
    let t = use_i18n();
    let dialog = use_node_ref();
    // What has been blocked, while the person is asked about it.
    let departure = use_mut_ref(|| None::<Departure>);
    let blocker = use_mut_ref(|| None::<Blocker>);
    let leave = {
        let (dialog, departure, blocker) = (dialog.clone(), departure.clone(), blocker.clone());
        move || {
            blocker.take();
            if let Some(departure) = departure.take() {
                document::close_modal(&dialog.get());
                departure.go_on();
            }
        }
    };
    use_effect_with(props.are_there, {
        let (dialog, departure, leave) = (dialog.clone(), departure.clone(), leave.clone());
        move |are_there| {
            if *are_there {
                blocker.replace(Some(Blocker::new(move |blocked| {
                    departure.replace(Some(blocked));
                    document::show_modal(&dialog.get());
                })));
            } else {
                leave();
            }
            move || drop(blocker.take())
        }
    });
    let close = {
        let dialog = dialog.clone();
        move |_: MouseEvent| document::close_modal(&dialog.get())
    };
    // The button, Escape, and whatever else closes a dialog in this browser.
    let onclose = move |event: Event| {
        // The event comes later, and the next try to leave may have come before it.
        let is_open = event.target_unchecked_into::<HtmlDialogElement>().open();
        if !is_open && departure.take().is_some() {
            entries::go_to(entries::shown());
        }
    };
    html! {
        <dialog ref={dialog} class="dialog" aria-labelledby="unsaved" aria-describedby="unsaved-advice" {onclose}>
            <h2 id="unsaved">{ t.text(text::UNSAVED_CHANGES) }</h2>
            <p id="unsaved-advice">{ t.text(text::UNSAVED_CHANGES_ADVICE) }</p>
            // The first has the focus.
            <button type="button" class="button button-primary" onclick={close}>{ t.text(text::KEEP_EDITING) }</button>
            <button type="button" class="button" onclick={move |_: MouseEvent| leave()}>{ t.text(text::LEAVE_WITHOUT_SAVING) }</button>
        </dialog>
    }
}
