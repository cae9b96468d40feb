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

/// Props of [`Alert`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AlertProps {
    /// What kind of message.
    pub tone: Tone,
    /// The message.
    pub children: Html,
}

/// A message that assistive technology reads out when it appears.
#[component]
pub fn Alert(props: &AlertProps) -> Html {
    let (role, class) = match props.tone {
        Tone::Error => ("alert", "alert alert-error"),
        Tone::Info => ("status", "alert alert-info"),
        Tone::Success => ("status", "alert alert-success"),
    };
    html! { <div {role} {class}>{ props.children.clone() }</div> }
}
