//! The rule that a Directus has for new passwords. It is a regular expression, `auth_password_policy`, which people cannot read: those that
//! Directus' Studio offers, and others of their kind, are taken apart, so that each need can be said and checked by itself.

use std::rc::Rc;

/// What a password has to be.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum PasswordPolicy {
    /// Anything: there is no rule, or none that is known.
    #[default]
    Any,
    /// All of these.
    Needs(Vec<Need>),
    /// What this regular expression of JavaScript finds something in.
    Pattern(Rc<str>),
}

/// One thing that a password needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Need {
    /// This many characters, in UTF-16 as JavaScript counts them.
    Length {
        /// At least.
        least: u32,
        /// At most.
        most: Option<u32>,
    },
    /// A digit.
    Digit,
    /// A letter from `a` to `z`.
    Lower,
    /// A letter from `A` to `Z`.
    Upper,
    /// One of these.
    Special(String),
    /// Blanks have no place in it.
    NoBlank,
}

/// The end of a pattern that takes whatever comes.
const TAILS: [&str; 3] = [".*$", ".*", ""];

/// A rule that asks for more than this is none that people could keep, or is not what it looks like.
const LONGEST: u32 = 1000;

impl PasswordPolicy {
    /// The length alone, where that is all it is about.
    pub fn length_alone(&self) -> Option<u32> {
        match self {
            Self::Needs(needs) => match needs.as_slice() {
                [Need::Length { least, most: None }] => Some(*least),
                _ => None,
            },
            Self::Any | Self::Pattern(_) => None,
        }
    }
}

/// Reads the setting as Directus does (`checkPasswordPolicy` in its `services/users.ts`): without the slashes around it, and without flags.
impl From<&str> for PasswordPolicy {
    fn from(setting: &str) -> Self {
        let slashes = setting.strip_prefix('/').map(|rest| rest.strip_suffix('/').unwrap_or_default());
        let pattern = slashes.filter(|_| setting.ends_with('/')).unwrap_or(setting);
        match needs_of(pattern) {
            _ if setting.is_empty() => Self::Any,
            Some(needs) if needs.is_empty() => Self::Any,
            Some(needs) => Self::Needs(needs),
            None => Self::Pattern(pattern.into()),
        }
    }
}

impl Need {
    /// Whether `password` has it.
    pub fn is_met_by(&self, password: &str) -> bool {
        let has = |wanted: fn(char) -> bool| password.contains(wanted);
        match self {
            Self::Length { least, most } => {
                let length = length(password);
                length >= *least && most.is_none_or(|most| length <= most)
            }
            Self::Digit => has(|c| c.is_ascii_digit()),
            Self::Lower => has(|c| c.is_ascii_lowercase()),
            Self::Upper => has(|c| c.is_ascii_uppercase()),
            Self::Special(characters) => password.contains(|c| characters.contains(c)),
            // JavaScript's `\s`.
            Self::NoBlank => !has(|c| c == '\u{feff}' || (c.is_whitespace() && c != '\u{85}')),
        }
    }
}

/// How many characters `password` has, as JavaScript counts them.
pub fn length(password: &str) -> u32 {
    u32::try_from(password.encode_utf16().count()).unwrap_or(u32::MAX) // More than anybody types.
}

/// What a pattern asks for; `None` where it is not of the kind that is understood here: looking ahead from the beginning for one thing after
/// the other, and then for a length or nothing more.
fn needs_of(pattern: &str) -> Option<Vec<Need>> {
    let mut rest = pattern.strip_prefix('^').unwrap_or(pattern);
    // Else it may find what it looks for behind something that it would not take.
    let mut is_from_beginning = rest.len() < pattern.len();
    let mut needs = Vec::new();
    while let Some(group) = rest.strip_prefix("(?") {
        let end = end_of_group(group)?;
        let (ahead, after) = (group.get(..end)?, group.get(end + 1..)?);
        let from_beginning = ahead.strip_prefix("=^").map(|ahead| format!("={ahead}"));
        is_from_beginning |= from_beginning.is_some();
        needs.push(need_ahead(from_beginning.as_deref().unwrap_or(ahead))?);
        rest = after;
    }
    if !TAILS.contains(&rest) {
        needs.push(length_of(rest)?);
    }
    let cares_for_beginning = |need: &Need| matches!(need, Need::NoBlank | Need::Length { most: Some(_), .. });
    (is_from_beginning || !needs.iter().any(cares_for_beginning)).then(|| merged(needs))
}

/// Where the parenthesis is closed that was opened before `group`.
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

/// What the inside of `(?…)` asks for.
fn need_ahead(ahead: &str) -> Option<Need> {
    if let Some(unwanted) = ahead.strip_prefix("!.*") {
        return matches!(unwanted, r"\s" | r"[\s]").then_some(Need::NoBlank);
    }
    let wanted = ahead.strip_prefix('=')?;
    match wanted.strip_prefix(".*") {
        Some(r"\d" | "[0-9]" | r"[\d]") => Some(Need::Digit),
        Some("[a-z]") => Some(Need::Lower),
        Some("[A-Z]") => Some(Need::Upper),
        Some(class) => special(class),
        None => length_of(wanted),
    }
}

/// The characters of a class that lists them one by one.
fn special(class: &str) -> Option<Need> {
    let listed = class.strip_prefix('[')?.strip_suffix(']')?;
    let mut characters = String::new();
    let mut rest = listed.chars();
    while let Some(c) = rest.next() {
        let is_first_or_last = characters.is_empty() || rest.as_str().is_empty();
        let c = match c {
            // After a letter or digit it would be a kind of characters.
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
    (!characters.is_empty()).then_some(Need::Special(characters))
}

/// `.{8,}`, `.{8,64}` or `.+`, up to the end.
fn length_of(pattern: &str) -> Option<Need> {
    let many = pattern.strip_suffix('$');
    if let ".+" = many.unwrap_or(pattern) {
        return Some(Need::Length { least: 1, most: None });
    }
    let (least, most) = many.unwrap_or(pattern).strip_prefix(".{")?.strip_suffix('}')?.split_once(',')?;
    let number = |text: &str| text.parse().ok().filter(|number| *number <= LONGEST); // No number: another pattern.
    let most = if most.is_empty() { None } else { Some(number(most)?) };
    // Where it need not be the end, more may follow.
    (most.is_none() || many.is_some()).then_some(Need::Length { least: number(least)?, most })
}

/// The needs with one length at most, which comes first.
fn merged(needs: Vec<Need>) -> Vec<Need> {
    let (mut least, mut most) = (0, None::<u32>);
    let mut others = Vec::new();
    for need in needs {
        match need {
            Need::Length { least: one, most: other } => {
                least = least.max(one);
                most = most.into_iter().chain(other).min();
            }
            other if !others.contains(&other) => others.push(other),
            _ => {}
        }
    }
    if least > 0 || most.is_some() {
        others.insert(0, Need::Length { least, most });
    }
    others
}
