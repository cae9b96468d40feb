//! The state of the session and its transitions. Pure: no clock, no requests, no browser.

use std::{fmt, time::Duration};

use lychgate_directus::{Error, TransportError, UserId};

/// Who is signed in, as far as this page knows.
///
/// | state | [`user`](Self::user) | [`owner`](Self::owner) | a header shows |
/// |---|---|---|---|
/// | `Booting` | `None` | `None` | nothing yet |
/// | `SignedOut` | `None` | `None` | the way to the sign-in |
/// | `SignedIn` | the user | the user | the user, and a sign-out |
/// | `Expired` | `None` | the user | the way to the sign-in; the page keeps what it shows |
/// | `Unreachable { user: Some(_), .. }` | the user | the user | the user, and a sign-out |
/// | `Unreachable { user: None, .. }` | `None` | `None` | nothing, or that Directus cannot be reached |
///
/// The state has the user's id alone. For the name, load `lychgate_directus::users::me()`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Session {
    /// Not known yet; Directus is being asked.
    Booting,
    /// Nobody is signed in.
    SignedOut {
        /// Why not.
        reason: SignedOutReason,
    },
    /// Somebody is signed in; Directus has confirmed it.
    SignedIn {
        /// The user.
        user: UserId,
    },
    /// The session has ended without the user's doing while their page is open. The page stays, so that nothing they typed is lost,
    /// and they can sign in again over it.
    Expired {
        /// The user whose session it was.
        user: UserId,
        /// Why it ended.
        reason: SignedOutReason,
    },
    /// Directus cannot be reached, and there is no access token that can still be used.
    Unreachable {
        /// The user who was signed in when the contact broke; `None` where that was never known.
        user: Option<UserId>,
        /// Why Directus cannot be reached.
        cause: Cause,
    },
}

/// Why nobody is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignedOutReason {
    /// Nothing in this browser hints at a session, so Directus was not asked.
    NotChecked,
    /// Directus knows of no session here.
    NeverSignedIn,
    /// The person signed out on this page.
    Here,
    /// The person signed out in another tab.
    Elsewhere,
    /// The session reached its end, or was ended from elsewhere.
    Expired,
    /// The account was suspended.
    Suspended,
}

/// Why Directus cannot be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// There is no connection, or none that lasts.
    Network,
    /// The server answers, but not as Directus should.
    Server,
    /// The server is not available, and says when to come back.
    Busy {
        /// How long the server asks to wait.
        wait: Duration,
    },
    /// There were too many requests.
    TooManyRequests {
        /// How long the server asks to wait, where it says so.
        wait: Option<Duration>,
    },
}

impl Cause {
    /// Returns how long the server asks to wait before the next request.
    pub fn retry_after(self) -> Option<Duration> {
        match self {
            Self::TooManyRequests { wait } => wait,
            Self::Busy { wait } => Some(wait),
            Self::Network | Self::Server => None,
        }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Network => "no connection to Directus",
            Self::Server => "the server does not answer as Directus should",
            Self::Busy { .. } => "the server is not available at the moment",
            Self::TooManyRequests { .. } => "too many requests",
        })
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
    CheckStarted,
    /// Nothing hints at a session, so Directus is not asked.
    CheckSkipped,
    /// Another user has signed in in another tab. Who, is not known yet.
    UserSwitched,
    /// Directus has authorized this user.
    Authenticated(UserId),
    /// Directus has said that there is no session.
    Ended(EndReason),
    /// Directus could not be reached.
    Unreachable(Cause),
    /// The person has signed out on this page.
    SignedOut,
    /// The person has signed out in another tab.
    SignedOutElsewhere,
}

/// Why there is no session, by Directus' word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndReason {
    /// The request had no refresh token.
    NoToken,
    /// Directus does not know the refresh token, or no longer.
    Rejected,
    /// The account is suspended.
    Suspended,
}

impl Session {
    /// Returns the user who is signed in, as far as is known.
    pub fn user(&self) -> Option<&UserId> {
        match self {
            Self::SignedIn { user } | Self::Unreachable { user: Some(user), .. } => Some(user),
            Self::Booting | Self::SignedOut { .. } | Self::Expired { .. } | Self::Unreachable { user: None, .. } => {
                None
            }
        }
    }

    /// Returns the user whose data the page may show: who is signed in, or was until the session expired. In `lychgate-yew` it makes the
    /// `resource::Owner` of data that is loaded for them.
    pub fn owner(&self) -> Option<&UserId> {
        match self {
            Self::Expired { user, .. } => Some(user),
            session => session.user(),
        }
    }

    /// Returns the state's name for other programs, the value of `data-session`: `booting`, `signed-out` (expired too), `signed-in` or
    /// `unreachable`.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Booting => "booting",
            Self::SignedOut { .. } | Self::Expired { .. } => "signed-out",
            Self::SignedIn { .. } => "signed-in",
            Self::Unreachable { .. } => "unreachable",
        }
    }

    /// Returns the session after `event`.
    #[must_use]
    pub fn after(&self, event: Event) -> Self {
        match event {
            Event::CheckStarted => match self {
                // The user stays known while Directus is asked again.
                Self::SignedIn { .. } | Self::Expired { .. } | Self::Unreachable { .. } => self.clone(),
                Self::Booting | Self::SignedOut { .. } => Self::Booting,
            },
            Event::UserSwitched => Self::Booting,
            Event::CheckSkipped => match self {
                Self::Booting => Self::SignedOut { reason: SignedOutReason::NotChecked },
                // Only Directus' word or the person's own ends what is known.
                Self::SignedIn { .. } | Self::Expired { .. } | Self::SignedOut { .. } | Self::Unreachable { .. } => {
                    self.clone()
                }
            },
            Event::Authenticated(user) => Self::SignedIn { user },
            Event::Ended(end) => {
                let owner = self.owner().cloned();
                let reason = match (end, &owner) {
                    (EndReason::Suspended, _) => SignedOutReason::Suspended,
                    (EndReason::Rejected, _) | (EndReason::NoToken, Some(_)) => SignedOutReason::Expired,
                    (EndReason::NoToken, None) => SignedOutReason::NeverSignedIn,
                };
                match owner {
                    Some(user) => Self::Expired { user, reason },
                    None => Self::SignedOut { reason },
                }
            }
            Event::Unreachable(cause) => match self {
                // Directus' word stands.
                Self::Expired { .. } => self.clone(),
                _ => Self::Unreachable { user: self.user().cloned(), cause },
            },
            Event::SignedOut => Self::SignedOut { reason: SignedOutReason::Here },
            Event::SignedOutElsewhere => Self::SignedOut { reason: SignedOutReason::Elsewhere },
        }
    }
}
