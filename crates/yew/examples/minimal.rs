//! A page for members, a sign-in that leads back to it, and data of whoever is signed in.

use lychgate_directus::{BaseUrl, auth::Login, items};
use lychgate_yew::{
    Guard, SessionProvider,
    resource::{Owner, Resource, use_resource_of},
    routing::{AppRoute, Audience, SiteUrl},
    use_client, use_session,
};
use serde::Deserialize;
use web_sys::HtmlInputElement;
use yew::{platform::spawn_local, prelude::*};
use yew_router::prelude::*;

#[derive(Debug, Clone, PartialEq, Routable)]
enum Route {
    #[at("/")]
    Home,
    #[at("/notes")]
    Notes,
    #[at("/signin")]
    SignIn,
    #[not_found]
    #[at("/404")]
    NotFound,
}

impl AppRoute for Route {
    fn audience(&self) -> Audience {
        match self {
            Self::Home | Self::NotFound => Audience::Public,
            Self::Notes => Audience::Members,
            Self::SignIn => Audience::Guests,
        }
    }

    fn sign_in() -> Self {
        Self::SignIn
    }
}

/// The provider goes around everything, the router inside it.
#[component]
fn App() -> Html {
    let directus_url: BaseUrl = "/directus".parse().expect("is a path");
    html! {
        <SessionProvider {directus_url}>
            <BrowserRouter><Switch<Route> render={guarded_page} /></BrowserRouter>
        </SessionProvider>
    }
}

/// `Guard` shows a page to its audience. It sends others to the sign-in and, once they are signed in, back.
fn guarded_page(route: Route) -> Html {
    let page = match &route {
        Route::Home => html! { <Link<Route> to={Route::Notes}>{ "Notes" }</Link<Route>> },
        Route::Notes => html! { <Notes /> },
        Route::SignIn => html! { <SignIn /> },
        Route::NotFound => html! { <p>{ "There is no such page." }</p> },
    };
    html! { <Guard<Route> {route} after_sign_in={SiteUrl::from(Route::Notes)}>{ page }</Guard<Route>> }
}

#[derive(Deserialize)]
struct Note {
    text: String,
}

#[component]
fn Notes() -> Html {
    let (client, session) = (use_client(), use_session());
    // Whose data it is: what was loaded for one person is never shown to another.
    let notes = use_resource_of(Owner::from(session.owner()), items::list::<Note>("notes"));
    let list = match &notes.state {
        Resource::Loading => html! { <p>{ "Loading…" }</p> },
        Resource::Failed(error) => html! {
            <p role="alert">{ error } <button onclick={notes.retry.reform(|_| ())}>{ "Try again" }</button></p>
        },
        Resource::Ready(notes) => html! { <ul>for note in notes.iter() { <li>{ &note.text }</li> }</ul> },
    };
    html! { <>{ list }<button onclick={move |_| drop(client.sign_out())}>{ "Sign out" }</button></> }
}

#[component]
fn SignIn() -> Html {
    let client = use_client();
    let (email, password) = (use_node_ref(), use_node_ref());
    let failure = use_state(String::new);
    let value = |field: &NodeRef| field.cast::<HtmlInputElement>().map(|input| input.value()).unwrap_or_default();
    let onsubmit = {
        let (email, password, failure) = (email.clone(), password.clone(), failure.clone());
        move |event: SubmitEvent| {
            event.prevent_default();
            let login = Login { email: value(&email), password: value(&password), otp: None };
            let (client, failure) = (client.clone(), failure.clone());
            spawn_local(async move {
                // On success the session changes, and the guard redirects.
                if let Err(error) = client.sign_in(&login).await {
                    failure.set(error.to_string());
                }
            });
        }
    };
    html! {
        <form {onsubmit}>
            <label>{ "E-mail" } <input ref={email} type="email" autocomplete="username" required={true} /></label>
            <label>{ "Password" } <input ref={password} type="password" autocomplete="current-password" /></label>
            <button>{ "Sign in" }</button>
            <p role="alert">{ &*failure }</p>
        </form>
    }
}

fn main() {
    if cfg!(target_arch = "wasm32") {
        yew::Renderer::<App>::new().render();
    } else {
        eprintln!(
            "This is a program for a page: build it with --target wasm32-unknown-unknown, or see examples/members-area."
        );
    }
}
