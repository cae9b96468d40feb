//! The app: providers and shell around the pages.

mod config;
mod config_problem;
mod guard;

use config::{Config, ConfigError};
use guard::SiteGuard;
use lychgate_yew::{
    SessionProvider,
    routing::{AppRoute, Audience},
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    account::AccountProvider,
    browser::{document, pointer::PointerWatch},
    content::use_global,
    i18n::{
        languages,
        locale::{self, LocaleProvider, use_language},
        text,
    },
    pages,
    routing::{
        Route, SiteUrl,
        auth_callback::{UseAuthCallback, use_auth_callback},
        links::use_page_links,
        scroll_restoration::use_scroll_restoration,
    },
    ui::{Header, footer, use_pictures, waiting_page},
};

/// Renders the site into the page, once the words of its first language are there.
pub fn start() {
    spawn_local(async {
        // Without words there is nothing to show: src/boot/boot.js says so.
        if locale::begin().await {
            yew::Renderer::<App>::with_props(AppProps::from_document()).render();
        }
    });
}

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
        Err(error) => config_problem::config_problem(error),
        Ok(config) => {
            languages::set_of_content(&config.content_language);
            html! {
                <SessionProvider directus_url={config.directus_url.clone()} auth_mode={config.auth_mode}>
                    <LocaleProvider>
                        <BrowserRouter>
                            <Shell after_sign_in={config.after_sign_in.clone()} />
                        </BrowserRouter>
                    </LocaleProvider>
                </SessionProvider>
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ShellProps {
    after_sign_in: SiteUrl,
}

/// What stands around every page, and the page that the address names.
#[component]
fn Shell(props: &ShellProps) -> Html {
    use_language();
    use_scroll_restoration();
    use_page_links();
    use_pictures();
    let site = use_global();
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    let location = use_location();
    let query = location.as_ref().map(|location| location.query_str()).unwrap_or_default();
    let callback = use_auth_callback(&route, query);
    use_effect_with((), |()| {
        let presses = PointerWatch::new();
        move || drop(presses)
    });
    use_effect_with(site.name.clone(), |name| document::set_site_name(name));
    // The fragment of the link alone would be resolved against the site's base address.
    let skip = |event: MouseEvent| {
        event.prevent_default();
        document::focus("#main");
    };
    html! {
        <>
            <a class="skip-link" href="#main" onclick={skip}>{ text::SKIP_TO_CONTENT }</a>
            <AccountProvider wanted={route.audience().is_for_members()}>
                <Header site={site.clone()} here={route.clone()} />
                if let UseAuthCallback::Done(callback) = callback {
                    <SiteGuard route={route.clone()} after_sign_in={props.after_sign_in.clone()}>
                        { pages::render_page(&route, query, callback, &site) }
                    </SiteGuard>
                } else {
                    { waiting_page(&Audience::Guests) }
                }
            </AccountProvider>
            { footer(&site) }
        </>
    }
}
