//! The refresh protocol. Directus' cookie mode kills the old refresh token the moment it makes a new one, so a second
//! request with the same cookie is lost, and so is the sign-in if its 401 is believed too soon.

use std::{cell::Cell, ops::RangeInclusive, time::Duration};

use lychgate_directus::{AuthMode, Directus, Error, ErrorCode, TokenReply, TransportError, auth};

use super::{
    authorization::Authorization,
    environment::{Environment, Lock, SessionHint},
    state::{Cause, Ended},
    tabs::Tabs,
};

/// How long a refresh, a sign-in or a sign-out waits for the lock, and so for another tab; longer than
/// [`BEGIN_WITHIN`] and the time that a request can take.
pub(super) const LOCK_WAIT: Duration = Duration::from_secs(45);

/// A refresh that holds the lock begins no new request after this.
const BEGIN_WITHIN: Duration = Duration::from_secs(20);

/// How long a request whose page is gone may be under way, at least and at most: [`WHILE_UNDER_WAY`] times what refreshes
/// took lately. Two in Directus at once with the same cookie both get a new one there, of which one is no good.
const UNDER_WAY_FOR: RangeInclusive<Duration> = Duration::from_millis(1500)..=Duration::from_secs(8);

/// See [`UNDER_WAY_FOR`].
const WHILE_UNDER_WAY: u32 = 3;

/// What refreshes take where that is not known yet.
const USUAL_TIME: Duration = Duration::from_secs(1);

/// Waits before asking again after a 401 while the answer to another page's refresh, and the cookie in it, may still be on its way.
const COOKIE_LANDS_WITHIN: [Duration; 6] = [
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
    Duration::from_millis(1600),
    Duration::from_millis(3200),
];

/// Without locks: tabs that wake at once spread their refreshes over this time, and look whether another has begun.
const SPREAD_WITHOUT_LOCKS: Duration = Duration::from_millis(250);

/// Without locks: how long another tab's refresh is waited for.
const TAKEN_FOR_DEAD: Duration = Duration::from_secs(5);

/// What fails this soon while the browser says that it has no network was never sent.
const NOT_SENT_WITHIN: Duration = Duration::from_millis(100);

/// What came of a refresh.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A new token, and its lifetime.
    Renewed(Authorization, Duration),
    /// Another tab has handed over a token meanwhile.
    Shared,
    /// Nobody is signed in, with authority.
    Ended(Ended),
    /// The person has signed out, and Directus has not heard of it yet: nobody is to be signed in by this.
    LogoutPending,
    /// Directus could not be asked; whoever is signed in still is.
    ContactLost(Cause),
}

/// Refreshes for one page. It keeps what the page knows of its last request.
#[derive(Default)]
pub struct Refresher {
    tabs: Tabs,
    failed: Cell<Option<Failed>>,
}

/// A request of this page that has failed. It has left its mark, because a page that dies sees just the same. A page that
/// comes to try again knows better.
#[derive(Clone, Copy)]
struct Failed {
    /// On the monotonic clock.
    sent: Duration,
    /// How old the refresh was by then whose answer had not been seen before.
    unseen: Option<Duration>,
}

/// How things stood when a request was sent.
#[derive(Clone, Copy)]
struct Sent {
    /// On the monotonic clock.
    at: Duration,
    offline: bool,
}

impl Sent {
    fn now(environment: &dyn Environment) -> Self {
        Self { at: environment.now(), offline: environment.is_offline() }
    }
}

impl Refresher {
    /// To be called when another tab has handed over a token.
    pub fn token_received(&self) {
        self.tabs.arrived();
    }

    /// Gets a token that lasts: from another tab, which costs nothing, or from Directus by the cookie, alone among all
    /// tabs of this browser. `is_fresh` says whether this tab has one by now.
    pub async fn refresh(
        &self,
        directus: &Directus,
        environment: &dyn Environment,
        is_fresh: &dyn Fn() -> bool,
    ) -> Outcome {
        if environment.is_token_advertised() {
            if self.tabs.ask(environment, is_fresh).await {
                return Outcome::Shared;
            }
            environment.clear_advertisements();
        }
        let lock = environment.lock(LOCK_WAIT).await;
        let after_another = match lock {
            Lock::Held { after_another, .. } => after_another,
            Lock::Missing => wait_without_lock(environment, is_fresh).await,
            Lock::Taken => return Outcome::ContactLost(Cause::Network),
        };
        if environment.hint() == SessionHint::LogoutPending {
            return Outcome::LogoutPending;
        }
        // Check again: whoever had the lock before, or has offered a token since, may have renewed for all.
        if is_fresh()
            || ((after_another || environment.is_token_advertised()) && self.tabs.ask(environment, is_fresh).await)
        {
            return Outcome::Shared;
        }
        let (began, unseen) = (environment.now(), self.unseen(environment));
        let outcome = self.rotate(directus, environment).await;
        if matches!(outcome, Outcome::Renewed(..) | Outcome::Ended(_)) {
            // In session mode Directus takes the old cookie for some time more: that this refresh went well does not say
            // that the answer to the one before has landed.
            let age = unseen.map(|age| age.saturating_add(environment.now().saturating_sub(began)));
            let may_land = |age: &Duration| directus.mode() == AuthMode::Session && *age < lands_within(environment);
            environment.set_refresh_pending(age.filter(may_land));
        }
        let signed_out_meanwhile = environment.hint() == SessionHint::LogoutPending;
        drop(lock);
        if signed_out_meanwhile { Outcome::LogoutPending } else { outcome }
    }

    /// How old the refresh is whose answer nobody has seen: a page has died in mid-refresh, or, without locks, another tab
    /// is at it.
    fn unseen(&self, environment: &dyn Environment) -> Option<Duration> {
        const SAME: Duration = Duration::from_secs(1);
        let age = environment.refresh_pending()?;
        let Some(failed) = self.failed.get() else { return Some(age) };
        let since = environment.now().saturating_sub(failed.sent);
        if age.abs_diff(since) < SAME { failed.unseen.map(|age| age.saturating_add(since)) } else { Some(age) }
    }

    /// Gives a request whose page is gone time to arrive, and its cookie to land, before one that makes or ends a
    /// session: a cookie that lands after that would bring the old session back. To be called with the lock held.
    pub async fn let_land(&self, environment: &dyn Environment) {
        self.let_pass(environment, lands_within(environment)).await;
    }

    /// Waits until a request whose page is gone is so old.
    async fn let_pass(&self, environment: &dyn Environment, longest: Duration) {
        if let Some(left) = self.unseen(environment).and_then(|age| longest.checked_sub(age)) {
            environment.sleep(left).await;
        }
    }

    /// Tells Directus of a sign-out. The answer empties the cookie, so this leaves a mark as a refresh does: were this page to die,
    /// it could land after a sign-in. To be called with the lock held.
    ///
    /// # Errors
    ///
    /// See [`auth::logout`].
    pub async fn log_out(&self, directus: &Directus, environment: &dyn Environment) -> Result<(), Error> {
        let unseen = self.unseen(environment);
        environment.set_refresh_pending(Some(Duration::ZERO));
        let sent = Sent::now(environment);
        let answer = directus.send(&auth::logout(directus.mode()), None).await;
        match &answer {
            Ok(()) => environment.set_refresh_pending(None),
            Err(error) => {
                let unseen_for = |now: Duration| unseen.map(|age| age.saturating_add(now.saturating_sub(sent.at)));
                self.note_failure(environment, error, sent, unseen_for);
            }
        }
        answer
    }

    /// Notes what is known of a request that has failed: whether a cookie may still come of it, or of one before.
    fn note_failure(
        &self,
        environment: &dyn Environment,
        error: &Error,
        sent: Sent,
        unseen_for: impl Fn(Duration) -> Option<Duration>,
    ) {
        let now = environment.now();
        let never_left = sent.offline && now.saturating_sub(sent.at) < NOT_SENT_WITHIN;
        match error {
            Error::Transport(TransportError::Network(_)) if !never_left => {
                self.failed.set(Some(Failed { sent: sent.at, unseen: unseen_for(sent.at) }));
            }
            // What has been answered, or never left, brings no cookie any more; what was unseen before may still.
            Error::Transport(TransportError::Network(_)) | Error::Rejected { .. } | Error::Undecodable { .. } => {
                environment.set_refresh_pending(unseen_for(now));
            }
            // It is under way still.
            Error::Transport(_) => {}
        }
    }

    /// Asks Directus, with the lock held.
    async fn rotate(&self, directus: &Directus, environment: &dyn Environment) -> Outcome {
        let began = environment.now();
        let unseen = self.unseen(environment);
        let unseen_for = |now: Duration| unseen.map(|age| age.saturating_add(now.saturating_sub(began)));
        let time = environment.refresh_time();
        self.let_pass(environment, may_be_under_way_for(time)).await;
        let mut patience = if unseen.is_some() { COOKIE_LANDS_WITHIN.iter() } else { [].iter() };
        let mut stale_studio_cookie = false;
        loop {
            environment.set_refresh_pending(Some(Duration::ZERO));
            let sent = Sent::now(environment);
            let answer = directus.send(&auth::refresh(directus.mode()), None).await;
            let now = environment.now();
            match &answer {
                Ok(_) => environment.set_refresh_time(lately(time, now.saturating_sub(sent.at))),
                Err(error) => self.note_failure(environment, error, sent, unseen_for),
            }
            match read(&answer) {
                Answer::Renewed(reply) => return authorization(reply, directus).await,
                Answer::Final(outcome) => return outcome,
                Answer::Rotated => match patience.next() {
                    Some(wait) => environment.sleep(*wait).await,
                    None => return Outcome::Ended(Ended::Rejected),
                },
                // That answer has emptied the cookie which was in the way.
                Answer::StaleStudioCookie if !stale_studio_cookie => stale_studio_cookie = true,
                Answer::StaleStudioCookie => return Outcome::Ended(Ended::Rejected),
            }
            // Other tabs wait for the lock, but not for ever.
            if environment.now().saturating_sub(began) > BEGIN_WITHIN {
                return Outcome::ContactLost(Cause::Network);
            }
        }
    }
}

/// Keeps out of the way of other tabs as far as notes in storage allow. Says whether one was at it.
async fn wait_without_lock(environment: &dyn Environment, is_fresh: &dyn Fn() -> bool) -> bool {
    const LOOK_EVERY: Duration = Duration::from_millis(100);
    environment.sleep(SPREAD_WITHOUT_LOCKS.mul_f64(environment.random())).await;
    let began = environment.now();
    // By both clocks: the age of the mark is by the wall clock, which may have been set back since.
    let is_at_it = || environment.refresh_pending().is_some_and(|age| age < TAKEN_FOR_DEAD);
    let mut after_another = false;
    while !is_fresh() && is_at_it() && environment.now().saturating_sub(began) < TAKEN_FOR_DEAD {
        after_another = true;
        environment.sleep(LOOK_EVERY).await;
    }
    after_another
}

async fn authorization(reply: &TokenReply, directus: &Directus) -> Outcome {
    match Authorization::of(reply, directus).await {
        Ok(authorization) => Outcome::Renewed(authorization, reply.lifetime),
        Err(error) if error.is_unreachable() => Outcome::ContactLost(Cause::from(&error)),
        Err(_) => Outcome::Ended(Ended::Rejected),
    }
}

/// How long a refresh may be under way in all, when they take `time`.
fn may_be_under_way_for(time: Option<Duration>) -> Duration {
    let time = time.unwrap_or(USUAL_TIME).saturating_mul(WHILE_UNDER_WAY);
    time.clamp(*UNDER_WAY_FOR.start(), *UNDER_WAY_FOR.end())
}

/// How long after a refresh was begun its cookie may still land.
fn lands_within(environment: &dyn Environment) -> Duration {
    COOKIE_LANDS_WITHIN
        .iter()
        .fold(may_be_under_way_for(environment.refresh_time()), |all, wait| all.saturating_add(*wait))
}

/// The longest lately: what is long ago counts less and less.
fn lately(before: Option<Duration>, took: Duration) -> Duration {
    took.max(before.unwrap_or_default().mul_f64(0.8))
}

/// What an answer to `/auth/refresh` means.
enum Answer<'a> {
    Renewed(&'a TokenReply),
    Final(Outcome),
    Rotated,
    StaleStudioCookie,
}

fn read(answer: &Result<TokenReply, Error>) -> Answer<'_> {
    let error = match answer {
        Ok(reply) => return Answer::Renewed(reply),
        Err(error) => error,
    };
    if error.is_unreachable() {
        return Answer::Final(Outcome::ContactLost(Cause::from(error)));
    }
    match error.code() {
        Some(ErrorCode::InvalidPayload) => Answer::Final(Outcome::Ended(Ended::NoToken)),
        Some(ErrorCode::UserSuspended) => Answer::Final(Outcome::Ended(Ended::Suspended)),
        Some(ErrorCode::InvalidCredentials) => Answer::Rotated,
        Some(ErrorCode::TokenExpired | ErrorCode::InvalidToken) => Answer::StaleStudioCookie,
        // Not a word about the session: a firewall, a wrong address. Whoever is signed in stays so.
        Some(_) | None => Answer::Final(Outcome::ContactLost(Cause::Server)),
    }
}
