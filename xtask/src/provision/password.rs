//! The password policy of Directus: `auth_password_policy`, a regular expression.

use std::str::FromStr;

use regress::Regex;

/// The Studio's "Weak", and the default: eight characters.
pub const WEAK: &str = "/^.{8,}$/";
/// The Studio's "Strong": also a digit, lower-case and capital letters, a special character, no whitespace.
pub const STRONG: &str = "/(?=^.{8,}$)(?=.*\\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[!@#$%^&*()_+}{';'?>.<,])(?!.*\\s).*$/";

/// A policy that accepts no password of less than eight characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasswordRule(String);

impl Default for PasswordRule {
    fn default() -> Self {
        Self(WEAK.to_owned())
    }
}

impl PasswordRule {
    /// Returns it as Directus stores it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `other` accepts every password that this policy accepts, so that replacing `other` loosens nothing. The
    /// check tries many passwords, since regular expressions cannot be compared; false if it cannot try them.
    pub fn is_as_strict_as(&self, other: &str) -> bool {
        match (compile(&self.0), compile(other)) {
            (Ok(this), Ok(other)) => {
                samples().all(|sample| this.find(&sample).is_none() || other.find(&sample).is_some())
            }
            _ => false,
        }
    }
}

impl FromStr for PasswordRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let rule = match text {
            "weak" => WEAK,
            "strong" => STRONG,
            rule => rule,
        };
        let regex = compile(rule).map_err(|error| {
            format!(
                "give `weak`, `strong` or a regular expression as JavaScript has them (between slashes or not): {error}"
            )
        })?;
        match samples().find(|sample| sample.chars().count() < 8 && regex.find(sample).is_some()) {
            Some(short) => Err(format!(
                "it takes passwords of fewer than 8 characters, {} for one: does it lack ^.{{8,}}$, or ^ and $?",
                short.chars().count()
            )),
            None if samples().all(|sample| regex.find(&sample).is_none()) => {
                Err("it takes none of thousands of passwords that were tried, so hardly any that people would choose"
                    .to_owned())
            }
            None => Ok(Self(rule.to_owned())),
        }
    }
}

/// Returns the expression without the slashes that the Studio puts around it, as Directus reads it.
fn compile(rule: &str) -> Result<Regex, String> {
    let in_slashes = rule.starts_with('/') && rule.ends_with('/');
    let bare = if in_slashes { rule.get(1..rule.len() - 1).unwrap_or_default() } else { rule };
    Regex::new(bare).map_err(|error| error.to_string())
}

/// Returns passwords of every length up to 72 (no policy asks for more), of every combination of character classes.
fn samples() -> impl Iterator<Item = String> {
    const KINDS: [&str; 5] = ["abxyz", "ABXYZ", "0189", "!?#.-_@$%&*", "é 漢"];
    (1_u32..1 << KINDS.len()).flat_map(|mixture| {
        let kinds: Vec<Vec<char>> = (0..)
            .zip(KINDS)
            .filter(|(bit, _)| mixture & (1 << bit) != 0)
            .map(|(_, kind)| kind.chars().collect())
            .collect();
        (1..=72).map(move |length| {
            (0..length)
                .map(|at: usize| kinds[at % kinds.len()][at / kinds.len() % kinds[at % kinds.len()].len()])
                .collect()
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn rule(text: &str) -> Result<PasswordRule, String> {
        text.parse()
    }

    #[test]
    fn policy_names_are_those_of_the_studio() {
        assert_eq!(rule("weak").unwrap(), PasswordRule::default());
        assert_eq!(rule("strong").unwrap().as_str(), STRONG);
    }

    #[test]
    fn policy_that_accepts_short_passwords_or_is_invalid_is_refused() {
        for text in [
            "",
            ".",
            ".*",
            "/^.{7,}$/",
            "/.{8,}|a/",
            "(",
            "[a-z",
            "^[a-z]+$",
            "/^.*$/",
            "/",
            "//",
            "^.{300,}$",
            "^x{9}$y",
        ] {
            assert!(rule(text).is_err(), "{text}");
        }
        for text in ["^.{8,}$", "/^.{15,}$/", "/^(?=.*\\d).{12,}$/", ".{10}"] {
            assert_eq!(rule(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn stricter_and_looser_policies_are_distinguished() {
        let strict = |new: &str, old: &str| rule(new).unwrap().is_as_strict_as(old);
        assert!(strict("strong", WEAK) && strict("weak", WEAK) && strict("^.{12,}$", WEAK));
        assert!(!strict("weak", STRONG) && !strict("weak", "/^.{12,}$/") && !strict("^.{20,}$", STRONG));
        assert!(!strict("strong", "("), "what can't be read may be stricter");
    }
}
