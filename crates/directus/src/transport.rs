//! What carries a request over the network: the trait to implement.

use std::{borrow::Cow, error, fmt, future::Future, pin::Pin, rc::Rc, time::Duration};

use crate::Method;

/// Sends requests to a server: `fetch` in a browser, an HTTP client natively, a script in a test. Implement it for the network that your
/// program has.
///
/// What an implementation has to do with an [`HttpRequest`]:
///
/// - Send it once, and return every answer as `Ok`, whatever its status. An error is only that no whole answer came.
/// - Send [`Body::Json`] as `application/json`, and [`Body::Form`] as `multipart/form-data` with the fields before the file.
/// - Send [`authorization`](HttpRequest::authorization) as the header `Authorization`, and cookies only with [`Cookies::Include`].
///   Outside a browser that takes a cookie store, unless the program only makes anonymous requests.
/// - Do not follow a redirect with [`Redirects::Manual`]; return it as [`HttpResponse::OPAQUE_REDIRECT`] where its status is not known.
/// - Give the request up after [`timeout`](HttpRequest::timeout) with [`TransportError::TimedOut`], and when the future is dropped.
/// - `cache` and `keepalive` mean nothing outside a browser.
///
/// See `examples/list_posts.rs` for one over a blocking HTTP client.
pub trait Transport {
    /// Sends `request` and reads the whole answer.
    fn send(&self, request: HttpRequest) -> SendFuture;
}

/// The future of an answer. Dropping it aborts the request.
pub type SendFuture = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>>>>;

/// A request ready for the network.
#[derive(Clone, PartialEq)]
pub struct HttpRequest {
    /// The HTTP method.
    pub method: Method,
    /// The absolute URL, or one relative to the page's origin.
    pub url: String,
    /// The body.
    pub body: Option<Body>,
    /// The value of the header `Authorization`. Secret.
    pub authorization: Option<String>,
    /// Which cookies go along.
    pub cookies: Cookies,
    /// How the browser's HTTP cache is used.
    pub cache: Cache,
    /// Whether the request outlives its page.
    pub keepalive: bool,
    /// How long the whole answer may take.
    pub timeout: Duration,
    /// What happens to a redirect.
    pub redirects: Redirects,
}

/// Prints method and path alone: the header, the body and the query can hold secrets.
impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.url.split('?').next().unwrap_or_default();
        write!(f, "{} {path}", self.method.as_str())
    }
}

/// The body of a request.
#[derive(Clone, PartialEq)]
pub enum Body {
    /// JSON text.
    Json(String),
    /// A form with a file: `multipart/form-data`.
    Form(FileForm),
}

impl Body {
    /// Returns the JSON text, or `None` for a form.
    pub fn as_json(&self) -> Option<&str> {
        match self {
            Self::Json(text) => Some(text),
            Self::Form(_) => None,
        }
    }
}

/// Prints the kind alone: a body can hold a password.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json(_) => "Json(…)",
            Self::Form(_) => "Form(…)",
        })
    }
}

/// A form with one file, for [`files::upload`](crate::files::upload).
#[derive(Clone, PartialEq)]
pub struct FileForm {
    /// Names and values of the fields, such as `title`. They go before the file, which Directus needs.
    pub fields: Vec<(Cow<'static, str>, String)>,
    /// The name of the file.
    pub file_name: String,
    /// The media type of the file, such as `image/webp`.
    pub media_type: String,
    /// The content of the file.
    pub bytes: Rc<[u8]>,
}

impl FileForm {
    /// Creates a form without fields.
    pub fn new(file_name: impl Into<String>, media_type: impl Into<String>, bytes: impl Into<Rc<[u8]>>) -> Self {
        Self { fields: Vec::new(), file_name: file_name.into(), media_type: media_type.into(), bytes: bytes.into() }
    }

    /// Adds a field of `directus_files`, such as `title` or `folder`.
    #[must_use]
    pub fn field(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        self.fields.push((name.into(), value.into()));
        self
    }
}

/// Prints what kind of file it is and its size, not its content.
impl fmt::Debug for FileForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileForm({}, {} bytes)", self.media_type, self.bytes.len())
    }
}

/// Which cookies go along with a request; the `credentials` of `fetch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cookies {
    /// None are sent, none are stored (`credentials: "omit"`).
    Omit,
    /// Cookies are sent and stored, on other origins as well (`credentials: "include"`).
    Include,
}

/// How the browser's HTTP cache is used; the `cache` of `fetch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cache {
    /// As the headers of the answer say (`cache: "default"`).
    Default,
    /// Not at all, whatever the headers say (`cache: "no-store"`). What belongs to one person must not stay on the disk of a computer
    /// that several people use.
    NoStore,
}

/// What happens to a redirect; the `redirect` of `fetch`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Redirects {
    /// It is followed (`redirect: "follow"`).
    Follow,
    /// It is the answer (`redirect: "manual"`).
    Manual,
}

/// An answer as it came from the network, whatever its status.
#[derive(Clone, PartialEq, Default)]
pub struct HttpResponse {
    /// The HTTP status; [`OPAQUE_REDIRECT`](Self::OPAQUE_REDIRECT) for a redirect that was not followed.
    pub status: u16,
    /// The header `Retry-After`: a number of seconds. With the feature `httpdate` also a date, as proxies send it.
    pub retry_after: Option<String>,
    /// The raw value of the header `Date`, the server's time, which a date in `retry_after` counts from. Other origins have to expose it.
    pub date: Option<String>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// Stands for the status of a redirect that was not followed: browsers hide the real one.
    pub const OPAQUE_REDIRECT: u16 = 302;
}

/// Prints the status and the size of the body: the body can hold a token.
impl fmt::Debug for HttpResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpResponse({}, {} bytes)", self.status, self.body.len())
    }
}

/// Why no answer came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransportError {
    /// The server was not reached, or the connection broke; with a reason for logs. Browsers tell no more on purpose.
    Network(String),
    /// The whole answer did not come in time.
    TimedOut,
    /// The caller gave the request up.
    Aborted,
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(reason) => write!(f, "the server could not be reached: {reason}"),
            Self::TimedOut => f.write_str("the server took too long to answer"),
            Self::Aborted => f.write_str("the request was given up"),
        }
    }
}

impl error::Error for TransportError {}
