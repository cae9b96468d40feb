//! The app: providers and shell around the pages.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    browser::document,
    components::{Header, footer, use_journey},
    config::{self, Config, ConfigError},
    guard::Guard,
    pages,
    route::{Address, Route},
    session::SessionProvider,
    site::{SiteProvider, use_site},
};

/// Props of [`App`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The deployment's configuration, or what is wrong with it.
    pub config: Result<Config, ConfigError>,
}

impl AppProps {
    /// Props with the configuration that the page carries.
    pub fn from_document() -> Self {
        Self { config: Config::parse(document::text_of(config::ELEMENT_ID).as_deref()) }
    }
}

/// The whole site.
#[component]
pub fn App(props: &AppProps) -> Html {
    use_effect_with(props.config.is_err(), |broken| {
        if *broken {
            document::set_title(pages::config_problem::TITLE);
            document::mark("data-ready", "");
        }
    });
    match &props.config {
        Err(error) => pages::config_problem::config_problem(error),
        Ok(config) => html! {
            <SessionProvider directus_url={config.directus_url.clone()}>
                <SiteProvider>
                    <BrowserRouter>
                        <Shell after_sign_in={config.after_sign_in.clone()} />
                    </BrowserRouter>
                </SiteProvider>
            </SessionProvider>
        },
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ShellProps {
    after_sign_in: Address,
}

/// What stands around every page.
#[component]
fn Shell(props: &ShellProps) -> Html {
    use_journey();
    let site = use_site();
    // The fragment of the link alone would be resolved against the site's base address.
    let skip = |event: MouseEvent| {
        event.prevent_default();
        document::focus("#main");
    };
    // Kept, so that the pages are not rendered anew with the shell.
    let render = use_callback(props.after_sign_in.clone(), |route: Route, after_sign_in| {
        html! {
            <Guard route={route.clone()} after_sign_in={after_sign_in.clone()}>{ pages::page(&route) }</Guard>
        }
    });
    html! {
        <>
            <a class="skip-link" href="#main" onclick={skip}>{ "Skip to content" }</a>
            <Header />
            <Switch<Route> {render} />
            { footer(&site) }
        </>
    }
}
