//! Members' notes: a small app with a page for members, built on `lychgate-yew`.

mod notes;
mod pages;
mod route;

use lychgate_directus::BaseUrl;
use lychgate_session::Session;
use lychgate_yew::{Guard, SessionProvider, routing::SiteUrl, use_client, use_session};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::route::Route;

/// Where Directus answers: below the app's own origin, so that the session's cookie is a first-party cookie.
const DIRECTUS: &str = "/directus";

fn main() {
    yew::Renderer::<App>::new().render();
}

#[component]
fn App() -> Html {
    let directus_url = use_memo((), |()| DIRECTUS.parse::<BaseUrl>());
    let Ok(directus_url) = &*directus_url else { return html! { "DIRECTUS is no URL." } };
    html! {
        <SessionProvider directus_url={directus_url.clone()}>
            <BrowserRouter>
                <Header />
                <main><Switch<Route> render={guarded_page} /></main>
            </BrowserRouter>
        </SessionProvider>
    }
}

/// The page of `route` for its audience. Whoever is not signed in comes to the sign-in first, and back from there.
fn guarded_page(route: Route) -> Html {
    let page = match &route {
        Route::Home => pages::home(),
        Route::Notes => html! { <pages::Notes /> },
        Route::SignIn => html! { <pages::SignIn /> },
        Route::NotFound => html! { <h1>{ "There is no such page" }</h1> },
    };
    let expired = html! { <pages::SignInAgain /> };
    let placeholder = html! { <p class="quiet" role="status">{ "One moment …" }</p> };
    let unreachable = Callback::from(|_| {
        html! { <p role="alert">{ "The server cannot be reached. This page appears as soon as it can." }</p> }
    });
    html! {
        <Guard<Route> {route} after_sign_in={SiteUrl::from(Route::Notes)} {placeholder} {expired} {unreachable}>
            { page }
        </Guard<Route>>
    }
}

#[component]
fn Header() -> Html {
    let client = use_client();
    let action = match use_session() {
        // The page is signed out at once, in all tabs; nothing has to wait until Directus knows.
        Session::SignedIn { .. } | Session::Unreachable { user: Some(_), .. } => html! {
            <button class="plain" onclick={move |_| drop(client.sign_out())}>{ "Sign out" }</button>
        },
        Session::SignedOut { .. } | Session::Expired { .. } => {
            html! { <Link<Route> to={Route::SignIn}>{ "Sign in" }</Link<Route>> }
        }
        Session::Booting | Session::Unreachable { user: None, .. } => Html::default(),
    };
    html! {
        <header>
            <Link<Route> to={Route::Home} classes="name">{ "Members’ notes" }</Link<Route>>
            <nav><Link<Route> to={Route::Notes}>{ "My notes" }</Link<Route>>{ action }</nav>
        </header>
    }
}
