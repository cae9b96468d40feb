//! What pages hold: a Directus client that sends as whoever is signed in, given to all of them by context.

use std::{fmt, future::Future};

use super::{
    keeper::{Keeper, NoToken, ReauthenticationError},
    state::{Cause, Session},
};
use crate::directus::{
    self, Access, BaseUrl, Call, Error, HttpResponse, Request,
    auth::Credentials,
    users::{self, ProfileField, User, UserPatch},
};

/// Sends requests to Directus as whoever is signed in, and signs in and out. Comes from
/// [`use_client`](super::use_client); cheap to clone.
#[derive(Clone, PartialEq)]
pub struct Client {
    keeper: Keeper,
}

/// Why a request has no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum SendError {
    /// It is to be sent as the user, and nobody is signed in.
    SignedOut,
    /// It is to be sent as the user, and Directus could not be asked for a token.
    Unreachable(Cause),
    /// Directus, or the way to it, failed the request itself.
    Directus(Error),
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignedOut => f.write_str("nobody is signed in"),
            Self::Unreachable(_) => f.write_str("Directus could not be asked for an access token"),
            Self::Directus(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for SendError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Directus(error) => Some(error),
            Self::SignedOut | Self::Unreachable(_) => None,
        }
    }
}

impl From<NoToken> for SendError {
    fn from(reason: NoToken) -> Self {
        match reason {
            NoToken::SignedOut => Self::SignedOut,
            NoToken::Unreachable(cause) => Self::Unreachable(cause),
        }
    }
}

/// Why [`Client::change_profile_with_email`] did not end with a saved profile and a session.
pub type ChangeEmailError = ReauthenticationError;

impl Client {
    /// A client of the session that `keeper` keeps.
    pub fn new(keeper: Keeper) -> Self {
        Self { keeper }
    }

    /// Where Directus answers.
    pub fn base(&self) -> &BaseUrl {
        self.keeper.directus().base()
    }

    /// The session now. Components take it from [`use_session`](super::use_session), which renders them again when it changes.
    pub fn session(&self) -> Session {
        self.keeper.session()
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
        let answer = self.exchange(request.call()).await?;
        directus::read(&answer, request.reader()).map_err(SendError::Directus)
    }

    /// Sends `call`; the answer is a success, not read yet.
    pub(crate) async fn exchange(&self, call: &Call) -> Result<HttpResponse, SendError> {
        let directus = self.keeper.directus();
        if call.access != Access::User {
            return directus.exchange(call, None).await.map_err(SendError::Directus);
        }
        let token = self.keeper.token().await?;
        match directus.exchange(call, Some(&token)).await {
            Err(error) if error.is_about_token() => {
                self.keeper.discard(&token);
                let renewed = self.keeper.token().await?;
                directus.exchange(call, Some(&renewed)).await.map_err(SendError::Directus)
            }
            answer => answer.map_err(SendError::Directus),
        }
    }

    /// Signs in: `POST /auth/login`.
    ///
    /// # Errors
    ///
    /// What the endpoint refuses; see [`login`](crate::directus::auth::login).
    pub async fn sign_in(&self, credentials: &Credentials) -> Result<(), Error> {
        self.keeper.sign_in(credentials).await
    }

    /// Signs out, here at once and at Directus (`POST /auth/logout`) as soon as it can be told. The future says
    /// whether the first try reached it. Nothing has to wait for it.
    pub fn sign_out(&self) -> impl Future<Output = bool> + use<> {
        self.keeper.sign_out()
    }

    /// Asks Directus who is signed in, where that is not known.
    pub fn ask(&self) {
        self.keeper.ask();
    }

    /// Saves a change of the own profile that holds a new address. Directus ends all sessions of the user then, so
    /// the person's password is checked first and serves to sign in again right after.
    ///
    /// # Errors
    ///
    /// See [`ChangeEmailError`].
    pub async fn change_profile_with_email(
        &self,
        current: &Credentials,
        patch: &UserPatch,
    ) -> Result<User, ChangeEmailError> {
        let mut next = current.clone();
        if let Some(email) = patch.get(ProfileField::Email) {
            email.clone_into(&mut next.email);
        }
        self.keeper.send_and_sign_in_again(current, &users::update_me(patch), &next).await
    }
}
