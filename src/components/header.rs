//! The head of every page: the site's name and the way around.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    route::Route,
    session::{Session, use_session},
    site::use_site,
};

/// The site's name, the navigation, and the account's links by who is signed in.
#[component]
pub fn Header() -> Html {
    let site = use_site();
    let open = use_state(|| false);
    // Any navigation closes the menu of small screens.
    let location = use_location();
    use_effect_with(location.map(|location| location.path().to_owned()), {
        let open = open.setter();
        move |_| open.set(false)
    });

    let toggle = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    html! {
        <header class="header">
            <div class="header-bar">
                <Link<Route> to={Route::Home} classes="header-name">{ &site.name }</Link<Route>>
                <button type="button" class="header-menu" aria-expanded={open.to_string()} aria-controls="navigation"
                    onclick={toggle}>
                    { "Menu" }
                </button>
                <nav id="navigation" class={classes!("header-nav", open.then_some("is-open"))} aria-label="Main">
                    <ul>
                        <Entry to={Route::Home}>{ "Home" }</Entry>
                        <Entry to={Route::page("about")}>{ "About" }</Entry>
                        <Entry to={Route::page("conduct")}>{ "Code of Conduct" }</Entry>
                        <Entry to={Route::page("privacy")}>{ "Privacy" }</Entry>
                        <Entry to={Route::Blog}>{ "Blog" }</Entry>
                    </ul>
                    <AccountEntries />
                </nav>
            </div>
        </header>
    }
}

#[component]
fn AccountEntries() -> Html {
    let session = use_session();
    html! {
        <ul class="header-account">
            { match session {
                // Neither set of links is right yet: the place is kept, so that nothing jumps.
                Session::Booting => html! { <li class="header-pending" aria-hidden="true"></li> },
                Session::SignedOut { .. } | Session::Unreachable { user: None, .. } => html! {
                    <Entry to={Route::SignIn}>{ "Sign in" }</Entry>
                },
                Session::SignedIn { .. } | Session::Unreachable { user: Some(_), .. } => html! {
                    <>
                        <Entry to={Route::Profile}>{ "Profile" }</Entry>
                        <Entry to={Route::SignOut}>{ "Sign out" }</Entry>
                    </>
                },
            } }
        </ul>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct EntryProps {
    to: Route,
    children: Html,
}

/// One link of the navigation, marked where it leads to the page that is shown.
#[component]
fn Entry(props: &EntryProps) -> Html {
    let here = use_route::<Route>();
    let current = match (&here, &props.to) {
        (Some(here), to) if here == to => Some("page"),
        (Some(Route::Post { .. }), Route::Blog) => Some("true"),
        _ => None,
    };
    html! {
        <li class="header-entry" data-current={current}>
            <Link<Route> to={props.to.clone()}>{ props.children.clone() }</Link<Route>>
        </li>
    }
}
