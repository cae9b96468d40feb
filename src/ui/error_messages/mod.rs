//! What people read when something goes wrong. Made here, from typed errors, and nowhere else.

mod form_errors;
mod links;
mod passwords;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use std::time::Duration;

use lychgate_directus::{Error, ErrorCode, TransportError, password_policy::PasswordPolicy};
use lychgate_session::{Cause, SendError, SignedOutReason};

use crate::{
    i18n::{
        Message,
        text::{self, Text},
    },
    ui::validation::{EmailError, OtpMissing},
};

pub use form_errors::FormErrors;
pub use links::{MailLink, bad_link, no_link, password_request, sso};
pub use passwords::{new_password, new_password_hint, password_refused};

/// Directus cannot be reached.
pub fn cause(cause: Cause) -> Message {
    match cause {
        Cause::Network => text::NO_CONTACT.into(),
        Cause::Server => text::SERVER_TROUBLE.into(),
        Cause::Busy { .. } => text::SERVER_BUSY.into(),
        Cause::TooManyRequests { wait } => too_many_tries(wait),
    }
}

/// The same where the app tries again by itself.
pub fn cause_meanwhile(why: Cause) -> Message {
    match why {
        Cause::Server => text::SERVER_TROUBLE_MEANWHILE.into(),
        Cause::Network | Cause::Busy { .. } | Cause::TooManyRequests { .. } => cause(why),
    }
}

fn too_many_tries(wait: Option<Duration>) -> Message {
    match wait.map(|wait| u32::try_from(wait.as_secs().max(1)).unwrap_or(u32::MAX)) {
        Some(seconds) => Message::count(text::TOO_MANY_TRIES_WAIT, seconds),
        None => text::TOO_MANY_TRIES.into(),
    }
}

/// A request failed, and nothing more precise is known.
pub fn failure(error: &Error) -> Message {
    if error.is_unreachable() {
        return cause(Cause::from(error));
    }
    match error.code() {
        Some(ErrorCode::Forbidden) => text::NOT_OPEN.into(),
        _ => text::REFUSED.into(),
    }
}

/// A request of a page failed.
pub fn send_failure(error: &SendError) -> Message {
    match error {
        SendError::SignedOut => text::NO_LONGER_SIGNED_IN.into(),
        SendError::UserChanged => text::SOMEBODY_ELSE.into(),
        SendError::Unreachable(reason) => cause(*reason),
        SendError::Directus(Error::Transport(TransportError::TimedOut)) => text::SERVER_SLOW.into(),
        SendError::Directus(error) => failure(error),
    }
}

/// Why the user has to sign in (again); `None` where that needs no words.
pub fn signed_out(reason: SignedOutReason) -> Option<Text> {
    match reason {
        SignedOutReason::NotChecked | SignedOutReason::NeverSignedIn | SignedOutReason::Here => None,
        SignedOutReason::Elsewhere => Some(text::SIGNED_OUT_ELSEWHERE),
        SignedOutReason::Expired => Some(text::SESSION_ENDED),
        SignedOutReason::Suspended => Some(text::SUSPENDED),
    }
}

/// A sign-in failed.
pub fn sign_in(error: &Error) -> FormErrors {
    match error.code() {
        Some(ErrorCode::InvalidCredentials) => FormErrors::of_form(text::WRONG_CREDENTIALS),
        Some(ErrorCode::UserSuspended) => FormErrors::of_form(text::SUSPENDED),
        Some(ErrorCode::InvalidPayload | ErrorCode::FailedValidation) => {
            FormErrors::of_field("email", text::INVALID_EMAIL)
        }
        Some(ErrorCode::InvalidProvider) => FormErrors::of_form(text::OTHER_PROVIDER),
        _ => FormErrors::of_form(failure(error)),
    }
}

/// The code that follows a right password was wrong.
pub fn one_time_code() -> FormErrors {
    FormErrors::of_field("otp", text::WRONG_CODE)
}

/// A registration failed. `policy` is the policy for its password.
pub fn registration(policy: &PasswordPolicy, error: &Error) -> FormErrors {
    let field = error.api_error().and_then(|error| error.field.as_deref());
    match (error.code(), field) {
        (Some(ErrorCode::Forbidden), _) => FormErrors::of_form(text::REGISTRATION_REFUSED),
        (Some(ErrorCode::FailedValidation), Some("password")) => password_refused(policy),
        _ if error.is_url_not_allowed() => FormErrors::of_form(text::LEADS_ELSEWHERE),
        (Some(ErrorCode::FailedValidation), Some("email")) | (Some(ErrorCode::InvalidPayload), _) => {
            FormErrors::of_field("email", text::INVALID_EMAIL)
        }
        (Some(ErrorCode::RecordNotUnique), _) => FormErrors::of_field("email", text::EMAIL_TAKEN),
        _ => FormErrors::of_form(failure(error)),
    }
}

/// An account with this e-mail address exists, and this password does not open it.
pub fn email_taken() -> FormErrors {
    FormErrors::of_field("email", text::EMAIL_HAS_ACCOUNT)
}

/// The account could not be removed; it is still there.
pub fn deletion(error: &Error) -> FormErrors {
    match error.code() {
        Some(ErrorCode::Forbidden | ErrorCode::Other(_)) => FormErrors::of_form(text::DELETE_REFUSED),
        _ => FormErrors::of_form(failure(error)),
    }
}

/// An avatar could not be saved.
pub fn avatar(error: &Error) -> Message {
    match (error, error.code()) {
        (Error::Rejected { status: 413, .. }, _) => text::AVATAR_TOO_LARGE.into(),
        (Error::Rejected { status: 415, .. }, _) => text::AVATAR_UNSUPPORTED.into(),
        (_, Some(ErrorCode::Forbidden)) | (Error::Undecodable { status: 204, .. }, _) => {
            text::AVATAR_NOT_ALLOWED.into()
        }
        _ => failure(error),
    }
}

/// A change of the profile failed; nothing was changed.
pub fn profile(error: &Error) -> FormErrors {
    let field = error.api_error().and_then(|error| error.field.as_deref());
    match (error.code(), field) {
        (Some(ErrorCode::RecordNotUnique), _) => FormErrors::of_field("email", text::EMAIL_TAKEN),
        (Some(ErrorCode::FailedValidation), Some("email")) => FormErrors::of_field("email", text::INVALID_EMAIL),
        (Some(ErrorCode::ValueTooLong), _) => FormErrors::of_form(text::TEXT_TOO_LONG),
        (Some(ErrorCode::Forbidden), _) => FormErrors::of_form(text::CHANGE_REFUSED),
        _ => FormErrors::of_form(failure(error)),
    }
}

/// Setting up two-factor sign-in could not begin.
pub fn second_factor_begin(error: &Error) -> FormErrors {
    match error.code() {
        Some(ErrorCode::InvalidPayload) => FormErrors::of_form(text::TWO_FACTOR_ALREADY),
        _ => confirmation(error),
    }
}

/// Two-factor sign-in could not be switched on or off by a code.
pub fn second_factor(error: &Error) -> FormErrors {
    match error.code() {
        Some(ErrorCode::InvalidPayload) => one_time_code(),
        Some(ErrorCode::Forbidden) => FormErrors::of_form(text::TWO_FACTOR_NOT_ALLOWED),
        _ => FormErrors::of_form(failure(error)),
    }
}

/// The password that confirms a change could not be checked, or was wrong; nothing was changed.
pub fn confirmation(error: &Error) -> FormErrors {
    match error.code() {
        Some(ErrorCode::InvalidCredentials) => FormErrors::of_field("password", text::WRONG_PASSWORD),
        Some(ErrorCode::UserSuspended) => FormErrors::of_form(text::SUSPENDED),
        _ => FormErrors::of_form(failure(error)),
    }
}

impl From<EmailError> for Message {
    fn from(error: EmailError) -> Self {
        match error {
            EmailError::Missing => text::ENTER_EMAIL.into(),
            EmailError::Invalid => text::INVALID_EMAIL_FORM.into(),
        }
    }
}

impl From<OtpMissing> for Message {
    fn from(OtpMissing: OtpMissing) -> Self {
        text::ENTER_CODE.into()
    }
}
