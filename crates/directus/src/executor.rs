//! The executor: the one place where requests meet the transport.

use std::{fmt, rc::Rc};

use crate::{
    AccessToken, AuthMode, BaseUrl, Cache, Cookies, Credentials, Error, HttpRequest, HttpResponse, Request,
    RequestParts, Transport,
    decode::{decode_body, error_for_status},
};

/// A Directus to send requests to. Cloning is cheap: clones share the transport.
///
/// It keeps no token and no session; the caller passes the access token with each request that needs one.
#[derive(Clone)]
pub struct Directus {
    base: BaseUrl,
    mode: AuthMode,
    transport: Rc<dyn Transport>,
}

impl Directus {
    /// Creates a client for the Directus at `base` that sends over `transport`, in [`AuthMode::Cookie`].
    pub fn new(base: BaseUrl, transport: Rc<dyn Transport>) -> Self {
        Self { base, mode: AuthMode::Cookie, transport }
    }

    /// Sets where Directus keeps the session.
    #[must_use]
    pub fn with_mode(self, mode: AuthMode) -> Self {
        Self { mode, ..self }
    }

    /// Returns where Directus keeps the session.
    pub fn mode(&self) -> AuthMode {
        self.mode
    }

    /// Returns the URL of this Directus.
    pub fn base(&self) -> &BaseUrl {
        &self.base
    }

    /// Sends `request` once and decodes the answer. `token` goes along only with [`Credentials::User`].
    /// Dropping the future aborts the request.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Transport`] when no answer comes, [`Error::Rejected`] when the status is not a success, and
    /// [`Error::Undecodable`] when the body of a success does not have the shape of the endpoint.
    pub async fn send<T>(&self, request: &Request<T>, token: Option<&AccessToken>) -> Result<T, Error> {
        decode_body(&self.execute(request.parts(), token).await?, request.decoder())
    }

    /// Sends a request once and returns the answer of a success as it came, for bodies that are not JSON and for callers that
    /// [decode](decode_body) later.
    ///
    /// # Errors
    ///
    /// Returns [`Error::Transport`] and [`Error::Rejected`] like [`send`](Self::send).
    pub async fn execute(&self, parts: &RequestParts, token: Option<&AccessToken>) -> Result<HttpResponse, Error> {
        let request = HttpRequest {
            method: parts.method,
            url: self.base.join(&parts.path_and_query),
            body: parts.body.clone(),
            authorization: match parts.credentials {
                Credentials::User => token.map(AccessToken::to_authorization),
                Credentials::Anonymous | Credentials::AuthCookie => None,
            },
            cookies: match (parts.credentials, self.mode) {
                (Credentials::AuthCookie, _) | (Credentials::User, AuthMode::Session) => Cookies::Include,
                (Credentials::Anonymous, _) | (Credentials::User, AuthMode::Cookie) => Cookies::Omit,
            },
            // Directus itself sends `private, max-age=2592000` with a picture that one person may see.
            cache: match parts.credentials {
                Credentials::Anonymous => Cache::Default,
                Credentials::AuthCookie | Credentials::User => Cache::NoStore,
            },
            keepalive: parts.keepalive,
            timeout: parts.timeout,
            redirects: parts.redirects,
        };
        error_for_status(self.transport.send(request).await?, parts.redirects)
    }
}

impl fmt::Debug for Directus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Directus").field("base", &self.base).field("mode", &self.mode).finish_non_exhaustive()
    }
}
