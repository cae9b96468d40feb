//! The button that sends a form.

use yew::prelude::*;

/// Props of [`Submit`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SubmitProps {
    /// What it does.
    pub label: AttrValue,
    /// Whether the form is being sent. The button keeps the focus and its place meanwhile, but does nothing.
    pub busy: bool,
}

/// The button that sends a form, once at a time.
#[component]
pub fn Submit(props: &SubmitProps) -> Html {
    html! {
        <button type="submit" class="button button-primary submit" aria-disabled={props.busy.then_some("true")}>
            <span class={classes!("submit-label", props.busy.then_some("is-busy"))}>{ &props.label }</span>
            <span class="visually-hidden" role="status">{ if props.busy { "Please wait" } else { "" } }</span>
        </button>
    }
}
