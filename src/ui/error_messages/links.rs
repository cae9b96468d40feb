//! The ways in besides e-mail and password: links from mails, codes, single sign-on.

use lychgate_directus::{Error, ErrorCode};

use super::{FormErrors, failure};
use crate::i18n::text::{self, Text};

/// A link from a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailLink {
    /// After a registration.
    Verification,
    /// For a new password.
    NewPassword,
    /// To an account that somebody else has made.
    Invitation,
}

/// The page of a link was opened without what the link brings.
pub fn no_link(link: MailLink) -> Text {
    match link {
        MailLink::Verification => text::NO_VERIFICATION_LINK,
        MailLink::NewPassword => text::NO_PASSWORD_LINK,
        MailLink::Invitation => text::NO_INVITATION_LINK,
    }
}

/// What is wrong with a link by this answer, and what to do; `None` where it is not the link.
pub fn bad_link(link: MailLink, error: &Error) -> Option<Text> {
    use MailLink::{Invitation, NewPassword, Verification};

    let sentence = match (error.code()?, link) {
        (ErrorCode::TokenExpired, Verification) => text::VERIFICATION_EXPIRED,
        (ErrorCode::TokenExpired, NewPassword) => text::PASSWORD_LINK_EXPIRED,
        (ErrorCode::TokenExpired, Invitation) => text::INVITATION_EXPIRED,
        (ErrorCode::InvalidToken, Verification) | (ErrorCode::Forbidden, Verification) => text::VERIFICATION_WRONG,
        (ErrorCode::InvalidToken, NewPassword) => text::PASSWORD_LINK_WRONG,
        (ErrorCode::InvalidToken, Invitation) | (ErrorCode::Forbidden, Invitation) => text::INVITATION_WRONG,
        (ErrorCode::InvalidPayload, Verification) => text::VERIFICATION_USED,
        (ErrorCode::Forbidden, NewPassword) => text::PASSWORD_LINK_USED,
        (ErrorCode::InvalidInvite, Invitation) => text::INVITATION_USED,
        _ => return None,
    };
    Some(sentence)
}

/// A mail was asked for in vain. Whether there is such an account is no reason: nobody is told.
pub fn password_request(error: &Error) -> FormErrors {
    match error.code() {
        _ if error.is_about_link() => FormErrors::of_form(text::LEADS_ELSEWHERE),
        Some(ErrorCode::InvalidPayload | ErrorCode::FailedValidation) => {
            FormErrors::of_field("email", text::INVALID_EMAIL)
        }
        _ => FormErrors::of_form(failure(error)),
    }
}

/// Single sign-on came back without a sign-in.
pub fn sign_on(failure: &ErrorCode) -> Text {
    match failure {
        ErrorCode::InvalidCredentials => text::SIGN_ON_REFUSED,
        ErrorCode::InvalidProvider => text::SIGN_ON_TAKEN,
        ErrorCode::InvalidOtp => text::SIGN_ON_CODE,
        ErrorCode::InvalidToken | ErrorCode::TokenExpired => text::SIGN_ON_LATE,
        ErrorCode::ServiceUnavailable => text::SIGN_ON_UNREACHABLE,
        ErrorCode::UserSuspended => text::SUSPENDED,
        _ => text::SIGN_ON_FAILED,
    }
}
