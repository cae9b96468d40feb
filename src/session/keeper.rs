//! The one owner of the access token. All that happens to the session of this page goes through here, one event after
//! the other; the token never leaves it but for the header of a request.

use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::{Rc, Weak},
    time::Duration,
};

use futures_util::{FutureExt, future::Shared};

use super::{
    backoff,
    ports::{Memory, Ports},
    refresh::{Outcome, refresh},
    state::{Cause, Event, Session},
};
use crate::directus::{
    AccessToken, Code, Directus, Error, Request, TokenReply,
    auth::{self, Credentials},
};

/// A token is renewed this long before its end, or a tenth of its life where that is shorter: time for the request to arrive.
const RENEW_BEFORE_END: Duration = Duration::from_secs(30);

/// How long a sign-in or sign-out waits for a refresh in another tab.
const LOCK_WAIT: Duration = Duration::from_secs(25);

/// Tries of the sign-in that follows a change of address or password.
const SIGN_IN_AGAIN_TRIES: u32 = 4;

/// Why there is no token to be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoToken {
    /// Nobody is signed in.
    SignedOut,
    /// Directus cannot be asked for one.
    Unreachable(Cause),
}

/// What stopped a request that ends all sessions of its user, or the sign-in after it.
#[derive(Debug, Clone, PartialEq)]
pub enum ReauthenticationError {
    /// The password (or code) was not right, or could not be checked. Nothing was changed.
    NotConfirmed(Error),
    /// Directus refused the request. Nothing was changed.
    Refused(Error),
    /// The request was carried out, but the person has to sign in again themselves.
    SignInAgain,
}

type Listener = dyn Fn(Session);
type Flight = Shared<Pin<Box<dyn Future<Output = ()>>>>;

struct HeldToken {
    token: AccessToken,
    /// On the monotonic clock.
    renew_at: Duration,
}

struct Inner {
    directus: Directus,
    ports: Rc<dyn Ports>,
    session: RefCell<Session>,
    token: RefCell<Option<HeldToken>>,
    /// The refresh under way. Whoever needs a token meanwhile waits for this one.
    flight: RefCell<Option<Flight>>,
    /// Counts sign-ins and sign-outs: the answer to a refresh from before one of them is void.
    epoch: Cell<u32>,
    retrying: Cell<bool>,
    listeners: RefCell<Vec<Weak<Listener>>>,
}

/// The keeper of this page's session. Cheap to clone; all clones are one keeper.
#[derive(Clone)]
pub struct Keeper(Rc<Inner>);

impl PartialEq for Keeper {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Keeps a listener of [`Keeper::subscribe`] alive.
#[must_use]
pub struct Subscription {
    _listener: Rc<Listener>,
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
            epoch: Cell::new(0),
            retrying: Cell::new(false),
            listeners: RefCell::new(Vec::new()),
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

    /// Calls `listener` with the new session after each change, until the subscription is dropped.
    pub fn subscribe(&self, listener: impl Fn(Session) + 'static) -> Subscription {
        let listener: Rc<Listener> = Rc::new(listener);
        self.0.listeners.borrow_mut().push(Rc::downgrade(&listener));
        Subscription { _listener: listener }
    }

    /// Finds out who is signed in. Asks Directus only where the browser remembers a session; a sign-out that Directus
    /// never heard of is finished first.
    pub fn boot(&self) {
        match self.0.ports.memory() {
            Memory::Nothing => self.transition(Event::NothingToAsk),
            Memory::SignedIn => drop(self.refresh()),
            Memory::SignOutUnfinished => {
                self.transition(Event::SignOut);
                self.finish_sign_out_in_background();
            }
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

    /// Signs in. The session is [`Session::SignedIn`] before this returns.
    ///
    /// # Errors
    ///
    /// What `POST /auth/login` refuses; the session stays as it is.
    pub async fn sign_in(&self, credentials: &Credentials) -> Result<(), Error> {
        let lock = self.0.ports.lock(LOCK_WAIT).await;
        if self.0.ports.memory() == Memory::SignOutUnfinished {
            let _ = self.revoke().await; // Tried once more while the old cookie is there; the new one replaces it either way.
        }
        let reply = self.0.directus.send(&auth::login(credentials), None).await;
        drop(lock);
        self.adopt_new_session(reply?);
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
        current: &Credentials,
        request: &Request<T>,
        next: &Credentials,
    ) -> Result<T, ReauthenticationError> {
        // Held throughout, so that no tab refreshes between the end of the old session and the new one.
        let lock = self.0.ports.lock(LOCK_WAIT).await;
        let directus = &self.0.directus;
        let confirmed =
            directus.send(&auth::login(current), None).await.map_err(ReauthenticationError::NotConfirmed)?;
        let token = confirmed.access_token.clone();
        self.adopt_new_session(confirmed);

        let answer = directus.send(request, Some(&token)).await.map_err(ReauthenticationError::Refused)?;

        for attempt in 0..SIGN_IN_AGAIN_TRIES {
            match directus.send(&auth::login(next), None).await {
                Ok(reply) => {
                    drop(lock);
                    self.adopt_new_session(reply);
                    return Ok(answer);
                }
                Err(error) if error.is_unreachable() => {
                    let wait = backoff::delay(attempt, self.0.ports.random(), error.retry_after());
                    self.0.ports.sleep(wait).await;
                }
                Err(_) => break,
            }
        }
        Err(ReauthenticationError::SignInAgain)
    }

    /// Signs out: here at once, at Directus as soon as it can be told. The future says whether the first try reached
    /// it; until one does, the browser remembers, and nothing signs in by itself.
    pub fn sign_out(&self) -> impl Future<Output = bool> + use<> {
        self.0.epoch.set(self.0.epoch.get() + 1);
        self.0.token.take();
        self.0.ports.remember(Memory::SignOutUnfinished);
        self.transition(Event::SignOut);

        let keeper = self.clone();
        async move {
            let told = keeper.finish_sign_out().await;
            if !told {
                keeper.finish_sign_out_in_background();
            }
            told
        }
    }

    fn fresh_token(&self) -> Option<AccessToken> {
        let held = self.0.token.borrow();
        held.as_ref().filter(|held| self.0.ports.now() < held.renew_at).map(|held| held.token.clone())
    }

    /// Joins the refresh under way, or begins one. It goes on even if nobody waits for it.
    fn refresh(&self) -> Flight {
        if let Some(flight) = self.0.flight.borrow().clone() {
            return flight;
        }
        let keeper = self.clone();
        let epoch = self.0.epoch.get();
        let flight = async move {
            let outcome = refresh(&keeper.0.directus, &*keeper.0.ports).await;
            keeper.0.flight.take();
            if keeper.0.epoch.get() == epoch {
                keeper.settle(outcome);
            }
        };
        let flight: Flight = (Box::pin(flight) as Pin<Box<dyn Future<Output = ()>>>).shared();
        self.0.flight.replace(Some(flight.clone()));
        self.0.ports.spawn(Box::pin(flight.clone()));
        flight
    }

    fn settle(&self, outcome: Outcome) {
        match outcome {
            Outcome::Renewed(reply) => self.adopt(reply),
            Outcome::Ended(ended) => {
                self.0.token.take();
                self.0.ports.remember(Memory::Nothing);
                self.transition(Event::Ended(ended));
            }
            Outcome::ContactLost(cause) => {
                self.transition(Event::ContactLost(cause));
                self.retry_in_background();
            }
        }
    }

    fn adopt_new_session(&self, reply: TokenReply) {
        self.0.epoch.set(self.0.epoch.get() + 1);
        self.adopt(reply);
    }

    fn adopt(&self, reply: TokenReply) {
        let user = reply.access_token.user().clone();
        let usable = reply.lifetime.saturating_sub(RENEW_BEFORE_END.min(reply.lifetime / 10));
        let renew_at = self.0.ports.now().saturating_add(usable);
        self.0.token.replace(Some(HeldToken { token: reply.access_token, renew_at }));
        self.0.ports.remember(Memory::SignedIn);
        self.transition(Event::Authenticated(user));
    }

    /// Asks again and again, with growing pauses, until Directus answers. One such loop runs at most.
    fn retry_in_background(&self) {
        if self.0.retrying.replace(true) {
            return;
        }
        let keeper = self.clone();
        self.0.ports.spawn(Box::pin(async move {
            let mut attempt = 0;
            while let Session::Unreachable { cause, .. } = keeper.session() {
                let asked = match cause {
                    Cause::TooManyRequests { wait } => wait,
                    Cause::Network | Cause::Server => None,
                };
                keeper.0.ports.sleep(backoff::delay(attempt, keeper.0.ports.random(), asked)).await;
                if matches!(keeper.session(), Session::Unreachable { .. }) {
                    keeper.refresh().await;
                }
                attempt += 1;
            }
            keeper.0.retrying.set(false);
        }));
    }

    fn finish_sign_out_in_background(&self) {
        let keeper = self.clone();
        self.0.ports.spawn(Box::pin(async move {
            let mut attempt = 0;
            while !keeper.finish_sign_out().await {
                keeper.0.ports.sleep(backoff::delay(attempt, keeper.0.ports.random(), None)).await;
                attempt += 1;
            }
        }));
    }

    /// Tells Directus of the sign-out, unless somebody has signed in since. Says whether that is settled.
    async fn finish_sign_out(&self) -> bool {
        // A refresh that is still under way in this browser sets a new cookie: the lock lets it land first.
        let _lock = self.0.ports.lock(LOCK_WAIT).await;
        if self.0.ports.memory() != Memory::SignOutUnfinished {
            return true;
        }
        let told = match self.revoke().await {
            Ok(()) => true,
            // There is no session to end.
            Err(error) => error.code() == Some(&Code::InvalidPayload),
        };
        if told {
            self.0.ports.remember(Memory::Nothing);
        }
        told
    }

    async fn revoke(&self) -> Result<(), Error> {
        self.0.directus.send(&auth::logout(), None).await
    }

    fn transition(&self, event: Event) {
        let after = self.0.session.borrow().after(event);
        if *self.0.session.borrow() == after {
            return;
        }
        self.0.session.replace(after.clone());
        let listeners: Vec<_> = {
            let mut listeners = self.0.listeners.borrow_mut();
            listeners.retain(|listener| listener.strong_count() > 0);
            listeners.iter().filter_map(Weak::upgrade).collect()
        };
        for listener in listeners {
            listener(after.clone());
        }
    }
}
