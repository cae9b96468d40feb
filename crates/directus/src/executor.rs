//! The one place where requests meet the wire.

use std::{fmt, rc::Rc, str::FromStr};

use super::{
    AccessToken, AuthMode, Cache, Cookies, Credentials, Error, HttpRequest, HttpResponse, Request, Transport,
    decode::{accept, read},
    request::Call,
};

/// Where Directus answers: an absolute `http(s)` URL, or a path of the page's own origin; without a trailing slash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(Rc<str>);

/// The text names no place where a Directus could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidBaseUrl;

impl fmt::Display for InvalidBaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must be a path such as \"/directus\", or an absolute URL that begins with https:// or http://")
    }
}

impl std::error::Error for InvalidBaseUrl {}

impl BaseUrl {
    /// The URL of `path_and_query`, which begins with a slash.
    pub fn join(&self, path_and_query: &str) -> String {
        format!("{}{path_and_query}", self.0)
    }

    /// The base as text, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Reads a base URL. The empty text and `/` mean the root of the page's own origin. Refuses anything but a path or an absolute `http(s)`
/// URL, and one with a query, a fragment or credentials.
impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidBaseUrl> {
        let base = text.trim_end_matches('/');
        let host_and_path = match base.strip_prefix("https://").or_else(|| base.strip_prefix("http://")) {
            Some(rest) if rest.is_empty() || rest.starts_with(['/', ':']) => return Err(InvalidBaseUrl),
            Some(rest) => rest,
            None if base.is_empty() || (base.starts_with('/') && !base.starts_with("//")) => base,
            None => return Err(InvalidBaseUrl),
        };
        let forbidden = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@' | '\\');
        if host_and_path.contains(forbidden) { Err(InvalidBaseUrl) } else { Ok(Self(base.into())) }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A Directus to talk to. Cheap to clone.
#[derive(Clone)]
pub struct Directus {
    base: BaseUrl,
    mode: AuthMode,
    transport: Rc<dyn Transport>,
}

impl Directus {
    /// A client for the Directus at `base`, over `transport`, in cookie mode.
    pub fn new(base: BaseUrl, transport: Rc<dyn Transport>) -> Self {
        Self { base, mode: AuthMode::Cookie, transport }
    }

    /// The same client in another mode.
    #[must_use]
    pub fn with_mode(self, mode: AuthMode) -> Self {
        Self { mode, ..self }
    }

    /// How sessions are kept.
    pub fn mode(&self) -> AuthMode {
        self.mode
    }

    /// Where it is.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Sends `request` once and reads the answer. `token` goes along only where the request is sent as the user.
    /// Dropping the future aborts the request.
    ///
    /// # Errors
    ///
    /// Every way in which an answer can fail to come or to be a success: see [`Error`].
    pub async fn send<T>(&self, request: &Request<T>, token: Option<&AccessToken>) -> Result<T, Error> {
        read(&self.exchange(request.call(), token).await?, request.reader())
    }

    /// Sends `call` once; the answer is a success, not read yet.
    pub async fn exchange(&self, call: &Call, token: Option<&AccessToken>) -> Result<HttpResponse, Error> {
        let request = HttpRequest {
            method: call.method,
            url: self.base.join(&call.path_and_query),
            body: call.body.clone(),
            authorization: match call.credentials {
                Credentials::User => token.map(AccessToken::to_authorization),
                Credentials::Anonymous | Credentials::AuthCookie => None,
            },
            cookies: match (call.credentials, self.mode) {
                (Credentials::AuthCookie, _) | (Credentials::User, AuthMode::Session) => Cookies::Include,
                (Credentials::Anonymous, _) | (Credentials::User, AuthMode::Cookie) => Cookies::Omit,
            },
            // Directus itself sends `private, max-age=2592000` with a picture that one person may see.
            cache: match call.credentials {
                Credentials::Anonymous => Cache::AsAnswered,
                Credentials::AuthCookie | Credentials::User => Cache::NoStore,
            },
            keepalive: call.keepalive,
            timeout: call.timeout,
            redirects: call.redirects,
        };
        accept(self.transport.send(request).await?, call.redirects)
    }
}
