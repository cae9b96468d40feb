//! The session of a page, given to the components inside.

use std::{cell::RefCell, fmt, rc::Rc};

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

/// The session of a page, for an app that begins it before it renders: see [`SessionProviderProps::session`].
#[derive(Clone)]
pub struct PageSession(Rc<PageSessionInner>);

struct PageSessionInner {
    manager: SessionManager,
    environment: Rc<BrowserEnvironment>,
    answers: Answers,
    events: RefCell<Option<PageEvents>>,
}

impl fmt::Debug for PageSession {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("PageSession").field(&self.0.manager).finish()
    }
}

/// Two are equal that are the same.
impl PartialEq for PageSession {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl PageSession {
    /// Makes a session that nothing is known of yet. For the arguments see [`SessionProviderProps`].
    pub fn new(directus_url: BaseUrl, auth_mode: AuthMode, answers: Answers) -> Self {
        let environment = Rc::new(BrowserEnvironment::new(&directus_url));
        let directus = Directus::new(directus_url, Rc::new(Fetch)).with_mode(auth_mode);
        let manager = SessionManager::new(directus, environment.clone());
        Self(Rc::new(PageSessionInner { manager, environment, answers, events: RefCell::default() }))
    }

    /// Begins to find out who is signed in, and to hear from the other tabs. What has begun already goes on as it is.
    pub fn begin(&self) {
        let PageSessionInner { manager, environment, events, .. } = &*self.0;
        if events.borrow().is_none() {
            events.replace(Some(PageEvents::listen(manager, environment)));
            manager.boot();
        }
    }
}

/// Props of [`SessionProvider`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SessionProviderProps {
    /// Where Directus answers: a path of the page's own origin such as `/directus`, or another origin that its CORS
    /// settings allow.
    pub directus_url: BaseUrl,
    /// How Directus keeps sessions. Optional: [`AuthMode::Cookie`] without it.
    #[prop_or_default]
    pub auth_mode: AuthMode,
    /// A session that the app has made for the same Directus, and may have begun, before it rendered: its first request then goes
    /// out while the app is still being rendered. Optional: without it the provider begins one when it has rendered.
    #[prop_or_default]
    pub session: Option<PageSession>,
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
    let page = use_memo((props.directus_url.clone(), props.auth_mode, props.session.clone()), |(url, mode, begun)| {
        begun.clone().unwrap_or_else(|| PageSession::new(url.clone(), *mode, Answers::default()))
    });
    let PageSessionInner { manager, answers, .. } = &*page.0;
    let session = use_state_eq(|| Session::Booting);

    use_effect_with((*page).clone(), {
        let session = session.setter();
        move |page| {
            let show = move |now: Session| {
                document::set_attribute(STATE, now.name());
                session.set(now);
            };
            // It may have changed already: the app has begun it, or a page inside has changed it, whose effects run before this one.
            show(page.0.manager.session());
            let subscription = page.0.manager.subscribe(show);
            page.begin();
            let page = page.clone();
            move || {
                drop(subscription);
                page.0.events.take();
            }
        }
    });

    let (session, client) = ((*session).clone(), Client::new(manager.clone()));
    let context = SessionContext { session, client, answers: answers.clone() };
    html! {
        <ContextProvider<SessionContext> {context}>{ props.children.clone() }</ContextProvider<SessionContext>>
    }
}
