//! The one owner of the access token. All that happens to the session of this page goes through here, one event after
//! the other; the token never leaves it but for the header of a request and for another tab.

mod other_tabs;
mod retry;
mod sign_in;
mod sign_out;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use futures_util::{FutureExt, future::Shared};
use lychgate_directus::{Directus, UserId};
use retry::Retry;

use super::{
    authorization::{Authorization, usable_for},
    backoff,
    environment::{Environment, SessionHint, Task, UserTag},
    listeners::Listeners,
    refresh::{LOCK_WAIT, Outcome, Refresher},
    state::{Cause, Event, Session},
};

pub use super::listeners::Subscription;
pub use sign_in::ReauthenticationError;

/// Why there is no grant to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthorizationError {
    /// Nobody is signed in.
    SignedOut,
    /// Directus cannot be asked for one.
    Unreachable(Cause),
}

/// Work under way that anyone may wait for, and that goes on if nobody does.
type Flight = Shared<Task>;

struct HeldAuthorization {
    authorization: Authorization,
    /// On the monotonic clock.
    renew_at: Duration,
}

/// Counts what people decide on this page. The answer to what began in an earlier epoch is void.
#[derive(Clone, Copy, PartialEq, Default)]
struct Epoch {
    sign_ins: u32,
    sign_outs: u32,
}

struct Inner {
    directus: Directus,
    environment: Rc<dyn Environment>,
    session: RefCell<Session>,
    authorization: RefCell<Option<HeldAuthorization>>,
    /// The refresh under way. Whoever needs a token meanwhile waits for this one.
    flight: RefCell<Option<Flight>>,
    epoch: Cell<Epoch>,
    /// There as long as Directus is out of reach.
    retry: RefCell<Option<Retry>>,
    /// What Directus did not take; there until something newer is.
    refused: RefCell<Option<Authorization>>,
    /// The try under way to tell Directus of a sign-out.
    pending_logout: RefCell<Option<Flight>>,
    /// Tries to tell Directus in this epoch.
    logout_attempts: Cell<u32>,
    refresher: Refresher,
    listeners: Listeners<Session>,
    /// Of changes of the account that other tabs tell of.
    changes: Listeners<()>,
}

/// The keeper of this page's session. Cheap to clone; all clones are one keeper.
#[derive(Clone)]
pub struct SessionManager(Rc<Inner>);

impl PartialEq for SessionManager {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl SessionManager {
    /// A keeper that has not [booted](Self::boot) yet.
    pub fn new(directus: Directus, environment: Rc<dyn Environment>) -> Self {
        Self(Rc::new(Inner {
            directus,
            environment,
            session: RefCell::new(Session::Booting),
            authorization: RefCell::new(None),
            flight: RefCell::new(None),
            epoch: Cell::default(),
            retry: RefCell::new(None),
            refused: RefCell::new(None),
            pending_logout: RefCell::new(None),
            logout_attempts: Cell::default(),
            refresher: Refresher::default(),
            listeners: Listeners::default(),
            changes: Listeners::default(),
        }))
    }

    /// The Directus that it speaks to.
    pub fn directus(&self) -> &Directus {
        &self.0.directus
    }

    /// The session now.
    pub fn session(&self) -> Session {
        self.0.session.borrow().clone()
    }

    /// Calls `listener` with the new session after each change, one after the other, until the subscription is dropped.
    pub fn subscribe(&self, listener: impl Fn(Session) + 'static) -> Subscription {
        self.0.listeners.subscribe(listener)
    }

    /// Finds out who is signed in. Asks Directus only where the browser remembers a session; a sign-out that Directus
    /// never heard of is finished first.
    pub fn boot(&self) {
        match self.0.environment.hint() {
            SessionHint::Nothing | SessionHint::SignedOut => self.transition(Event::NothingToAsk),
            SessionHint::SignedIn(_) => drop(self.refresh()),
            SessionHint::LogoutPending => self.settle(Outcome::LogoutPending),
        }
    }

    /// Asks Directus who is signed in, where that has not been asked or could not be answered.
    pub fn ask(&self) {
        self.transition(Event::Asking);
        drop(self.refresh());
    }

    /// Leave to send a request as the user that lasts for it, renewed first where needed.
    ///
    /// # Errors
    ///
    /// When nobody is signed in, or Directus cannot be asked.
    pub async fn authorize(&self) -> Result<Authorization, AuthorizationError> {
        if let Some(authorization) = self.fresh_authorization() {
            return Ok(authorization);
        }
        if self.may_be_signed_in() && self.may_ask() {
            self.refresh().await;
        }
        self.fresh_authorization().ok_or_else(|| match *self.0.session.borrow() {
            Session::Unreachable { cause, .. } => AuthorizationError::Unreachable(cause),
            _ => AuthorizationError::SignedOut,
        })
    }

    /// Whether it is `user` who is signed in, as far as this page and the browser's memory know.
    pub fn is_signed_in(&self, user: &UserId) -> bool {
        let is_remembered = match self.0.environment.hint() {
            SessionHint::SignedIn(tag) => tag == UserTag::of(user),
            SessionHint::LogoutPending | SessionHint::SignedOut => false,
            SessionHint::Nothing => true,
        };
        is_remembered && self.0.session.borrow().user() == Some(user)
    }

    /// Says that Directus did not take `grant`: it is not given out again. A newer one stays.
    pub fn discard(&self, authorization: &Authorization) {
        self.0.refused.replace(Some(authorization.clone()));
        let discarded = self.0.authorization.borrow_mut().take_if(|held| held.authorization == *authorization);
        if discarded.is_some() {
            self.0.environment.advertise_token(None);
        }
    }

    /// Waits as long as is right before asking Directus again, `attempt` counted from 0.
    pub async fn pause(&self, attempt: u32, asked: Option<Duration>) {
        let environment = &self.0.environment;
        environment.sleep(backoff::delay(attempt, environment.random(), asked, environment.attention())).await;
    }

    fn may_be_signed_in(&self) -> bool {
        !matches!(*self.0.session.borrow(), Session::SignedOut { .. } | Session::Expired { .. })
    }

    fn fresh_authorization(&self) -> Option<Authorization> {
        self.usable_for().and_then(|_| Some(self.0.authorization.borrow().as_ref()?.authorization.clone()))
    }

    /// How long the grant can still be used; `None` where there is none that can.
    fn usable_for(&self) -> Option<Duration> {
        let held = self.0.authorization.borrow();
        held.as_ref()?.renew_at.checked_sub(self.0.environment.now()).filter(|left| !left.is_zero())
    }

    /// Joins the refresh under way, or begins one.
    fn refresh(&self) -> Flight {
        if let Some(flight) = self.0.flight.borrow().clone() {
            return flight;
        }
        let manager = self.clone();
        let epoch = self.0.epoch.get();
        let flight = self.begin(Box::pin(async move {
            let Inner { directus, environment, refresher, .. } = &*manager.0;
            let outcome = refresher.refresh(directus, &**environment, &|| manager.usable_for().is_some()).await;
            if manager.0.epoch.get() == epoch {
                manager.0.flight.take();
                manager.settle(outcome);
            } else if matches!(outcome, Outcome::Renewed(..)) {
                manager.sign_out_of_void();
            }
        }));
        self.0.flight.replace(Some(flight.clone()));
        flight
    }

    fn begin(&self, task: Task) -> Flight {
        let flight = task.shared();
        self.0.environment.spawn(Box::pin(flight.clone()));
        flight
    }

    /// Leaves behind what is under way: its answers are void, and nobody is to wait for them any more.
    fn begin_epoch(&self, epoch: Epoch) {
        self.0.epoch.set(epoch);
        self.0.flight.take();
        self.0.pending_logout.take();
        self.0.logout_attempts.set(0);
    }

    /// Drops what is held of the user.
    fn forget(&self) {
        self.0.authorization.take();
        self.0.environment.advertise_token(None);
    }

    fn settle(&self, outcome: Outcome) {
        match outcome {
            Outcome::Renewed(authorization, lifetime) => {
                self.0.refused.take();
                self.adopt(authorization, usable_for(lifetime));
                self.share_token(false);
            }
            Outcome::Shared => {
                if let Some(authorization) = self.fresh_authorization() {
                    self.transition(Event::Authenticated(authorization.user));
                }
            }
            // The person's own doing, in another tab.
            Outcome::Ended(_)
                if self.0.environment.hint() == SessionHint::SignedOut && self.0.session.borrow().owner().is_some() =>
            {
                self.sign_out_as_elsewhere();
            }
            Outcome::Ended(ended) => {
                self.forget();
                // That the person signed out is news for tabs that have been asleep.
                if self.0.environment.hint() != SessionHint::SignedOut {
                    self.0.environment.set_hint(SessionHint::Nothing);
                }
                self.transition(Event::Ended(ended));
            }
            Outcome::LogoutPending => {
                self.forget();
                self.transition(Event::SignOut);
                drop(self.begin_logout());
            }
            // Another tab has handed over a token meanwhile.
            Outcome::ContactLost(_) if self.usable_for().is_some() => {}
            Outcome::ContactLost(cause) => {
                self.retry_later(cause);
                self.transition(Event::ContactLost(cause));
            }
        }
    }

    fn adopt(&self, authorization: Authorization, usable_for: Duration) {
        let user = authorization.user.clone();
        let renew_at = self.0.environment.now().saturating_add(usable_for);
        self.0.authorization.replace(Some(HeldAuthorization { authorization, renew_at }));
        self.0.environment.set_hint(SessionHint::SignedIn(UserTag::of(&user)));
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
        self.0.listeners.notify(after);
    }
}
