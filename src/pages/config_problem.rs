//! In place of the whole site when its configuration is wrong.

use yew::prelude::*;

use crate::config::{ConfigError, ELEMENT_ID};

/// The document title.
pub const TITLE: &str = "Configuration problem";

/// Tells the people who deploy the site which key of the configuration is wrong, instead of a blank screen.
pub fn config_problem(error: &ConfigError) -> Html {
    html! {
        <main id="main" class="page narrow">
            <h1>{ "This site is not set up correctly" }</h1>
            <div class="alert alert-error" role="alert">{ error.to_string() }</div>
            <p>
                { "Please correct " }
                <code>{ format!("<script id=\"{ELEMENT_ID}\">") }</code>
                { " in index.html and load this page again." }
            </p>
        </main>
    }
}
