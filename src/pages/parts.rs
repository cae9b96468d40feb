//! The parts of the site that are loaded when they are needed: each is a WebAssembly module of its own, beside the main one.
//!
//! `cargo xtask build` takes them apart, see `docs/decisions/0017-parts.md`. Everywhere else (natively, in tests, with `cargo xtask serve`) they
//! are there from the beginning. Code is in a part if nothing outside of it uses it; what is here leads to it by function pointers that only
//! the part knows.

use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use lychgate_yew::{browser::activity, routing::AppRoute};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    browser::{document, idle},
    content::Site,
    i18n::{I18n, text, use_i18n},
    routing::{Route, auth_callback::AuthCallback},
    ui::{PageLayout, Tone, alert, logo, page_placeholder},
};

/// How long after its start, in milliseconds, the app loads what nobody has asked for: content and images come first.
const QUIET_MS: u32 = 3000;

/// The pauses between the tries to load a part, in milliseconds.
const PAUSES_MS: [u32; 2] = [300, 900];

/// A part of the site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What only signed-in users see.
    Account,
    /// The pages around the sign-in: registering, a forgotten password, and where links from mails lead.
    Auth,
}

impl Part {
    /// All parts, in the order in which they are loaded where nobody asks for one.
    pub const ALL: [Self; 2] = [Self::Account, Self::Auth];

    /// Returns the part that the page of `route` is in; `None` if it is there from the beginning.
    pub fn of(route: &Route) -> Option<Self> {
        match route {
            Route::Profile | Route::Security | Route::DeleteAccount => Some(Self::Account),
            Route::Register
            | Route::ForgotPassword
            | Route::VerifyEmail
            | Route::ResetPassword
            | Route::AcceptInvite => Some(Self::Auth),
            Route::Home
            | Route::Page { .. }
            | Route::Blog
            | Route::Post { .. }
            | Route::SignIn
            | Route::Goodbye
            | Route::SignOut
            | Route::NotFound => None,
            #[cfg(feature = "styleguide")]
            Route::Styleguide => None,
        }
    }

    /// Returns its name, which the build gives to its file.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn name(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Auth => "auth",
        }
    }

    /// Whether the app begins only when it is there. Its pages have their forms before the app is: the app takes a form over with what was typed.
    /// Of another part the app has placeholders, and finds out meanwhile who is signed in.
    pub fn is_awaited(self) -> bool {
        self == Self::Auth
    }

    /// Whether it is there.
    pub fn is_loaded(self) -> bool {
        modules::renderer(self).is_some()
    }
}

/// What is rendered by a part.
#[derive(Debug, Clone, PartialEq)]
pub enum View {
    /// A page.
    Page(PartPage),
    /// In place of every page for members, until the user has switched on two-factor sign-in.
    Enrolment,
    /// A dialog over the page of a user whose session has ended.
    SignInAgain,
}

/// A page of a part, with what it needs.
#[derive(Debug, Clone, PartialEq)]
pub struct PartPage {
    /// Which page.
    pub route: Route,
    /// What its URL has brought along.
    pub callback: Option<Rc<AuthCallback>>,
    /// The name of the site.
    pub site: Site,
}

/// Renders a view.
type Render = fn(&View) -> Html;

/// What the part [`Part::Account`] is made of.
fn account(view: &View) -> Html {
    match view {
        View::Page(page) => super::profile::page(&page.route),
        View::Enrolment => html! { <crate::ui::Enrolment /> },
        View::SignInAgain => html! { <crate::ui::SignInAgain /> },
    }
}

/// What the part [`Part::Auth`] is made of.
fn auth(view: &View) -> Html {
    match view {
        View::Page(page) => super::auth::page(page),
        View::Enrolment | View::SignInAgain => Html::default(),
    }
}

/// The parts as modules of their own.
#[cfg(all(feature = "split", target_arch = "wasm32"))]
mod modules {
    use std::cell::Cell;

    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    use super::{Part, Render};

    thread_local! {
        static LOADED: [Cell<Option<Render>>; Part::ALL.len()] = const { [const { Cell::new(None) }; Part::ALL.len()] };
    }

    #[wasm_split(account, fallible)]
    fn account() -> Result<Render, SplitLoaderError> {
        Ok(super::account)
    }

    #[wasm_split(auth, fallible)]
    fn auth() -> Result<Render, SplitLoaderError> {
        Ok(super::auth)
    }

    /// Returns what renders the views of `part`, if it is loaded.
    pub fn renderer(part: Part) -> Option<Render> {
        LOADED.with(|loaded| loaded[part as usize].get())
    }

    /// Loads a part. What is loaded or loading already is not loaded again. The browser writes into the console what has failed.
    pub async fn load(part: Part) -> bool {
        let loaded = match part {
            Part::Account => account().await,
            Part::Auth => auth().await,
        };
        let loaded = loaded.ok(); // It says no more than that it has failed.
        LOADED.with(|all| all[part as usize].set(loaded));
        loaded.is_some()
    }
}

/// The parts in one program.
#[cfg(not(all(feature = "split", target_arch = "wasm32")))]
mod modules {
    use super::{Part, Render};

    /// Returns what renders the views of `part`.
    #[allow(clippy::unnecessary_wraps, reason = "it may not be loaded where the site is split")]
    pub fn renderer(part: Part) -> Option<Render> {
        Some(match part {
            Part::Account => super::account,
            Part::Auth => super::auth,
        })
    }

    /// Every part is there.
    pub async fn load(_: Part) -> bool {
        true
    }
}

/// Loads a part, and tries again where that fails. Returns whether it is there.
pub async fn load(part: Part) -> bool {
    for pause in PAUSES_MS {
        if part.is_loaded() || modules::load(part).await {
            return true;
        }
        TimeoutFuture::new(pause).await;
    }
    modules::load(part).await
}

/// Begins to load a part that somebody is about to need.
pub fn prefetch(part: Part) {
    if !part.is_loaded() {
        spawn_local(async move {
            let _ = modules::load(part).await;
        }); // Whoever needs it tries again.
    }
}

/// Loads all parts once the page is quiet: a page is there at once then, and stays whole when a new version of the site replaces the files. Not
/// where the browser is to save data, nor without a network.
pub async fn load_when_idle() {
    if document::saves_data() {
        return;
    }
    TimeoutFuture::new(QUIET_MS).await;
    for part in Part::ALL {
        idle::idle().await;
        if !part.is_loaded() && !activity::is_offline() {
            modules::load(part).await;
        }
    }
}

/// Loads the account's pages as soon as somebody types a password: they come next.
#[hook]
pub fn use_password_intent() {
    use_effect_with((), |()| {
        let listener = document::on_password_input(|| prefetch(Part::Account));
        move || drop(listener)
    });
}

/// Renders a page of a part.
pub fn part_page(part: Part, page: PartPage) -> Html {
    html! { <PartView {part} view={View::Page(page)} /> }
}

/// Renders what asks for two-factor sign-in, in place of a page.
pub fn enrolment() -> Html {
    html! { <PartView part={Part::Account} view={View::Enrolment} /> }
}

/// Renders the dialog to sign in again. The pages that it is shown over are in the same part, so that it is there.
pub fn sign_in_again() -> Html {
    html! { <PartView part={Part::Account} view={View::SignInAgain} /> }
}

#[derive(Clone, PartialEq, Properties)]
struct PartViewProps {
    part: Part,
    view: View,
}

/// A view of a part; until that is loaded, a placeholder, and where it does not load, that.
#[component]
fn PartView(props: &PartViewProps) -> Html {
    let t = use_i18n();
    let PartViewProps { part, view } = props;
    let outcome = use_state_eq(|| None::<(Part, bool)>);
    let render = modules::renderer(*part);
    use_effect_with((*part, render.is_some()), {
        let outcome = outcome.setter();
        move |&(part, is_loaded)| {
            if !is_loaded {
                spawn_local(async move { outcome.set(Some((part, load(part).await))) });
            }
        }
    });
    match (render, view) {
        (Some(render), view) => render(view),
        (None, View::SignInAgain) => Html::default(),
        (None, _) if *outcome == Some((*part, false)) => not_loaded_page(t),
        (None, View::Page(page)) => page_placeholder(t, &page.route.audience()),
        (None, View::Enrolment) => page_placeholder(t, &Route::Profile.audience()),
    }
}

/// Says that a page did not load. Loading the site anew helps, too, where its files have been replaced meanwhile.
fn not_loaded_page(t: I18n) -> Html {
    html! {
        <PageLayout title={t.text(text::NOT_LOADED)} class="narrow">
            { logo() }
            <h1 tabindex="-1">{ t.text(text::NOT_LOADED) }</h1>
            { alert(Tone::Error, t.text(text::NOT_LOADED_ADVICE)) }
            <p class="actions">
                <button type="button" class="button button-primary" onclick={|_: MouseEvent| document::reload()}>
                    { t.text(text::LOAD_AGAIN) }
                </button>
            </p>
        </PageLayout>
    }
}

#[cfg(test)]
mod tests {
    use lychgate_yew::routing::AppRoute;
    use yew_router::Routable;

    use super::*;

    #[test]
    fn pages_that_visitors_see_first_are_there_from_the_beginning() {
        for path in ["/", "/blog", "/blog/a", "/pages/a", "/signin", "/logout", "/goodbye", "/404"] {
            assert_eq!(Route::recognize(path).and_then(|route| Part::of(&route)), None, "{path}");
        }
    }

    #[test]
    fn pages_for_members_are_in_the_part_that_has_the_dialog_to_sign_in_again() {
        for path in Route::routes() {
            let Some(route) = Route::recognize(path) else { panic!("{path}") };
            if route.audience().is_for_members() {
                assert_eq!(Part::of(&route), Some(Part::Account), "{path}");
            }
        }
    }

    #[test]
    fn part_is_there_where_the_site_is_one_program() {
        assert!(Part::ALL.into_iter().all(Part::is_loaded));
    }
}
