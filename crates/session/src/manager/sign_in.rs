//! The steps of a sign-in. [`Client`](crate::Client) puts them together, to sign in and to change credentials.

use std::time::Duration;

use lychgate_directus::{
    Error, TransportError,
    auth::{self, Login},
};

use super::{LOCK_TIMEOUT, SessionManager};
use crate::{
    authorization::{Authorization, usable_lifetime},
    environment::Lock,
};

/// Attempts of the sign-in that follows a change of credentials.
const SIGN_IN_AGAIN_ATTEMPTS: u32 = 4;

/// What a sign-in gives: an authorization, and its lifetime.
pub(crate) type SignedIn = (Authorization, Duration);

/// The circumstances in which a sign-in began. A later sign-out makes it void.
pub(crate) struct SignInStart {
    sign_outs: u32,
    /// A logout was pending from before, and could not be delivered even now.
    has_pending_logout: bool,
}

impl SessionManager {
    /// Waits for the lock. A pending logout is sent once more, while the old cookie is still there; the sign-in replaces that cookie
    /// either way.
    pub(crate) async fn begin_sign_in(&self) -> Result<(Lock, SignInStart), Error> {
        let sign_outs = self.0.epoch.get().sign_outs;
        let lock = self.0.environment.lock(LOCK_TIMEOUT).await;
        match lock {
            Lock::TimedOut => return Err(Error::Transport(TransportError::TimedOut)),
            Lock::Acquired { .. } => self.0.refresher.wait_for_pending_cookie(&*self.0.environment).await,
            // Without locks, other tabs may begin a refresh at any time: a wait would keep the person from signing in, and rule nothing out.
            Lock::Unsupported => {}
        }
        let has_pending_logout = self.send_logout_locked().await.is_err();
        Ok((lock, SignInStart { sign_outs, has_pending_logout }))
    }

    /// Sends `POST /auth/login`, with the lock held. Fails with [`TransportError::Aborted`] where the person has signed out since
    /// `start`.
    pub(crate) async fn log_in(&self, login: &Login, start: &SignInStart) -> Result<SignedIn, Error> {
        const SIGNED_OUT_SINCE: Error = Error::Transport(TransportError::Aborted);
        if self.is_void(start) {
            return Err(SIGNED_OUT_SINCE);
        }
        let directus = &self.0.directus;
        let reply = directus.send(&auth::login(login, directus.mode()), None).await?;
        let authorization = Authorization::from_reply(&reply, directus).await;
        if self.is_void(start) {
            self.end_void_session();
            return Err(SIGNED_OUT_SINCE);
        }
        Ok((authorization?, reply.lifetime))
    }

    /// Sends `POST /auth/login`, and again while Directus cannot be reached.
    pub(crate) async fn log_in_with_retries(&self, login: &Login, start: &SignInStart) -> Result<SignedIn, Error> {
        let mut attempt = 0;
        loop {
            let error = match self.log_in(login, start).await {
                Err(error) if error.is_unreachable() && !self.is_void(start) => error,
                answer => return answer,
            };
            attempt += 1;
            // Other tabs do not wait for the lock longer than this, so its holder does not wait longer for the server.
            if attempt == SIGN_IN_AGAIN_ATTEMPTS || error.retry_after() > Some(LOCK_TIMEOUT) {
                return Err(error);
            }
            self.pause_before_retry(attempt - 1, error.retry_after()).await;
        }
    }

    /// Takes over what a sign-in has given.
    pub(crate) fn adopt_sign_in(&self, (authorization, lifetime): SignedIn) {
        self.begin_sign_in_epoch();
        self.0.refused.take();
        self.adopt(authorization, usable_lifetime(lifetime));
    }

    /// Drops the authorization after a sign-in that was refused, and asks Directus whether there still is a session.
    pub(crate) fn check_after_refused_sign_in(&self) {
        self.drop_authorization();
        drop(self.refresh());
    }

    /// Returns whether somebody has signed out since `start`, on this page or on another.
    fn is_void(&self, start: &SignInStart) -> bool {
        self.0.epoch.get().sign_outs != start.sign_outs || (!start.has_pending_logout && self.is_logout_pending())
    }
}
