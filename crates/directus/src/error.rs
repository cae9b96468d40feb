//! What can go wrong between a client and Directus, kept apart by what can be done about it.

use std::{error, fmt, time::Duration};

use crate::TransportError;

/// Why a request has no usable answer.
///
/// The enum is closed on purpose: whoever decides between asking again and giving up has to decide for every way to fail, and the
/// compiler shows where.
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// No answer came at all.
    Transport(TransportError),
    /// Directus, or a proxy in front of it, answered with a status that is not a success.
    Rejected {
        /// The HTTP status.
        status: u16,
        /// What Directus says; empty when the answer is not in Directus' form (the page of a proxy, for example).
        errors: Vec<ApiError>,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
    /// The answer is a success, but does not have the shape of the endpoint.
    Undecodable {
        /// The HTTP status.
        status: u16,
        /// What is wrong with the body. Never quotes it.
        reason: &'static str,
    },
}

/// The reason of [`Error::Undecodable`] for JSON of another shape.
pub(crate) const UNEXPECTED_SHAPE: &str = "something in it is missing, or of another type";

/// One entry of Directus' `errors`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    /// The machine-readable code.
    pub code: ErrorCode,
    /// The field that the error is about (`FAILED_VALIDATION`, `RECORD_NOT_UNIQUE`).
    pub field: Option<String>,
    /// The rule that a value breaks, such as `email` or `regex` (`FAILED_VALIDATION`).
    pub rule: Option<String>,
    /// Directus' English sentence, for logs. It may name fields, but no values: those stand in `extensions.invalid`, which is not
    /// read at all because it can be a password.
    pub message: String,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// Directus' error codes, as far as this client tells them apart.
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode {
            $($(#[$doc])* $name,)*
            /// Any other code.
            Other(String),
        }

        impl ErrorCode {
            /// Returns the code as Directus writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$name => $text,)*
                    Self::Other(code) => code,
                }
            }
        }

        impl From<&str> for ErrorCode {
            fn from(code: &str) -> Self {
                match code {
                    $($text => Self::$name,)*
                    other => Self::Other(other.to_owned()),
                }
            }
        }
    };
}

codes! {
    /// Sign-in: the account is unknown or inactive, or the password is wrong. Refresh: the token is rotated, expired or unknown.
    InvalidCredentials = "INVALID_CREDENTIALS",
    /// The password is right, but the account needs a one-time code.
    InvalidOtp = "INVALID_OTP",
    /// The body lacks something, or has something that it must not have.
    InvalidPayload = "INVALID_PAYLOAD",
    /// The e-mail belongs to an account of another sign-in provider.
    InvalidProvider = "INVALID_PROVIDER",
    /// The token has expired.
    TokenExpired = "TOKEN_EXPIRED",
    /// The token was not issued by this Directus.
    InvalidToken = "INVALID_TOKEN",
    /// The invitation was accepted before, or withdrawn.
    InvalidInvite = "INVALID_INVITE",
    /// The account is suspended.
    UserSuspended = "USER_SUSPENDED",
    /// The rate limiter refuses the request.
    RequestsExceeded = "REQUESTS_EXCEEDED",
    /// The item does not exist, or the policies of the user do not allow the action. Directus does not tell which.
    Forbidden = "FORBIDDEN",
    /// A value breaks a rule of its field.
    FailedValidation = "FAILED_VALIDATION",
    /// Another item has the same value in a unique field.
    RecordNotUnique = "RECORD_NOT_UNIQUE",
    /// A value is too long for its column.
    ValueTooLong = "VALUE_TOO_LONG",
    /// A service that Directus needs is down.
    ServiceUnavailable = "SERVICE_UNAVAILABLE",
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Error {
    /// A success whose JSON does not have the shape that the caller expects.
    pub const UNEXPECTED_SHAPE: Self = Self::Undecodable { status: 200, reason: UNEXPECTED_SHAPE };

    /// Returns the code of Directus' first error.
    pub fn code(&self) -> Option<&ErrorCode> {
        self.api_error().map(|error| &error.code)
    }

    /// Returns Directus' first error.
    pub fn api_error(&self) -> Option<&ApiError> {
        match self {
            Self::Rejected { errors, .. } => errors.first(),
            Self::Transport(_) | Self::Undecodable { .. } => None,
        }
    }

    /// Returns how long the server asks to wait.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Rejected { retry_after, .. } => *retry_after,
            Self::Transport(_) | Self::Undecodable { .. } => None,
        }
    }

    /// Returns whether Directus was not reached, or was too busy to answer: nothing came, or something that is not from Directus, or a
    /// status of 429 or from 500 on. Such an error tells nothing about the request itself; it may succeed later.
    pub fn is_unreachable(&self) -> bool {
        match self {
            Self::Transport(_) | Self::Undecodable { .. } => true,
            Self::Rejected { status, errors, .. } => *status >= 500 || *status == 429 || errors.is_empty(),
        }
    }

    /// Returns whether Directus refuses to mail a link to the given URL because its allow list (`PASSWORD_RESET_URL_ALLOW_LIST`,
    /// `USER_REGISTER_URL_ALLOW_LIST`) lacks it. Directus has no code for this, so its sentence decides.
    pub fn is_url_not_allowed(&self) -> bool {
        let is_payload = |error: &&ApiError| error.code == ErrorCode::InvalidPayload;
        self.api_error().filter(is_payload).is_some_and(|error| error.message.contains("can't be used to"))
    }

    /// Returns whether Directus rejects the access token itself (and not a password in the body), so that a fresh one may help.
    pub fn is_token_rejected(&self) -> bool {
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

impl From<TransportError> for Error {
    fn from(error: TransportError) -> Self {
        Self::Transport(error)
    }
}
