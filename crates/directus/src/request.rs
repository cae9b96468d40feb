//! An endpoint as data.

use std::{fmt, time::Duration};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    Body, FileForm, Redirects,
    decode::{Decoder, data},
};

/// The characters that stay unescaped in path segments and query values: RFC 3986, section 2.3, "unreserved".
pub const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How long an answer may take before the request counts as lost.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// How long a request that carries a file may take.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(120);

/// The HTTP methods of Directus' endpoints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Method {
    /// Reads.
    Get,
    /// Creates or triggers.
    Post,
    /// Changes some fields.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// Returns the method as HTTP writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whose credentials a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Credentials {
    /// Nobody's: no cookie, no token. With cookies, a session of Directus' Studio in the same browser would leak into the answer.
    Anonymous,
    /// Directus' HttpOnly cookies, and never a token: a stale one makes `/auth/*` fail.
    AuthCookie,
    /// The signed-in user's: the access token, or in [`AuthMode::Session`](crate::AuthMode::Session) the cookie.
    User,
}

/// A call of one Directus endpoint, and the type of its answer. Nothing happens until
/// [`Directus::send`](crate::Directus::send) sends it.
///
/// ```
/// use lychgate_directus::{Credentials, Method, Request};
///
/// let request: Request<Vec<String>> = Request::new(Method::Get, Credentials::Anonymous, &["items", "posts"])
///     .query("filter[slug][_eq]", "a b");
/// assert_eq!(request.path_and_query(), "/items/posts?filter%5Bslug%5D%5B_eq%5D=a%20b");
/// ```
#[derive(Clone)]
pub struct Request<T> {
    parts: RequestParts,
    decoder: Decoder<T>,
}

/// A request without the type of its answer, so that the code that sends it is compiled once and not once a type.
#[derive(Clone)]
pub struct RequestParts {
    pub(crate) method: Method,
    pub(crate) credentials: Credentials,
    pub(crate) path_and_query: String,
    pub(crate) body: Option<Body>,
    pub(crate) keepalive: bool,
    pub(crate) timeout: Duration,
    pub(crate) redirects: Redirects,
}

impl<T: DeserializeOwned> Request<T> {
    /// Makes a request whose answer is the `data` of Directus' JSON; a 204 without a body decodes as `null`, which `()` and
    /// `Option<_>` take. The path is made of `segments`, each of which is escaped: none can break out of its place.
    pub fn new(method: Method, credentials: Credentials, segments: &[&str]) -> Self {
        Self::with_decoder(method, credentials, segments, data)
    }
}

impl<T> Request<T> {
    /// Makes a request like [`new`](Self::new) whose answer is decoded by `decoder`.
    pub fn with_decoder(method: Method, credentials: Credentials, segments: &[&str], decoder: Decoder<T>) -> Self {
        let parts = RequestParts {
            method,
            credentials,
            path_and_query: path(segments),
            body: None,
            keepalive: false,
            timeout: ANSWER_TIMEOUT,
            redirects: Redirects::Follow,
        };
        Self { parts, decoder }
    }

    /// Sets whose credentials the request carries.
    #[must_use]
    pub fn with_credentials(mut self, credentials: Credentials) -> Self {
        self.parts.credentials = credentials;
        self
    }

    /// Adds a query parameter; name and value are escaped.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.parts.add_query(name, value);
        self
    }

    /// Sets the JSON body.
    ///
    /// # Panics
    ///
    /// Panics if `body` has no JSON form, such as a map whose keys are not strings.
    #[must_use]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        // Without the text of the error: its code takes a kilobyte of WebAssembly.
        let Ok(body) = serde_json::to_string(body) else { panic!("a request body is plain data") };
        self.parts.body = Some(Body::Json(body));
        self
    }

    /// Sets a form with a file as the body, and a longer timeout: it has more to carry.
    #[must_use]
    pub fn form(mut self, form: FileForm) -> Self {
        self.parts.body = Some(Body::Form(form));
        self.parts.timeout = UPLOAD_TIMEOUT;
        self
    }

    /// Lets the request, and the cookie in its answer, outlive the page that sends it (`keepalive` of `fetch`).
    #[must_use]
    pub fn keepalive(mut self) -> Self {
        self.parts.keepalive = true;
        self
    }

    /// Takes a redirect for the success that it is at this endpoint, without following it. Such an endpoint changes something although
    /// it is a GET, so the request is no longer [safe](RequestParts::is_safe) to repeat.
    #[must_use]
    pub fn accept_redirect(mut self) -> Self {
        self.parts.redirects = Redirects::Manual;
        self
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> Method {
        self.parts.method
    }

    /// Returns whose credentials the request carries.
    pub fn credentials(&self) -> Credentials {
        self.parts.credentials
    }

    /// Returns the body.
    pub fn body(&self) -> Option<&Body> {
        self.parts.body.as_ref()
    }

    /// Returns whether the request outlives its page.
    pub fn is_keepalive(&self) -> bool {
        self.parts.keepalive
    }

    /// Returns how long the answer may take.
    pub fn timeout(&self) -> Duration {
        self.parts.timeout
    }

    /// Returns path and query, escaped, relative to the [`BaseUrl`](crate::BaseUrl).
    pub fn path_and_query(&self) -> &str {
        &self.parts.path_and_query
    }

    /// Returns what decodes the body of a success.
    pub fn decoder(&self) -> Decoder<T> {
        self.decoder
    }

    /// Returns the request without the type of its answer.
    pub fn parts(&self) -> &RequestParts {
        &self.parts
    }
}

impl<T> fmt::Debug for Request<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parts.fmt(f)
    }
}

impl RequestParts {
    /// Returns path and query, escaped, relative to the [`BaseUrl`](crate::BaseUrl).
    pub fn path_and_query(&self) -> &str {
        &self.path_and_query
    }

    /// Returns whose credentials the request carries.
    pub fn credentials(&self) -> Credentials {
        self.credentials
    }

    /// Returns whether the request only reads, so that sending it twice does no harm.
    pub fn is_safe(&self) -> bool {
        self.method == Method::Get && self.redirects == Redirects::Follow
    }

    fn add_query(&mut self, name: &str, value: &str) {
        let url = &mut self.path_and_query;
        url.push(if url.contains('?') { '&' } else { '?' });
        url.extend(utf8_percent_encode(name, UNRESERVED));
        url.push('=');
        url.extend(utf8_percent_encode(value, UNRESERVED));
    }
}

/// Prints method and path alone: the body can hold a password, the query the token of a link.
impl fmt::Debug for RequestParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path_and_query.split('?').next().unwrap_or_default();
        write!(f, "{} {path}", self.method.as_str())
    }
}

fn path(segments: &[&str]) -> String {
    let mut path = String::new();
    for segment in segments {
        path.push('/');
        match *segment {
            // These lead elsewhere in a browser, even escaped; Directus has nothing with such a name.
            "" | "." | ".." => path.push('_'),
            segment => path.extend(utf8_percent_encode(segment, UNRESERVED)),
        }
    }
    path
}
