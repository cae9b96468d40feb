//! The one address of each page, and the way to it from addresses that mean it.

use yew::prelude::*;
use yew_router::{Routable, prelude::*};

use super::{Route, SiteUrl, links::absolute, query_value};
use crate::browser::document;

/// Leads from an address that means a page of this site to the page: letters of another case, doubled slashes, the name of a file. Names
/// the address of the page for search engines, without what of its query does not change it. Returns whether the browser is being led.
#[hook]
pub fn use_canonical_address(route: &Route) -> bool {
    let (location, navigator) = (use_location(), use_navigator());
    let path = location.as_ref().map(|location| location.path()).unwrap_or_default();
    let base = navigator.as_ref().and_then(|navigator| navigator.basename()).unwrap_or_default();
    let is_odd = *route == Route::NotFound || path.rsplit('/').next().is_some_and(is_index);
    let meant = path.strip_prefix(base).filter(|_| is_odd).and_then(meant_by);
    let is_led = meant.is_some();
    let query = location.as_ref().map(|location| location.query_str().to_owned()).unwrap_or_default();
    let fragment = location.as_ref().map(|location| location.hash().to_owned()).unwrap_or_default();
    use_effect_with((meant, query.clone(), fragment), move |(meant, query, fragment)| {
        if let (Some(route), Some(navigator)) = (meant, navigator) {
            navigator.replace(&SiteUrl::new(route.clone(), query, fragment));
        }
    });
    use_effect_with((route.clone(), query), |(route, query)| {
        let part = query_value(query, "page").filter(|_| *route == Route::Blog);
        let query = part.map(|part| format!("page={part}")).unwrap_or_default();
        let url = (*route != Route::NotFound).then(|| absolute(&SiteUrl::new(route.clone(), &query, "")));
        document::set_canonical(url.as_deref());
    });
    is_led
}

/// Returns whether `name` is that of the file that other sites have for a folder.
fn is_index(name: &str) -> bool {
    ["index.html", "index.htm", "index.php"].iter().any(|index| name.eq_ignore_ascii_case(index))
}

/// Returns the page that `path`, which is the address of none, is an odd way to write the address of.
fn meant_by(path: &str) -> Option<Route> {
    let mut segments: Vec<_> = path.split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect();
    if segments.last().is_some_and(|last| is_index(last)) {
        segments.pop();
    }
    let has_slug = segments.first().is_some_and(|first| matches!(&*first.to_ascii_lowercase(), "pages" | "blog"));
    for (index, segment) in segments.iter_mut().enumerate() {
        // What editors have named is left as it is.
        if index == 0 || !has_slug {
            segment.make_ascii_lowercase();
        }
    }
    Route::recognize(&format!("/{}", segments.join("/"))).filter(|route| *route != Route::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_ways_to_write_an_address_mean_the_page() {
        let post = Route::Post { slug: "A-Post".to_owned() };
        for (path, route) in [
            ("/Blog", Route::Blog),
            ("/BLOG/", Route::Blog),
            ("/SignIn", Route::SignIn),
            ("/Profile/Security", Route::Security),
            ("/index.html", Route::Home),
            ("/Index.html", Route::Home),
            ("/blog/index.html", Route::Blog),
            ("//blog", Route::Blog),
            ("//", Route::Home),
            ("/blog//", Route::Blog),
            ("/profile//security", Route::Security),
            ("/Blog/A-Post", post.clone()),
            ("/blog//A-Post", post),
            ("/Pages/About", Route::page("About")),
        ] {
            assert_eq!(meant_by(path), Some(route), "{path}");
        }
    }

    #[test]
    fn other_addresses_mean_no_page() {
        for path in ["/nowhere", "/blog/a/b", "/index.html/x", "/pages", "/sign-in", "/404"] {
            assert_eq!(meant_by(path), None, "{path}");
        }
    }
}
