//! The guard of this site: who may see a page by the session, and by what their policies say.

use lychgate_directus::{
    permissions::Permissions,
    policies::Globals,
    users::{SecondFactor, User},
};
use lychgate_session::SendError;
use lychgate_yew::{
    resource::Resource,
    routing::{AppRoute, Audience},
    use_client, use_guard,
};
use yew::prelude::*;

use crate::{
    account::use_account,
    i18n::use_i18n,
    pages::{enrolment, not_allowed_page, permissions_error_page, sign_in_again, unreachable_page},
    routing::{Route, SiteUrl},
    ui::page_placeholder,
};

/// Whether the policies of a user let them see a page that their session lets them see.
#[derive(Debug, Clone, PartialEq)]
pub enum PolicyDecision {
    /// Show the page.
    Admit,
    /// User or policies are still loading.
    Wait,
    /// Ask them to switch on two-factor sign-in first.
    Enrol,
    /// Their role may not do what the page is for.
    Refuse,
    /// Permissions could not be loaded.
    Unknown(SendError),
}

impl PolicyDecision {
    /// Decides about a page for `audience`. Two-factor sign-in comes first, on every page for members. What can't be read keeps nobody
    /// out: Directus gives the data itself only to those who may have it.
    pub fn new(
        audience: &Audience,
        user: &Resource<User>,
        permissions: &Resource<Permissions>,
        globals: &Resource<Globals>,
    ) -> Self {
        if !audience.is_for_members() {
            return Self::Admit;
        }
        match (user, globals) {
            (Resource::Loading, _) => return Self::Wait,
            (Resource::Ready(user), globals) if user.second_factor == SecondFactor::Off => match globals {
                Resource::Loading => return Self::Wait,
                Resource::Ready(globals) if globals.enforce_tfa => return Self::Enrol,
                Resource::Ready(_) | Resource::Failed(_) => {}
            },
            (Resource::Ready(_) | Resource::Failed(_), _) => {}
        }
        match (audience, permissions) {
            (Audience::MembersWith(_), Resource::Loading) => Self::Wait,
            (Audience::MembersWith(_), Resource::Failed(error)) => Self::Unknown((**error).clone()),
            (Audience::MembersWith(permission), Resource::Ready(permissions)) if !permissions.allow(permission) => {
                Self::Refuse
            }
            _ => Self::Admit,
        }
    }
}

/// Props of [`SiteGuard`].
#[derive(Clone, PartialEq, Properties)]
pub struct SiteGuardProps {
    /// The route whose page is inside.
    pub route: Route,
    /// Where signed-in people go who open a page for guests without a page to return to.
    pub after_sign_in: SiteUrl,
    /// The page.
    pub children: Html,
}

/// Shows the page inside to its audience: by the session, and then by what the policies say.
#[component]
pub fn SiteGuard(props: &SiteGuardProps) -> Html {
    let SiteGuardProps { route, after_sign_in, children } = props;
    let t = use_i18n();
    let client = use_client();
    let account = use_account();
    let audience = route.audience();
    let page = || match PolicyDecision::new(&audience, account.user(), account.permissions(), account.globals()) {
        PolicyDecision::Admit => children.clone(),
        PolicyDecision::Wait => page_placeholder(t, &audience),
        PolicyDecision::Enrol => enrolment(),
        PolicyDecision::Refuse => not_allowed_page(t),
        PolicyDecision::Unknown(error) => {
            let account = account.clone();
            permissions_error_page(t, &error, &Callback::from(move |()| account.retry()))
        }
    };
    use_guard(route, after_sign_in).render(
        page,
        || page_placeholder(t, &audience),
        sign_in_again,
        |cause| unreachable_page(t, cause, client),
    )
}

#[cfg(test)]
mod tests;
