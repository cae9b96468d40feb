//! Retries while Directus cannot be reached.

use std::time::Duration;

use futures_util::future::{AbortHandle, abortable};

use super::SessionManager;
use crate::{
    backoff,
    environment::Attention,
    state::{Cause, Session},
};

/// The next retry; cancelled when this is dropped.
pub(super) struct Retry {
    attempt: u32,
    /// On the monotonic clock.
    at: Duration,
    /// The server has asked not to be asked before this time of the monotonic clock.
    not_before: Duration,
    task: AbortHandle,
}

impl Drop for Retry {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl SessionManager {
    /// Returns how long it is until the next retry; `None` where none is scheduled: a request is in flight, or none is needed.
    pub fn next_retry(&self) -> Option<Duration> {
        let retry = self.0.retry.borrow();
        retry.as_ref()?.at.checked_sub(self.0.environment.now())
    }

    /// Brings a distant retry forward. Call this when somebody uses the page: they wait no longer than
    /// [`MAX_DELAY_ACTIVE`](backoff::MAX_DELAY_ACTIVE), unless the server has asked for more.
    pub fn on_activity(&self) {
        let is_distant = self.next_retry().is_some_and(|left| left > backoff::MAX_DELAY_ACTIVE);
        if is_distant && self.may_retry_now() {
            let attempt = self.0.retry.borrow().as_ref().map_or(0, |retry| retry.attempt);
            self.schedule_retry(attempt, None);
        }
    }

    /// Returns whether the time is over for which the server has asked to wait.
    pub(super) fn may_retry_now(&self) -> bool {
        self.0.retry.borrow().as_ref().is_none_or(|retry| retry.not_before <= self.0.environment.now())
    }

    /// Schedules the next retry, in place of the one before.
    pub(super) fn retry_later(&self, cause: Cause) {
        let attempt = self.0.retry.borrow().as_ref().map_or(0, |last| last.attempt + 1);
        self.schedule_retry(attempt, cause.retry_after());
    }

    fn schedule_retry(&self, attempt: u32, retry_after: Option<Duration>) {
        let environment = &self.0.environment;
        let delay = backoff::delay(attempt, environment.random(), retry_after, environment.attention());
        let sleep = environment.sleep(delay);
        let manager = self.clone();
        let (retry, task) = abortable(async move {
            sleep.await;
            // A page that is not visible refreshes when it is.
            if manager.0.environment.attention() != Attention::Hidden && manager.is_unreachable() {
                drop(manager.refresh());
            }
        });
        let now = environment.now();
        let not_before = now.saturating_add(backoff::accepted_retry_after(retry_after));
        self.0.retry.replace(Some(Retry { attempt, at: now.saturating_add(delay), not_before, task }));
        environment.spawn(Box::pin(async {
            let _ = retry.await; // Cancelled or not, nothing follows.
        }));
    }

    fn is_unreachable(&self) -> bool {
        matches!(*self.0.session.borrow(), Session::Unreachable { .. })
    }
}
