//! A message in the flow of the page.

use yew::prelude::*;

/// What kind of message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something went wrong; read out at once.
    Error,
    /// Something to know.
    Info,
    /// Something went well.
    Success,
}

/// A message that assistive technology reads out when it appears.
pub fn alert(tone: Tone, message: impl Into<Html>) -> Html {
    let (role, class) = match tone {
        Tone::Error => ("alert", "alert alert-error"),
        Tone::Info => ("status", "alert alert-info"),
        Tone::Success => ("status", "alert alert-success"),
    };
    html! { <div {role} {class}>{ message.into() }</div> }
}
