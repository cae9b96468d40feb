//! Shown in place of the whole site when its configuration is wrong.

use yew::prelude::*;

use crate::{
    app::config::{self, ConfigError},
    i18n::{text, use_i18n},
    ui::{PageLayout, Tone, alert, logo},
};

/// Props of [`ConfigErrorPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ConfigErrorPageProps {
    /// What is wrong.
    pub error: ConfigError,
}

/// Says which key of the configuration is wrong, to the people who deploy the site.
#[component]
pub fn ConfigErrorPage(props: &ConfigErrorPageProps) -> Html {
    let t = use_i18n();
    html! {
        <PageLayout title={t.text(text::CONFIG_TITLE)} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ t.text(text::CONFIG_HEADING) }</h1>
            { alert(Tone::Error, t.message(&props.error.message)) }
            <p>{ t.around(text::CONFIG_ADVICE, html! { <code>{ config::element() }</code> }) }</p>
        </PageLayout>
    }
}
