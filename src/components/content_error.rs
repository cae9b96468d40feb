//! In place of content that did not come.

use yew::prelude::*;

use super::{Alert, Tone};
use crate::{session::SendError, wording};

/// Props of [`ContentError`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ContentErrorProps {
    /// Why it did not come.
    pub error: std::rc::Rc<SendError>,
    /// Asks again.
    pub retry: Callback<()>,
}

/// Says why content did not come, and offers to try again.
#[component]
pub fn ContentError(props: &ContentErrorProps) -> Html {
    html! {
        <div class="content-error">
            <Alert tone={Tone::Error}>{ wording::send_failure(&props.error) }</Alert>
            <button type="button" class="button" onclick={props.retry.reform(|_| ())}>{ "Try again" }</button>
        </div>
    }
}
