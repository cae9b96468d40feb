//! Signing out: here at once, at Directus as soon as it can be told.

use std::future::Future;

use lychgate_directus::{Error, ErrorCode, TransportError};

use super::{Epoch, Flight, LOCK_WAIT, SessionManager};
use crate::{
    environment::{Lock, SessionHint},
    state::Event,
    tabs::Message,
};

impl SessionManager {
    /// Signs out: here at once, at Directus as soon as it can be told. Until then the browser remembers, and nothing
    /// signs in by itself. All of this happens whether or not anyone waits for the future, which says whether the
    /// first try reached Directus.
    pub fn sign_out(&self) -> impl Future<Output = bool> + use<> {
        let before = self.0.epoch.get();
        self.begin_epoch(Epoch { sign_outs: before.sign_outs + 1, ..before });
        self.forget();
        self.0.environment.set_hint(SessionHint::LogoutPending);
        self.0.environment.post(&Message::SignedOut.to_string());
        self.transition(Event::SignOut);

        let first_try = self.begin_logout();
        let manager = self.clone();
        async move {
            first_try.await;
            manager.0.environment.hint() != SessionHint::LogoutPending
        }
    }

    /// Tells Directus of a sign-out that it has not heard of, where there is one. To be waited for before a person leaves for
    /// another sign-in: the session that they bring from there would be taken for the one that they have left, and be ended.
    /// Says whether there is nothing left to tell.
    pub async fn finish_pending_logout(&self) -> bool {
        if self.0.environment.hint() == SessionHint::LogoutPending {
            self.begin_logout().await;
        }
        self.0.environment.hint() != SessionHint::LogoutPending
    }

    /// Signs out of a session that was made for nobody, by an answer that came after a sign-out; unless somebody has
    /// signed in since.
    pub(super) fn sign_out_of_void(&self) {
        if !matches!(self.0.environment.hint(), SessionHint::SignedIn(_)) {
            drop(self.sign_out());
        }
    }

    /// Tells Directus of the sign-out, and again and again until it has heard. The flight is this try, or one that is
    /// under way.
    pub(super) fn begin_logout(&self) -> Flight {
        if let Some(under_way) = self.0.pending_logout.borrow().clone() {
            return under_way;
        }
        let epoch = self.0.epoch.get();
        let number = self.0.logout_attempts.get();
        self.0.logout_attempts.set(number + 1);
        let manager = self.clone();
        let pending_logout = self.begin(Box::pin(async move {
            let told = manager.log_out().await;
            if manager.0.epoch.get() == epoch {
                manager.0.pending_logout.take();
                if let Err(error) = told {
                    manager.0.environment.spawn(Box::pin(manager.clone().retry_logout(epoch, number, error)));
                }
            }
        }));
        self.0.pending_logout.replace(Some(pending_logout.clone()));
        pending_logout
    }

    /// Tries again after a pause, unless somebody has done so before, or has signed in, or out of another session.
    async fn retry_logout(self, epoch: Epoch, number: u32, error: Error) {
        self.pause(number, error.retry_after()).await;
        if self.0.epoch.get() == epoch && self.0.logout_attempts.get() == number + 1 {
            drop(self.begin_logout());
        }
    }

    async fn log_out(&self) -> Result<(), Error> {
        // A refresh that is still under way in this browser sets a new cookie: the lock lets it land first.
        match self.0.environment.lock(LOCK_WAIT).await {
            Lock::Taken => Err(Error::Transport(TransportError::TimedOut)),
            Lock::Missing => self.log_out_with_lock().await,
            _held => {
                self.0.refresher.let_land(&*self.0.environment).await;
                self.log_out_with_lock().await
            }
        }
    }

    /// Tells Directus, unless there is nothing left to tell: another tab has, or somebody has signed in since.
    pub(super) async fn log_out_with_lock(&self) -> Result<(), Error> {
        let epoch = self.0.epoch.get();
        let is_unfinished = || self.0.epoch.get() == epoch && self.0.environment.hint() == SessionHint::LogoutPending;
        if is_unfinished() {
            match self.0.refresher.log_out(&self.0.directus, &*self.0.environment).await {
                // There is no session to end.
                Err(error) if error.code() == Some(&ErrorCode::InvalidPayload) => {}
                answer => answer?,
            }
        }
        // Without locks somebody may have signed in by now, or out of yet another session; that is not to be forgotten.
        if is_unfinished() {
            self.0.environment.set_hint(SessionHint::SignedOut);
        }
        Ok(())
    }
}
