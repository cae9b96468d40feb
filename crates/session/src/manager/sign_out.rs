//! Signing out: on this page at once, at Directus as soon as it can be reached.

use lychgate_directus::{Error, ErrorCode, TransportError};

use super::{Epoch, LOCK_TIMEOUT, SessionManager, SharedTask};
use crate::{
    environment::{Lock, SessionHint},
    state::Event,
    tabs::Message,
};

impl SessionManager {
    /// Signs out on this page and in the other tabs, and starts the logout at Directus. Until Directus has confirmed it, the hint keeps
    /// every tab from signing in by the old cookie. Returns the first attempt of the logout; all of this happens whether or not
    /// anybody waits for it.
    pub(crate) fn sign_out(&self) -> SharedTask {
        self.begin_sign_out_epoch();
        self.drop_authorization();
        self.0.environment.set_hint(SessionHint::LogoutPending);
        self.0.environment.post(&Message::SignedOut.to_string());
        self.transition(Event::SignedOut);
        self.start_logout()
    }

    /// Returns whether Directus has yet to confirm a logout.
    pub(crate) fn is_logout_pending(&self) -> bool {
        self.0.environment.hint() == SessionHint::LogoutPending
    }

    /// Ends the session that a void answer has made after a sign-out, unless somebody has signed in since.
    pub(super) fn end_void_session(&self) {
        if !matches!(self.0.environment.hint(), SessionHint::SignedIn(_)) {
            drop(self.sign_out());
        }
    }

    /// Joins the logout in flight, or sends one, and sends it again and again until Directus confirms it. Returns the attempt in
    /// flight.
    pub(crate) fn start_logout(&self) -> SharedTask {
        if let Some(in_flight) = self.0.pending_logout.borrow().clone() {
            return in_flight;
        }
        let epoch = self.0.epoch.get();
        let attempt = self.0.logout_attempts.get();
        self.0.logout_attempts.set(attempt + 1);
        let manager = self.clone();
        let logout = self.spawn_shared(Box::pin(async move {
            let answer = manager.send_logout().await;
            if manager.0.epoch.get() == epoch {
                manager.0.pending_logout.take();
                if let Err(error) = answer {
                    manager.0.environment.spawn(Box::pin(manager.clone().retry_logout(epoch, attempt, error)));
                }
            }
        }));
        self.0.pending_logout.replace(Some(logout.clone()));
        logout
    }

    /// Retries the logout after a pause, unless somebody has retried it before, has signed in, or has signed out of another session.
    async fn retry_logout(self, epoch: Epoch, attempt: u32, error: Error) {
        self.pause_before_retry(attempt, error.retry_after()).await;
        if self.0.epoch.get() == epoch && self.0.logout_attempts.get() == attempt + 1 {
            drop(self.start_logout());
        }
    }

    async fn send_logout(&self) -> Result<(), Error> {
        // A refresh that is in flight in this browser sets a new cookie: the lock lets that cookie arrive first.
        // Held until this function returns.
        let lock = self.0.environment.lock(LOCK_TIMEOUT).await;
        match lock {
            Lock::TimedOut => Err(Error::Transport(TransportError::TimedOut)),
            Lock::Unsupported => self.send_logout_locked().await,
            Lock::Acquired { .. } => {
                self.0.refresher.wait_for_pending_cookie(&*self.0.environment).await;
                self.send_logout_locked().await
            }
        }
    }

    /// Sends the logout, with the lock held, unless none is pending any more: another tab has sent it, or somebody has signed in since.
    pub(super) async fn send_logout_locked(&self) -> Result<(), Error> {
        let epoch = self.0.epoch.get();
        let is_still_pending = || self.0.epoch.get() == epoch && self.is_logout_pending();
        if is_still_pending() {
            match self.0.refresher.log_out(&self.0.directus, &*self.0.environment).await {
                // There is no session to end.
                Err(error) if error.code() == Some(&ErrorCode::InvalidPayload) => {}
                answer => answer?,
            }
        }
        // Without locks somebody may have signed in by now, or out of yet another session. That must not be overwritten.
        if is_still_pending() {
            self.0.environment.set_hint(SessionHint::SignedOut);
        }
        Ok(())
    }
}
