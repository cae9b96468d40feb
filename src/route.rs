//! The pages of the site, who may see them, and how one of them is written down as a place to return to.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use yew_router::Routable;

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq, Routable)]
pub enum Route {
    /// The front page.
    #[at("/")]
    Home,
    /// A page of the collection `pages`.
    #[at("/pages/:slug")]
    Page {
        /// Its name in the address.
        slug: String,
    },
    /// The list of posts.
    #[at("/blog")]
    Blog,
    /// A post.
    #[at("/blog/:slug")]
    Post {
        /// Its name in the address.
        slug: String,
    },
    /// The sign-in form.
    #[at("/signin")]
    SignIn,
    /// The registration form.
    #[at("/register")]
    Register,
    /// The own profile.
    #[at("/profile")]
    Profile,
    /// Signs out.
    #[at("/logout")]
    SignOut,
    /// Any other address.
    #[not_found]
    #[at("/404")]
    NotFound,
}

/// Who a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everyone.
    Public,
    /// People who are not signed in.
    Guests,
    /// People who are signed in.
    Members,
}

impl Route {
    /// The page of the collection `pages` called `slug`.
    pub fn page(slug: &str) -> Self {
        Self::Page { slug: slug.to_owned() }
    }

    /// Who the page is for.
    pub fn access(&self) -> Access {
        match self {
            Self::Home | Self::Page { .. } | Self::Blog | Self::Post { .. } | Self::SignOut | Self::NotFound => {
                Access::Public
            }
            Self::SignIn | Self::Register => Access::Guests,
            Self::Profile => Access::Members,
        }
    }

    /// Whether it makes sense to come here from a sign-in.
    fn is_destination(&self) -> bool {
        !matches!(self, Self::SignIn | Self::Register | Self::SignOut | Self::NotFound)
    }
}

/// The address of a page of this site: a route with query and fragment.
///
/// It can only hold a route of this app, so that no text from outside can lead anywhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    route: Route,
    /// Without `?`.
    query: String,
    /// Without `#`.
    fragment: String,
}

impl Address {
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
    !matches!(&*decoded, "" | "." | "..") && !decoded.contains(|c: char| c.is_control() || matches!(c, '/' | '\\' | '%'))
}

/// Query and fragment keep their meaning; what could bend an address when it is read again is escaped.
fn escaped(text: &str) -> String {
    const BENDS: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'\\');
    utf8_percent_encode(text, BENDS).to_string()
}

impl Routable for Address {
    fn from_path(path: &str, params: &HashMap<&str, &str>) -> Option<Self> {
        Route::from_path(path, params).map(|route| Self::new(route, "", ""))
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

/// The query of `/signin` and `/register`: where the person wanted to go.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReturnTo {
    /// The address, relative to the site's base.
    #[serde(rename = "redirectedFrom", default, skip_serializing_if = "Option::is_none")]
    pub redirected_from: Option<String>,
}

impl ReturnTo {
    /// The query that leads back to `address`.
    pub fn to(address: &Address) -> Self {
        Self { redirected_from: Some(address.to_path()) }
    }

    /// Where it leads, if that is a page of this site that people sign in for.
    pub fn address(&self) -> Option<Address> {
        self.redirected_from.as_deref().and_then(Address::parse).and_then(Address::after_sign_in)
    }
}
