//! In place of the whole site when its configuration is wrong.

use yew::prelude::*;

use crate::{
    browser::document,
    config::{ConfigError, ELEMENT_ID},
};

/// Props of [`ConfigProblem`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ConfigProblemProps {
    /// What is wrong.
    pub error: ConfigError,
}

/// Tells the people who deploy the site which key of the configuration is wrong, instead of a blank screen.
#[component]
pub fn ConfigProblem(props: &ConfigProblemProps) -> Html {
    use_effect_with((), |()| {
        document::set_title("Configuration problem");
        document::mark("data-ready", "");
    });
    html! {
        <main id="main" class="page narrow">
            <h1>{ "This site is not set up correctly" }</h1>
            <div class="alert alert-error" role="alert">{ props.error.to_string() }</div>
            <p>
                { "Please correct " }
                <code>{ format!("<script id=\"{ELEMENT_ID}\">") }</code>
                { " in index.html and load this page again." }
            </p>
        </main>
    }
}
