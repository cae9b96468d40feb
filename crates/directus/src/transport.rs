//! The seam between a request and the wire.

use std::{future::Future, pin::Pin, rc::Rc, time::Duration};

use super::Method;

/// Which cookies go along.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cookies {
    /// None are sent, none are kept (`credentials: "omit"`).
    Omit,
    /// Sent and kept, other origins included (`credentials: "include"`).
    Include,
}

/// What the browser's HTTP cache has to do with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cache {
    /// What the answer's headers say (`cache: "default"`).
    AsAnswered,
    /// Nothing: the answer is neither taken from it nor kept in it, whatever its headers say (`cache: "no-store"`). What belongs to
    /// one person has no business on the disk of a computer that several people use.
    NoStore,
}

/// What a request carries.
#[derive(Clone, PartialEq)]
pub enum Body {
    /// JSON text.
    Json(String),
    /// A form with a file: `multipart/form-data`.
    Form(FileForm),
}

impl Body {
    /// The JSON text; `None` for a form.
    pub fn as_json(&self) -> Option<&str> {
        match self {
            Self::Json(text) => Some(text),
            Self::Form(_) => None,
        }
    }
}

/// A form with one file. Its fields go before the file, which is how Directus wants them.
#[derive(Clone, PartialEq)]
pub struct FileForm {
    /// Names and values.
    pub fields: Vec<(&'static str, String)>,
    /// What the file is called.
    pub file_name: String,
    /// What it is, such as `image/webp`.
    pub media_type: String,
    /// What is in it.
    pub bytes: Rc<[u8]>,
}

/// What is done where an answer leads elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Redirects {
    /// It is followed, as ever.
    Follow,
    /// It is not: that there is one is the answer.
    Stop,
}

/// A request ready for the wire.
#[derive(Clone, PartialEq)]
pub struct HttpRequest {
    /// The HTTP method.
    pub method: Method,
    /// The whole URL, or one relative to the page's origin.
    pub url: String,
    /// What it carries.
    pub body: Option<Body>,
    /// The value of `Authorization`; secret, which is why this type has no `Debug`.
    pub authorization: Option<String>,
    /// Which cookies go along.
    pub cookies: Cookies,
    /// What the HTTP cache has to do with it.
    pub cache: Cache,
    /// Whether the request outlives its page.
    pub keepalive: bool,
    /// After this long without a whole answer it is given up.
    pub timeout: Duration,
    /// What is done where the answer leads elsewhere.
    pub redirects: Redirects,
}

/// An answer as it came from the wire, whatever its status.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HttpResponse {
    /// The HTTP status; [`SOME_REDIRECT`](Self::SOME_REDIRECT) for a redirect that was not followed.
    pub status: u16,
    /// The raw value of `Retry-After`.
    pub retry_after: Option<String>,
    /// The raw value of `Date`, the server's time; not readable on every other origin.
    pub date: Option<String>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// Stands for the status of a redirect that was not followed: browsers tell neither the real one nor where it leads.
    pub const SOME_REDIRECT: u16 = 302;
}

/// Why there was no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TransportError {
    /// The server could not be reached, or the connection broke. Browsers say no more than this on purpose.
    Network(String),
    /// No whole answer within the request's time.
    TimedOut,
    /// The one who asked is gone.
    Aborted,
}

/// The future of an answer. Dropping it gives the request up.
pub type SendFuture = Pin<Box<dyn Future<Output = Result<HttpResponse, TransportError>>>>;

/// Something that carries a request to a server: `fetch` in a browser, a script in a test.
pub trait Transport {
    /// Sends `request` and reads the whole answer.
    fn send(&self, request: HttpRequest) -> SendFuture;
}
