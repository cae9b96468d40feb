//! Shows a page to its audience, and nobody else: decided before any component of the page is mounted, and again on
//! every render.

use lychgate_session::{Cause, Session, SignedOutReason};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    routing::{AppRoute, Audience, ReturnTo, SiteUrl},
    use_client, use_session,
};

/// What is done with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GuardDecision {
    /// It is shown.
    Show,
    /// A placeholder is shown until it is known who is signed in.
    Wait,
    /// A placeholder is shown, and Directus is asked who is signed in: nobody has asked yet.
    Ask,
    /// It is shown, and the person is asked to sign in again over it: their session has ended while they were on it.
    SignInHere,
    /// The person is sent to the sign-in, and comes back from there.
    SignIn,
    /// The person is signed in, and sent on to where signed-in people go.
    GoOn,
    /// It cannot be decided at the moment.
    Unreachable(Cause),
}

impl GuardDecision {
    /// Decides about a page for `audience` in `session`. `is_shown` is whether the page is on the screen already, for
    /// the owner of the session.
    pub fn new(audience: &Audience, session: &Session, is_shown: bool) -> Self {
        match (audience, session) {
            (Audience::Public, _) => Self::Show,
            (Audience::Members | Audience::MembersWith(_), Session::Booting) => Self::Wait,

            // As long as it is not known who is signed in, a page for guests is shown: it holds nothing of anybody, and waits for nothing.
            (Audience::Guests, Session::SignedIn { .. } | Session::Unreachable { user: Some(_), .. }) => Self::GoOn,
            (Audience::Guests, _) => Self::Show,

            (Audience::Members | Audience::MembersWith(_), session) => match session {
                Session::SignedIn { .. } | Session::Unreachable { user: Some(_), .. } => Self::Show,
                Session::SignedOut { reason: SignedOutReason::NotChecked } => Self::Ask,
                Session::Expired { .. } if is_shown => Self::SignInHere,
                Session::Unreachable { user: None, cause } => Self::Unreachable(*cause),
                _ => Self::SignIn,
            },
        }
    }
}

/// What [`use_guard`] gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UseGuardHandle {
    decision: GuardDecision,
    /// A new key makes a new page: for another URL, and for another user.
    key: String,
}

/// Decides about the page of `route`, again on every render, and redirects where it has to. A redirect replaces the
/// history entry, so that Back never leads into one. Somebody who is signed in and opens a page for guests goes to the
/// page to return to, or else to `after_sign_in`.
///
/// It decides by the session alone. Of [`Audience::MembersWith`] it checks the sign-in; whether the user has the
/// permission is up to the app, which knows when that is loaded.
///
/// # Panics
///
/// Outside a [`SessionProvider`](crate::SessionProvider). It needs a `BrowserRouter`: other routers keep no query in
/// their URLs.
#[hook]
pub fn use_guard<R: AppRoute + 'static>(route: &R, after_sign_in: &SiteUrl<R>) -> UseGuardHandle {
    let session = use_session();
    let client = use_client();
    let navigator = use_navigator();
    let location = use_location();
    let shown = use_mut_ref(String::new);
    let audience = route.audience();
    let query = location.as_ref().map(Location::query_str).unwrap_or_default();
    let owner = session.owner().filter(|_| audience.is_for_members());
    let owner = owner.map_or("", |user| user.as_str());
    let key = format!("{}{query} {owner}", route.to_path());
    let decision = GuardDecision::new(&audience, &session, *shown.borrow() == key);
    if decision == GuardDecision::Show {
        shown.borrow_mut().clone_from(&key);
    }

    use_effect_with((decision, route.clone(), after_sign_in.clone(), location), {
        move |(decision, route, after_sign_in, location)| {
            let (Some(navigator), Some(location)) = (navigator, location) else { return };
            match decision {
                GuardDecision::Ask => client.check_session(),
                GuardDecision::SignIn => {
                    let here = SiteUrl::new(route.clone(), location.query_str(), location.hash());
                    navigator.replace(&ReturnTo::to(here).append_to(R::sign_in()));
                }
                GuardDecision::GoOn => {
                    let return_to = ReturnTo::from_query(location.query_str()).url();
                    navigator.replace(&return_to.unwrap_or_else(|| after_sign_in.clone()));
                }
                GuardDecision::Show
                | GuardDecision::SignInHere
                | GuardDecision::Wait
                | GuardDecision::Unreachable(_) => {}
            }
        }
    });
    UseGuardHandle { decision, key }
}

impl UseGuardHandle {
    /// Renders what was decided: the `page`; a `placeholder` until it is known who is signed in; over the page of
    /// somebody whose session has ended, `expired`, a dialog to sign in again; `unreachable` while Directus cannot be
    /// asked who is signed in.
    pub fn render(
        self,
        page: impl FnOnce() -> Html,
        placeholder: impl FnOnce() -> Html,
        expired: impl FnOnce() -> Html,
        unreachable: impl FnOnce(Cause) -> Html,
    ) -> Html {
        let Self { decision, key } = self;
        match decision {
            GuardDecision::Show | GuardDecision::SignInHere => html! {
                // Keys count in a list only.
                <>
                    <key={key}>{ page() }</>
                    <key="expired">
                        if decision == GuardDecision::SignInHere {
                            { expired() }
                        }
                    </>
                </>
            },
            GuardDecision::Wait | GuardDecision::Ask | GuardDecision::SignIn | GuardDecision::GoOn => placeholder(),
            GuardDecision::Unreachable(cause) => unreachable(cause),
        }
    }
}

/// Props of [`Guard`]. `route`, `after_sign_in` and the page inside are required.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct GuardProps<R: AppRoute> {
    /// The route whose page is inside.
    pub route: R,
    /// Where the sign-in leads when the URL names no page to return to: `SiteUrl::from(Route::Notes)`, for example.
    pub after_sign_in: SiteUrl<R>,
    /// Shown until it is known who is signed in. Optional: nothing is shown without it.
    #[prop_or_default]
    pub placeholder: Html,
    /// Shown over the page of somebody whose session has ended, after it in the document: a dialog to sign in again.
    /// Optional: the page just stays without it.
    #[prop_or_default]
    pub expired: Html,
    /// Makes what is shown while Directus cannot be asked who is signed in. Optional: nothing is shown without it.
    #[prop_or_else(|| Callback::from(|_| Html::default()))]
    pub unreachable: Callback<Cause, Html>,
    /// The page.
    pub children: Html,
}

/// Shows the page inside to its audience, and nobody else: [`use_guard`] as a component.
#[component]
pub fn Guard<R: AppRoute + 'static>(props: &GuardProps<R>) -> Html {
    let guard = use_guard(&props.route, &props.after_sign_in);
    guard.render(
        || props.children.clone(),
        || props.placeholder.clone(),
        || props.expired.clone(),
        |cause| props.unreachable.emit(cause),
    )
}
