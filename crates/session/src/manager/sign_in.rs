//! Signing in, and signing in again after a request that ends all sessions of its user.

use std::time::Duration;

use lychgate_directus::{
    Error, Request, TransportError,
    auth::{self, Login},
};

use super::{Epoch, LOCK_WAIT, SessionManager};
use crate::{
    authorization::{Authorization, usable_for},
    environment::{Lock, SessionHint},
    state::Cause,
};

/// Tries of the sign-in that follows a change of address or password.
const SIGN_IN_AGAIN_TRIES: u32 = 4;

/// What stopped a request that ends all sessions of its user, or the sign-in after it.
#[derive(Debug, Clone, PartialEq)]
pub enum ReauthenticationError {
    /// The password (or code) was not right, or could not be checked. Nothing was changed.
    NotConfirmed(Error),
    /// Directus refused the request. Nothing was changed.
    Refused(Error),
    /// No answer to the request came back: whether it was carried out is not known. The person stays signed in either
    /// way, where Directus could be asked.
    AnswerLost(Error),
    /// The request was carried out, but the person has to sign in again themselves.
    SignInAgain,
}

/// What a sign-in gives: leave to send requests, and for how long.
type SignedIn = (Authorization, Duration);

/// How things stood when a sign-in began. A sign-out after that voids it.
struct Start {
    sign_outs: u32,
    /// An older sign-out is remembered that could not be told even now.
    unfinished: bool,
}

impl SessionManager {
    /// Signs in. The session is [`Session::SignedIn`](crate::session::Session::SignedIn) before this returns.
    ///
    /// # Errors
    ///
    /// What `POST /auth/login` refuses; the session stays as it is. [`TransportError::Aborted`] if somebody has signed
    /// out meanwhile.
    pub async fn sign_in(&self, credentials: &Login) -> Result<(), Error> {
        let (lock, start) = self.begin_sign_in().await?;
        let signed_in = self.log_in(credentials, &start).await;
        drop(lock);
        self.adopt_sign_in(signed_in?);
        self.share_token(true);
        Ok(())
    }

    /// Sends a request that ends all sessions of its user, such as a change of address, and signs in again with
    /// `next`, so that this browser stays signed in. `current` is checked first: with a wrong password nothing happens.
    ///
    /// # Errors
    ///
    /// See [`ReauthenticationError`].
    pub async fn send_and_sign_in_again<T>(
        &self,
        current: &Login,
        request: &Request<T>,
        next: &Login,
    ) -> Result<T, ReauthenticationError> {
        // Held throughout, so that no tab refreshes between the end of the old session and the new one.
        let (lock, start) = self.begin_sign_in().await.map_err(ReauthenticationError::NotConfirmed)?;
        let confirmed = self.log_in(current, &start).await.map_err(ReauthenticationError::NotConfirmed)?;
        let token = confirmed.0.token.clone();
        self.adopt_sign_in(confirmed);
        // Somebody else may have signed in while this waited for the lock.
        self.share_token(true);

        let answer = match self.0.directus.send(request, token.as_ref()).await {
            Err(error) if is_refusal(&error) => return Err(ReauthenticationError::Refused(error)),
            answer => answer,
        };
        let mut again = self.log_in_patiently(next, &start).await;
        // Without an answer either may be right.
        if answer.is_err() && again.as_ref().is_err_and(is_refusal) {
            again = self.log_in_patiently(current, &start).await;
        }
        drop(lock);
        let has_ended = answer.is_ok() && again.as_ref().is_err_and(is_refusal);
        let is_signed_in = again.map(|signed_in| self.adopt_sign_in(signed_in)).is_ok();
        if has_ended {
            // A one-time code that was good a moment ago, say. The person is asked now, not when the token is at its end.
            self.forget();
            drop(self.refresh());
        }
        self.share_token(true);
        match answer {
            Ok(answer) if is_signed_in => Ok(answer),
            Ok(_) => Err(ReauthenticationError::SignInAgain),
            Err(error) => Err(ReauthenticationError::AnswerLost(error)),
        }
    }

    /// Waits for the lock. A sign-out that Directus has not heard of is tried once more while the old cookie is there;
    /// the new one replaces it either way.
    async fn begin_sign_in(&self) -> Result<(Lock, Start), Error> {
        let sign_outs = self.0.epoch.get().sign_outs;
        let lock = self.0.environment.lock(LOCK_WAIT).await;
        match lock {
            Lock::Taken => return Err(Error::Transport(TransportError::TimedOut)),
            Lock::Held { .. } => self.0.refresher.let_land(&*self.0.environment).await,
            // A page that is alive may be at it; its answer is void.
            Lock::Missing => {}
        }
        let unfinished = self.log_out_with_lock().await.is_err();
        Ok((lock, Start { sign_outs, unfinished }))
    }

    /// Asks for a new session, with the lock held.
    async fn log_in(&self, credentials: &Login, start: &Start) -> Result<SignedIn, Error> {
        const VOID: Error = Error::Transport(TransportError::Aborted);
        if self.is_void(start) {
            return Err(VOID);
        }
        let directus = &self.0.directus;
        let reply = directus.send(&auth::login(credentials, directus.mode()), None).await?;
        let authorization = Authorization::of(&reply, directus).await;
        if self.is_void(start) {
            self.sign_out_of_void();
            return Err(VOID);
        }
        Ok((authorization?, reply.lifetime))
    }

    async fn log_in_patiently(&self, credentials: &Login, start: &Start) -> Result<SignedIn, Error> {
        let mut attempt = 0;
        loop {
            let error = match self.log_in(credentials, start).await {
                Err(error) if error.is_unreachable() && !self.is_void(start) => error,
                answer => return answer,
            };
            attempt += 1;
            // Nobody waits for the lock longer than this, so neither does its holder for the server.
            if attempt == SIGN_IN_AGAIN_TRIES || error.retry_after() > Some(LOCK_WAIT) {
                return Err(error);
            }
            self.pause(attempt - 1, error.retry_after()).await;
        }
    }

    /// Whether somebody has signed out since `start`, on this page or on another.
    fn is_void(&self, start: &Start) -> bool {
        self.0.epoch.get().sign_outs != start.sign_outs
            || (!start.unfinished && self.0.environment.hint() == SessionHint::LogoutPending)
    }

    fn adopt_sign_in(&self, (authorization, lifetime): SignedIn) {
        let before = self.0.epoch.get();
        self.begin_epoch(Epoch { sign_ins: before.sign_ins + 1, ..before });
        self.0.refused.take();
        self.adopt(authorization, usable_for(lifetime));
    }
}

/// Whether Directus has said no, and so has changed nothing.
fn is_refusal(error: &Error) -> bool {
    !error.is_unreachable() || matches!(Cause::from(error), Cause::TooManyRequests { .. })
}
