//! Renders a page by the access class of its route: before anything of the page is rendered, and again on every render.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    account::{Policies, use_account},
    components::{Enrolment, SignInAgain, not_allowed_page, undecided_page, unreachable_page, waiting_page},
    directus::users::{SecondFactor, User},
    locale::use_language,
    resource::Resource,
    route::{Access, Address, ReturnTo, Route},
    session::{Cause, SendError, Session, SignedOutReason, use_client, use_session},
};

/// What to do with a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
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
pub fn verdict(access: Access, session: &Session, is_shown: bool) -> Verdict {
    match (access, session) {
        (Access::Public, _) => Verdict::Show,
        (_, Session::Booting) => Verdict::Wait,

        (
            Access::Guests,
            Session::SignedOut { .. } | Session::Lapsed { .. } | Session::Unreachable { user: None, .. },
        ) => Verdict::Show,
        (Access::Guests, Session::SignedIn { .. } | Session::Unreachable { user: Some(_), .. }) => Verdict::GoOn,

        (Access::Members | Access::MembersWhoMay(_), session) => match session {
            Session::Booting => Verdict::Wait,
            Session::SignedIn { .. } | Session::Unreachable { user: Some(_), .. } => Verdict::Show,
            Session::SignedOut { reason: SignedOutReason::NotAsked } => Verdict::Ask,
            Session::Lapsed { .. } if is_shown => Verdict::SignInHere,
            Session::SignedOut { .. } | Session::Lapsed { .. } => Verdict::SignIn,
            Session::Unreachable { user: None, cause } => Verdict::Unreachable(*cause),
        },
    }
}

/// What the policies of a person make of a page that their session lets them see.
#[derive(Debug, Clone, PartialEq)]
pub enum Admission {
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
pub fn admission(access: Access, user: &Resource<User>, policies: &Resource<Policies>) -> Admission {
    if !access.is_for_members() {
        return Admission::Admit;
    }
    match user {
        Resource::Loading => return Admission::Wait,
        Resource::Ready(user) if user.second_factor == SecondFactor::Off => match policies {
            Resource::Loading => return Admission::Wait,
            Resource::Ready(policies) if policies.1.as_ref().is_ok_and(|globals| globals.enforce_tfa) => {
                return Admission::Enrol;
            }
            Resource::Ready(_) | Resource::Failed(_) => {}
        },
        Resource::Ready(_) | Resource::Failed(_) => {}
    }
    match (access, policies) {
        (Access::MembersWhoMay(_), Resource::Loading) => Admission::Wait,
        (Access::MembersWhoMay(_), Resource::Failed(error)) => Admission::Unknown((**error).clone()),
        (Access::MembersWhoMay(deed), Resource::Ready(policies)) => match &policies.0 {
            Ok(permissions) if permissions.allow(deed) => Admission::Admit,
            Ok(_) => Admission::Refuse,
            Err(error) => Admission::Unknown(error.clone()),
        },
        (Access::Public | Access::Guests | Access::Members, _) => Admission::Admit,
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
    pub after_sign_in: Address,
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
    let owner = session.owner().filter(|_| props.route.access().is_for_members());
    let owner = owner.map_or("", |user| user.as_str());
    let key = format!("{}{} {owner}", props.route.to_path(), props.query);
    let account = use_account();
    let verdict = verdict(props.route.access(), &session, *shown.borrow() == key);
    if verdict == Verdict::Show {
        shown.borrow_mut().clone_from(&key);
    }

    let asking = client.clone();
    use_effect_with((verdict, props.clone(), location), move |(verdict, props, location)| {
        let (Some(navigator), Some(location)) = (navigator, location) else { return };
        match verdict {
            Verdict::Show | Verdict::SignInHere | Verdict::Wait | Verdict::Unreachable(_) => {}
            Verdict::Ask => asking.ask(),
            Verdict::SignIn => {
                let here = Address::new(props.route.clone(), &props.query, location.hash());
                navigator.replace(&ReturnTo::to(here).append_to(Route::SignIn));
            }
            Verdict::GoOn => {
                let asked_for = ReturnTo::from_query(&props.query).address();
                navigator.replace(&asked_for.unwrap_or_else(|| props.after_sign_in.clone()));
            }
        }
    });

    match verdict {
        Verdict::Show | Verdict::SignInHere => html! {
            // Keys count in a list only.
            <>
                <key={key}>
                    { match admission(props.route.access(), account.user(), account.policies()) {
                        Admission::Admit => props.children.clone(),
                        Admission::Wait => waiting_page(props.route.access()),
                        Admission::Enrol => html! { <Enrolment /> },
                        Admission::Refuse => not_allowed_page(),
                        Admission::Unknown(error) => undecided_page(&error, &Callback::from(move |()| account.retry())),
                    } }
                </>
                <key="sign-in-again">
                    if verdict == Verdict::SignInHere {
                        <SignInAgain />
                    }
                </>
            </>
        },
        Verdict::Wait | Verdict::Ask | Verdict::SignIn | Verdict::GoOn => waiting_page(props.route.access()),
        Verdict::Unreachable(cause) => unreachable_page(cause, client),
    }
}
