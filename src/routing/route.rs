//! The pages of the site, and who may see them.

use std::collections::HashMap;

use lychgate_directus::{
    UNRESERVED,
    permissions::{Action, Permission, USERS},
};
use lychgate_yew::routing::{AppRoute, Audience};
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use yew_router::Routable;

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// `/`: the front page.
    Home,
    /// `/pages/:slug`: a page of the collection `pages`.
    Page {
        /// Its name in the address.
        slug: String,
    },
    /// `/blog`: the list of posts.
    Blog,
    /// `/blog/:slug`: a post.
    Post {
        /// Its name in the address.
        slug: String,
    },
    /// `/signin`: the sign-in form.
    SignIn,
    /// `/register`: the registration form.
    Register,
    /// `/verify-email`: where the mail after a registration leads.
    VerifyEmail,
    /// `/forgot-password`: asks for a mail that leads to a new password.
    ForgotPassword,
    /// `/reset-password`: where that mail leads.
    ResetPassword,
    /// `/accept-invite`: where an invitation leads.
    AcceptInvite,
    /// `/profile`: what the person says about themselves.
    Profile,
    /// `/profile/security`: how the person signs in.
    Security,
    /// `/profile/delete`: removes the own account.
    DeleteAccount,
    /// `/goodbye`: after that.
    Goodbye,
    /// `/logout`: signs out.
    SignOut,
    /// `/styleguide`: every component in every state, for those who work on the design.
    #[cfg(feature = "styleguide")]
    Styleguide,
    /// Any other address.
    NotFound,
}

/// Written by hand: what the derive macro makes of it, with a router of its own, takes twenty times the size in WebAssembly.
impl Routable for Route {
    fn recognize(path: &str) -> Option<Self> {
        let segments: Vec<_> = path.strip_suffix('/').unwrap_or(path).split('/').skip(1).collect();
        let decoded = |segment: &str| {
            let text = percent_decode_str(segment).decode_utf8().ok()?; // What is no text is no slug.
            (!text.is_empty()).then(|| text.into_owned())
        };
        let route = match *segments {
            [] => Some(Self::Home),
            ["pages", slug] => decoded(slug).map(|slug| Self::Page { slug }),
            ["blog"] => Some(Self::Blog),
            ["blog", slug] => decoded(slug).map(|slug| Self::Post { slug }),
            ["signin"] => Some(Self::SignIn),
            ["register"] => Some(Self::Register),
            ["verify-email"] => Some(Self::VerifyEmail),
            ["forgot-password"] => Some(Self::ForgotPassword),
            ["reset-password"] => Some(Self::ResetPassword),
            ["accept-invite"] => Some(Self::AcceptInvite),
            ["profile"] => Some(Self::Profile),
            ["profile", "security"] => Some(Self::Security),
            ["profile", "delete"] => Some(Self::DeleteAccount),
            ["goodbye"] => Some(Self::Goodbye),
            ["logout"] => Some(Self::SignOut),
            #[cfg(feature = "styleguide")]
            ["styleguide"] => Some(Self::Styleguide),
            _ => None,
        };
        Some(route.unwrap_or(Self::NotFound))
    }

    fn to_path(&self) -> String {
        let with_slug = |list: &str, slug: &str| format!("{list}/{}", utf8_percent_encode(slug, UNRESERVED));
        match self {
            Self::Home => "/".to_owned(),
            Self::Page { slug } => with_slug("/pages", slug),
            Self::Blog => "/blog".to_owned(),
            Self::Post { slug } => with_slug("/blog", slug),
            Self::SignIn => "/signin".to_owned(),
            Self::Register => "/register".to_owned(),
            Self::VerifyEmail => "/verify-email".to_owned(),
            Self::ForgotPassword => "/forgot-password".to_owned(),
            Self::ResetPassword => "/reset-password".to_owned(),
            Self::AcceptInvite => "/accept-invite".to_owned(),
            Self::Profile => "/profile".to_owned(),
            Self::Security => "/profile/security".to_owned(),
            Self::DeleteAccount => "/profile/delete".to_owned(),
            Self::Goodbye => "/goodbye".to_owned(),
            Self::SignOut => "/logout".to_owned(),
            #[cfg(feature = "styleguide")]
            Self::Styleguide => "/styleguide".to_owned(),
            Self::NotFound => "/404".to_owned(),
        }
    }

    fn from_path(path: &str, _: &HashMap<&str, &str>) -> Option<Self> {
        Self::recognize(path)
    }

    fn routes() -> Vec<&'static str> {
        vec![
            "/",
            "/pages/:slug",
            "/blog",
            "/blog/:slug",
            "/signin",
            "/register",
            "/verify-email",
            "/forgot-password",
            "/reset-password",
            "/accept-invite",
            "/profile",
            "/profile/security",
            "/profile/delete",
            "/goodbye",
            "/logout",
            #[cfg(feature = "styleguide")]
            "/styleguide",
            "/404",
        ]
    }

    fn not_found_route() -> Option<Self> {
        Some(Self::NotFound)
    }
}

impl Route {
    /// The page of the collection `pages` called `slug`.
    pub fn page(slug: &str) -> Self {
        Self::Page { slug: slug.to_owned() }
    }

    /// Whether a link from a mail leads here, with a token in its query.
    pub fn is_linked_by_mail(&self) -> bool {
        matches!(self, Self::VerifyEmail | Self::ResetPassword | Self::AcceptInvite)
    }
}

impl AppRoute for Route {
    fn audience(&self) -> Audience {
        match self {
            Self::Home
            | Self::Page { .. }
            | Self::Blog
            | Self::Post { .. }
            | Self::Goodbye
            | Self::SignOut
            | Self::NotFound => Audience::Public,
            #[cfg(feature = "styleguide")]
            Self::Styleguide => Audience::Public,
            // A link from a mail works whoever is signed in here; and who is may have forgotten the password all the same.
            Self::VerifyEmail | Self::ForgotPassword | Self::ResetPassword | Self::AcceptInvite => Audience::Public,
            Self::SignIn | Self::Register => Audience::Guests,
            Self::Profile | Self::Security => Audience::Members,
            Self::DeleteAccount => Audience::MembersWith(Permission::new(Action::Delete, USERS)),
        }
    }

    fn sign_in() -> Self {
        Self::SignIn
    }

    fn is_return_target(&self) -> bool {
        match self {
            Self::Home | Self::Page { .. } | Self::Blog | Self::Post { .. } => true,
            Self::Profile | Self::Security | Self::DeleteAccount => true,
            Self::SignIn | Self::Register | Self::Goodbye | Self::SignOut | Self::NotFound => false,
            Self::VerifyEmail | Self::ForgotPassword | Self::ResetPassword | Self::AcceptInvite => false,
            #[cfg(feature = "styleguide")]
            Self::Styleguide => false,
        }
    }
}
