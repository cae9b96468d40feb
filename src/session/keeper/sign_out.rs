//! Signing out: here at once, at Directus as soon as it can be told.

use std::future::Future;

use super::{Epoch, Flight, Keeper, LOCK_WAIT};
use crate::{
    directus::{Code, Error, TransportError, auth},
    session::{
        ports::{Lock, Memory},
        state::Event,
        tabs::Message,
    },
};

impl Keeper {
    /// Signs out: here at once, at Directus as soon as it can be told. Until then the browser remembers, and nothing
    /// signs in by itself. All of this happens whether or not anyone waits for the future, which says whether the
    /// first try reached Directus.
    pub fn sign_out(&self) -> impl Future<Output = bool> + use<> {
        let before = self.0.epoch.get();
        self.begin_epoch(Epoch { sign_outs: before.sign_outs + 1, ..before });
        self.forget();
        self.0.ports.remember(Memory::SignOutUnfinished);
        self.0.ports.post(&Message::SignedOut.to_text());
        self.transition(Event::SignOut);

        let first_try = self.finish_sign_out();
        let keeper = self.clone();
        async move {
            first_try.await;
            keeper.0.ports.memory() != Memory::SignOutUnfinished
        }
    }

    /// Tells Directus of a sign-out that it has not heard of, where there is one. To be waited for before a person leaves for
    /// another sign-in: the session that they bring from there would be taken for the one that they have left, and be ended.
    /// Says whether there is nothing left to tell.
    pub async fn tell_before_leaving(&self) -> bool {
        if self.0.ports.memory() == Memory::SignOutUnfinished {
            self.finish_sign_out().await;
        }
        self.0.ports.memory() != Memory::SignOutUnfinished
    }

    /// Signs out of a session that was made for nobody, by an answer that came after a sign-out; unless somebody has
    /// signed in since.
    pub(super) fn sign_out_of_void(&self) {
        if !matches!(self.0.ports.memory(), Memory::SignedIn(_)) {
            drop(self.sign_out());
        }
    }

    /// Tells Directus of the sign-out, and again and again until it has heard. The flight is this try, or one that is
    /// under way.
    pub(super) fn finish_sign_out(&self) -> Flight {
        if let Some(under_way) = self.0.telling.borrow().clone() {
            return under_way;
        }
        let epoch = self.0.epoch.get();
        let number = self.0.tellings.get();
        self.0.tellings.set(number + 1);
        let keeper = self.clone();
        let telling = self.begin(Box::pin(async move {
            let told = keeper.tell().await;
            if keeper.0.epoch.get() == epoch {
                keeper.0.telling.take();
                if let Err(error) = told {
                    keeper.0.ports.spawn(Box::pin(keeper.clone().tell_later(epoch, number, error)));
                }
            }
        }));
        self.0.telling.replace(Some(telling.clone()));
        telling
    }

    /// Tries again after a pause, unless somebody has done so before, or has signed in, or out of another session.
    async fn tell_later(self, epoch: Epoch, number: u32, error: Error) {
        self.pause(number, error.retry_after()).await;
        if self.0.epoch.get() == epoch && self.0.tellings.get() == number + 1 {
            drop(self.finish_sign_out());
        }
    }

    async fn tell(&self) -> Result<(), Error> {
        // A refresh that is still under way in this browser sets a new cookie: the lock lets it land first.
        match self.0.ports.lock(LOCK_WAIT).await {
            Lock::Taken => Err(Error::Transport(TransportError::TimedOut)),
            Lock::Missing => self.tell_with_lock().await,
            _held => {
                self.0.refresher.let_arrive(&*self.0.ports).await;
                self.tell_with_lock().await
            }
        }
    }

    /// Tells Directus, unless there is nothing left to tell: another tab has, or somebody has signed in since.
    pub(super) async fn tell_with_lock(&self) -> Result<(), Error> {
        let epoch = self.0.epoch.get();
        let is_unfinished = || self.0.epoch.get() == epoch && self.0.ports.memory() == Memory::SignOutUnfinished;
        if is_unfinished() {
            match self.0.directus.send(&auth::logout(self.0.directus.mode()), None).await {
                // There is no session to end.
                Err(error) if error.code() == Some(&Code::InvalidPayload) => {}
                answer => answer?,
            }
        }
        // Without locks somebody may have signed in by now, or out of yet another session; that is not to be forgotten.
        if is_unfinished() {
            self.0.ports.remember(Memory::SignedOut);
        }
        Ok(())
    }
}
