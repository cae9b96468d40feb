//! Signing out: here at once, at Directus as soon as it can be told.

use std::future::Future;

use super::{Epoch, Flight, Keeper, LOCK_WAIT};
use crate::{
    directus::{Code, Error, auth},
    session::{backoff, ports::Memory, state::Event},
};

impl Keeper {
    /// Signs out: here at once, at Directus as soon as it can be told. Until then the browser remembers, and nothing
    /// signs in by itself. All of this happens whether or not anyone waits for the future, which says whether the
    /// first try reached Directus.
    pub fn sign_out(&self) -> impl Future<Output = bool> + use<> {
        let before = self.0.epoch.get();
        self.begin_epoch(Epoch { sign_outs: before.sign_outs + 1, ..before });
        self.0.token.take();
        self.0.ports.remember(Memory::SignOutUnfinished);
        self.transition(Event::SignOut);

        let first_try = self.finish_sign_out();
        let keeper = self.clone();
        async move {
            first_try.await;
            keeper.0.ports.memory() != Memory::SignOutUnfinished
        }
    }

    /// Signs out of a session that was made for nobody, by an answer that came after a sign-out; unless somebody has
    /// signed in since.
    pub(super) fn sign_out_of_void(&self) {
        if self.0.ports.memory() != Memory::SignedIn {
            drop(self.sign_out());
        }
    }

    /// Tells Directus of the sign-out, again and again until it has heard. The flight is the first try, perhaps one
    /// that was begun before.
    pub(super) fn finish_sign_out(&self) -> Flight {
        if let Some(first_try) = self.0.telling.borrow().clone() {
            return first_try;
        }
        let keeper = self.clone();
        let epoch = self.0.epoch.get();
        let first_try = self.begin(Box::pin(async move {
            if let Err(error) = keeper.tell(epoch).await {
                keeper.0.ports.spawn(Box::pin(keeper.clone().keep_telling(epoch, error)));
            }
        }));
        self.0.telling.replace(Some(first_try.clone()));
        first_try
    }

    /// Tries again after ever longer pauses, until Directus has heard. A sign-in or another sign-out ends this.
    async fn keep_telling(self, epoch: Epoch, mut error: Error) {
        for attempt in 0.. {
            self.0.ports.sleep(backoff::delay(attempt, self.0.ports.random(), error.retry_after())).await;
            if self.0.epoch.get() != epoch {
                return;
            }
            match self.tell(epoch).await {
                Ok(()) => return,
                Err(next) => error = next,
            }
        }
    }

    async fn tell(&self, epoch: Epoch) -> Result<(), Error> {
        // A refresh that is still under way in this browser sets a new cookie: the lock lets it land first.
        let _lock = self.0.ports.lock(LOCK_WAIT).await;
        self.tell_with_lock().await?;
        if self.0.epoch.get() == epoch {
            self.0.telling.take();
        }
        Ok(())
    }

    /// Tells Directus, unless there is nothing left to tell: another tab has, or somebody has signed in since.
    pub(super) async fn tell_with_lock(&self) -> Result<(), Error> {
        let epoch = self.0.epoch.get();
        let is_unfinished = || self.0.epoch.get() == epoch && self.0.ports.memory() == Memory::SignOutUnfinished;
        if is_unfinished() {
            match self.0.directus.send(&auth::logout(), None).await {
                // There is no session to end.
                Err(error) if error.code() == Some(&Code::InvalidPayload) => {}
                answer => answer?,
            }
        }
        // Without locks somebody may have signed in by now, or out of yet another session; that is not to be forgotten.
        if is_unfinished() {
            self.0.ports.remember(Memory::Nothing);
        }
        Ok(())
    }
}
