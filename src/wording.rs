//! What a person reads when something goes wrong. Made here, from typed errors, and nowhere else.

mod ways_in;

use std::time::Duration;

use crate::{
    directus::{Code, Error, TransportError},
    session::{Cause, SendError, SignedOutReason},
};

pub use ways_in::{
    CODE_ASKED, MailLink, SIGN_ON_LOST, bad_link, check_new_password, new_password, no_link, password_request, sign_on,
};

/// Problems of a form: of single fields by their name, and of the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Problems {
    /// What stands above the form.
    pub form: Option<String>,
    /// What stands beside fields.
    pub fields: Vec<(&'static str, String)>,
}

impl Problems {
    /// One problem of the whole form.
    pub fn of_form(sentence: impl Into<String>) -> Self {
        Self { form: Some(sentence.into()), fields: Vec::new() }
    }

    /// One problem of one field.
    pub fn of_field(name: &'static str, sentence: impl Into<String>) -> Self {
        Self { form: None, fields: vec![(name, sentence.into())] }
    }

    /// Adds a problem of a field.
    pub fn add(&mut self, name: &'static str, sentence: impl Into<String>) {
        self.fields.push((name, sentence.into()));
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.form.is_none() && self.fields.is_empty()
    }

    /// The problem of the field `name`.
    pub fn of(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, sentence)| sentence.as_str())
    }
}

/// No contact with Directus.
pub fn cause(cause: Cause) -> String {
    match cause {
        Cause::Network => "The server can’t be reached. Please check your connection.".to_owned(),
        Cause::Server => "The server has trouble answering. Please try again in a moment.".to_owned(),
        Cause::Busy { .. } => "The server is busy and asks for a little time.".to_owned(),
        Cause::TooManyRequests { wait } => too_many_tries(wait),
    }
}

fn too_many_tries(wait: Option<Duration>) -> String {
    match wait.map(|wait| wait.as_secs().max(1)) {
        Some(1) => "Too many tries. Please wait 1 second, then try again.".to_owned(),
        Some(seconds) => format!("Too many tries. Please wait {seconds} seconds, then try again."),
        None => "Too many tries. Please wait a minute, then try again.".to_owned(),
    }
}

/// Any request that failed, where nothing more precise can be said.
pub fn failure(error: &Error) -> String {
    if error.is_unreachable() {
        return cause(Cause::from(error));
    }
    match error.code() {
        Some(Code::Forbidden) => "This is not open to you.".to_owned(),
        _ => "The server refused this. Please try again; if it keeps happening, tell the people who run this site."
            .to_owned(),
    }
}

/// Any request of a page that failed.
pub fn send_failure(error: &SendError) -> String {
    match error {
        SendError::SignedOut => "You are no longer signed in. Please sign in again.".to_owned(),
        SendError::SomebodyElse => "Somebody else has signed in meanwhile. Nothing was sent.".to_owned(),
        SendError::Unreachable(reason) => cause(*reason),
        SendError::Directus(Error::Transport(TransportError::TimedOut)) => {
            "The server took too long to answer. Please try again.".to_owned()
        }
        SendError::Directus(error) => failure(error),
    }
}

/// Why the person has to sign in (again); `None` where that needs no words.
pub fn signed_out(reason: SignedOutReason) -> Option<&'static str> {
    match reason {
        SignedOutReason::NotAsked | SignedOutReason::NeverSignedIn | SignedOutReason::Here => None,
        SignedOutReason::Elsewhere => Some("You have signed out in another tab."),
        SignedOutReason::Expired => Some("Your session has ended. Please sign in again to go on."),
        SignedOutReason::Suspended => Some(SUSPENDED),
    }
}

/// The browser takes no cookies.
pub const COOKIES_BLOCKED: &str = "Your browser blocks cookies for this site, and signing in needs one. \
     Please allow cookies here in the browser’s settings, then load this page again.";

const SUSPENDED: &str = "This account is suspended. Please contact the people who run this site.";
const INVALID_EMAIL: &str = "This is not a valid e-mail address.";
const EMAIL_TAKEN: &str = "Another account already uses this e-mail address.";

/// A sign-in that failed.
pub fn sign_in(error: &Error) -> Problems {
    match error.code() {
        Some(Code::InvalidCredentials) => Problems::of_form(
            "E-mail or password is wrong, or the account is not active. Please check both and try again.",
        ),
        Some(Code::UserSuspended) => Problems::of_form(SUSPENDED),
        Some(Code::InvalidPayload | Code::FailedValidation) => Problems::of_field("email", INVALID_EMAIL),
        Some(Code::InvalidProvider) => {
            Problems::of_form("This account signs in another way. Please use the one it was made with.")
        }
        _ => Problems::of_form(failure(error)),
    }
}

/// The code that follows a right password was wrong.
pub fn one_time_code() -> Problems {
    Problems::of_field("otp", "This code is wrong or too old. Please enter the one your app shows now.")
}

/// A registration that failed.
pub fn registration(error: &Error) -> Problems {
    let field = error.api_error().and_then(|error| error.field.as_deref());
    match (error.code(), field) {
        (Some(Code::Forbidden), _) => Problems::of_form(REGISTRATION_REFUSED),
        (Some(Code::FailedValidation), Some("password")) => Problems::of_field("password", ways_in::TOO_EASY),
        _ if error.is_about_link() => Problems::of_form(ways_in::LEADS_ELSEWHERE),
        (Some(Code::FailedValidation), Some("email")) | (Some(Code::InvalidPayload), _) => {
            Problems::of_field("email", INVALID_EMAIL)
        }
        (Some(Code::RecordNotUnique), _) => Problems::of_field("email", EMAIL_TAKEN),
        _ => Problems::of_form(failure(error)),
    }
}

/// Directus takes no registration, or not of this address.
pub const REGISTRATION_REFUSED: &str = "Registration is switched off here, or not open to this e-mail address.";

/// The account was made, or was there before, but this password does not open it.
pub fn email_taken() -> Problems {
    Problems::of_field("email", "This e-mail address already has an account. Sign in instead, or use another address.")
}

/// No answer to a change came back.
pub const ANSWER_LOST: &str =
    "No answer came from the server, so it is not known whether this was changed. Please load the page again to see.";

/// The session was lost between the check of the password and the request.
pub const NOTHING_SENT: &str = "You are no longer signed in. Nothing was changed. Please sign in again.";

/// The removal of the account that failed; it is still there.
pub fn deletion(error: &Error) -> Problems {
    match error.code() {
        Some(Code::Forbidden | Code::Other(_)) => Problems::of_form(
            "Your account may not be removed by itself. It is still there. Please contact the people who run this site.",
        ),
        _ => Problems::of_form(failure(error)),
    }
}

/// A file that is larger than anybody should have to wait for.
pub const PICTURE_TOO_LARGE: &str = "This file is larger than 20 MB. Please choose a smaller one.";

/// A file that is no picture.
pub const NO_PICTURE: &str =
    "This file can’t be read as a picture. Please choose a photo in a common form, such as JPEG, PNG or WebP.";

/// A picture that was not saved.
pub fn picture(error: &Error) -> String {
    match (error, error.code()) {
        (Error::Rejected { status: 413, .. }, _) => PICTURE_TOO_LARGE.to_owned(),
        (Error::Rejected { status: 415, .. }, _) => "This site does not take pictures of this kind.".to_owned(),
        (_, Some(Code::Forbidden)) | (Error::Undecodable { status: 204, .. }, _) => {
            "Your account may not have a picture of its own here.".to_owned()
        }
        _ => failure(error),
    }
}

/// A change of the profile that failed; nothing was changed.
pub fn profile(error: &Error) -> Problems {
    let field = error.api_error().and_then(|error| error.field.as_deref());
    match (error.code(), field) {
        (Some(Code::RecordNotUnique), _) => Problems::of_field("email", EMAIL_TAKEN),
        (Some(Code::FailedValidation), Some("email")) => Problems::of_field("email", INVALID_EMAIL),
        (Some(Code::ValueTooLong), _) => Problems::of_form("One of the texts is too long. Please shorten it."),
        (Some(Code::Forbidden), _) => Problems::of_form(
            "Your account may not change this, or may not see what came of it. Please load the page again to see what is saved.",
        ),
        _ => Problems::of_form(failure(error)),
    }
}

/// Two-factor sign-in could not be begun.
pub fn second_factor_begin(error: &Error) -> Problems {
    match error.code() {
        Some(Code::InvalidPayload) => {
            Problems::of_form("Two-factor sign-in is switched on already. Please load the page again to see.")
        }
        _ => confirmation(error),
    }
}

/// Two-factor sign-in could not be switched on or off by a code.
pub fn second_factor(error: &Error) -> Problems {
    match error.code() {
        Some(Code::InvalidPayload) => one_time_code(),
        Some(Code::Forbidden) => Problems::of_form(
            "Your account may not switch this by itself. Please contact the people who run this site.",
        ),
        _ => Problems::of_form(failure(error)),
    }
}

/// The password that confirms a change could not be checked, or was wrong; nothing was changed.
pub fn confirmation(error: &Error) -> Problems {
    match error.code() {
        Some(Code::InvalidCredentials) => Problems::of_field("password", "This is not your current password."),
        Some(Code::UserSuspended) => Problems::of_form(SUSPENDED),
        _ => Problems::of_form(failure(error)),
    }
}

/// Checks a one-time code before it is sent.
pub fn check_code(code: &str) -> Problems {
    if code.trim().is_empty() {
        return Problems::of_field("otp", "Please enter the code from your authenticator app.");
    }
    Problems::default()
}

/// Checks an address before it is sent. Only what can't be an address is refused: Directus has the last word.
pub fn check_email(problems: &mut Problems, email: &str) {
    let email = email.trim();
    if email.is_empty() {
        problems.add("email", "Please enter your e-mail address.");
    } else if !email.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && !domain.is_empty() && !domain.contains('@') && !email.contains(char::is_whitespace)
    }) {
        problems.add("email", "This is not a valid e-mail address. It should look like name@example.com.");
    }
}
