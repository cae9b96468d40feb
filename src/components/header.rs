//! The head of every page: the site's name and the way around.

use yew::prelude::*;
use yew_router::prelude::*;

use super::{page_link, mark, session_banner};
use crate::{
    route::Route,
    session::{Session, use_client, use_session},
    site::use_site,
};

/// The site's name, the navigation, and the account's links by who is signed in.
#[component]
pub fn Header() -> Html {
    let site = use_site();
    let client = use_client();
    let session = use_session();
    let here = use_route::<Route>();
    let open = use_state(|| false);
    // Any navigation closes the menu of small screens.
    use_effect_with(here.clone(), {
        let open = open.setter();
        move |_| open.set(false)
    });

    let toggle = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    let entry = |to: Route, label: &str| entry(here.as_ref(), to, label);
    html! {
        <>
            <header class="header">
                <div class="header-bar">
                    { page_link(Route::Home, "header-name", html! { <>{ mark() }
                        <span>{ &site.name }</span></> }) }
                    <button type="button" class="header-menu" aria-expanded={open.to_string()} aria-controls="navigation"
                        onclick={toggle}>
                        { "Menu" }
                    </button>
                    <nav id="navigation" class={classes!("header-nav", open.then_some("is-open"))} aria-label="Main">
                        <ul>
                            { entry(Route::Home, "Home") }
                            { entry(Route::page("about"), "About") }
                            { entry(Route::page("conduct"), "Code of Conduct") }
                            { entry(Route::page("privacy"), "Privacy") }
                            { entry(Route::Blog, "Blog") }
                        </ul>
                        <ul class="header-account">
                            { match &session {
                                // Neither set of links is right yet: the place is kept, so that nothing jumps.
                                Session::Booting => html! { <li class="header-pending" aria-hidden="true"></li> },
                                Session::SignedOut { .. } | Session::Unreachable { user: None, .. } => {
                                    entry(Route::SignIn, "Sign in")
                                }
                                Session::SignedIn { .. } | Session::Unreachable { user: Some(_), .. } => html! {
                                    <>
                                        { entry(Route::Profile, "Profile") }
                                        { entry(Route::SignOut, "Sign out") }
                                    </>
                                },
                            } }
                        </ul>
                    </nav>
                </div>
            </header>
            { session_banner(&session, client) }
        </>
    }
}

/// One link of the navigation, marked where it leads to the page that is shown.
fn entry(here: Option<&Route>, to: Route, label: &str) -> Html {
    let current = match (here, &to) {
        (Some(here), to) if here == to => Some("page"),
        (Some(Route::Post { .. }), Route::Blog) => Some("true"),
        _ => None,
    };
    html! {
        <li class="header-entry" data-current={current}>
            { page_link(to, "", label) }
        </li>
    }
}
