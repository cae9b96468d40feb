//! What people read about a password that they choose: what the policy of this Directus asks for, and nothing more.

use lychgate_directus::{
    Error, ErrorCode,
    password_policy::{PasswordPolicy, Requirement, utf16_length},
};

use super::{FormErrors, failure};
use crate::{
    i18n::{Message, Value, text},
    ui::validation::NewPasswordError,
};

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

/// How many characters make a long password.
const LONG_PASSWORD: u32 = 14;

impl From<NewPasswordError<'_>> for Message {
    fn from(error: NewPasswordError<'_>) -> Self {
        match error {
            NewPasswordError::Missing => text::CHOOSE_PASSWORD.into(),
            NewPasswordError::TooShort { min } => Self::count(text::PASSWORD_SHORT, min),
            NewPasswordError::Unfit(requirements) => unfit(requirements),
            NewPasswordError::Refused => text::PASSWORD_REFUSED.into(),
        }
    }
}

/// Returns the hint for a new password while it is typed.
pub fn new_password_hint(policy: &PasswordPolicy, password: &str) -> Message {
    match (policy, policy.only_min_length()) {
        (_, Some(min)) if utf16_length(password) < min => Message::count(text::PASSWORD_HINT, min),
        (PasswordPolicy::Requirements(requirements), None) => rule(requirements),
        (PasswordPolicy::Pattern(_), _) => text::PASSWORD_OTHER_RULE.into(),
        _ if utf16_length(password) >= LONG_PASSWORD => text::PASSWORD_LONG.into(),
        (_, Some(_)) => text::PASSWORD_LONG_ENOUGH.into(),
        (_, None) => text::PASSWORD_ADVICE.into(),
    }
}

/// A new password was refused, and the link is not to blame.
pub fn new_password(policy: &PasswordPolicy, error: &Error) -> FormErrors {
    let field = error.api_error().and_then(|error| error.field.as_deref());
    match (error.code(), field) {
        (Some(ErrorCode::FailedValidation), None | Some("password")) => password_refused(policy),
        _ => FormErrors::of_form(failure(error)),
    }
}

/// Directus has checked a password against its policy and refused it.
pub fn password_refused(policy: &PasswordPolicy) -> FormErrors {
    let message = match policy {
        PasswordPolicy::Requirements(requirements) => unfit(requirements),
        PasswordPolicy::Any | PasswordPolicy::Pattern(_) => text::PASSWORD_REFUSED.into(),
    };
    FormErrors::of_field("password", message)
}

fn unfit(requirements: &[Requirement]) -> Message {
    Message::then(text::PASSWORD_UNFIT, rule(requirements))
}

/// Returns all requirements as one sentence.
fn rule(requirements: &[Requirement]) -> Message {
    Message::with(text::PASSWORD_RULE, vec![("rule", Value::List(requirements.iter().map(in_words).collect()))])
}

fn in_words(requirement: &Requirement) -> Message {
    match requirement {
        Requirement::Length { min, max: None } => Message::count(text::NEED_LEAST, *min),
        Requirement::Length { min, max: Some(max) } => {
            let values = vec![("least", Value::Number(*min)), ("most", Value::Number(*max))];
            Message::with(text::NEED_BETWEEN, values)
        }
        Requirement::Digit => text::NEED_DIGIT.into(),
        Requirement::Lowercase => text::NEED_LOWER.into(),
        Requirement::Uppercase => text::NEED_UPPER.into(),
        // From left to right in every language: brackets would be turned round.
        Requirement::Special(characters) => {
            let characters = format!("\u{2066}{characters}\u{2069}");
            Message::with(text::NEED_SPECIAL, vec![("characters", Value::Text(characters))])
        }
        Requirement::NoWhitespace => text::NEED_NO_BLANK.into(),
    }
}
