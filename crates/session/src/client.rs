//! What pages hold: a Directus client that sends as whoever is signed in, given to all of them by context.

use std::{fmt, future::Future, time::Duration};

use lychgate_directus::{
    AuthMode, BaseUrl, Credentials, Error, ErrorCode, HttpResponse, Request, RequestParts, TransportError, UserId,
    auth::Login,
    users::{self, ProfileField, User, UserPatch},
};

use super::{
    authorization::Authorization,
    manager::{AuthorizationError, ReauthenticationError, SessionManager, Subscription},
    state::{Cause, Session},
};

/// How often a request that only reads is sent again after a network failure.
const TRIES_AFTER_NETWORK_FAILURE: u32 = 2;

/// Sends requests to Directus as whoever is signed in, and signs in and out. Comes from
/// [`use_client`](super::use_client); cheap to clone.
#[derive(Clone, PartialEq)]
pub struct Client {
    manager: SessionManager,
}

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum SendError {
    /// It is to be sent as the user, and nobody is signed in.
    SignedOut,
    /// It is to be sent as the user, and that is somebody else by now.
    SomebodyElse,
    /// It is to be sent as the user, and Directus could not be asked for a token.
    Unreachable(Cause),
    /// Directus, or the way to it, failed the request itself.
    Directus(Error),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignedOut => f.write_str("nobody is signed in"),
            Self::SomebodyElse => f.write_str("somebody else is signed in by now"),
            Self::Unreachable(_) => f.write_str("Directus could not be asked for an access token"),
            Self::Directus(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Directus(error) => Some(error),
            Self::SignedOut | Self::SomebodyElse | Self::Unreachable(_) => None,
        }
    }
}

impl From<AuthorizationError> for SendError {
    fn from(reason: AuthorizationError) -> Self {
        match reason {
            AuthorizationError::SignedOut => Self::SignedOut,
            AuthorizationError::Unreachable(cause) => Self::Unreachable(cause),
        }
    }
}

impl Client {
    /// A client of the session that `keeper` keeps.
    pub fn new(manager: SessionManager) -> Self {
        Self { manager }
    }

    /// Where Directus answers.
    pub fn base(&self) -> &BaseUrl {
        self.manager.directus().base()
    }

    /// The session now. Components take it from [`use_session`](super::use_session), which renders them again when it changes.
    pub fn session(&self) -> Session {
        self.manager.session()
    }

    /// Sends `request`. Where it is to be sent as the user, the access token is renewed first if it is about to end;
    /// if Directus does not take it all the same, it is renewed once and the request sent once more.
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

    /// Sends `call`; the answer is a success, not read yet.
    pub async fn exchange(&self, call: &RequestParts) -> Result<HttpResponse, SendError> {
        if call.credentials() != Credentials::User {
            return self.exchange_patiently(call, None).await;
        }
        let sender = self.session().user().cloned();
        let authorization = self.authorize_as(sender).await?;
        let error = match self.exchange_patiently(call, Some(&authorization)).await {
            Err(SendError::Directus(error)) if self.may_be_about_session(&error) => error,
            answer => return answer,
        };
        self.manager.discard(&authorization);
        let renewed = self.authorize_as(Some(authorization.user)).await?;
        if !error.is_token_rejected() {
            return Err(SendError::Directus(error));
        }
        self.exchange_patiently(call, Some(&renewed)).await
    }

    /// Leave to send as `user`; whoever else is signed in by now has nothing to do with their requests.
    async fn authorize_as(&self, user: Option<UserId>) -> Result<Authorization, SendError> {
        let authorization = self.manager.authorize().await?;
        match user {
            Some(user) if user != authorization.user => Err(SendError::SomebodyElse),
            _ => Ok(authorization),
        }
    }

    /// Whether the session may be the trouble. In session mode Directus says the same of a lost session and of a wrong
    /// password in the body; asking for a new grant tells.
    fn may_be_about_session(&self, error: &Error) -> bool {
        let is_ambiguous =
            self.manager.directus().mode() == AuthMode::Session && error.code() == Some(&ErrorCode::InvalidCredentials);
        error.is_token_rejected() || is_ambiguous
    }

    /// Sends `call`; what only reads is sent again where the network failed. What changes something is not: it may have
    /// arrived all the same.
    async fn exchange_patiently(
        &self,
        call: &RequestParts,
        authorization: Option<&Authorization>,
    ) -> Result<HttpResponse, SendError> {
        let mut attempt = 0;
        loop {
            // In session mode the cookie goes along, whoever's it is by now.
            if authorization.is_some_and(|authorization| !self.manager.is_signed_in(&authorization.user)) {
                let nobody = self.session().user().is_none();
                return Err(if nobody { SendError::SignedOut } else { SendError::SomebodyElse });
            }
            let token = authorization.and_then(|authorization| authorization.token.as_ref());
            match self.manager.directus().execute(call, token).await {
                Err(Error::Transport(TransportError::Network(_)))
                    if call.is_safe() && attempt < TRIES_AFTER_NETWORK_FAILURE =>
                {
                    self.pause_before_retry(attempt, None).await;
                    attempt += 1;
                }
                answer => return answer.map_err(SendError::Directus),
            }
        }
    }

    /// Waits as long as is right before asking Directus again, `attempt` counted from 0.
    pub async fn pause_before_retry(&self, attempt: u32, asked: Option<Duration>) {
        self.manager.pause(attempt, asked).await;
    }

    /// How long it is until Directus is asked again by itself who is signed in; `None` where that is not planned.
    pub fn next_retry(&self) -> Option<Duration> {
        self.manager.next_retry()
    }

    /// Signs in: `POST /auth/login`.
    ///
    /// # Errors
    ///
    /// What the endpoint refuses; see [`login`](crate::directus::auth::login).
    pub async fn sign_in(&self, credentials: &Login) -> Result<(), Error> {
        self.manager.sign_in(credentials).await
    }

    /// Signs out, here at once and at Directus (`POST /auth/logout`) as soon as it can be told. The future says
    /// whether the first try reached it. Nothing has to wait for it.
    pub fn sign_out(&self) -> impl Future<Output = bool> + use<> {
        self.manager.sign_out()
    }

    /// To be waited for before the person leaves for single sign-on: tells Directus of a sign-out that it has not heard of.
    /// Where it cannot be told (`false`), nobody is to leave: what they bring from there would be ended as the old session.
    pub async fn finish_pending_logout(&self) -> bool {
        self.manager.finish_pending_logout().await
    }

    /// Asks Directus who is signed in, where that is not known.
    pub fn ask(&self) {
        self.manager.ask();
    }

    /// Sends `request` and gives the bytes of its answer, whatever they are: a picture, say.
    ///
    /// # Errors
    ///
    /// See [`SendError`].
    pub async fn download(&self, request: &Request<()>) -> Result<Vec<u8>, SendError> {
        self.exchange(request.parts()).await.map(|answer| answer.body)
    }

    /// Says to the other tabs that the person has changed something of their account.
    pub fn notify_account_changed(&self) {
        self.manager.notify_account_changed();
    }

    /// Calls `listener` whenever another tab says so, until the subscription is dropped.
    pub fn on_account_changed(&self, listener: impl Fn() + 'static) -> Subscription {
        self.manager.on_account_changed(listener)
    }

    /// Saves a change of the own profile that holds a new address or password. Directus ends all sessions of the user then, so
    /// the person's password is checked first, and what is valid after the change serves to sign in again right after.
    ///
    /// # Errors
    ///
    /// See [`ReauthenticationError`].
    pub async fn change_credentials(&self, current: &Login, patch: &UserPatch) -> Result<User, ReauthenticationError> {
        let mut next = current.clone();
        if let Some(email) = patch.get(ProfileField::Email) {
            email.clone_into(&mut next.email);
        }
        if let Some(password) = patch.get(ProfileField::Password) {
            password.clone_into(&mut next.password);
        }
        self.manager.send_and_sign_in_again(current, &users::update_me(patch), &next).await
    }
}
