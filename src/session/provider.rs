//! The session in a Yew tree.

use std::rc::Rc;

use yew::prelude::*;

use super::{browser_ports::BrowserPorts, client::Client, keeper::Keeper, state::Session};
use crate::{
    browser::{Fetch, document, wake},
    directus::{BaseUrl, Directus},
};

/// What the provider gives. It changes with who is signed in, and with nothing else: not with a refresh, not with a request.
#[derive(Clone, PartialEq)]
pub(super) struct SessionContext {
    pub(super) session: Session,
    pub(super) client: Client,
}

/// Props of [`SessionProvider`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SessionProviderProps {
    /// Where Directus answers.
    pub directus_url: BaseUrl,
    /// Everything that may know who is signed in.
    pub children: Html,
}

/// Keeps the session of this page: gives [`Session`] and [`Client`] to everything inside by context, finds out
/// who is signed in when the page is there, and writes the state to `<html data-session>`.
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let keeper = use_memo(props.directus_url.clone(), |url| {
        Keeper::new(Directus::new(url.clone(), Rc::new(Fetch)), Rc::new(BrowserPorts::new(url)))
    });
    let session = use_state_eq(|| Session::Booting);

    use_effect_with((*keeper).clone(), {
        let session = session.setter();
        move |keeper| {
            let show = move |now: Session| {
                document::mark("data-session", now.name());
                session.set(now);
            };
            // A page inside may have changed the session already: its effects run before this one.
            show(keeper.session());
            let subscription = keeper.subscribe(show);
            let wake = {
                let keeper = keeper.clone();
                wake::on_wake(move || keeper.wake())
            };
            keeper.boot();
            move || drop((subscription, wake))
        }
    });

    let context = SessionContext { session: (*session).clone(), client: Client::new((*keeper).clone()) };
    html! {
        <ContextProvider<SessionContext> {context}>{ props.children.clone() }</ContextProvider<SessionContext>>
    }
}
