//! The ways in besides e-mail and password: links from mails, codes, single sign-on.

use super::{Problems, failure};
use crate::{
    directus::{Code, Error},
    text::{self, Text},
};

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
        (Code::TokenExpired, Verification) => text::VERIFICATION_EXPIRED,
        (Code::TokenExpired, NewPassword) => text::PASSWORD_LINK_EXPIRED,
        (Code::TokenExpired, Invitation) => text::INVITATION_EXPIRED,
        (Code::InvalidToken, Verification) | (Code::Forbidden, Verification) => text::VERIFICATION_WRONG,
        (Code::InvalidToken, NewPassword) => text::PASSWORD_LINK_WRONG,
        (Code::InvalidToken, Invitation) | (Code::Forbidden, Invitation) => text::INVITATION_WRONG,
        (Code::InvalidPayload, Verification) => text::VERIFICATION_USED,
        (Code::Forbidden, NewPassword) => text::PASSWORD_LINK_USED,
        (Code::InvalidInvite, Invitation) => text::INVITATION_USED,
        _ => return None,
    };
    Some(sentence)
}

/// A mail was asked for in vain. Whether there is such an account is no reason: nobody is told.
pub fn password_request(error: &Error) -> Problems {
    match error.code() {
        _ if error.is_about_link() => Problems::of_form(text::LEADS_ELSEWHERE),
        Some(Code::InvalidPayload | Code::FailedValidation) => Problems::of_field("email", text::INVALID_EMAIL),
        _ => Problems::of_form(failure(error)),
    }
}

/// Single sign-on came back without a sign-in.
pub fn sign_on(failure: &Code) -> Text {
    match failure {
        Code::InvalidCredentials => text::SIGN_ON_REFUSED,
        Code::InvalidProvider => text::SIGN_ON_TAKEN,
        Code::InvalidOtp => text::SIGN_ON_CODE,
        Code::InvalidToken | Code::TokenExpired => text::SIGN_ON_LATE,
        Code::ServiceUnavailable => text::SIGN_ON_UNREACHABLE,
        Code::UserSuspended => text::SUSPENDED,
        _ => text::SIGN_ON_FAILED,
    }
}
