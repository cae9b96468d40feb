//! The app: providers and shell around the pages.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    account::AccountProvider,
    browser::document,
    components::{Header, footer, use_journey, use_page_links},
    config::{self, Config, ConfigError},
    guard::Guard,
    pages,
    route::{Address, Route},
    session::SessionProvider,
    site::use_global,
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
    match &props.config {
        Err(error) => pages::config_problem(error),
        Ok(config) => html! {
            <SessionProvider directus_url={config.directus_url.clone()} auth_mode={config.auth_mode}>
                <BrowserRouter>
                    <Shell after_sign_in={config.after_sign_in.clone()} />
                </BrowserRouter>
            </SessionProvider>
        },
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ShellProps {
    after_sign_in: Address,
}

/// What stands around every page, and the page that the address names.
#[component]
fn Shell(props: &ShellProps) -> Html {
    use_journey();
    use_page_links();
    let site = use_global();
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let location = use_location();
    let query = location.as_ref().map(|location| location.query_str()).unwrap_or_default();
    use_effect_with(site.name.clone(), |name| document::set_site_name(name));
    // The fragment of the link alone would be resolved against the site's base address.
    let skip = |event: MouseEvent| {
        event.prevent_default();
        document::focus("#main");
    };
    html! {
        <>
            <a class="skip-link" href="#main" onclick={skip}>{ "Skip to content" }</a>
            <AccountProvider wanted={route.access().is_for_members()}>
                <Header site={site.clone()} here={route.clone()} />
                <Guard route={route.clone()} query={query.to_owned()} after_sign_in={props.after_sign_in.clone()}>
                    { pages::page(&route, query, &site) }
                </Guard>
            </AccountProvider>
            { footer(&site) }
        </>
    }
}
