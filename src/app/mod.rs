//! The app: providers and shell around the pages.

#[cfg(not(target_arch = "wasm32"))]
mod ahead;
mod asked;
mod broken;
pub mod config;
mod config_error;
mod guard;
mod take_over;

#[cfg(not(target_arch = "wasm32"))]
pub use ahead::render_ahead;
use broken::{say_when_broken, use_broken_page};
use config::{Config, ConfigError};
use config_error::config_error_page;
use futures_util::future::join;
use guard::SiteGuard;
use lychgate_yew::{
    PageSession, SessionProvider,
    resource::use_prefetch,
    routing::{AppRoute, Audience},
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::{history::AnyHistory, prelude::*};

use crate::{
    account::AccountProvider,
    browser::{document, pointer::PointerWatch},
    content::use_global,
    i18n::{
        I18nProvider, InitialLanguage,
        document_language::{Beginning, begin_document},
        text, use_i18n, use_project_language,
    },
    pages::{
        self,
        parts::{self, Part, use_password_intent},
    },
    routing::{
        Route, SiteUrl,
        auth_callback::{UseAuthCallback, use_auth_callback},
        canonical::use_canonical_address,
        links::{base_path, current_url, use_link_intent, use_page_links},
        scroll_restoration::use_scroll_restoration,
        start_history,
    },
    ui::{FlashSlot, Header, ImageOrigins, footer, page_placeholder, use_forget_held, use_image_retry},
};

/// Renders the site into the page, once the configuration and the words of its first language are there.
pub fn start() {
    spawn_local(async {
        let (beginning, is_there) = join(begin_document(), first_part()).await;
        // Where the page says so itself, it keeps what was typed, and nothing takes it over.
        if !is_there && take_over::fail() {
            return;
        }
        // Without words there is nothing to show: src/boot/boot.js shows the error.
        let Some(Beginning { language, catalog, config }) = beginning else { return };
        let config = Config::parse(Some(&config));
        // Leaked once per page load.
        let content_language = config.as_ref().map_or("", |config| config.content_language.clone().leak());
        let Some(language) = InitialLanguage::new(language, &catalog, content_language) else { return };
        // Who is signed in is asked while the rest is made ready.
        let session = config.as_ref().ok().map(|config| {
            let session = PageSession::new(config.directus_url.clone(), config.auth_mode, asked::answers());
            session.begin();
            session
        });
        say_when_broken(language.words);
        let props = AppProps {
            config,
            language,
            history: start_history().into(),
            session,
            flash: FlashSlot::new(take_over::take_over().await),
        };
        yew::Renderer::<App>::with_props(props).render();
        // After the first rendering, which has been queued, and before anything is painted. An effect may come later: Yew pauses before
        // effects where rendering took long.
        spawn_local(async { take_over::restore() });
        parts::load_when_idle().await;
    });
}

/// Begins to load the part that the first page is in, and waits for it where the app does. Returns false where that did not load.
async fn first_part() -> bool {
    match current_url().and_then(|url| Part::of(url.route())) {
        Some(part) if part.is_awaited() => parts::load(part).await,
        Some(part) => {
            parts::prefetch(part);
            true
        }
        None => true,
    }
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
    /// What the page had before the app was there.
    pub flash: FlashSlot,
    /// The session, where it has begun before the app is rendered.
    pub session: Option<PageSession>,
}

/// The whole site.
#[component]
pub fn App(props: &AppProps) -> Html {
    let content = match &props.config {
        Err(error) => config_error_page(props.language.words, error),
        Ok(config) => html! {
            <SessionProvider
                directus_url={config.directus_url.clone()}
                auth_mode={config.auth_mode}
                session={props.session.clone()}
            >
                <ContextProvider<FlashSlot> context={props.flash.clone()}>
                    <ContextProvider<ImageOrigins> context={ImageOrigins(config.image_origins.clone().into())}>
                        <Router history={props.history.clone()} basename={base_path().map(AttrValue::from)}>
                            <Shell after_sign_in={config.after_sign_in.clone()} site_name={config.site_name.clone()} />
                        </Router>
                    </ContextProvider<ImageOrigins>>
                </ContextProvider<FlashSlot>>
            </SessionProvider>
        },
    };
    html! { <I18nProvider initial={props.language}>{ content }</I18nProvider> }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ShellProps {
    after_sign_in: SiteUrl,
    site_name: AttrValue,
}

/// The layout of the site, and the page that the URL names.
#[component]
fn Shell(props: &ShellProps) -> Html {
    let t = use_i18n();
    use_broken_page(t);
    use_project_language();
    use_scroll_restoration();
    let prefetch = use_prefetch();
    use_page_links({
        let prefetch = prefetch.clone();
        Callback::from(move |url: SiteUrl| {
            let data = pages::data_of(url.route(), url.query());
            Part::of(url.route()).is_none_or(Part::is_loaded)
                && !data.is_empty()
                && data.iter().all(|parts| prefetch.is_known(parts))
        })
    });
    use_link_intent(Callback::from(move |url: SiteUrl| {
        for parts in pages::data_of(url.route(), url.query()) {
            prefetch.prefetch(parts);
        }
        if let Some(part) = Part::of(url.route()) {
            parts::prefetch(part);
        }
    }));
    use_password_intent();
    use_image_retry();
    let site = use_global(&props.site_name);
    let route = use_route::<Route>().unwrap_or(Route::NotFound);
    use_forget_held(&route);
    let is_led = use_canonical_address(&route);
    use_effect_with(route.clone(), |_| take_over::keep_page());
    let location = use_location();
    let query = location.as_ref().map(|location| location.query_str()).unwrap_or_default();
    let callback = use_auth_callback(&route, query);
    use_effect_with((), |()| {
        let presses = PointerWatch::new();
        move || drop(presses)
    });
    use_effect_with(site.name.clone(), |name| document::set_site_name(name));
    use_effect_with(site.description.clone(), |description| {
        document::set_site_description(description.as_deref().unwrap_or_default());
    });
    // The browser would resolve the fragment alone against the base URL of the site.
    let skip = |event: MouseEvent| {
        event.prevent_default();
        document::focus("#main");
    };
    html! {
        <>
            <a class="skip-link" href="#main" onclick={skip}>{ t.text(text::SKIP_TO_CONTENT) }</a>
            // Also on a page for guests: whoever signs in there goes on to another, and their account is asked for meanwhile.
            <AccountProvider wanted={route.audience() != Audience::Public}>
                <Header site={site.clone()} here={route.clone()} />
                if let (UseAuthCallback::Done(callback), false) = (callback, is_led) {
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
