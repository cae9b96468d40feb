//! The pages of the site, who may see them, and how one of them is written down as a place to return to.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use yew_router::Routable;

use crate::directus::{
    UNRESERVED,
    permissions::{Action, Permission, USERS},
};

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
    /// `/styleguide`: every piece in every state, for those who work on the look.
    #[cfg(feature = "styleguide")]
    Styleguide,
    /// Any other address.
    NotFound,
}

/// Written by hand: what the derive macro makes of it, with a router of its own, takes twenty times the room in WebAssembly.
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

/// Who a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everyone.
    Public,
    /// People who are not signed in.
    Guests,
    /// People who are signed in.
    Members,
    /// People who are signed in, and whose role may do this. To others the page says that it is not open to them.
    MembersWith(Permission),
}

impl Audience {
    /// Whether one has to be signed in.
    pub fn is_for_members(self) -> bool {
        matches!(self, Self::Members | Self::MembersWith(_))
    }
}

impl Route {
    /// The page of the collection `pages` called `slug`.
    pub fn page(slug: &str) -> Self {
        Self::Page { slug: slug.to_owned() }
    }

    /// Who the page is for.
    pub fn audience(&self) -> Audience {
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

    /// Whether it makes sense to come here from a sign-in.
    fn is_destination(&self) -> bool {
        match self {
            Self::Home | Self::Page { .. } | Self::Blog | Self::Post { .. } => true,
            Self::Profile | Self::Security | Self::DeleteAccount => true,
            Self::SignIn | Self::Register | Self::Goodbye | Self::SignOut | Self::NotFound => false,
            Self::VerifyEmail | Self::ForgotPassword | Self::ResetPassword | Self::AcceptInvite => false,
            #[cfg(feature = "styleguide")]
            Self::Styleguide => false,
        }
    }

    /// Whether a link from a mail leads here, with a token in its query.
    pub fn is_linked_by_mail(&self) -> bool {
        matches!(self, Self::VerifyEmail | Self::ResetPassword | Self::AcceptInvite)
    }
}

/// The address of a page of this site: a route with query and fragment.
///
/// It can only hold a route of this app, so that no text from outside can lead anywhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUrl {
    route: Route,
    /// Without `?`.
    query: String,
    /// Without `#`.
    fragment: String,
}

impl SiteUrl {
    /// The address of `route`, with query and fragment as a browser gives them (`?…`, `#…`, or empty).
    pub fn new(route: Route, query: &str, fragment: &str) -> Self {
        Self {
            route,
            query: escaped(query.strip_prefix('?').unwrap_or(query)),
            fragment: escaped(fragment.strip_prefix('#').unwrap_or(fragment)),
        }
    }

    /// Reads `path?query#fragment`, the path relative to the site's base.
    ///
    /// `None` for everything that is not, to the letter, the address of a page of this site: other origins, `//`,
    /// backslashes, control characters, `.` and `..` segments, and their escaped forms.
    pub fn parse(text: &str) -> Option<Self> {
        let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let segments = path.strip_prefix('/')?;
        let segments = segments.strip_suffix('/').unwrap_or(segments);
        if path.contains("//") || !(segments.is_empty() || segments.split('/').all(is_plain)) {
            return None;
        }
        match Route::recognize(&format!("/{segments}"))? {
            Route::NotFound => None,
            // The marks are gone already: a second one is part of what it stands in.
            route => Some(Self { route, query: escaped(query), fragment: escaped(fragment) }),
        }
    }

    /// The page.
    pub fn route(&self) -> &Route {
        &self.route
    }

    /// The address, where it makes sense to come to it from a sign-in.
    pub fn after_sign_in(self) -> Option<Self> {
        self.route.is_destination().then_some(self)
    }
}

/// A path segment that means itself: no way up or out of the site, whoever reads it, escaped or not.
fn is_plain(segment: &str) -> bool {
    let Ok(decoded) = percent_decode_str(segment).decode_utf8() else { return false };
    !matches!(&*decoded, "" | "." | "..")
        && !decoded.contains(|c: char| c.is_control() || matches!(c, '/' | '\\' | '%'))
}

/// Query and fragment keep their meaning; what could bend an address when it is read again is escaped.
fn escaped(text: &str) -> String {
    const BENDS: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'\\');
    utf8_percent_encode(text, BENDS).to_string()
}

impl From<Route> for SiteUrl {
    fn from(route: Route) -> Self {
        Self::new(route, "", "")
    }
}

impl Routable for SiteUrl {
    fn from_path(path: &str, _: &HashMap<&str, &str>) -> Option<Self> {
        Self::parse(path)
    }

    fn to_path(&self) -> String {
        let mut address = self.route.to_path();
        for (mark, part) in [('?', &self.query), ('#', &self.fragment)] {
            if !part.is_empty() {
                address.push(mark);
                address.push_str(part);
            }
        }
        address
    }

    fn routes() -> Vec<&'static str> {
        Route::routes()
    }

    fn not_found_route() -> Option<Self> {
        None
    }

    fn recognize(pathname: &str) -> Option<Self> {
        Self::parse(pathname)
    }
}

/// Where a person wanted to go before they were asked to sign in, as `/signin` and `/register` carry it in their query.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReturnTo(Option<SiteUrl>);

/// The name of the query parameter.
const RETURN_TO: &str = "redirectedFrom";

impl ReturnTo {
    /// Back to `address`, if that is a page that people sign in for.
    pub fn to(address: SiteUrl) -> Self {
        Self(address.after_sign_in())
    }

    /// Reads the query of an address. What is no page of this site that people sign in for is dropped.
    pub fn from_query(query: &str) -> Self {
        query_value(query, RETURN_TO).and_then(|text| SiteUrl::parse(&text)).map(Self::to).unwrap_or_default()
    }

    /// Where it leads.
    pub fn address(self) -> Option<SiteUrl> {
        self.0
    }

    /// The address of `route` with this in its query.
    pub fn append_to(&self, route: Route) -> SiteUrl {
        self.append_with(route, &[])
    }

    /// The address of `route` with these parameters in its query, and then this. Names are plain words.
    pub fn append_with(&self, route: Route, parameters: &[(&str, &str)]) -> SiteUrl {
        let address = self.0.as_ref().map(Routable::to_path);
        let return_to = address.as_deref().map(|address| (RETURN_TO, address));
        let pairs = parameters.iter().copied().chain(return_to);
        let pairs: Vec<_> =
            pairs.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, UNRESERVED))).collect();
        SiteUrl::new(route, &pairs.join("&"), "")
    }
}

/// The first value that `query` (with or without its `?`) has for `name`, a plain word.
pub fn query_value(query: &str, name: &str) -> Option<String> {
    let pairs = query.strip_prefix('?').unwrap_or(query).split('&');
    let value = pairs.filter_map(|pair| pair.strip_prefix(name)).find_map(|rest| rest.strip_prefix('='))?;
    Some(percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned())
}
