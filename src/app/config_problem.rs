//! In place of the whole site when its configuration is wrong.

use yew::prelude::*;

use crate::{
    app::config::{self, ConfigError},
    i18n::text,
    ui::{PageLayout, Tone, alert, logo},
};

/// Tells the people who deploy the site which key of the configuration is wrong, instead of a blank screen.
pub fn config_problem(error: &ConfigError) -> Html {
    html! {
        <PageLayout title={text::CONFIG_TITLE} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ text::CONFIG_HEADING }</h1>
            { alert(Tone::Error, error.to_string()) }
            <p>{ text::CONFIG_ADVICE.around(html! { <code>{ config::element() }</code> }) }</p>
        </PageLayout>
    }
}
