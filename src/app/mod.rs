//! The app: providers and shell around the pages.

mod config;
mod config_problem;
mod guard;

use std::rc::Rc;

use config::{Config, ConfigError};
use guard::SiteGuard;
use lychgate_session::{Session, SignedOutReason};
use lychgate_yew::{
    SessionProvider,
    routing::{AppRoute, Audience},
    use_client, use_session,
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
        auth_callback::{AuthCallback, SsoResult},
        links::use_page_links,
        scroll_restoration::use_scroll_restoration,
    },
    ui::{Header, footer, take_sso_transaction, use_pictures, waiting_page},
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
                if let Some(callback) = callback {
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

/// What the address has brought to the page, once it is out of the address; `None` until then.
#[hook]
fn use_auth_callback(route: &Route, query: &str) -> Option<Option<Rc<AuthCallback>>> {
    let navigator = use_navigator();
    let client = use_client();
    let session = use_session();
    let arrived = use_state_eq(|| None::<(Route, Rc<AuthCallback>)>);
    let taken = AuthCallback::take(route, query);
    let is_taken = taken.is_none();
    use_effect_with((route.clone(), taken), {
        let arrived = arrived.setter();
        move |(route, taken)| {
            let (Some((callback, rest)), Some(navigator)) = (taken, navigator) else { return };
            let (callback, rest) = match callback {
                AuthCallback::SsoResult(sign_on) => complete(sign_on, rest),
                AuthCallback::Link(_) => (callback.clone(), rest.clone()),
            };
            arrived.set(Some((route.clone(), Rc::new(callback))));
            navigator.replace(&rest);
        }
    });

    // Whoever leaves the page leaves it behind.
    use_effect_with(route.clone(), {
        let arrived = arrived.clone();
        move |route| {
            if arrived.as_ref().is_some_and(|(at, _)| at != route) {
                arrived.set(None);
            }
        }
    });

    let here = arrived.as_ref().filter(|(at, _)| at == route).map(|(_, callback)| callback.clone());
    // Who has signed in elsewhere has a cookie, and nothing else in this browser hints at it: ask, once.
    let is_signed_on = matches!(here.as_deref(), Some(AuthCallback::SsoResult(SsoResult { failure: None, .. })));
    use_effect_with(is_signed_on, move |is_signed_on| {
        if *is_signed_on {
            client.ask();
        }
    });
    let is_asked = session != Session::SignedOut { reason: SignedOutReason::NotAsked };
    (is_taken && (is_asked || !is_signed_on)).then_some(here)
}

/// Adds what was noted before the person left. Directus drops the query of the address to come back to where it failed.
fn complete(sign_on: &SsoResult, rest: &SiteUrl) -> (AuthCallback, SiteUrl) {
    let note = take_sso_transaction();
    let noted = note.as_ref().filter(|_| sign_on.failure.is_some());
    let rest = noted.map_or_else(|| rest.clone(), |note| note.return_to.append_to(Route::SignIn));
    let provider = sign_on.provider.clone().or(note.map(|note| note.provider));
    (AuthCallback::SsoResult(SsoResult { provider, ..sign_on.clone() }), rest)
}
