//! The one owner of the access token. Everything that happens to the session of this page goes through here, one event after the
//! other. The token leaves only in the header of a request, and to another tab.

mod other_tabs;
mod retry;
mod sign_in;
mod sign_out;

use std::{
    cell::{Cell, RefCell},
    error, fmt,
    rc::Rc,
    time::Duration,
};

use futures_util::{FutureExt, future::Shared};
use lychgate_directus::{Directus, UserId};
use retry::Retry;

use super::{
    authorization::{Authorization, usable_lifetime},
    backoff,
    environment::{Environment, SessionHint, Task, UserTag},
    keeper,
    listeners::{Listeners, Subscription},
    refresh::{LOCK_TIMEOUT, Outcome, Refresher},
    state::{Cause, Event, Session},
    tabs::TokenOrigin,
};

/// Why there is no authorization.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorizationError {
    /// Nobody is signed in.
    SignedOut,
    /// Directus cannot be reached.
    Unreachable(Cause),
}

impl fmt::Display for AuthorizationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SignedOut => f.write_str("nobody is signed in"),
            Self::Unreachable(cause) => cause.fmt(f),
        }
    }
}

impl error::Error for AuthorizationError {}

/// A task in flight that any number of callers can wait for, and that goes on if none does.
type SharedTask = Shared<Task>;

/// The authorization of this page, and until when it is used.
struct Held {
    authorization: Authorization,
    /// On the monotonic clock.
    renew_at: Duration,
}

/// Counts sign-ins and sign-outs, here and in other tabs as this page hears of them. Answers to requests of an earlier epoch are ignored.
#[derive(Clone, Copy, PartialEq, Default)]
struct Epoch {
    sign_ins: u32,
    sign_outs: u32,
}

struct Inner {
    directus: Directus,
    environment: Rc<dyn Environment>,
    session: RefCell<Session>,
    held: RefCell<Option<Held>>,
    /// The refresh in flight. Whoever needs an authorization meanwhile waits for this one.
    refresh_in_flight: RefCell<Option<SharedTask>>,
    epoch: Cell<Epoch>,
    /// The next retry, while Directus cannot be reached.
    retry: RefCell<Option<Retry>>,
    /// The authorization that Directus has refused last, until there is a newer one.
    refused: RefCell<Option<Authorization>>,
    /// The logout in flight.
    pending_logout: RefCell<Option<SharedTask>>,
    /// How many logouts were sent in this epoch.
    logout_attempts: Cell<u32>,
    /// Whether the keeper was asked: what it keeps is of use to a page that begins.
    has_asked_keeper: Cell<bool>,
    refresher: Refresher,
    session_listeners: Listeners<Session>,
    account_listeners: Listeners<()>,
}

/// Owns the access token and the state of this page's session. Cheap to clone; all clones are the same session.
///
/// Call [`boot`](Self::boot) once the page is there, and report to it what happens around the page: [`on_message`](Self::on_message),
/// [`on_resume`](Self::on_resume), [`on_page_hide`](Self::on_page_hide), [`on_activity`](Self::on_activity). What people do goes through
/// a [`Client`](super::Client).
#[derive(Clone)]
pub struct SessionManager(Rc<Inner>);

impl PartialEq for SessionManager {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl fmt::Debug for SessionManager {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Neither token nor user.
        write!(f, "SessionManager({})", self.0.session.borrow().name())
    }
}

impl SessionManager {
    /// Returns the manager of a session that is [`Session::Booting`] until [`boot`](Self::boot) is called.
    pub fn new(directus: Directus, environment: Rc<dyn Environment>) -> Self {
        Self(Rc::new(Inner {
            directus,
            environment,
            session: RefCell::new(Session::Booting),
            held: RefCell::new(None),
            refresh_in_flight: RefCell::new(None),
            epoch: Cell::default(),
            retry: RefCell::new(None),
            refused: RefCell::new(None),
            pending_logout: RefCell::new(None),
            logout_attempts: Cell::default(),
            has_asked_keeper: Cell::default(),
            refresher: Refresher::default(),
            session_listeners: Listeners::default(),
            account_listeners: Listeners::default(),
        }))
    }

    /// Returns the Directus that the session belongs to.
    pub fn directus(&self) -> &Directus {
        &self.0.directus
    }

    /// Returns the session as it is now.
    pub fn session(&self) -> Session {
        self.0.session.borrow().clone()
    }

    /// Calls `listener` with the new session after each change, one change after the other, until the subscription is dropped.
    pub fn subscribe(&self, listener: impl Fn(Session) + 'static) -> Subscription {
        self.0.session_listeners.subscribe(listener)
    }

    /// Finds out who is signed in. Asks Directus only where the [hint](SessionHint) names a user. A logout that is still pending is
    /// finished first, and nobody is signed in.
    pub fn boot(&self) {
        match self.0.environment.hint() {
            SessionHint::Nothing | SessionHint::Ended(_) | SessionHint::SignedOut => {
                self.transition(Event::CheckSkipped);
            }
            SessionHint::SignedIn(_) => drop(self.refresh()),
            SessionHint::LogoutPending => self.apply(Outcome::LogoutPending),
        }
    }

    /// Asks Directus who is signed in, whatever the hint says.
    pub(super) fn check_session(&self) {
        self.transition(Event::CheckStarted);
        drop(self.refresh());
    }

    /// Returns an authorization that is good for a request sent now. Refreshes the session first where needed.
    ///
    /// # Errors
    ///
    /// [`AuthorizationError`] where nobody is signed in, or Directus cannot be reached.
    pub async fn authorize(&self) -> Result<Authorization, AuthorizationError> {
        if let Some(authorization) = self.usable_authorization() {
            return Ok(authorization);
        }
        if self.may_be_signed_in() && self.may_retry_now() {
            self.refresh().await;
        }
        self.usable_authorization().ok_or_else(|| match *self.0.session.borrow() {
            Session::Unreachable { cause, .. } => AuthorizationError::Unreachable(cause),
            _ => AuthorizationError::SignedOut,
        })
    }

    /// Drops `authorization`, which Directus has refused, so that it is not given out again. A newer one stays.
    pub fn discard(&self, authorization: &Authorization) {
        self.0.refused.replace(Some(authorization.clone()));
        let discarded = self.0.held.borrow_mut().take_if(|held| held.authorization == *authorization);
        if discarded.is_some() {
            self.withdraw_token();
        }
    }

    /// Returns whether `user` is signed in, as far as this page and the hint know.
    pub(super) fn is_signed_in(&self, user: &UserId) -> bool {
        let is_hinted = match self.0.environment.hint() {
            SessionHint::SignedIn(tag) | SessionHint::Ended(tag) => tag == UserTag::from(user),
            SessionHint::LogoutPending | SessionHint::SignedOut => false,
            SessionHint::Nothing => true,
        };
        is_hinted && self.0.session.borrow().user() == Some(user)
    }

    /// Waits before retry number `attempt`, counted from 0; see [`backoff::delay`].
    pub(super) async fn pause_before_retry(&self, attempt: u32, retry_after: Option<Duration>) {
        let environment = &self.0.environment;
        environment.sleep(backoff::delay(attempt, environment.random(), retry_after, environment.attention())).await;
    }

    /// Returns whether, by the hint, somebody else has signed in since this page's owner has.
    fn has_owner_changed(&self) -> bool {
        let owner = self.0.session.borrow().owner().map(UserTag::from);
        self.0.environment.hint().user().is_some_and(|user| owner.is_some_and(|owner| owner != user))
    }

    fn may_be_signed_in(&self) -> bool {
        !matches!(*self.0.session.borrow(), Session::SignedOut { .. } | Session::Expired { .. })
    }

    fn usable_authorization(&self) -> Option<Authorization> {
        self.remaining_time().and_then(|_| Some(self.0.held.borrow().as_ref()?.authorization.clone()))
    }

    /// Returns how long the authorization can still be used; `None` where there is none that can.
    fn remaining_time(&self) -> Option<Duration> {
        let held = self.0.held.borrow();
        held.as_ref()?.renew_at.checked_sub(self.0.environment.now()).filter(|left| !left.is_zero())
    }

    /// Joins the refresh in flight, or starts one.
    fn refresh(&self) -> SharedTask {
        if let Some(in_flight) = self.0.refresh_in_flight.borrow().clone() {
            return in_flight;
        }
        let manager = self.clone();
        let epoch = self.0.epoch.get();
        let refresh = self.spawn_shared(Box::pin(async move {
            let Inner { directus, environment, refresher, .. } = &*manager.0;
            let outcome = if manager.take_kept_token().await {
                Outcome::Shared
            } else {
                refresher.refresh(directus, &**environment, &|| manager.remaining_time().is_some()).await
            };
            if manager.0.epoch.get() == epoch {
                manager.0.refresh_in_flight.take();
                manager.apply(outcome);
            } else if matches!(outcome, Outcome::Renewed(..)) {
                manager.end_void_session();
            }
        }));
        self.0.refresh_in_flight.replace(Some(refresh.clone()));
        refresh
    }

    fn spawn_shared(&self, task: Task) -> SharedTask {
        let task = task.shared();
        self.0.environment.spawn(Box::pin(task.clone()));
        task
    }

    /// Begins an epoch in which the person has signed in, here or in another tab.
    fn begin_sign_in_epoch(&self) {
        let before = self.0.epoch.get();
        self.begin_epoch(Epoch { sign_ins: before.sign_ins + 1, ..before });
    }

    /// Begins an epoch in which the person has signed out, here or in another tab.
    fn begin_sign_out_epoch(&self) {
        let before = self.0.epoch.get();
        self.begin_epoch(Epoch { sign_outs: before.sign_outs + 1, ..before });
    }

    /// Leaves the requests in flight behind: their answers are void, and nobody waits for them any more.
    fn begin_epoch(&self, epoch: Epoch) {
        self.0.epoch.set(epoch);
        self.0.refresh_in_flight.take();
        self.0.pending_logout.take();
        self.0.logout_attempts.set(0);
    }

    /// Forgets the authorization, here and in the keeper. Call this before anybody is told.
    fn drop_authorization(&self) {
        self.0.held.take();
        self.withdraw_token();
    }

    /// Sees to it that nobody gets the authorization any more that this page has had.
    fn withdraw_token(&self) {
        self.0.environment.tell_keeper(&keeper::forget(self.0.environment.wall()));
        self.0.environment.advertise_token(None);
    }

    /// Applies the outcome of a refresh.
    fn apply(&self, outcome: Outcome) {
        match outcome {
            Outcome::Renewed(authorization, lifetime) => {
                self.0.refused.take();
                self.adopt(authorization, usable_lifetime(lifetime));
                self.share_token(TokenOrigin::Refresh);
            }
            Outcome::Shared => {
                if let Some(authorization) = self.usable_authorization() {
                    self.transition(Event::Authenticated(authorization.user));
                }
            }
            // The person has signed out in another tab.
            Outcome::Ended(_)
                if self.0.environment.hint() == SessionHint::SignedOut && self.0.session.borrow().owner().is_some() =>
            {
                self.apply_remote_sign_out();
            }
            Outcome::Ended(reason) => {
                self.drop_authorization();
                if self.has_owner_changed() {
                    self.transition(Event::UserSwitched);
                }
                let hint = self.0.environment.hint();
                // A sign-out must stay visible to tabs that were suspended.
                if hint != SessionHint::SignedOut {
                    let user = hint.user().or_else(|| self.session().owner().map(UserTag::from));
                    self.0.environment.set_hint(user.map_or(SessionHint::Nothing, SessionHint::Ended));
                }
                self.transition(Event::Ended(reason));
            }
            Outcome::LogoutPending => {
                self.drop_authorization();
                self.transition(Event::SignedOut);
                drop(self.start_logout());
            }
            // Another tab has shared a token meanwhile.
            Outcome::Unreachable(_) if self.remaining_time().is_some() => {}
            Outcome::Unreachable(cause) => {
                self.retry_later(cause);
                self.transition(Event::Unreachable(cause));
            }
        }
    }

    /// Takes over `authorization`, to be used for `usable_for`.
    fn adopt(&self, authorization: Authorization, usable_for: Duration) {
        let user = authorization.user.clone();
        let renew_at = self.0.environment.now().saturating_add(usable_for);
        self.0.held.replace(Some(Held { authorization, renew_at }));
        self.keep_token();
        self.0.environment.set_hint(SessionHint::SignedIn(UserTag::from(&user)));
        self.0.environment.advertise_token(Some(self.0.environment.wall().saturating_add(usable_for)));
        self.0.refresher.token_received();
        self.transition(Event::Authenticated(user));
    }

    fn transition(&self, event: Event) {
        let after = self.0.session.borrow().after(event);
        if *self.0.session.borrow() == after {
            return;
        }
        if !matches!(after, Session::Unreachable { .. }) {
            self.0.retry.take();
        }
        self.0.session.replace(after.clone());
        self.0.session_listeners.notify(after);
    }
}
