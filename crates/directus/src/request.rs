//! An endpoint as data.

use std::{fmt, time::Duration};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    Body, FileForm,
    decode::{Reader, data},
    transport::Redirects,
};

/// What may stand unescaped in a path segment or a query value: RFC 3986 "unreserved".
pub const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// How long an answer may take before the request counts as lost.
const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// How long a request that carries a file may take.
const UPLOAD_WITHIN: Duration = Duration::from_secs(120);

/// The HTTP methods that Directus' endpoints are called with here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Reads; safe to send again.
    Get,
    /// Creates or triggers.
    Post,
    /// Changes some fields.
    Patch,
    /// Removes.
    Delete,
}

impl Method {
    /// The method's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// Who a request is sent as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credentials {
    /// As nobody: no cookie, no token. Otherwise a Studio session in the same browser would leak into the answer.
    Anonymous,
    /// With Directus' HttpOnly cookies and never with a token: a stale bearer makes `/auth/*` fail.
    AuthCookie,
    /// As the signed-in user: by access token, or in session mode by the cookie.
    User,
}

/// One call of one Directus endpoint, and the type of its answer. It does nothing until
/// [`Directus::send`](super::Directus::send) sends it.
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
    call: Call,
    reader: Reader<T>,
}

/// All of a request but the type of its answer, so that sending is compiled once and not once a type.
#[derive(Clone)]
pub struct Call {
    pub(crate) method: Method,
    pub(crate) credentials: Credentials,
    pub(crate) path_and_query: String,
    pub(crate) body: Option<Body>,
    pub(crate) keepalive: bool,
    pub(crate) timeout: Duration,
    pub(crate) redirects: Redirects,
}

impl<T: DeserializeOwned> Request<T> {
    /// A request to the path made of `segments`, each of which is escaped: none can break out of its place.
    /// The answer is read from the `data` of a success; a 204 reads as `()`.
    pub fn new(method: Method, credentials: Credentials, segments: &[&str]) -> Self {
        Self::with_reader(method, credentials, segments, data)
    }
}

impl<T> Request<T> {
    /// Like [`new`](Self::new), with a reader of its own for the answer.
    pub fn with_reader(method: Method, credentials: Credentials, segments: &[&str], reader: Reader<T>) -> Self {
        let call = Call {
            method,
            credentials,
            path_and_query: path(segments),
            body: None,
            keepalive: false,
            timeout: ANSWER_WITHIN,
            redirects: Redirects::Follow,
        };
        Self { call, reader }
    }

    /// Adds a query parameter; name and value are escaped.
    #[must_use]
    pub fn query(mut self, name: &str, value: &str) -> Self {
        self.call.add_query(name, value);
        self
    }

    /// Sets the JSON body.
    ///
    /// # Panics
    ///
    /// When `body` has no JSON form, such as a map with keys that are no strings; none of this crate's bodies is of that kind.
    #[must_use]
    #[allow(clippy::expect_used, reason = "the body is one of the program's own types, not outside data")]
    pub fn json(mut self, body: &impl Serialize) -> Self {
        self.call.body = Some(Body::Json(serde_json::to_string(body).expect("a request body is plain data")));
        self
    }

    /// Sets a form with a file as the body. It is given more time than other requests: it has more to carry.
    #[must_use]
    pub fn form(mut self, form: FileForm) -> Self {
        self.call.body = Some(Body::Form(form));
        self.call.timeout = UPLOAD_WITHIN;
        self
    }

    /// Lets the request, and the cookie in its answer, outlive the page that sent it.
    #[must_use]
    pub fn keepalive(mut self) -> Self {
        self.call.keepalive = true;
        self
    }

    /// Takes a redirect for the success that it is at this endpoint, without going where it leads. Such an endpoint changes
    /// something although it is a GET, so the request is not sent again by itself.
    #[must_use]
    pub fn done_by_redirect(mut self) -> Self {
        self.call.redirects = Redirects::Stop;
        self
    }

    /// The HTTP method.
    pub fn method(&self) -> Method {
        self.call.method
    }

    /// Who it is sent as.
    pub fn credentials(&self) -> Credentials {
        self.call.credentials
    }

    /// The body, if any.
    pub fn body(&self) -> Option<&Body> {
        self.call.body.as_ref()
    }

    /// Whether it outlives its page.
    pub fn is_keepalive(&self) -> bool {
        self.call.keepalive
    }

    /// How long the answer may take.
    pub fn timeout(&self) -> Duration {
        self.call.timeout
    }

    /// Path and query as they go on the wire, relative to the Directus base URL.
    pub fn path_and_query(&self) -> &str {
        &self.call.path_and_query
    }

    /// How the body of a success is read.
    pub fn reader(&self) -> Reader<T> {
        self.reader
    }

    /// Returns all of it but the type of the answer.
    pub fn call(&self) -> &Call {
        &self.call
    }
}

impl<T> fmt::Debug for Request<T> {
    /// Method and path alone: the body may hold a password, the query the token of a link.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.call.path_and_query.split('?').next().unwrap_or_default();
        write!(f, "{} {path}", self.call.method.as_str())
    }
}

impl Call {
    /// Returns whose credentials it carries.
    pub fn credentials(&self) -> Credentials {
        self.credentials
    }

    /// Whether it only reads, so that it does no harm to send it twice.
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

fn path(segments: &[&str]) -> String {
    let mut path = String::new();
    for segment in segments {
        path.push('/');
        match *segment {
            // These mean another place to a browser, even escaped; Directus has nothing of this name.
            "" | "." | ".." => path.push('_'),
            segment => path.extend(utf8_percent_encode(segment, UNRESERVED)),
        }
    }
    path
}
