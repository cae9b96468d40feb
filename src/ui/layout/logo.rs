//! The logo: a lychgate with its lantern.

use yew::prelude::*;

/// Renders the logo, in the colour of the text around it. Hidden from assistive technology: the name of the site stands beside it.
pub fn logo() -> Html {
    html! {
        <svg class="logo" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
            <path d="M24 7.5v20.5M11 19v29M37 19v29M11 23h26" />
            <path class="logo-gate" d="M11 36c1-8 6-12 13-12s12 4 13 12M11 40h26M17.5 38v10M24 38v10M30.5 38v10" />
            <path class="logo-roof" d="M24 2 2 20.5l2.6 3.1L24 7.3l19.4 16.3 2.6-3.1Z" />
            <circle class="logo-light" cx="24" cy="30.5" r="3.2" />
        </svg>
    }
}
