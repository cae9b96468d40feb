//! Errors of links from mails, and of single sign-on.

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
    /// To an account that somebody else has made for the user.
    Invitation,
}

/// The page of a link was opened without the token of the link.
pub fn no_link(link: MailLink) -> Text {
    match link {
        MailLink::Verification => text::NO_VERIFICATION_LINK,
        MailLink::NewPassword => text::NO_PASSWORD_LINK,
        MailLink::Invitation => text::NO_INVITATION_LINK,
    }
}

/// Returns what is wrong with a link by this answer, and what to do; `None` where the link is not to blame.
pub fn bad_link(link: MailLink, error: &Error) -> Option<Text> {
    use MailLink::{Invitation, NewPassword, Verification};

    let text = match (error.code()?, link) {
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
    Some(text)
}

/// A mail for a new password could not be sent. Directus keeps to itself whether there is such an account.
pub fn password_request(error: &Error) -> FormErrors {
    match error.code() {
        _ if error.is_url_not_allowed() => FormErrors::of_form(text::LEADS_ELSEWHERE),
        Some(ErrorCode::InvalidPayload | ErrorCode::FailedValidation) => {
            FormErrors::of_field("email", text::INVALID_EMAIL)
        }
        _ => FormErrors::of_form(failure(error)),
    }
}

/// Single sign-on failed.
pub fn sso(failure: &ErrorCode) -> Text {
    match failure {
        ErrorCode::InvalidCredentials => text::SSO_REFUSED,
        ErrorCode::InvalidProvider => text::SSO_TAKEN,
        ErrorCode::InvalidOtp => text::SSO_CODE,
        ErrorCode::InvalidToken | ErrorCode::TokenExpired => text::SSO_LATE,
        ErrorCode::ServiceUnavailable => text::SSO_UNREACHABLE,
        ErrorCode::UserSuspended => text::SUSPENDED,
        _ => text::SSO_FAILED,
    }
}
