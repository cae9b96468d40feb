//! The page that a person wanted to see before they were asked to sign in: the query parameter `redirectedFrom`.

use lychgate_directus::UNRESERVED;
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{AppRoute, SiteUrl};

/// The name of the query parameter. Nothing else reads or writes it.
const PARAMETER: &str = "redirectedFrom";

/// The page to return to after a sign-in, if there is one.
///
/// [`Guard`](crate::Guard) writes it when it sends somebody to the sign-in, pages that lead to the sign-in pass it on,
/// and `Guard` reads it when the person is signed in.
///
/// A link to the sign-in of one's own, in a header for example, names the page that it stands on. Pages between that
/// and the sign-in form, such as a registration, pass it on with [`use_return_to`].
///
/// ```
/// # use lychgate_yew::routing::{AppRoute, Audience};
/// use lychgate_yew::routing::{ReturnTo, SiteUrl, use_return_to, use_site_url};
/// use yew::prelude::*;
/// use yew_router::prelude::*;
/// # #[derive(Debug, Clone, PartialEq, Routable)]
/// # enum Route {
/// #     #[at("/signin")]
/// #     SignIn,
/// #     #[at("/register")]
/// #     Register,
/// # }
/// # impl AppRoute for Route {
/// #     fn audience(&self) -> Audience { Audience::Guests }
/// #     fn sign_in() -> Self { Self::SignIn }
/// # }
///
/// #[component]
/// fn SignInLink() -> Html {
///     let here = use_site_url::<Route>();
///     let sign_in = here.map(ReturnTo::to).unwrap_or_default().append_to(Route::SignIn);
///     html! { <Link<SiteUrl<Route>> to={sign_in}>{ "Sign in" }</Link<SiteUrl<Route>>> }
/// }
///
/// /// On the sign-in form: the way back stays in the URL.
/// #[component]
/// fn RegisterLink() -> Html {
///     let register = use_return_to::<Route>().append_to(Route::Register);
///     html! { <Link<SiteUrl<Route>> to={register}>{ "Register" }</Link<SiteUrl<Route>>> }
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReturnTo<R>(Option<SiteUrl<R>>);

impl<R> Default for ReturnTo<R> {
    fn default() -> Self {
        Self(None)
    }
}

impl<R: AppRoute> ReturnTo<R> {
    /// Leads back to `url`, if that is a [return target](AppRoute::is_return_target).
    pub fn to(url: SiteUrl<R>) -> Self {
        Self(url.as_return_target())
    }

    /// Reads the query of a URL, with or without its `?`. Anything but a return target of this app is dropped.
    pub fn from_query(query: &str) -> Self {
        query_value(query, PARAMETER).and_then(|url| SiteUrl::recognize(&url)).map(Self::to).unwrap_or_default()
    }

    /// Returns where it leads.
    pub fn url(self) -> Option<SiteUrl<R>> {
        self.0
    }

    /// Returns the URL of `route` that carries this along.
    pub fn append_to(&self, route: R) -> SiteUrl<R> {
        self.append_with(route, &[])
    }

    /// Returns the URL of `route` with `parameters` in its query, and then this. Names are plain words.
    pub fn append_with(&self, route: R, parameters: &[(&str, &str)]) -> SiteUrl<R> {
        let url = self.0.as_ref().map(Routable::to_path);
        let return_to = url.as_deref().map(|url| (PARAMETER, url));
        let pairs = parameters.iter().copied().chain(return_to);
        let pairs: Vec<_> =
            pairs.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, UNRESERVED))).collect();
        SiteUrl::new(route, &pairs.join("&"), "")
    }
}

/// Returns what the URL of the current page says, and renders the component again when that changes.
#[hook]
pub fn use_return_to<R: AppRoute>() -> ReturnTo<R> {
    use_location().map(|location| ReturnTo::from_query(location.query_str())).unwrap_or_default()
}

/// Returns the first value that `query` (with or without its `?`) has for `name`, a plain word.
pub fn query_value(query: &str, name: &str) -> Option<String> {
    let pairs = query.strip_prefix('?').unwrap_or(query).split('&');
    let value = pairs.filter_map(|pair| pair.strip_prefix(name)).find_map(|rest| rest.strip_prefix('='))?;
    Some(percent_decode_str(&value.replace('+', " ")).decode_utf8_lossy().into_owned())
}
