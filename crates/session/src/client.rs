//! What pages hold: a Directus client that sends requests as the signed-in user, and signs in and out.

mod change_credentials;
mod send;

use std::{error, fmt, future::Future, time::Duration};

use lychgate_directus::{BaseUrl, Error, auth::Login};

use super::{listeners::Subscription, manager::SessionManager, state::Session, tabs::TokenOrigin};

pub use change_credentials::ReauthenticationError;
pub use send::SendError;

/// Sends requests to Directus as the signed-in user, and signs in and out. Cheap to clone; it never gives out the access token.
///
/// In a Yew app it comes from the hook `use_client` of `lychgate-yew`.
#[derive(Clone, PartialEq)]
pub struct Client {
    manager: SessionManager,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Client")
    }
}

/// Directus has not confirmed the logout: it could not be reached, or another tab held the lock. The person is signed out here all the
/// same, and the logout is retried until Directus confirms it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogoutFailed;

impl fmt::Display for LogoutFailed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Directus has not confirmed the logout yet")
    }
}

impl error::Error for LogoutFailed {}

impl Client {
    /// Returns a client for the session of `manager`.
    pub fn new(manager: SessionManager) -> Self {
        Self { manager }
    }

    /// Returns the URL of Directus.
    pub fn base(&self) -> &BaseUrl {
        self.manager.directus().base()
    }

    /// Returns the session as it is now. To render it, use the hook `use_session` of `lychgate-yew`, which renders again when it
    /// changes.
    pub fn session(&self) -> Session {
        self.manager.session()
    }

    /// Calls `listener` with the session whenever it has changed, until the subscription is dropped. This is the moment itself:
    /// components render later.
    pub fn on_session_changed(&self, listener: impl Fn(Session) + 'static) -> Subscription {
        self.manager.subscribe(listener)
    }

    /// Asks Directus who is signed in, whatever this browser remembers. Call this where the session was
    /// [not checked](super::SignedOutReason::NotChecked) or is [unreachable](Session::Unreachable).
    pub fn check_session(&self) {
        self.manager.check_session();
    }

    /// Returns how long it is until Directus is asked again who is signed in; `None` where no retry is scheduled.
    pub fn next_retry(&self) -> Option<Duration> {
        self.manager.next_retry()
    }

    /// Waits as long as is right before retry number `attempt` of a request, counted from 0. `retry_after` is what the server has asked
    /// for, if anything.
    pub async fn pause_before_retry(&self, attempt: u32, retry_after: Option<Duration>) {
        self.manager.pause_before_retry(attempt, retry_after).await;
    }

    /// Signs in by `POST /auth/login`, which needs no permissions. The session is [`Session::SignedIn`] before this returns, and the
    /// other tabs are signed in, too.
    ///
    /// # Errors
    ///
    /// What the endpoint refuses, see [`login`](lychgate_directus::auth::login); the session stays as it is.
    /// [`TransportError::TimedOut`](lychgate_directus::TransportError::TimedOut) where another tab holds the lock for too long,
    /// [`TransportError::Aborted`](lychgate_directus::TransportError::Aborted) where somebody has signed out meanwhile.
    pub async fn sign_in(&self, login: &Login) -> Result<(), Error> {
        let (lock, start) = self.manager.begin_sign_in().await?;
        let signed_in = self.manager.log_in(login, &start).await;
        drop(lock);
        self.manager.adopt_sign_in(signed_in?);
        self.manager.share_token(TokenOrigin::SignIn);
        Ok(())
    }

    /// Signs out: in this browser at once, at Directus by `POST /auth/logout` as soon as it can be reached. All of this happens whether
    /// or not the returned future is awaited: a button that need not know the outcome calls `drop(client.sign_out())`.
    ///
    /// # Errors
    ///
    /// The future resolves to [`LogoutFailed`] where the first attempt did not reach Directus.
    pub fn sign_out(&self) -> impl Future<Output = Result<(), LogoutFailed>> + use<> {
        let first_attempt = self.manager.sign_out();
        let client = self.clone();
        async move {
            first_attempt.await;
            client.logout_result()
        }
    }

    /// Sends a logout that Directus has not confirmed yet; does nothing where none is pending. Await this before the person leaves for
    /// single sign-on: the session that they bring back would be taken for the one they have signed out of, and be ended.
    ///
    /// # Errors
    ///
    /// [`LogoutFailed`] where it did not reach Directus. Do not let the person leave then.
    pub async fn finish_pending_logout(&self) -> Result<(), LogoutFailed> {
        if self.manager.is_logout_pending() {
            self.manager.start_logout().await;
        }
        self.logout_result()
    }

    fn logout_result(&self) -> Result<(), LogoutFailed> {
        if self.manager.is_logout_pending() { Err(LogoutFailed) } else { Ok(()) }
    }

    /// Tells the other tabs that the person has changed something of their account. The message does not say what: each tab asks
    /// Directus.
    pub fn notify_account_changed(&self) {
        self.manager.notify_account_changed();
    }

    /// Calls `listener` whenever another tab reports a change of the account, until the subscription is dropped.
    pub fn on_account_changed(&self, listener: impl Fn() + 'static) -> Subscription {
        self.manager.on_account_changed(listener)
    }
}
