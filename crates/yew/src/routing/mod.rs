//! Routes with an audience, URLs that cannot leave the app, and the way back after a sign-in.
//!
//! An app implements [`AppRoute`] for its own enum of routes; [`Guard`](crate::Guard), [`SiteUrl`] and [`ReturnTo`]
//! work with any of them.

mod return_to;
mod site_url;

use lychgate_directus::permissions::Permission;
use yew_router::Routable;

pub use return_to::{ReturnTo, query_value, use_return_to};
pub use site_url::{InvalidSiteUrl, SiteUrl, use_site_url};

/// A route of an app that has pages for members.
///
/// ```
/// use lychgate_yew::routing::{AppRoute, Audience};
/// use yew_router::Routable;
///
/// #[derive(Clone, PartialEq, Routable)]
/// enum Route {
///     #[at("/")]
///     Home,
///     #[at("/notes")]
///     Notes,
///     #[at("/signin")]
///     SignIn,
///     #[not_found]
///     #[at("/404")]
///     NotFound,
/// }
///
/// impl AppRoute for Route {
///     fn audience(&self) -> Audience {
///         match self {
///             Self::Notes => Audience::Members,
///             Self::SignIn => Audience::Guests,
///             Self::Home | Self::NotFound => Audience::Public,
///         }
///     }
///
///     fn sign_in() -> Self {
///         Self::SignIn
///     }
/// }
/// ```
pub trait AppRoute: Routable {
    /// Returns who may see the page.
    fn audience(&self) -> Audience;

    /// Returns the route of the sign-in form. Its audience is [`Audience::Guests`].
    fn sign_in() -> Self;

    /// Returns whether a sign-in may lead back to this page. Pages for guests never are.
    fn is_return_target(&self) -> bool {
        self.audience() != Audience::Guests
    }
}

/// Who may see a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Audience {
    /// Everyone.
    Public,
    /// People who are not signed in.
    Guests,
    /// People who are signed in.
    Members,
    /// People who are signed in and have this permission.
    MembersWith(Permission),
}

impl Audience {
    /// Returns whether one has to be signed in.
    pub fn is_for_members(&self) -> bool {
        matches!(self, Self::Members | Self::MembersWith(_))
    }
}
