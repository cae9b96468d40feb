//! The session of a page, given to the components inside.

use std::rc::Rc;

use lychgate_directus::{AuthMode, BaseUrl, Directus};
use lychgate_session::{Client, Session, manager::SessionManager};
use yew::prelude::*;

use crate::{
    BrowserEnvironment,
    browser::{Fetch, document},
    page_events::PageEvents,
    resource::Answers,
};

/// What the provider gives to the components inside. It changes with the session, and with nothing else: not with a
/// refresh, not with a request.
// One context for both: a second one costs more of the app than the renders that it saves are worth.
#[derive(Clone, PartialEq)]
pub(crate) struct SessionContext {
    pub(crate) session: Session,
    pub(crate) client: Client,
    pub(crate) answers: Answers,
}

/// The attribute of `<html>` that always names the state of the session; see [`Session::name`].
const STATE: &str = "data-session";

/// Props of [`SessionProvider`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SessionProviderProps {
    /// Where Directus answers: a path of the page's own origin such as `/directus`, or another origin that its CORS
    /// settings allow.
    pub directus_url: BaseUrl,
    /// How Directus keeps sessions. Optional: [`AuthMode::Cookie`] without it.
    #[prop_or_default]
    pub auth_mode: AuthMode,
    /// What the page has asked Directus for before the app was there. Optional.
    #[prop_or_default]
    pub answers: Option<Answers>,
    /// The app.
    pub children: Html,
}

/// Keeps the session of the page, for as long as it is rendered: finds out who is signed in, renews the access token,
/// and hears from the other tabs of the site. An app has one, around everything.
///
/// Components inside reach the session by [`use_session`](crate::use_session), and Directus by
/// [`use_client`](crate::use_client). They render again when the session changes; a refresh of the token renders
/// nothing.
///
/// For stylesheets, tests and scripts it writes the state to `<html
/// data-session="booting|signed-out|signed-in|unreachable">`. It sets `<html data-veiled>` on a member's page that the
/// browser puts into its back/forward cache, until the session is known again; hide the page then:
///
/// ```css
/// [data-veiled] body { visibility: hidden; }
/// ```
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let session_of_page = use_memo((props.directus_url.clone(), props.auth_mode), |(url, mode)| {
        let directus = Directus::new(url.clone(), Rc::new(Fetch)).with_mode(*mode);
        let environment = Rc::new(BrowserEnvironment::new(url));
        (SessionManager::new(directus, environment.clone()), environment, props.answers.clone().unwrap_or_default())
    });
    let (manager, environment, answers) = &*session_of_page;
    let session = use_state_eq(|| Session::Booting);

    use_effect_with(manager.clone(), {
        let (session, environment) = (session.setter(), environment.clone());
        move |manager| {
            let show = move |now: Session| {
                document::set_attribute(STATE, now.name());
                session.set(now);
            };
            // A page inside may have changed the session already: its effects run before this one.
            show(manager.session());
            let subscription = manager.subscribe(show);
            let events = PageEvents::listen(manager, &environment);
            manager.boot();
            move || drop((subscription, events))
        }
    });

    let (session, client) = ((*session).clone(), Client::new(manager.clone()));
    let context = SessionContext { session, client, answers: answers.clone() };
    html! {
        <ContextProvider<SessionContext> {context}>{ props.children.clone() }</ContextProvider<SessionContext>>
    }
}
