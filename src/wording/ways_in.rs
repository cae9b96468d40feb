//! The ways in besides e-mail and password: links from mails, new passwords, codes, single sign-on.

use super::{INVALID_EMAIL, Problems, SUSPENDED, failure};
use crate::directus::{Code, Error};

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
pub fn no_link(link: MailLink) -> &'static str {
    match link {
        MailLink::Verification => {
            "This page confirms your address by the link in our mail. Please open that link again, or copy all of it into the address bar."
        }
        MailLink::NewPassword => {
            "This page needs the link from our mail. Please open that link again, or ask for a new one."
        }
        MailLink::Invitation => {
            "This page needs the link from your invitation. Please open that link again, or copy all of it into the address bar."
        }
    }
}

/// What is wrong with a link by this answer, and what to do; `None` where it is not the link.
pub fn bad_link(link: MailLink, error: &Error) -> Option<&'static str> {
    use MailLink::{Invitation, NewPassword, Verification};

    let sentence = match (error.code()?, link) {
        (Code::TokenExpired, Verification) => {
            "This link is too old. Please register once more with the same address: that sends a new one."
        }
        (Code::TokenExpired, NewPassword) => "This link is too old: it works for a day. Please ask for a new one.",
        (Code::TokenExpired, Invitation) => {
            "This invitation is too old. Please ask whoever invited you to send a new one."
        }
        (Code::InvalidToken, Verification) | (Code::Forbidden, Verification) => {
            "This link is not complete, or is none of ours. Please open it from the mail again, or register once more: that sends a new one."
        }
        (Code::InvalidToken, NewPassword) => {
            "This link is not complete, or is none of ours. Please open it from the mail again, or ask for a new one."
        }
        (Code::InvalidToken, Invitation) | (Code::Forbidden, Invitation) => {
            "This link is not complete, or is none of ours. Please open it from your invitation again."
        }
        (Code::InvalidPayload, Verification) => {
            "This link has been used before, so your address should be confirmed. Please sign in; if that fails, register once more."
        }
        (Code::Forbidden, NewPassword) => {
            "This link has been used before, or the password was changed since. Please ask for a new one."
        }
        (Code::InvalidInvite, Invitation) => {
            "This invitation has been accepted before, or was taken back. If you have chosen a password already, please sign in."
        }
        _ => return None,
    };
    Some(sentence)
}

/// A password that was not taken, where the link is not to blame.
pub fn new_password(error: &Error) -> Problems {
    let field = error.api_error().and_then(|error| error.field.as_deref());
    match (error.code(), field) {
        (Some(Code::FailedValidation), None | Some("password")) => Problems::of_field("password", TOO_EASY),
        _ => Problems::of_form(failure(error)),
    }
}

/// A password that Directus' rule for this site does not take. What rule that is, Directus does not say.
pub(super) const TOO_EASY: &str = "This password is too easy to guess for this site. Please choose a longer one.";

/// Checks a new password before it is sent: Directus has the last word, and may ask for more.
pub fn check_new_password(problems: &mut Problems, password: &str) {
    match password.chars().count() {
        0 => problems.add("password", "Please choose a password."),
        1..8 => problems.add("password", "This password is too short. It takes at least 8 characters."),
        _ => {}
    }
}

/// A mail was asked for in vain. Whether there is such an account is no reason: nobody is told.
pub fn password_request(error: &Error) -> Problems {
    match error.code() {
        _ if error.is_about_link() => Problems::of_form(LEADS_ELSEWHERE),
        Some(Code::InvalidPayload | Code::FailedValidation) => Problems::of_field("email", INVALID_EMAIL),
        _ => Problems::of_form(failure(error)),
    }
}

/// Directus' list of allowed addresses lacks a page of this site.
pub(super) const LEADS_ELSEWHERE: &str =
    "This site can’t send mails yet that lead back to it. Please tell the people who run it.";

/// A code is asked for.
pub const CODE_ASKED: &str = "Almost there. Please enter the code from your authenticator app.";

/// Single sign-on came back without a sign-in.
pub fn sign_on(failure: &Code) -> &'static str {
    match failure {
        Code::InvalidCredentials => {
            "Signing in there did not work, or there is no active account here for it. Please try again, or sign in another way."
        }
        Code::InvalidProvider => {
            "There is an account with this address already, and it signs in another way. Please use the one it was made with."
        }
        Code::InvalidOtp => {
            "This account takes a code, too. Please enter the one that your authenticator app shows now."
        }
        Code::InvalidToken | Code::TokenExpired => {
            "Signing in there took too long, or was not completed. Please try again."
        }
        Code::ServiceUnavailable => "The other side can’t be reached at the moment. Please try again later.",
        Code::UserSuspended => SUSPENDED,
        _ => "Signing in there failed. Please try again; if it keeps happening, tell the people who run this site.",
    }
}

/// Single sign-on came back, and yet nobody is signed in.
pub const SIGN_ON_LOST: &str = "You have signed in there, but it did not arrive here. Please try again; if it keeps happening, tell the people who run this site.";
