//! The session in a Yew tree.

use std::{rc::Rc, time::Duration};

use lychgate_directus::{AuthMode, BaseUrl, Directus};
use lychgate_session::{Client, Session, manager::SessionManager};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    BrowserEnvironment,
    browser::{Fetch, activity, clock, document},
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
    /// How sessions are kept.
    pub auth_mode: AuthMode,
    /// Everything that may know who is signed in.
    pub children: Html,
}

/// While this is on `<html>` the page is not shown: between its going into the back/forward cache and its coming back,
/// somebody may have signed out.
const HIDDEN: &str = "data-veiled";

/// Shows the page again, after all that its coming back has caused.
fn show_page() {
    spawn_local(async {
        clock::sleep(Duration::ZERO).await;
        document::remove_attribute(HIDDEN);
    });
}

/// Keeps the session of this page: gives [`Session`] and [`Client`] to everything inside by context, finds out
/// who is signed in when the page is there, and writes the state to `<html data-session>`.
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let kept = use_memo((props.directus_url.clone(), props.auth_mode), |(url, mode)| {
        let directus = Directus::new(url.clone(), Rc::new(Fetch)).with_mode(*mode);
        let environment = Rc::new(BrowserEnvironment::new(url));
        (SessionManager::new(directus, environment.clone()), environment)
    });
    let (manager, environment) = &*kept;
    let session = use_state_eq(|| Session::Booting);

    use_effect_with(manager.clone(), {
        let (session, environment) = (session.setter(), environment.clone());
        move |manager| {
            let show = move |now: Session| {
                document::set_attribute("data-session", now.name());
                session.set(now);
            };
            // A page inside may have changed the session already: its effects run before this one.
            show(manager.session());
            let subscription = manager.subscribe(show);
            environment.listen({
                let manager = manager.clone();
                move |message| manager.on_message(message)
            });
            let on_wake = activity::on_wake(environment.hint_key(), {
                let manager = manager.clone();
                move || {
                    manager.on_resume();
                    show_page();
                }
            });
            let on_use = activity::on_use({
                let manager = manager.clone();
                move || manager.on_activity()
            });
            let on_hide = document::on_page_hide({
                let manager = manager.clone();
                move || {
                    manager.on_page_hide();
                    if manager.session().owner().is_some() {
                        document::set_attribute(HIDDEN, "");
                    }
                }
            });
            manager.boot();
            move || drop((subscription, on_wake, on_use, on_hide))
        }
    });

    let context = SessionContext { session: (*session).clone(), client: Client::new(manager.clone()) };
    html! {
        <ContextProvider<SessionContext> {context}>{ props.children.clone() }</ContextProvider<SessionContext>>
    }
}
