//! What people read about a password that they choose: what the policy of this Directus asks for, and nothing more.

use lychgate_directus::{
    Error, ErrorCode,
    password_policy::{Need, PasswordPolicy, length},
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
            NewPasswordError::TooShort { least } => Self::Count(text::PASSWORD_SHORT, least),
            NewPasswordError::Unfit(needs) => unfit(needs),
            NewPasswordError::Refused => text::PASSWORD_REFUSED.into(),
        }
    }
}

/// Returns the hint for a new password while it is typed.
pub fn new_password_hint(policy: &PasswordPolicy, password: &str) -> Message {
    match (policy, policy.length_alone()) {
        (_, Some(least)) if length(password) < least => Message::Count(text::PASSWORD_HINT, least),
        (PasswordPolicy::Needs(needs), None) => rule(needs),
        (PasswordPolicy::Pattern(_), _) => text::PASSWORD_OTHER_RULE.into(),
        _ if length(password) >= LONG_PASSWORD => text::PASSWORD_LONG.into(),
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
        PasswordPolicy::Needs(needs) => unfit(needs),
        PasswordPolicy::Any | PasswordPolicy::Pattern(_) => text::PASSWORD_REFUSED.into(),
    };
    FormErrors::of_field("password", message)
}

fn unfit(needs: &[Need]) -> Message {
    Message::Several(vec![text::PASSWORD_UNFIT.into(), rule(needs)])
}

/// Returns all needs as one sentence.
fn rule(needs: &[Need]) -> Message {
    Message::With(text::PASSWORD_RULE, vec![("rule", Value::List(needs.iter().map(in_words).collect()))])
}

fn in_words(need: &Need) -> Message {
    match need {
        Need::Length { least, most: None } => Message::Count(text::NEED_LEAST, *least),
        Need::Length { least, most: Some(most) } => {
            let values = vec![("least", Value::Number(*least)), ("most", Value::Number(*most))];
            Message::With(text::NEED_BETWEEN, values)
        }
        Need::Digit => text::NEED_DIGIT.into(),
        Need::Lower => text::NEED_LOWER.into(),
        Need::Upper => text::NEED_UPPER.into(),
        // From left to right in every language: brackets would be turned round.
        Need::Special(characters) => {
            let characters = format!("\u{2066}{characters}\u{2069}");
            Message::With(text::NEED_SPECIAL, vec![("characters", Value::Text(characters))])
        }
        Need::NoBlank => text::NEED_NO_BLANK.into(),
    }
}
