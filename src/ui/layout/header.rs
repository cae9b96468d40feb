//! The header of every page: the site's name and the navigation.

use lychgate_session::Session;
use lychgate_yew::routing::AppRoute;
use lychgate_yew::{resource::Resource, use_client, use_session};
use yew::prelude::*;

use crate::{
    account::{Account, use_account},
    content::Site,
    i18n::{
        I18n,
        text::{self, Text},
        use_i18n,
    },
    routing::{
        Route,
        links::{href, page_link},
    },
    ui::{avatar_of, logo, session_banner, use_flag},
};

/// Props of [`Header`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct HeaderProps {
    /// What the site is called.
    pub site: Site,
    /// The page that is shown.
    pub here: Route,
}

/// The site's name, the navigation, and the account's links by who is signed in.
#[component]
pub fn Header(props: &HeaderProps) -> Html {
    let t = use_i18n();
    let HeaderProps { site, here } = props;
    let client = use_client();
    let session = use_session();
    let account = use_account();
    let open = use_flag();
    // On the first page the account's links wait until the user is loaded, where that page loads them: nothing moves then.
    let links_shown = use_mut_ref(|| false);
    let awaits_user = here.audience().is_for_members() && matches!(account.user(), Resource::Loading);
    let shows_links = match &session {
        Session::Booting => false,
        Session::SignedIn { .. } => *links_shown.borrow() || !awaits_user,
        Session::SignedOut { .. } | Session::Expired { .. } | Session::Unreachable { .. } => true,
    };
    if shows_links {
        links_shown.replace(true);
    }
    // Any navigation closes the menu of small screens.
    use_effect_with(here.clone(), {
        let open = open.setter();
        move |_| open.set(false)
    });

    let toggle = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    let entry = |to: Route, label: Text| link(here, to, t.text(label).into());
    html! {
        <header class="header">
            <div class="header-bar">
                { page_link(Route::Home, "header-name", html! {
                    <>
                        { logo() }
                        if site.name.trim().is_empty() {
                            <span class="visually-hidden">{ t.text(text::HOME) }</span>
                        }
                        <span class={site.name_class("")} data-site="title">{ &site.name }</span>
                    </>
                }) }
                <button type="button" class="header-menu" aria-expanded={open.to_string()} aria-controls="navigation"
                    onclick={toggle}>
                    { t.text(text::MENU) }
                </button>
                <nav id="navigation" class={if *open { "header-nav is-open" } else { "header-nav" }} aria-label={t.text(text::MAIN_NAVIGATION)}>
                    <ul>
                        { entry(Route::Home, text::HOME) }
                        { entry(Route::page("about"), text::ABOUT) }
                        { entry(Route::page("conduct"), text::CONDUCT) }
                        { entry(Route::page("privacy"), text::PRIVACY) }
                        { entry(Route::Blog, text::BLOG) }
                    </ul>
                    <ul class="header-account">
                        { match &session {
                            // Neither set of links is right yet: this keeps their place.
                            _ if !shows_links => html! { <li class="header-pending" aria-hidden="true"></li> },
                            Session::SignedOut { .. }
                            | Session::Expired { .. }
                            | Session::Unreachable { user: None, .. } => {
                                entry(Route::SignIn, text::SIGN_IN)
                            }
                            Session::Booting
                            | Session::SignedIn { .. }
                            | Session::Unreachable { user: Some(_), .. } => html! {
                                <>
                                    { profile_entry(t, here, &account) }
                                    { entry(Route::SignOut, text::SIGN_OUT) }
                                </>
                            },
                        } }
                    </ul>
                </nav>
            </div>
            { session_banner(t, &session, client) }
        </header>
    }
}

/// Renders the link to the profile: with avatar and name, once a page for members has loaded them.
fn profile_entry(t: I18n, here: &Route, account: &Account) -> Html {
    let name = account.last_seen().and_then(|user| user.first_name.clone().or_else(|| user.full_name()));
    let (before, after) = t.halves(text::PROFILE_OF);
    let label = html! {
        <>
            { avatar_of(account) }
            if let Some(name) = name {
                <span class="visually-hidden">{ before }</span><span class="header-person">{ name }</span>
                <span class="visually-hidden">{ after }</span>
            } else {
                { t.text(text::PROFILE) }
            }
        </>
    };
    link(here, Route::Profile, label)
}

/// Renders a link of the navigation, marked as current where it leads to the page that is shown.
fn link(here: &Route, to: Route, label: Html) -> Html {
    let current = match (here, &to) {
        (here, to) if here == to => Some("page"),
        (Route::Post { .. }, Route::Blog) | (Route::Security | Route::DeleteAccount, Route::Profile) => Some("true"),
        _ => None,
    };
    html! {
        <li class="header-entry" data-current={current}>
            <a href={href(&to.into())} aria-current={current}>{ label }</a>
        </li>
    }
}
