//! Checks of what was typed, before it is sent. They say what is wrong as types; `error_messages` puts that into words. Only what cannot
//! be right is refused: Directus has the last word.

use lychgate_directus::password_policy::{PasswordPolicy, Requirement, utf16_length};

use crate::browser::{regexp, unicode};

/// What is wrong with an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EmailError {
    /// Nothing was typed.
    Missing,
    /// It is no e-mail address.
    Invalid,
}

/// Returns the e-mail address in `typed`, without what comes along when one is copied: characters that nobody sees, `mailto:` and the
/// subject of a link, blanks, and the name that mail programs put before an address in angle brackets.
pub fn clean_email(typed: &str) -> String {
    let visible: String = typed.chars().filter(|c| !is_invisible(*c)).collect();
    let mut email = visible.trim();
    if let Some((_, address)) = email.strip_suffix('>').and_then(|email| email.rsplit_once('<')) {
        email = address.trim();
    }
    if let Some((scheme, address)) = email.split_once(':')
        && scheme.eq_ignore_ascii_case("mailto")
    {
        email = address.split('?').next().unwrap_or_default().trim();
    }
    email.to_owned()
}

/// Returns whether `c` takes no room and is no letter: marks for the direction of writing, joiners, byte order marks, soft hyphens.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
        || c.is_control() && !c.is_whitespace()
}

/// Checks an e-mail address, as [`clean_email`] returns it.
pub fn validate_email(email: &str) -> Result<(), EmailError> {
    let email = clean_email(email);
    let is_address = email.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty() && !domain.is_empty() && !domain.contains('@') && !email.contains(char::is_whitespace)
    });
    match &*email {
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
    let password = &*unicode::composed(password);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_email_takes_off_what_does_not_belong_to_an_address() {
        for typed in [
            "ada@example.com",
            " ada@example.com\n",
            "\u{feff}ada@example.com\u{200b}",
            "\u{202a}ada@exam\u{ad}ple.com\u{202c}",
            "mailto:ada@example.com",
            "MailTo: ada@example.com?subject=a%20b",
            "Ada <ada@example.com>",
            "\"Fenwick, Ada\" < ada@example.com >",
            "<mailto:ada@example.com>",
        ] {
            assert_eq!(clean_email(typed), "ada@example.com", "{typed:?}");
            assert_eq!(validate_email(typed), Ok(()), "{typed:?}");
        }
    }

    #[test]
    fn clean_email_leaves_what_may_belong_to_an_address() {
        for typed in [
            "jörg+list@münchen.example",
            "a.b-c_d@example.com",
            "mail:to@example.com",
            "\u{645}@\u{645}.example",
            "no address",
        ] {
            assert_eq!(clean_email(typed), typed);
        }
        assert_eq!(validate_email("\u{200b}\u{feff} "), Err(EmailError::Missing));
        assert_eq!(validate_email("mailto:"), Err(EmailError::Missing));
    }
}
