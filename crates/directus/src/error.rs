//! What can go wrong between this page and Directus, kept apart by what can be done about it.

use std::{error, fmt, time::Duration};

use super::TransportError;

/// Why a request has no usable answer. What a person reads is made from it in `wording`.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// No answer at all.
    Transport(TransportError),
    /// Directus, or something before it, answered with a status that is no success.
    Rejected {
        /// The HTTP status.
        status: u16,
        /// What Directus said; empty when the answer was not in Directus' form (a proxy's page, say).
        errors: Vec<ApiError>,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// The answer was a success, but not of the form this endpoint has.
    Undecodable {
        /// The HTTP status.
        status: u16,
        /// What is wrong with it; never holds the answer's text.
        reason: &'static str,
    },
}

/// One entry of Directus' `errors`.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    /// The machine-readable code.
    pub code: ErrorCode,
    /// The field it is about (`FAILED_VALIDATION`, `RECORD_NOT_UNIQUE`).
    pub field: Option<String>,
    /// For `FAILED_VALIDATION`: the rule that was not kept, such as `email` or `regex`.
    pub rule: Option<String>,
    /// Directus' English sentence. For logs; it may name fields, but Directus keeps values out of it
    /// except for `invalid`, which is not read at all because it can be a password.
    pub message: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Directus' error codes that this client tells apart.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)*
            /// Any other code.
            Other(String),
        }

        impl From<&str> for ErrorCode {
            fn from(text: &str) -> Self {
                match text {
                    $($text => Self::$name,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }
    };
}

codes! {
    /// Unknown, wrong, or inactive; for a refresh: rotated, expired or unknown.
    InvalidCredentials = "INVALID_CREDENTIALS",
    /// The password was right, and a one-time code is needed.
    InvalidOtp = "INVALID_OTP",
    /// The body lacks something or has something too much.
    InvalidPayload = "INVALID_PAYLOAD",
    /// The address belongs to another sign-in provider.
    InvalidProvider = "INVALID_PROVIDER",
    /// The access token is past its end.
    TokenExpired = "TOKEN_EXPIRED",
    /// The token is no token of this Directus.
    InvalidToken = "INVALID_TOKEN",
    /// The invitation was accepted before, or taken back.
    InvalidInvite = "INVALID_INVITE",
    /// The account is suspended.
    UserSuspended = "USER_SUSPENDED",
    /// Too many requests.
    RequestsExceeded = "REQUESTS_EXCEEDED",
    /// Not allowed, or not there.
    Forbidden = "FORBIDDEN",
    /// A value breaks a rule of its field.
    FailedValidation = "FAILED_VALIDATION",
    /// Another record has this value.
    RecordNotUnique = "RECORD_NOT_UNIQUE",
    /// The value is too long for its column.
    ValueTooLong = "VALUE_TOO_LONG",
    /// Something that Directus needs is down.
    ServiceUnavailable = "SERVICE_UNAVAILABLE",
}

impl Error {
    /// A success whose data is not of the form that its endpoint has.
    pub const UNEXPECTED_FORM: Self =
        Self::Undecodable { status: 200, reason: "something in it is missing, or of another type" };

    /// The code of Directus' first error, if it said one.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.api_error().map(|error| &error.code)
    }

    /// Directus' first error, if it said one.
    pub fn api_error(&self) -> Option<&ApiError> {
        match self {
            Self::Rejected { errors, .. } => errors.first(),
            Self::Transport(_) | Self::Undecodable { .. } => None,
        }
    }

    /// How long the server asks to wait, where it is known.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Rejected { retry_after, .. } => *retry_after,
            Self::Transport(_) | Self::Undecodable { .. } => None,
        }
    }

    /// The server sends too little in too long, something that is not Directus, or nothing: it says nothing about
    /// whether the request itself was right, and asking again later may succeed.
    pub fn is_unreachable(&self) -> bool {
        match self {
            Self::Transport(_) | Self::Undecodable { .. } => true,
            Self::Rejected { status, errors, .. } => *status >= 500 || *status == 429 || errors.is_empty(),
        }
    }

    /// Directus does not send people to the page of this site that its mail was to lead to: its list of allowed addresses lacks
    /// it. It says so in words alone.
    pub fn is_about_link(&self) -> bool {
        let is_payload = |error: &&ApiError| error.code == ErrorCode::InvalidPayload;
        self.api_error().filter(is_payload).is_some_and(|error| error.message.contains("can't be used to"))
    }

    /// Directus says that the access token (not a password in the body) is the trouble; a fresh one may help.
    pub fn is_about_token(&self) -> bool {
        matches!(self.code(), Some(ErrorCode::TokenExpired | ErrorCode::InvalidToken))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Transport(error) => error.fmt(f),
            Self::Rejected { status, errors, .. } => match errors.first() {
                Some(error) => write!(f, "Directus answered {status}: {}", error.message),
                None => write!(f, "the server answered {status}"),
            },
            Self::Undecodable { status, reason } => {
                write!(f, "the answer ({status}) is not what Directus sends: {reason}")
            }
        }
    }
}

impl error::Error for Error {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Rejected { .. } | Self::Undecodable { .. } => None,
        }
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(reason) => write!(f, "the server could not be reached: {reason}"),
            Self::TimedOut => write!(f, "the server took too long to answer"),
            Self::Aborted => write!(f, "the request was given up"),
        }
    }
}

impl error::Error for TransportError {}

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}
