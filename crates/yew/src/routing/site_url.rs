//! URLs of pages of one app.

use std::{collections::HashMap, error, fmt, str::FromStr};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use yew::prelude::*;
use yew_router::prelude::*;

use super::AppRoute;

/// The URL of a page of an app, relative to the base of the app: a route with a query and a fragment.
///
/// It can hold nothing but a route of the app, so no text from outside can lead anywhere else. It is [`Routable`]
/// itself, so links and the navigator take it in place of a route.
///
/// ```
/// # use lychgate_yew::routing::{AppRoute, Audience, SiteUrl};
/// # use yew_router::Routable;
/// # #[derive(Debug, Clone, PartialEq, Routable)]
/// # enum Route {
/// #     #[at("/notes")]
/// #     Notes,
/// #     #[at("/signin")]
/// #     SignIn,
/// # }
/// # impl AppRoute for Route {
/// #     fn audience(&self) -> Audience { Audience::Public }
/// #     fn sign_in() -> Self { Self::SignIn }
/// # }
/// let url: SiteUrl<Route> = "/notes?page=2".parse().unwrap();
/// assert_eq!(*url.route(), Route::Notes);
/// assert!("//elsewhere.example/notes".parse::<SiteUrl<Route>>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteUrl<R> {
    route: R,
    /// Without `?`.
    query: String,
    /// Without `#`.
    fragment: String,
}

impl<R: AppRoute> SiteUrl<R> {
    /// Makes the URL of `route` with a query and a fragment as a browser gives them (`?…`, `#…`, or empty).
    pub fn new(route: R, query: &str, fragment: &str) -> Self {
        Self {
            route,
            query: escaped(query.strip_prefix('?').unwrap_or(query)),
            fragment: escaped(fragment.strip_prefix('#').unwrap_or(fragment)),
        }
    }

    /// Returns the route of the page.
    pub fn route(&self) -> &R {
        &self.route
    }

    /// Returns the query, escaped, without `?`.
    pub fn query(&self) -> &str {
        &self.query
    }

    /// Returns this URL if a sign-in may lead to it.
    pub fn as_return_target(self) -> Option<Self> {
        self.route.is_return_target().then_some(self)
    }
}

/// The text is not the URL of a page of the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidSiteUrl;

impl fmt::Display for InvalidSiteUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must be the path of a page of this app, such as \"/\"")
    }
}

impl error::Error for InvalidSiteUrl {}

/// Reads `path?query#fragment`, where the path is relative to the base of the app.
///
/// Refuses everything that is not, to the letter, the URL of a page of the app: other origins, `//`, backslashes,
/// control characters, `.` and `..` segments, and their escaped forms.
impl<R: AppRoute> FromStr for SiteUrl<R> {
    type Err = InvalidSiteUrl;

    fn from_str(text: &str) -> Result<Self, InvalidSiteUrl> {
        let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let segments = path.strip_prefix('/').ok_or(InvalidSiteUrl)?;
        let segments = segments.strip_suffix('/').unwrap_or(segments);
        if path.contains("//") || !(segments.is_empty() || segments.split('/').all(is_plain)) {
            return Err(InvalidSiteUrl);
        }
        let route = R::recognize(&format!("/{segments}")).ok_or(InvalidSiteUrl)?;
        if Some(&route) == R::not_found_route().as_ref() {
            return Err(InvalidSiteUrl);
        }
        // `?` and `#` are gone already: a second one is part of what it stands in.
        Ok(Self { route, query: escaped(query), fragment: escaped(fragment) })
    }
}

/// Writes `path?query#fragment`, relative to the base of the app.
impl<R: AppRoute> fmt::Display for SiteUrl<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_path())
    }
}

/// Returns whether a path segment means itself: no way up or out of the site, whoever reads it, escaped or not.
fn is_plain(segment: &str) -> bool {
    let Ok(decoded) = percent_decode_str(segment).decode_utf8() else { return false };
    !matches!(&*decoded, "" | "." | "..")
        && !decoded.contains(|c: char| c.is_control() || matches!(c, '/' | '\\' | '%'))
}

/// Escapes what could change a URL when it is read again. Query and fragment keep their meaning.
fn escaped(text: &str) -> String {
    const UNSAFE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'\\');
    utf8_percent_encode(text, UNSAFE).to_string()
}

impl<R: AppRoute> From<R> for SiteUrl<R> {
    fn from(route: R) -> Self {
        Self::new(route, "", "")
    }
}

impl<R: AppRoute> Routable for SiteUrl<R> {
    fn from_path(path: &str, _: &HashMap<&str, &str>) -> Option<Self> {
        Self::recognize(path)
    }

    fn to_path(&self) -> String {
        let mut url = self.route.to_path();
        for (delimiter, part) in [('?', &self.query), ('#', &self.fragment)] {
            if !part.is_empty() {
                url.push(delimiter);
                url.push_str(part);
            }
        }
        url
    }

    fn routes() -> Vec<&'static str> {
        R::routes()
    }

    fn not_found_route() -> Option<Self> {
        None
    }

    fn recognize(pathname: &str) -> Option<Self> {
        pathname.parse().ok() // There is one reason only.
    }
}

/// Returns the URL of the page that is shown, and renders the component again when it changes. `None` outside of a
/// router.
#[hook]
pub fn use_site_url<R: AppRoute + 'static>() -> Option<SiteUrl<R>> {
    let (location, route) = (use_location(), use_route::<R>());
    let (location, route) = (location?, route?);
    Some(SiteUrl::new(route, location.query_str(), location.hash()))
}
