//! Asking again while Directus is out of reach.

use std::time::Duration;

use futures_util::future::{AbortHandle, abortable};

use super::SessionManager;
use crate::{
    backoff,
    environment::Attention,
    state::{Cause, Session},
};

/// The next time that Directus is asked; given up when this is dropped.
pub(super) struct Retry {
    number: u32,
    at: Duration,
    /// The server has asked not to be asked before.
    not_before: Duration,
    task: AbortHandle,
}

impl Drop for Retry {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl SessionManager {
    /// How long it is until Directus is asked again by itself; `None` where that is not planned: it is being asked, or
    /// there is no need.
    pub fn next_retry(&self) -> Option<Duration> {
        let retry = self.0.retry.borrow();
        retry.as_ref()?.at.checked_sub(self.0.environment.now())
    }

    /// To be called when somebody does something on the page: they are not to wait as long as an empty chair.
    pub fn on_activity(&self) {
        let patient = self.next_retry().is_some_and(|left| left > backoff::LONGEST_ACTIVE);
        if patient && self.may_ask() {
            let number = self.0.retry.borrow().as_ref().map_or(0, |retry| retry.number);
            self.plan(number, None);
        }
    }

    /// Whether Directus may be asked, as far as it has said itself.
    pub(super) fn may_ask(&self) -> bool {
        self.0.retry.borrow().as_ref().is_none_or(|retry| retry.not_before <= self.0.environment.now())
    }

    /// Asks again after a pause, longer each time. Takes the place of the retry that was planned before.
    pub(super) fn retry_later(&self, cause: Cause) {
        let number = self.0.retry.borrow().as_ref().map_or(0, |last| last.number + 1);
        self.plan(number, cause.retry_after());
    }

    fn plan(&self, number: u32, asked: Option<Duration>) {
        let environment = &self.0.environment;
        let wait = backoff::delay(number, environment.random(), asked, environment.attention());
        let pause = environment.sleep(wait);
        let manager = self.clone();
        let (retry, task) = abortable(async move {
            pause.await;
            // A page that cannot be seen has time until it can be.
            if manager.0.environment.attention() != Attention::Hidden && manager.is_out_of_reach() {
                drop(manager.refresh());
            }
        });
        let now = environment.now();
        let not_before = now.saturating_add(backoff::asked_for(asked));
        self.0.retry.replace(Some(Retry { number, at: now.saturating_add(wait), not_before, task }));
        environment.spawn(Box::pin(async {
            let _ = retry.await; // Given up or not, there is nothing to add.
        }));
    }

    fn is_out_of_reach(&self) -> bool {
        matches!(*self.0.session.borrow(), Session::Unreachable { .. })
    }
}
