//! In place of the whole site when its configuration is wrong.

use yew::prelude::*;

use crate::{
    components::{Page, Tone, alert},
    config::{ConfigError, ELEMENT_ID},
};

/// Tells the people who deploy the site which key of the configuration is wrong, instead of a blank screen.
pub fn config_problem(error: &ConfigError) -> Html {
    html! {
        <Page title="Configuration problem" class="narrow">
            <h1 tabindex="-1">{ "This site is not set up correctly" }</h1>
            { alert(Tone::Error, error.to_string()) }
            <p>
                { "Please correct " }
                <code>{ format!("<script id=\"{ELEMENT_ID}\">") }</code>
                { " in index.html and load this page again." }
            </p>
        </Page>
    }
}
