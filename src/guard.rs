//! Renders a page by the access class of its route: before anything of the page is rendered, and again on every render.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    account::{Policies, use_account},
    components::{Enrolment, SignInAgain, not_allowed_page, undecided_page, unreachable_page, waiting_page},
    directus::users::{SecondFactor, User},
    locale::use_language,
    resource::Resource,
    route::{Audience, ReturnTo, Route, SiteUrl},
    session::{Cause, SendError, Session, SignedOutReason, use_client, use_session},
};

/// What to do with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GuardDecision {
    /// Show it.
    Show,
    /// Show that something is coming, until it is known who is signed in.
    Wait,
    /// The same, and ask Directus: nobody has yet.
    Ask,
    /// Show it, and ask the person to sign in again over it: their session has ended while they were on it.
    SignInHere,
    /// Go to the sign-in, and come back from there.
    SignIn,
    /// Go on to where signed-in people go.
    GoOn,
    /// Say that this cannot be decided at the moment.
    Unreachable(Cause),
}

/// What to do with a page of this access class in this session. `is_shown` says whether it is on the screen already, for
/// the session's owner.
pub fn decide(audience: Audience, session: &Session, is_shown: bool) -> GuardDecision {
    match (audience, session) {
        (Audience::Public, _) => GuardDecision::Show,
        (_, Session::Booting) => GuardDecision::Wait,

        (
            Audience::Guests,
            Session::SignedOut { .. } | Session::Expired { .. } | Session::Unreachable { user: None, .. },
        ) => GuardDecision::Show,
        (Audience::Guests, Session::SignedIn { .. } | Session::Unreachable { user: Some(_), .. }) => {
            GuardDecision::GoOn
        }

        (Audience::Members | Audience::MembersWith(_), session) => match session {
            Session::Booting => GuardDecision::Wait,
            Session::SignedIn { .. } | Session::Unreachable { user: Some(_), .. } => GuardDecision::Show,
            Session::SignedOut { reason: SignedOutReason::NotAsked } => GuardDecision::Ask,
            Session::Expired { .. } if is_shown => GuardDecision::SignInHere,
            Session::SignedOut { .. } | Session::Expired { .. } => GuardDecision::SignIn,
            Session::Unreachable { user: None, cause } => GuardDecision::Unreachable(*cause),
        },
    }
}

/// What the policies of a person make of a page that their session lets them see.
#[derive(Debug, Clone, PartialEq)]
pub enum PolicyDecision {
    /// It is theirs.
    Admit,
    /// That is being found out.
    Wait,
    /// They have to switch on two-factor sign-in first.
    Enrol,
    /// Their role may not do what the page is for.
    Refuse,
    /// Whether their role may could not be found out.
    Unknown(SendError),
}

/// What the policies of `user` make of a page of this access class. Two-factor sign-in comes first, on every page for members. What can't
/// be read keeps nobody out: Directus gives the data itself only to those who may have it.
pub fn decide_by_policy(audience: Audience, user: &Resource<User>, policies: &Resource<Policies>) -> PolicyDecision {
    if !audience.is_for_members() {
        return PolicyDecision::Admit;
    }
    match user {
        Resource::Loading => return PolicyDecision::Wait,
        Resource::Ready(user) if user.second_factor == SecondFactor::Off => match policies {
            Resource::Loading => return PolicyDecision::Wait,
            Resource::Ready(policies) if policies.1.as_ref().is_ok_and(|globals| globals.enforce_tfa) => {
                return PolicyDecision::Enrol;
            }
            Resource::Ready(_) | Resource::Failed(_) => {}
        },
        Resource::Ready(_) | Resource::Failed(_) => {}
    }
    match (audience, policies) {
        (Audience::MembersWith(_), Resource::Loading) => PolicyDecision::Wait,
        (Audience::MembersWith(_), Resource::Failed(error)) => PolicyDecision::Unknown((**error).clone()),
        (Audience::MembersWith(permission), Resource::Ready(policies)) => match &policies.0 {
            Ok(permissions) if permissions.allow(permission) => PolicyDecision::Admit,
            Ok(_) => PolicyDecision::Refuse,
            Err(error) => PolicyDecision::Unknown(error.clone()),
        },
        (Audience::Public | Audience::Guests | Audience::Members, _) => PolicyDecision::Admit,
    }
}

/// Props of [`Guard`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct GuardProps {
    /// The route whose page is inside.
    pub route: Route,
    /// The query of the address, with its `?`.
    pub query: AttrValue,
    /// Where signed-in people go who come to a page for guests without having asked for another.
    pub after_sign_in: SiteUrl,
    /// The page.
    pub children: Html,
}

/// Shows the page inside, or what [`verdict`] and [`admission`] say instead. Redirects replace the history entry, so that Back
/// never leads into one.
#[component]
pub fn Guard(props: &GuardProps) -> Html {
    use_language();
    let session = use_session();
    let client = use_client();
    let navigator = use_navigator();
    let location = use_location();
    let shown = use_mut_ref(String::new);
    // A new key makes a new page: for another address, and for another person.
    let owner = session.owner().filter(|_| props.route.audience().is_for_members());
    let owner = owner.map_or("", |user| user.as_str());
    let key = format!("{}{} {owner}", props.route.to_path(), props.query);
    let account = use_account();
    let decide = decide(props.route.audience(), &session, *shown.borrow() == key);
    if decide == GuardDecision::Show {
        shown.borrow_mut().clone_from(&key);
    }

    let asking = client.clone();
    use_effect_with((decide, props.clone(), location), move |(decide, props, location)| {
        let (Some(navigator), Some(location)) = (navigator, location) else { return };
        match decide {
            GuardDecision::Show | GuardDecision::SignInHere | GuardDecision::Wait | GuardDecision::Unreachable(_) => {}
            GuardDecision::Ask => asking.ask(),
            GuardDecision::SignIn => {
                let here = SiteUrl::new(props.route.clone(), &props.query, location.hash());
                navigator.replace(&ReturnTo::to(here).append_to(Route::SignIn));
            }
            GuardDecision::GoOn => {
                let asked_for = ReturnTo::from_query(&props.query).address();
                navigator.replace(&asked_for.unwrap_or_else(|| props.after_sign_in.clone()));
            }
        }
    });

    match decide {
        GuardDecision::Show | GuardDecision::SignInHere => html! {
            // Keys count in a list only.
            <>
                <key={key}>
                    { match decide_by_policy(props.route.audience(), account.user(), account.policies()) {
                        PolicyDecision::Admit => props.children.clone(),
                        PolicyDecision::Wait => waiting_page(props.route.audience()),
                        PolicyDecision::Enrol => html! { <Enrolment /> },
                        PolicyDecision::Refuse => not_allowed_page(),
                        PolicyDecision::Unknown(error) => undecided_page(&error, &Callback::from(move |()| account.retry())),
                    } }
                </>
                <key="sign-in-again">
                    if decide == GuardDecision::SignInHere {
                        <SignInAgain />
                    }
                </>
            </>
        },
        GuardDecision::Wait | GuardDecision::Ask | GuardDecision::SignIn | GuardDecision::GoOn => {
            waiting_page(props.route.audience())
        }
        GuardDecision::Unreachable(cause) => unreachable_page(cause, client),
    }
}
