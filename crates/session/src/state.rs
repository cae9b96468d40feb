//! The closed state of the session and its transitions. Pure: no clock, no wire, no browser.

use std::time::Duration;

use lychgate_directus::{Error, TransportError, UserId};

/// Who is signed in, as far as this page knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Session {
    /// Being found out.
    Booting,
    /// Nobody.
    SignedOut {
        /// Why.
        reason: SignedOutReason,
    },
    /// Somebody, by Directus' word.
    SignedIn {
        /// Who.
        user: UserId,
    },
    /// The session of somebody ended without their doing. Their page stays, so that what they typed isn't lost, and
    /// they can sign in again over it.
    Expired {
        /// Whose it was.
        user: UserId,
        /// Why.
        reason: SignedOutReason,
    },
    /// Directus cannot be asked at the moment, and the access token is at its end or was never there.
    Unreachable {
        /// Who was signed in when the contact broke; `None` when that was never known.
        user: Option<UserId>,
        /// What stands in the way.
        cause: Cause,
    },
}

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedOutReason {
    /// Nothing on this browser hints at a session, so Directus was not asked.
    NotAsked,
    /// Directus knows of no session here.
    NeverSignedIn,
    /// The person signed out on this page.
    Here,
    /// The person signed out in another tab.
    Elsewhere,
    /// The session reached its end, or was ended somewhere else.
    Expired,
    /// The account was suspended.
    Suspended,
}

/// What stands between this page and Directus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// No connection, or none that lasts.
    Network,
    /// Something answers, but not as it should.
    Server,
    /// The server asks for time to come back.
    Busy {
        /// How much.
        wait: Duration,
    },
    /// Directus asks for patience.
    TooManyRequests {
        /// How long, where it says so.
        wait: Option<Duration>,
    },
}

impl Cause {
    /// How long Directus asks not to be asked.
    pub fn retry_after(self) -> Option<Duration> {
        match self {
            Self::TooManyRequests { wait } => wait,
            Self::Busy { wait } => Some(wait),
            Self::Network | Self::Server => None,
        }
    }
}

impl From<&Error> for Cause {
    fn from(error: &Error) -> Self {
        match error {
            Error::Transport(TransportError::Network(_) | TransportError::TimedOut | TransportError::Aborted) => {
                Self::Network
            }
            Error::Rejected { status: 429, retry_after, .. } => Self::TooManyRequests { wait: *retry_after },
            Error::Rejected { retry_after: Some(wait), .. } => Self::Busy { wait: *wait },
            Error::Rejected { .. } | Error::Undecodable { .. } => Self::Server,
        }
    }
}

/// What can happen to a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Directus is being asked who is signed in.
    Asking,
    /// Somebody else has signed in in another tab. Who, is not known yet.
    Replaced,
    /// There is no reason to ask.
    NothingToAsk,
    /// Directus gave a token for this user.
    Authenticated(UserId),
    /// Directus said with authority that there is no session.
    Ended(Ended),
    /// Directus could not be asked.
    ContactLost(Cause),
    /// The person signs out.
    SignOut,
    /// The person has signed out in another tab.
    SignedOutElsewhere,
}

/// Directus' word that there is no session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// There is no refresh token in the cookie jar.
    NoToken,
    /// The refresh token is not, or no longer, one of Directus'.
    Rejected,
    /// The account is suspended.
    Suspended,
}

impl Session {
    /// The user who is signed in, as far as is known.
    pub fn user(&self) -> Option<&UserId> {
        match self {
            Self::SignedIn { user } | Self::Unreachable { user: Some(user), .. } => Some(user),
            Self::Booting | Self::SignedOut { .. } | Self::Expired { .. } | Self::Unreachable { user: None, .. } => {
                None
            }
        }
    }

    /// The user whose things the page may show: who is signed in, or was until just now.
    pub fn owner(&self) -> Option<&UserId> {
        match self {
            Self::Expired { user, .. } => Some(user),
            session => session.user(),
        }
    }

    /// The value of `data-session`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Booting => "booting",
            Self::SignedOut { .. } | Self::Expired { .. } => "signed-out",
            Self::SignedIn { .. } => "signed-in",
            Self::Unreachable { .. } => "unreachable",
        }
    }

    /// The session after `event`.
    #[must_use]
    pub fn after(&self, event: Event) -> Self {
        match event {
            Event::Asking => match self {
                // Whoever is known stays known while Directus is asked again.
                Self::SignedIn { .. } | Self::Expired { .. } | Self::Unreachable { .. } => self.clone(),
                Self::Booting | Self::SignedOut { .. } => Self::Booting,
            },
            Event::Replaced => Self::Booting,
            Event::NothingToAsk => match self {
                Self::Booting => Self::SignedOut { reason: SignedOutReason::NotAsked },
                // Only Directus' word or the person's own ends what is known.
                Self::SignedIn { .. } | Self::Expired { .. } | Self::SignedOut { .. } | Self::Unreachable { .. } => {
                    self.clone()
                }
            },
            Event::Authenticated(user) => Self::SignedIn { user },
            Event::Ended(ended) => {
                let owner = self.owner().cloned();
                let reason = match (ended, &owner) {
                    (Ended::Suspended, _) => SignedOutReason::Suspended,
                    (Ended::Rejected, _) | (Ended::NoToken, Some(_)) => SignedOutReason::Expired,
                    (Ended::NoToken, None) => SignedOutReason::NeverSignedIn,
                };
                match owner {
                    Some(user) => Self::Expired { user, reason },
                    None => Self::SignedOut { reason },
                }
            }
            Event::ContactLost(cause) => match self {
                // Directus' word stands.
                Self::Expired { .. } => self.clone(),
                _ => Self::Unreachable { user: self.user().cloned(), cause },
            },
            Event::SignOut => Self::SignedOut { reason: SignedOutReason::Here },
            Event::SignedOutElsewhere => Self::SignedOut { reason: SignedOutReason::Elsewhere },
        }
    }
}
