//! The refresh protocol. In cookie mode Directus kills the old refresh token the moment it makes a new one. A second request with the
//! same cookie fails with a `401`, and whoever believes that `401` too soon signs the person out.

use std::{cell::Cell, fmt, ops::RangeInclusive, time::Duration};

use lychgate_directus::{AuthMode, Directus, Error, ErrorCode, TokenReply, TransportError, auth};

use super::{
    authorization::Authorization,
    environment::{Environment, Lock, SessionHint},
    state::{Cause, EndReason},
    tabs::TokenRequest,
};

/// How long a refresh, a sign-in or a logout waits for the lock, and so for another tab: longer than [`RETRY_WITHIN`] and the time
/// that a request can take.
pub(super) const LOCK_TIMEOUT: Duration = Duration::from_secs(45);

/// A refresh that holds the lock sends no further request after this time.
const RETRY_WITHIN: Duration = Duration::from_secs(20);

/// The bounds of how long a request whose page is gone counts as in flight: [`IN_FLIGHT_FACTOR`] times the longest recent refresh. Two
/// requests with the same cookie that Directus handles at the same moment both get a new one, and only one of the two is good.
const IN_FLIGHT_TIME: RangeInclusive<Duration> = Duration::from_millis(1500)..=Duration::from_secs(8);

/// See [`IN_FLIGHT_TIME`].
const IN_FLIGHT_FACTOR: u32 = 3;

/// How long a refresh takes where no time has been measured yet.
const DEFAULT_REFRESH_TIME: Duration = Duration::from_secs(1);

/// The waits before each retry after a `401` while the answer to another page's refresh, and the cookie in it, may still be on its way.
const REJECTED_RETRY_DELAYS: [Duration; 6] = [
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
    Duration::from_millis(1600),
    Duration::from_millis(3200),
];

/// Without locks: tabs that resume at the same moment spread their refreshes over this time, and look whether another has begun.
const UNLOCKED_SPREAD: Duration = Duration::from_millis(250);

/// Without locks: how long to wait for another tab's refresh before that tab counts as dead.
const UNLOCKED_PENDING_TIMEOUT: Duration = Duration::from_secs(5);

/// Without locks: how often to look whether another tab's refresh is done.
const UNLOCKED_POLL_INTERVAL: Duration = Duration::from_millis(100);

/// A request that fails within this time while the browser reports that it has no network was never sent.
const OFFLINE_FAILURE_WITHIN: Duration = Duration::from_millis(100);

/// Two ages that differ by less are those of the same request: one is counted on the wall clock, one on the monotonic clock.
const SAME_REQUEST_TOLERANCE: Duration = Duration::from_secs(1);

/// The result of a refresh.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// Directus has given a new authorization, with this lifetime.
    Renewed(Authorization, Duration),
    /// Another tab has shared a token meanwhile.
    Shared,
    /// Directus says that nobody is signed in.
    Ended(EndReason),
    /// The person has signed out, and Directus has not confirmed it yet: this refresh must not sign anybody in.
    LogoutPending,
    /// Directus could not be reached. Whoever is signed in still is.
    Unreachable(Cause),
}

/// Sends refreshes and logouts for one page. It remembers the page's last request that failed without an answer.
#[derive(Default)]
pub struct Refresher {
    token_request: TokenRequest,
    failed: Cell<Option<FailedRequest>>,
}

impl fmt::Debug for Refresher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Refresher")
    }
}

/// A request of this page that has failed without an answer. It stays noted as pending, because a page that dies looks just the same
/// to other tabs. This page knows better: no answer to it will come.
#[derive(Clone, Copy)]
struct FailedRequest {
    /// On the monotonic clock.
    sent_at: Duration,
    /// How old the refresh that was pending before this request was by then.
    pending_before: Option<Duration>,
}

/// The circumstances in which a request was sent.
#[derive(Clone, Copy)]
struct RequestStart {
    /// On the monotonic clock.
    at: Duration,
    is_offline: bool,
}

impl RequestStart {
    fn now(environment: &dyn Environment) -> Self {
        Self { at: environment.now(), is_offline: environment.is_offline() }
    }
}

impl Refresher {
    /// Wakes a refresh that waits for another tab's token. Call this when another tab has shared one.
    pub fn token_received(&self) {
        self.token_request.token_received();
    }

    /// Gets an authorization that can be used: from another tab, which costs nothing, or by `POST /auth/refresh` with the cookie, which
    /// needs no permissions. Only one tab of the browser refreshes at a time. `is_fresh` returns whether this tab has a usable
    /// authorization by now.
    pub async fn refresh(
        &self,
        directus: &Directus,
        environment: &dyn Environment,
        is_fresh: &dyn Fn() -> bool,
    ) -> Outcome {
        if environment.is_token_advertised() {
            if self.token_request.send(environment, is_fresh).await {
                return Outcome::Shared;
            }
            environment.clear_advertisements();
        }
        let lock = environment.lock(LOCK_TIMEOUT).await;
        let after_another = match lock {
            Lock::Acquired { after_another, .. } => after_another,
            Lock::Unsupported => wait_without_lock(environment, is_fresh).await,
            Lock::TimedOut => return Outcome::Unreachable(Cause::Network),
        };
        if environment.hint() == SessionHint::LogoutPending {
            return Outcome::LogoutPending;
        }
        // Check again: the tab that had the lock before, or one that advertises a token since, may have renewed the session for all.
        if is_fresh()
            || ((after_another || environment.is_token_advertised())
                && self.token_request.send(environment, is_fresh).await)
        {
            return Outcome::Shared;
        }
        let (began, pending_age) = (environment.now(), self.pending_age(environment));
        let outcome = self.rotate(directus, environment).await;
        if matches!(outcome, Outcome::Renewed(..) | Outcome::Ended(_)) {
            // In session mode Directus accepts the old cookie for some time more: the success of this refresh does not prove that the
            // answer to the one before has arrived.
            let age = pending_age.map(|age| age.saturating_add(environment.now().saturating_sub(began)));
            let may_arrive =
                |age: &Duration| directus.mode() == AuthMode::Session && *age < max_cookie_delay(environment);
            environment.set_refresh_pending(age.filter(may_arrive));
        }
        let signed_out_meanwhile = environment.hint() == SessionHint::LogoutPending;
        drop(lock);
        if signed_out_meanwhile { Outcome::LogoutPending } else { outcome }
    }

    /// Returns how long ago the refresh began whose answer nobody has seen: its page has died, or, without locks, another tab is still
    /// waiting for the answer. A request of this page that has failed does not count.
    fn pending_age(&self, environment: &dyn Environment) -> Option<Duration> {
        let age = environment.refresh_pending()?;
        let Some(failed) = self.failed.get() else { return Some(age) };
        let since = environment.now().saturating_sub(failed.sent_at);
        if age.abs_diff(since) < SAME_REQUEST_TOLERANCE {
            failed.pending_before.map(|age| age.saturating_add(since))
        } else {
            Some(age)
        }
    }

    /// Waits until the cookie of a pending refresh must have arrived. Call this, with the lock held, before a request that makes or
    /// ends a session: a cookie that arrives after it would bring the old session back.
    pub async fn wait_for_pending_cookie(&self, environment: &dyn Environment) {
        self.wait_for_pending_age(environment, max_cookie_delay(environment)).await;
    }

    /// Waits until a pending refresh is at least as old as `min_age`.
    async fn wait_for_pending_age(&self, environment: &dyn Environment, min_age: Duration) {
        if let Some(left) = self.pending_age(environment).and_then(|age| min_age.checked_sub(age)) {
            environment.sleep(left).await;
        }
    }

    /// Sends `POST /auth/logout`; call this with the lock held. The answer empties the cookie, so this is noted as pending like a
    /// refresh: were this page to die, the answer could arrive after a sign-in.
    ///
    /// # Errors
    ///
    /// See [`auth::logout`].
    pub async fn log_out(&self, directus: &Directus, environment: &dyn Environment) -> Result<(), Error> {
        let pending_age = self.pending_age(environment);
        environment.set_refresh_pending(Some(Duration::ZERO));
        let start = RequestStart::now(environment);
        let answer = directus.send(&auth::logout(directus.mode()), None).await;
        match &answer {
            Ok(()) => environment.set_refresh_pending(None),
            Err(error) => {
                let age_at = |now: Duration| pending_age.map(|age| age.saturating_add(now.saturating_sub(start.at)));
                self.record_failure(environment, error, start, age_at);
            }
        }
        answer
    }

    /// Records what a failed request leaves pending: itself, where a cookie may still come of it, or else the refresh that was pending
    /// before. `age_at` returns how old that one is at a time of the monotonic clock.
    fn record_failure(
        &self,
        environment: &dyn Environment,
        error: &Error,
        start: RequestStart,
        age_at: impl Fn(Duration) -> Option<Duration>,
    ) {
        let now = environment.now();
        let was_never_sent = start.is_offline && now.saturating_sub(start.at) < OFFLINE_FAILURE_WITHIN;
        match error {
            Error::Transport(TransportError::Network(_)) if !was_never_sent => {
                self.failed.set(Some(FailedRequest { sent_at: start.at, pending_before: age_at(start.at) }));
            }
            // A request that was answered, or never sent, sets no cookie any more. The refresh that was pending before it still may.
            Error::Transport(TransportError::Network(_)) | Error::Rejected { .. } | Error::Undecodable { .. } => {
                environment.set_refresh_pending(age_at(now));
            }
            // The request is still in flight.
            Error::Transport(_) => {}
        }
    }

    /// Sends `POST /auth/refresh`, with the lock held, and again where the answer may be out of date.
    async fn rotate(&self, directus: &Directus, environment: &dyn Environment) -> Outcome {
        let began = environment.now();
        let pending_age = self.pending_age(environment);
        let age_at = |now: Duration| pending_age.map(|age| age.saturating_add(now.saturating_sub(began)));
        let recent_time = environment.refresh_time();
        self.wait_for_pending_age(environment, max_in_flight_time(recent_time)).await;
        let mut retry_delays = if pending_age.is_some() { REJECTED_RETRY_DELAYS.iter() } else { [].iter() };
        let mut had_stale_studio_cookie = false;
        loop {
            environment.set_refresh_pending(Some(Duration::ZERO));
            let start = RequestStart::now(environment);
            let answer = directus.send(&auth::refresh(directus.mode()), None).await;
            let now = environment.now();
            match &answer {
                Ok(_) => environment.set_refresh_time(decaying_max(recent_time, now.saturating_sub(start.at))),
                Err(error) => self.record_failure(environment, error, start, age_at),
            }
            match interpret(&answer) {
                Answer::Renewed(reply) => return outcome_of_reply(reply, directus).await,
                Answer::Final(outcome) => return outcome,
                Answer::Rejected => match retry_delays.next() {
                    Some(delay) => environment.sleep(*delay).await,
                    None => return Outcome::Ended(EndReason::Rejected),
                },
                // This answer has emptied the cookie that was in the way.
                Answer::StaleStudioCookie if !had_stale_studio_cookie => had_stale_studio_cookie = true,
                Answer::StaleStudioCookie => return Outcome::Ended(EndReason::Rejected),
            }
            // Other tabs wait for the lock, but not for ever.
            if environment.now().saturating_sub(began) > RETRY_WITHIN {
                return Outcome::Unreachable(Cause::Network);
            }
        }
    }
}

/// Keeps clear of other tabs' refreshes as far as notes in shared storage allow. Returns whether another tab was refreshing.
async fn wait_without_lock(environment: &dyn Environment, is_fresh: &dyn Fn() -> bool) -> bool {
    environment.sleep(UNLOCKED_SPREAD.mul_f64(environment.random())).await;
    let began = environment.now();
    // By both clocks: the age of the note is by the wall clock, which may have been set back since.
    let is_pending = || environment.refresh_pending().is_some_and(|age| age < UNLOCKED_PENDING_TIMEOUT);
    let mut after_another = false;
    while !is_fresh() && is_pending() && environment.now().saturating_sub(began) < UNLOCKED_PENDING_TIMEOUT {
        after_another = true;
        environment.sleep(UNLOCKED_POLL_INTERVAL).await;
    }
    after_another
}

async fn outcome_of_reply(reply: &TokenReply, directus: &Directus) -> Outcome {
    match Authorization::from_reply(reply, directus).await {
        Ok(authorization) => Outcome::Renewed(authorization, reply.lifetime),
        Err(error) if error.is_unreachable() => Outcome::Unreachable(Cause::from(&error)),
        Err(_) => Outcome::Ended(EndReason::Rejected),
    }
}

/// Returns how long a request may be in flight where recent refreshes took up to `recent_time`.
fn max_in_flight_time(recent_time: Option<Duration>) -> Duration {
    let time = recent_time.unwrap_or(DEFAULT_REFRESH_TIME).saturating_mul(IN_FLIGHT_FACTOR);
    time.clamp(*IN_FLIGHT_TIME.start(), *IN_FLIGHT_TIME.end())
}

/// Returns how long after the start of a refresh its cookie may still arrive.
fn max_cookie_delay(environment: &dyn Environment) -> Duration {
    REJECTED_RETRY_DELAYS
        .iter()
        .fold(max_in_flight_time(environment.refresh_time()), |all, delay| all.saturating_add(*delay))
}

/// Returns the longest recent time: `time` or what is left of `before`, which loses a fifth with every refresh.
fn decaying_max(before: Option<Duration>, time: Duration) -> Duration {
    time.max(before.unwrap_or_default().mul_f64(0.8))
}

/// What an answer of `POST /auth/refresh` means.
enum Answer<'a> {
    Renewed(&'a TokenReply),
    Final(Outcome),
    /// Directus does not know the refresh token. Where another refresh is pending, it may have been rotated just now.
    Rejected,
    /// An expired session cookie of the Studio was in the way.
    StaleStudioCookie,
}

fn interpret(answer: &Result<TokenReply, Error>) -> Answer<'_> {
    let error = match answer {
        Ok(reply) => return Answer::Renewed(reply),
        Err(error) => error,
    };
    if error.is_unreachable() {
        return Answer::Final(Outcome::Unreachable(Cause::from(error)));
    }
    match error.code() {
        Some(ErrorCode::InvalidPayload) => Answer::Final(Outcome::Ended(EndReason::NoToken)),
        Some(ErrorCode::UserSuspended) => Answer::Final(Outcome::Ended(EndReason::Suspended)),
        Some(ErrorCode::InvalidCredentials) => Answer::Rejected,
        Some(ErrorCode::TokenExpired | ErrorCode::InvalidToken) => Answer::StaleStudioCookie,
        // This says nothing about the session: a firewall, a wrong URL. Whoever is signed in stays signed in.
        Some(_) | None => Answer::Final(Outcome::Unreachable(Cause::Server)),
    }
}
