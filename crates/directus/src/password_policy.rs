//! The rule for new passwords. Directus has it as a regular expression, `auth_password_policy`, which people cannot read. Those that
//! Studio offers, and similar ones, are taken apart here into requirements that an app can explain and check one by one.

use std::rc::Rc;

/// The rule for new passwords.
///
/// ```
/// use lychgate_directus::password_policy::{PasswordPolicy, Requirement};
///
/// let policy = PasswordPolicy::from(r"/^(?=.*\d).{10,}$/");
/// let requirements = [Requirement::Length { min: 10, max: None }, Requirement::Digit];
/// assert_eq!(policy, PasswordPolicy::Requirements(requirements.to_vec()));
/// assert!(!Requirement::Digit.is_met_by("no number here"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PasswordPolicy {
    /// Any password is allowed, or the rule is not known.
    #[default]
    Any,
    /// A password has to meet all of these.
    Requirements(Vec<Requirement>),
    /// A password has to match this regular expression of JavaScript, which could not be taken apart.
    Pattern(Rc<str>),
}

/// One requirement of a [`PasswordPolicy`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// A number of characters, see [`utf16_length`].
    Length {
        /// The least number.
        min: u32,
        /// The greatest number.
        max: Option<u32>,
    },
    /// A digit from `0` to `9`.
    Digit,
    /// A letter from `a` to `z`.
    Lowercase,
    /// A letter from `A` to `Z`.
    Uppercase,
    /// One of these characters.
    Special(String),
    /// No white space.
    NoWhitespace,
}

/// The ends of a pattern that accept anything.
const TAILS: [&str; 3] = [".*$", ".*", ""];

/// A rule with a greater length is not one that people could keep, or is not what it looks like.
const MAX_LENGTH: u32 = 1000;

impl PasswordPolicy {
    /// Returns the minimal length, when that is the only requirement.
    pub fn only_min_length(&self) -> Option<u32> {
        match self {
            Self::Requirements(requirements) => match requirements.as_slice() {
                [Requirement::Length { min, max: None }] => Some(*min),
                _ => None,
            },
            Self::Any | Self::Pattern(_) => None,
        }
    }
}

/// Reads the setting as Directus does (`checkPasswordPolicy` in `services/users.ts`): without the slashes around it, and without flags.
impl From<&str> for PasswordPolicy {
    fn from(setting: &str) -> Self {
        let slashes = setting.strip_prefix('/').map(|rest| rest.strip_suffix('/').unwrap_or_default());
        let pattern = slashes.filter(|_| setting.ends_with('/')).unwrap_or(setting);
        match requirements_of(pattern) {
            _ if setting.is_empty() => Self::Any,
            Some(requirements) if requirements.is_empty() => Self::Any,
            Some(requirements) => Self::Requirements(requirements),
            None => Self::Pattern(pattern.into()),
        }
    }
}

impl Requirement {
    /// Returns whether `password` meets the requirement.
    pub fn is_met_by(&self, password: &str) -> bool {
        let has = |wanted: fn(char) -> bool| password.contains(wanted);
        match self {
            Self::Length { min, max } => {
                let length = utf16_length(password);
                length >= *min && max.is_none_or(|max| length <= max)
            }
            Self::Digit => has(|c| c.is_ascii_digit()),
            Self::Lowercase => has(|c| c.is_ascii_lowercase()),
            Self::Uppercase => has(|c| c.is_ascii_uppercase()),
            Self::Special(characters) => password.contains(|c| characters.contains(c)),
            // JavaScript's `\s`.
            Self::NoWhitespace => !has(|c| c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')),
        }
    }
}

/// Returns the number of UTF-16 code units in `password`, which JavaScript and so Directus counts as its length.
pub fn utf16_length(password: &str) -> u32 {
    u32::try_from(password.encode_utf16().count()).unwrap_or(u32::MAX) // More than anybody types.
}

/// Returns the requirements of a pattern, or `None` for a pattern of another kind than this: lookaheads from the beginning, and then a
/// length or nothing.
fn requirements_of(pattern: &str) -> Option<Vec<Requirement>> {
    let mut rest = pattern.strip_prefix('^').unwrap_or(pattern);
    // Otherwise the pattern may match behind characters that it would not accept.
    let mut is_from_beginning = rest.len() < pattern.len();
    let mut requirements = Vec::new();
    while let Some(group) = rest.strip_prefix("(?") {
        let end = end_of_group(group)?;
        let (ahead, after) = (group.get(..end)?, group.get(end + 1..)?);
        let from_beginning = ahead.strip_prefix("=^").map(|ahead| format!("={ahead}"));
        is_from_beginning |= from_beginning.is_some();
        requirements.push(in_lookahead(from_beginning.as_deref().unwrap_or(ahead))?);
        rest = after;
    }
    if !TAILS.contains(&rest) {
        requirements.push(length_of(rest)?);
    }
    let needs_beginning =
        |it: &Requirement| matches!(it, Requirement::NoWhitespace | Requirement::Length { max: Some(_), .. });
    (is_from_beginning || !requirements.iter().any(needs_beginning)).then(|| merged(requirements))
}

/// Returns the index of the parenthesis that closes the one before `group`.
fn end_of_group(group: &str) -> Option<usize> {
    let (mut is_escaped, mut in_class) = (false, false);
    group.char_indices().find_map(|(index, c)| {
        let was_escaped = is_escaped;
        is_escaped = c == '\\' && !was_escaped;
        match c {
            _ if was_escaped => None,
            '[' => {
                in_class = true;
                None
            }
            ']' => {
                in_class = false;
                None
            }
            ')' if !in_class => Some(index),
            _ => None,
        }
    })
}

/// Returns the requirement of a lookahead, given what is between `(?` and `)`.
fn in_lookahead(ahead: &str) -> Option<Requirement> {
    if let Some(unwanted) = ahead.strip_prefix("!.*") {
        return matches!(unwanted, r"\s" | r"[\s]").then_some(Requirement::NoWhitespace);
    }
    let wanted = ahead.strip_prefix('=')?;
    match wanted.strip_prefix(".*") {
        Some(r"\d" | "[0-9]" | r"[\d]") => Some(Requirement::Digit),
        Some("[a-z]") => Some(Requirement::Lowercase),
        Some("[A-Z]") => Some(Requirement::Uppercase),
        Some(class) => special(class),
        None => length_of(wanted),
    }
}

/// Returns the characters of a class that lists them one by one.
fn special(class: &str) -> Option<Requirement> {
    let listed = class.strip_prefix('[')?.strip_suffix(']')?;
    let mut characters = String::new();
    let mut rest = listed.chars();
    while let Some(c) = rest.next() {
        let is_first_or_last = characters.is_empty() || rest.as_str().is_empty();
        let c = match c {
            // Before a letter or a digit it would mean a class of characters.
            '\\' => rest.next().filter(char::is_ascii_punctuation)?,
            '-' if !is_first_or_last => return None,
            '^' if characters.is_empty() => return None,
            ']' => return None,
            c => c,
        };
        if !c.is_ascii_punctuation() {
            return None;
        }
        if !characters.contains(c) {
            characters.push(c);
        }
    }
    (!characters.is_empty()).then_some(Requirement::Special(characters))
}

/// Returns the length in `.{8,}`, `.{8,64}` or `.+`.
fn length_of(pattern: &str) -> Option<Requirement> {
    let anchored = pattern.strip_suffix('$');
    if let ".+" = anchored.unwrap_or(pattern) {
        return Some(Requirement::Length { min: 1, max: None });
    }
    let (min, max) = anchored.unwrap_or(pattern).strip_prefix(".{")?.strip_suffix('}')?.split_once(',')?;
    let number = |text: &str| text.parse().ok().filter(|number| *number <= MAX_LENGTH); // Not a number: another pattern.
    let max = if max.is_empty() { None } else { Some(number(max)?) };
    // Without an anchor, more characters may follow.
    (max.is_none() || anchored.is_some()).then_some(Requirement::Length { min: number(min)?, max })
}

/// Returns the requirements without duplicates, with at most one length, which comes first.
fn merged(requirements: Vec<Requirement>) -> Vec<Requirement> {
    let (mut min, mut max) = (0, None::<u32>);
    let mut others = Vec::new();
    for requirement in requirements {
        match requirement {
            Requirement::Length { min: one, max: other } => {
                min = min.max(one);
                max = max.into_iter().chain(other).min();
            }
            other if !others.contains(&other) => others.push(other),
            _ => {}
        }
    }
    if min > 0 || max.is_some() {
        others.insert(0, Requirement::Length { min, max });
    }
    others
}
