//! URLs of pages of one app.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};
use yew::prelude::*;
use yew_router::prelude::*;

use super::AppRoute;

/// The URL of a page of this app, relative to its base: a route with a query and a fragment.
///
/// It can hold nothing but a route of this app, so no text from outside can lead anywhere else.
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

    /// Reads `path?query#fragment`, where the path is relative to the base of the app.
    ///
    /// Returns `None` for everything that is not, to the letter, the URL of a page of this app: other origins, `//`, backslashes,
    /// control characters, `.` and `..` segments, and their escaped forms.
    pub fn parse(text: &str) -> Option<Self> {
        let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        let segments = path.strip_prefix('/')?;
        let segments = segments.strip_suffix('/').unwrap_or(segments);
        if path.contains("//") || !(segments.is_empty() || segments.split('/').all(is_plain)) {
            return None;
        }
        let route = R::recognize(&format!("/{segments}"))?;
        // `?` and `#` are gone already: a second one is part of what it stands in.
        (Some(&route) != R::not_found_route().as_ref()).then(|| Self {
            route,
            query: escaped(query),
            fragment: escaped(fragment),
        })
    }

    /// Returns the route of the page.
    pub fn route(&self) -> &R {
        &self.route
    }

    /// Returns this URL if a sign-in may lead to it.
    pub fn as_return_target(self) -> Option<Self> {
        self.route.is_return_target().then_some(self)
    }
}

/// Whether a path segment means itself: no way up or out of the site, whoever reads it, escaped or not.
fn is_plain(segment: &str) -> bool {
    let Ok(decoded) = percent_decode_str(segment).decode_utf8() else { return false };
    !matches!(&*decoded, "" | "." | "..")
        && !decoded.contains(|c: char| c.is_control() || matches!(c, '/' | '\\' | '%'))
}

/// Query and fragment keep their meaning; what could change a URL when it is read again is escaped.
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
        Self::parse(path)
    }

    fn to_path(&self) -> String {
        let mut url = self.route.to_path();
        for (mark, part) in [('?', &self.query), ('#', &self.fragment)] {
            if !part.is_empty() {
                url.push(mark);
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
        Self::parse(pathname)
    }
}

/// Returns the URL of the page that is shown, and renders the component again when it changes. `None` outside of a router.
#[hook]
pub fn use_site_url<R: AppRoute + 'static>() -> Option<SiteUrl<R>> {
    let (location, route) = (use_location(), use_route::<R>());
    let (location, route) = (location?, route?);
    Some(SiteUrl::new(route, location.query_str(), location.hash()))
}
