//! Checks of what was typed, before it is sent. They say what is wrong as types; `error_messages` puts that into words. Only what cannot
//! be right is refused: Directus has the last word.

use lychgate_directus::password_policy::{PasswordPolicy, Requirement, utf16_length};

use crate::browser::regexp;

/// What is wrong with an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailError {
    /// Nothing was typed.
    Missing,
    /// It is no e-mail address.
    Invalid,
}

/// Checks an e-mail address. Blanks around it do not matter.
pub fn validate_email(email: &str) -> Result<(), EmailError> {
    let email = email.trim();
    let is_address = email.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && !domain.is_empty() && !domain.contains('@') && !email.contains(char::is_whitespace)
    });
    match email {
        "" => Err(EmailError::Missing),
        _ if !is_address => Err(EmailError::Invalid),
        _ => Ok(()),
    }
}

/// What is wrong with a password that somebody chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPasswordError<'a> {
    /// Nothing was typed.
    Missing,
    /// It has fewer characters than the policy asks for.
    TooShort {
        /// How many it has to have.
        min: u32,
    },
    /// It does not have all that the policy asks for.
    Unfit(&'a [Requirement]),
    /// The policy, which cannot be put into words, does not take it.
    Refused,
}

/// Checks a new password against `policy`. A policy that the browser cannot read is left to Directus.
pub fn validate_new_password<'a>(policy: &'a PasswordPolicy, password: &str) -> Result<(), NewPasswordError<'a>> {
    if password.is_empty() {
        return Err(NewPasswordError::Missing);
    }
    match policy {
        PasswordPolicy::Any => Ok(()),
        PasswordPolicy::Requirements(requirements) => {
            match requirements.iter().find(|requirement| !requirement.is_met_by(password)) {
                None => Ok(()),
                Some(Requirement::Length { min, .. }) if utf16_length(password) < *min => {
                    Err(NewPasswordError::TooShort { min: *min })
                }
                Some(_) => Err(NewPasswordError::Unfit(requirements)),
            }
        }
        PasswordPolicy::Pattern(pattern) => match regexp::matches(pattern, password) {
            Some(false) => Err(NewPasswordError::Refused),
            Some(true) | None => Ok(()),
        },
    }
}

/// Nothing was typed as a one-time code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtpMissing;

/// Checks a one-time code.
pub fn validate_otp(code: &str) -> Result<(), OtpMissing> {
    if code.trim().is_empty() { Err(OtpMissing) } else { Ok(()) }
}
