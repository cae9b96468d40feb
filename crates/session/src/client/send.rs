//! Sending requests as the signed-in user.

use std::{error, fmt};

use lychgate_directus::{
    AuthMode, Credentials, Error, ErrorCode, HttpResponse, Request, RequestParts, TransportError, UserId,
};

use super::Client;
use crate::{authorization::Authorization, manager::AuthorizationError, state::Cause};

/// How often a request that only reads is sent again after a network failure.
const NETWORK_RETRIES: u32 = 2;

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum SendError {
    /// The request is sent as the user, and nobody is signed in.
    SignedOut,
    /// The request is sent as the user, and another user has signed in since.
    UserChanged,
    /// The request is sent as the user, and Directus could not be reached for an access token.
    Unreachable(Cause),
    /// The request itself failed.
    Directus(Error),
}

impl SendError {
    /// Returns whether Directus could not be reached, or was too busy to answer; see [`Error::is_unreachable`]. The same
    /// request may succeed later.
    pub fn is_unreachable(&self) -> bool {
        match self {
            Self::Unreachable(_) => true,
            Self::Directus(error) => error.is_unreachable(),
            Self::SignedOut | Self::UserChanged => false,
        }
    }

    /// Returns whether Directus has refused the request with `FORBIDDEN`: what it asks for is not there, or not for this user.
    pub fn is_forbidden(&self) -> bool {
        matches!(self, Self::Directus(error) if error.code() == Some(&ErrorCode::Forbidden))
    }
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignedOut => f.write_str("nobody is signed in"),
            Self::UserChanged => f.write_str("another user has signed in since"),
            Self::Unreachable(_) => f.write_str("Directus could not be reached for an access token"),
            Self::Directus(error) => error.fmt(f),
        }
    }
}

impl error::Error for SendError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Directus(error) => error.source(),
            Self::SignedOut | Self::UserChanged | Self::Unreachable(_) => None,
        }
    }
}

impl From<AuthorizationError> for SendError {
    fn from(error: AuthorizationError) -> Self {
        match error {
            AuthorizationError::SignedOut => Self::SignedOut,
            AuthorizationError::Unreachable(cause) => Self::Unreachable(cause),
        }
    }
}

impl Client {
    /// Sends `request` and returns its answer. A request with [`Credentials::User`] is sent as the signed-in user: the session is
    /// refreshed first where the access token is about to end. If Directus refuses the token all the same, the session is refreshed
    /// and the request sent once more. A request that only reads is sent again after a network failure.
    ///
    /// Dropping the future aborts the request.
    ///
    /// # Errors
    ///
    /// See [`SendError`].
    pub async fn send<T>(&self, request: &Request<T>) -> Result<T, SendError> {
        let answer = self.exchange(request.parts()).await?;
        lychgate_directus::decode_body(&answer, request.decoder()).map_err(SendError::Directus)
    }

    /// Sends `request` like [`send`](Self::send), and returns the bytes of its answer: an image, for example.
    ///
    /// # Errors
    ///
    /// See [`SendError`].
    pub async fn download(&self, request: &Request<()>) -> Result<Vec<u8>, SendError> {
        self.exchange(request.parts()).await.map(|answer| answer.body)
    }

    /// Sends `call` like [`send`](Self::send), and returns its answer undecoded. Its status is a success.
    ///
    /// # Errors
    ///
    /// See [`SendError`].
    pub async fn exchange(&self, call: &RequestParts) -> Result<HttpResponse, SendError> {
        if call.credentials() != Credentials::User {
            return self.exchange_with_retries(call, None).await;
        }
        let sender = self.session().user().cloned();
        let authorization = self.authorize_as(sender).await?;
        let error = match self.exchange_with_retries(call, Some(&authorization)).await {
            Err(SendError::Directus(error)) if self.may_be_about_session(&error) => error,
            answer => return answer,
        };
        self.manager.discard(&authorization);
        let renewed = self.authorize_as(Some(authorization.user)).await?;
        if !error.is_token_rejected() {
            return Err(SendError::Directus(error));
        }
        self.exchange_with_retries(call, Some(&renewed)).await
    }

    /// Returns an authorization for `user`. Refuses that of another user, who has nothing to do with the request.
    async fn authorize_as(&self, user: Option<UserId>) -> Result<Authorization, SendError> {
        let authorization = self.manager.authorize().await?;
        match user {
            Some(user) if user != authorization.user => Err(SendError::UserChanged),
            _ => Ok(authorization),
        }
    }

    /// Returns whether the error may be about the session. In session mode Directus answers a lost session like a wrong password in
    /// the body; only a refresh tells the two apart.
    fn may_be_about_session(&self, error: &Error) -> bool {
        let is_ambiguous =
            self.manager.directus().mode() == AuthMode::Session && error.code() == Some(&ErrorCode::InvalidCredentials);
        error.is_token_rejected() || is_ambiguous
    }

    /// Sends `call`, and again where the network fails and the call only reads. One that changes something may have arrived all the
    /// same.
    async fn exchange_with_retries(
        &self,
        call: &RequestParts,
        authorization: Option<&Authorization>,
    ) -> Result<HttpResponse, SendError> {
        let mut attempt = 0;
        loop {
            // In session mode the cookie goes along, whoever it belongs to by now.
            if authorization.is_some_and(|authorization| !self.manager.is_signed_in(&authorization.user)) {
                let is_signed_out = self.session().user().is_none();
                return Err(if is_signed_out { SendError::SignedOut } else { SendError::UserChanged });
            }
            let token = authorization.and_then(|authorization| authorization.token.as_ref());
            match self.manager.directus().execute(call, token).await {
                Err(Error::Transport(TransportError::Network(_))) if call.is_safe() && attempt < NETWORK_RETRIES => {
                    self.pause_before_retry(attempt, None).await;
                    attempt += 1;
                }
                answer => return answer.map_err(SendError::Directus),
            }
        }
    }
}
