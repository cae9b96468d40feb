//! The one owner of the access token. All that happens to the session of this page goes through here, one event after
//! the other; the token never leaves it but for the header of a request.

mod sign_in;
mod sign_out;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use futures_util::{
    FutureExt,
    future::{AbortHandle, Shared, abortable},
};

use super::{
    backoff,
    listeners::Listeners,
    ports::{Memory, Ports, Task},
    refresh::{LOCK_WAIT, Outcome, refresh},
    state::{Cause, Event, Session},
};
use crate::directus::{AccessToken, Directus, TokenReply};

pub use super::listeners::Subscription;
pub use sign_in::ReauthenticationError;

/// A token is renewed this long before its end, or a tenth of its life where that is shorter: time for the request to arrive.
const RENEW_BEFORE_END: Duration = Duration::from_secs(30);

/// Why there is no token to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoToken {
    /// Nobody is signed in.
    SignedOut,
    /// Directus cannot be asked for one.
    Unreachable(Cause),
}

/// Work under way that anyone may wait for, and that goes on if nobody does.
type Flight = Shared<Task>;

struct HeldToken {
    token: AccessToken,
    /// On the monotonic clock.
    renew_at: Duration,
}

/// Counts what people decide on this page. The answer to what began in an earlier epoch is void.
#[derive(Clone, Copy, PartialEq, Default)]
struct Epoch {
    sign_ins: u32,
    sign_outs: u32,
}

/// The next time that Directus is asked; given up when this is dropped.
struct Retry {
    number: u32,
    task: AbortHandle,
}

impl Drop for Retry {
    fn drop(&mut self) {
        self.task.abort();
    }
}

struct Inner {
    directus: Directus,
    ports: Rc<dyn Ports>,
    session: RefCell<Session>,
    token: RefCell<Option<HeldToken>>,
    /// The refresh under way. Whoever needs a token meanwhile waits for this one.
    flight: RefCell<Option<Flight>>,
    epoch: Cell<Epoch>,
    /// There as long as Directus is out of reach.
    retry: RefCell<Option<Retry>>,
    /// The first try to tell Directus of this epoch's sign-out; there until it has heard.
    telling: RefCell<Option<Flight>>,
    listeners: Listeners,
}

/// The keeper of this page's session. Cheap to clone; all clones are one keeper.
#[derive(Clone)]
pub struct Keeper(Rc<Inner>);

impl PartialEq for Keeper {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Keeper {
    /// A keeper that has not [booted](Self::boot) yet.
    pub fn new(directus: Directus, ports: Rc<dyn Ports>) -> Self {
        Self(Rc::new(Inner {
            directus,
            ports,
            session: RefCell::new(Session::Booting),
            token: RefCell::new(None),
            flight: RefCell::new(None),
            epoch: Cell::default(),
            retry: RefCell::new(None),
            telling: RefCell::new(None),
            listeners: Listeners::default(),
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
        match self.0.ports.memory() {
            Memory::Nothing => self.transition(Event::NothingToAsk),
            Memory::SignedIn => drop(self.refresh()),
            Memory::SignOutUnfinished => self.settle(Outcome::SignOutUnfinished),
        }
    }

    /// Asks Directus who is signed in, where that has not been asked or could not be answered.
    pub fn ask(&self) {
        self.transition(Event::Asking);
        drop(self.refresh());
    }

    /// To be called when the page comes back to life: renews what has run out meanwhile.
    pub fn wake(&self) {
        let behind = match &*self.0.session.borrow() {
            Session::Unreachable { .. } => true,
            Session::SignedIn { .. } => self.fresh_token().is_none(),
            Session::Booting | Session::SignedOut { .. } => false,
        };
        if behind {
            drop(self.refresh());
        }
    }

    /// An access token that will last for a request, renewed first where needed.
    ///
    /// # Errors
    ///
    /// When nobody is signed in, or Directus cannot be asked.
    pub async fn token(&self) -> Result<AccessToken, NoToken> {
        if let Some(token) = self.fresh_token() {
            return Ok(token);
        }
        if !matches!(*self.0.session.borrow(), Session::SignedOut { .. }) {
            self.refresh().await;
        }
        self.fresh_token().ok_or_else(|| match *self.0.session.borrow() {
            Session::Unreachable { cause, .. } => NoToken::Unreachable(cause),
            Session::Booting | Session::SignedIn { .. } | Session::SignedOut { .. } => NoToken::SignedOut,
        })
    }

    /// Says that Directus did not take `token`: it is not given out again. A newer one stays.
    pub fn discard(&self, token: &AccessToken) {
        self.0.token.borrow_mut().take_if(|held| held.token == *token);
    }

    fn fresh_token(&self) -> Option<AccessToken> {
        let held = self.0.token.borrow();
        held.as_ref().filter(|held| self.0.ports.now() < held.renew_at).map(|held| held.token.clone())
    }

    /// Joins the refresh under way, or begins one.
    fn refresh(&self) -> Flight {
        if let Some(flight) = self.0.flight.borrow().clone() {
            return flight;
        }
        let keeper = self.clone();
        let epoch = self.0.epoch.get();
        let flight = self.begin(Box::pin(async move {
            let outcome = refresh(&keeper.0.directus, &*keeper.0.ports).await;
            if keeper.0.epoch.get() == epoch {
                keeper.0.flight.take();
                keeper.settle(outcome);
            } else if matches!(outcome, Outcome::Renewed(_)) {
                keeper.sign_out_of_void();
            }
        }));
        self.0.flight.replace(Some(flight.clone()));
        flight
    }

    fn begin(&self, task: Task) -> Flight {
        let flight = task.shared();
        self.0.ports.spawn(Box::pin(flight.clone()));
        flight
    }

    /// Leaves behind what is under way: its answers are void, and nobody is to wait for them any more.
    fn begin_epoch(&self, epoch: Epoch) {
        self.0.epoch.set(epoch);
        self.0.flight.take();
        self.0.telling.take();
    }

    fn settle(&self, outcome: Outcome) {
        match outcome {
            Outcome::Renewed(reply) => self.adopt(reply),
            Outcome::Ended(ended) => {
                self.0.token.take();
                self.0.ports.remember(Memory::Nothing);
                self.transition(Event::Ended(ended));
            }
            Outcome::SignOutUnfinished => {
                self.0.token.take();
                self.transition(Event::SignOut);
                drop(self.finish_sign_out());
            }
            Outcome::ContactLost(cause) => {
                self.retry_later(cause);
                self.transition(Event::ContactLost(cause));
            }
        }
    }

    fn adopt(&self, reply: TokenReply) {
        let user = reply.access_token.user().clone();
        let usable = reply.lifetime.saturating_sub(RENEW_BEFORE_END.min(reply.lifetime / 10));
        let renew_at = self.0.ports.now().saturating_add(usable);
        self.0.token.replace(Some(HeldToken { token: reply.access_token, renew_at }));
        self.0.ports.remember(Memory::SignedIn);
        self.transition(Event::Authenticated(user));
    }

    /// Asks again after a pause, longer each time. Takes the place of the retry that was planned before.
    fn retry_later(&self, cause: Cause) {
        let number = self.0.retry.take().map_or(0, |last| last.number + 1);
        let asked = match cause {
            Cause::TooManyRequests { wait } => wait,
            Cause::Network | Cause::Server => None,
        };
        let pause = self.0.ports.sleep(backoff::delay(number, self.0.ports.random(), asked));
        let keeper = self.clone();
        let (retry, task) = abortable(async move {
            pause.await;
            drop(keeper.refresh());
        });
        self.0.retry.replace(Some(Retry { number, task }));
        self.0.ports.spawn(Box::pin(async {
            let _ = retry.await; // Given up or not, there is nothing to add.
        }));
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
        self.0.listeners.tell(after);
    }
}
