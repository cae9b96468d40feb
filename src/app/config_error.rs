//! Shown in place of the whole site when its configuration is wrong.

use yew::prelude::*;

use crate::{
    app::config::{self, ConfigError},
    i18n::{I18n, text},
    ui::{PageLayout, Tone, alert, logo},
};

/// Says which key of the configuration is wrong, to the people who deploy the site.
pub fn config_error_page(t: I18n, error: &ConfigError) -> Html {
    html! {
        <PageLayout title={t.text(text::CONFIG_TITLE)} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ t.text(text::CONFIG_HEADING) }</h1>
            { alert(Tone::Error, t.message(&error.message)) }
            <p>{ t.around(text::CONFIG_ADVICE, html! { <code>{ config::FILE }</code> }) }</p>
        </PageLayout>
    }
}
