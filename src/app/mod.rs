//! The app: providers and shell around the pages.

pub mod config;
mod config_error;
mod guard;

use config::{Config, ConfigError};
use config_error::config_error_page;
use guard::SiteGuard;
use lychgate_yew::{
    SessionProvider,
    routing::{AppRoute, Audience},
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::{
    history::{AnyHistory, BrowserHistory},
    prelude::*,
    utils::base_url,
};

use crate::{
    account::AccountProvider,
    browser::{document, pointer::PointerWatch},
    content::use_global,
    i18n::{I18nProvider, InitialLanguage, text, use_i18n, use_project_language},
    pages,
    routing::{
        Route, SiteUrl,
        auth_callback::{UseAuthCallback, use_auth_callback},
        links::use_page_links,
        scroll_restoration::{self, use_scroll_restoration},
    },
    ui::{FlashSlot, Header, footer, page_placeholder, use_image_retry},
};

/// Renders the site into the page, once the words of its first language are there.
pub fn start() {
    spawn_local(async {
        let config = Config::parse(document::text_of(config::ELEMENT_ID).as_deref());
        // Leaked once per page load.
        let content_language = config.as_ref().map_or("", |config| config.content_language.clone().leak());
        // Without words there is nothing to show: src/boot/boot.js shows the error.
        if let Some(language) = InitialLanguage::load(content_language).await {
            scroll_restoration::start();
            let history = BrowserHistory::new().into();
            yew::Renderer::<App>::with_props(AppProps { config, language, history }).render();
        }
    });
}

/// Props of [`App`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AppProps {
    /// The deployment's configuration, or what is wrong with it.
    pub config: Result<Config, ConfigError>,
    /// The language that the page begins in.
    pub language: InitialLanguage,
    /// Where the URL of the page comes from.
    pub history: AnyHistory,
}

/// The whole site.
#[component]
pub fn App(props: &AppProps) -> Html {
    let flash = use_memo((), |()| FlashSlot::default());
    let content = match &props.config {
        Err(error) => config_error_page(props.language.words, error),
        Ok(config) => html! {
            <SessionProvider directus_url={config.directus_url.clone()} auth_mode={config.auth_mode}>
                <ContextProvider<FlashSlot> context={(*flash).clone()}>
                    <Router history={props.history.clone()} basename={base_url().map(AttrValue::from)}>
                        <Shell after_sign_in={config.after_sign_in.clone()} />
                    </Router>
                </ContextProvider<FlashSlot>>
            </SessionProvider>
        },
    };
    html! { <I18nProvider initial={props.language}>{ content }</I18nProvider> }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ShellProps {
    after_sign_in: SiteUrl,
}

/// The layout of the site, and the page that the URL names.
#[component]
fn Shell(props: &ShellProps) -> Html {
    let t = use_i18n();
    use_project_language();
    use_scroll_restoration();
    use_page_links();
    use_image_retry();
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
    // The browser would resolve the fragment alone against the base URL of the site.
    let skip = |event: MouseEvent| {
        event.prevent_default();
        document::focus("#main");
    };
    html! {
        <>
            <a class="skip-link" href="#main" onclick={skip}>{ t.text(text::SKIP_TO_CONTENT) }</a>
            <AccountProvider wanted={route.audience().is_for_members()}>
                <Header site={site.clone()} here={route.clone()} />
                if let UseAuthCallback::Done(callback) = callback {
                    <SiteGuard route={route.clone()} after_sign_in={props.after_sign_in.clone()}>
                        { pages::render_page(t, &route, query, callback, &site) }
                    </SiteGuard>
                } else {
                    { page_placeholder(t, &Audience::Guests) }
                }
            </AccountProvider>
            { footer(t, &site) }
        </>
    }
}
