//! The message catalogs of the site: one file in Fluent's syntax for each of [`LANGUAGES`], beside this crate.
//!
//! Only builds use this crate. [`read`] reads all files or returns what is wrong with them: every language has exactly
//! the messages of English, each with exactly its variables. Each file becomes a small JSON array, of which the site
//! loads one.
//!
//! Of Fluent's syntax a message may have text, `{ $variable }`, and one plural selection:
//!
//! ```text
//! next-try = { $seconds ->
//!     [one] Next try in 1 second
//!    *[other] Next try in { $seconds } seconds
//! }
//! ```

mod compile;
mod parse;

use std::{collections::BTreeSet, fmt, fs, path::Path};

pub use compile::{quoted, rust_languages, rust_messages};
pub use parse::parse;

/// A language of the site.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// The code in `<html lang>` and in the name of its file.
    pub code: &'static str,
    /// The locale of dates and numbers.
    pub tag: &'static str,
    /// Whether it is written from right to left.
    pub right_to_left: bool,
    /// Its plural categories, by Unicode's CLDR.
    pub plurals: &'static [&'static str],
}

/// The languages of the site. English is first: it defines the messages, and is the fallback
/// if no other language is known to be wanted.
pub const LANGUAGES: [Language; 5] = [
    Language { code: "en", tag: "en-GB", right_to_left: false, plurals: &["one", "other"] },
    Language { code: "de", tag: "de", right_to_left: false, plurals: &["one", "other"] },
    Language { code: "fr", tag: "fr", right_to_left: false, plurals: &["one", "many", "other"] },
    Language { code: "es", tag: "es", right_to_left: false, plurals: &["one", "many", "other"] },
    Language {
        code: "ar",
        tag: "ar-u-nu-latn",
        right_to_left: true,
        plurals: &["zero", "one", "two", "few", "many", "other"],
    },
];

/// The prefix of messages that are needed before the app runs, or because it does not: they go into a script.
pub const BOOT: &str = "boot-";

/// A problem of a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The message; empty if the problem concerns the whole file.
    pub message: String,
    /// The problem, as a sentence.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.message.is_empty() {
            write!(f, "{}: {}", self.file, self.reason)
        } else {
            write!(f, "{}: “{}”: {}", self.file, self.message, self.reason)
        }
    }
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Literal text.
    Text(String),
    /// A variable, by its name.
    Variable(String),
}

/// The content of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Without a plural selection.
    Plain(Vec<Piece>),
    /// A plural selection.
    Plural {
        /// The variable that selects.
        variable: String,
        /// The texts by exact number or plural category; `other` is the default.
        cases: Vec<(String, Vec<Piece>)>,
    },
}

/// A message of a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its name.
    pub id: String,
    /// What it says.
    pub content: Content,
}

impl Message {
    /// Returns the names of its variables.
    pub fn variables(&self) -> BTreeSet<&str> {
        let mut variables = BTreeSet::new();
        match &self.content {
            Content::Plain(pieces) => collect(pieces, &mut variables),
            Content::Plural { variable, cases } => {
                variables.insert(variable.as_str());
                cases.iter().for_each(|(_, pieces)| collect(pieces, &mut variables));
            }
        }
        variables
    }
}

fn collect<'a>(pieces: &'a [Piece], variables: &mut BTreeSet<&'a str>) {
    for piece in pieces {
        if let Piece::Variable(name) = piece {
            variables.insert(name);
        }
    }
}

/// All messages of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    /// Which.
    pub language: &'static Language,
    /// In the order of English.
    pub messages: Vec<Message>,
}

/// Returns the name of a language's file.
pub fn file_name(language: &Language) -> String {
    format!("{}.ftl", language.code)
}

/// Reads the files of all [`LANGUAGES`] in `dir`.
///
/// # Errors
///
/// Returns all problems of all files.
pub fn read(dir: &Path) -> Result<Vec<Catalog>, Vec<Problem>> {
    read_languages(dir, &LANGUAGES)
}

fn read_languages(dir: &Path, languages: &'static [Language]) -> Result<Vec<Catalog>, Vec<Problem>> {
    let mut catalogs: Vec<Catalog> = Vec::new();
    let mut problems = Vec::new();
    for language in languages {
        let file = file_name(language);
        let parsed = match fs::read_to_string(dir.join(&file)) {
            Ok(source) => parse(language, &source),
            Err(error) => {
                let reason = format!("it can’t be read from {}: {error}.", dir.display());
                Err(vec![Problem { file, message: String::new(), reason }])
            }
        };
        match parsed {
            Err(wrong) => problems.extend(wrong),
            Ok(catalog) => match catalogs.first() {
                None => catalogs.push(catalog),
                Some(english) => match like(english, catalog) {
                    Ok(catalog) => catalogs.push(catalog),
                    Err(wrong) => problems.extend(wrong),
                },
            },
        }
    }
    if problems.is_empty() { Ok(catalogs) } else { Err(problems) }
}

/// Returns `other` in the order of `english`, if it has exactly its messages.
fn like(english: &Catalog, mut other: Catalog) -> Result<Catalog, Vec<Problem>> {
    let file = file_name(other.language);
    let mut problems = Vec::new();
    let mut wrong = |message: &str, reason: String| {
        problems.push(Problem { file: file.clone(), message: message.to_owned(), reason });
    };
    let mut messages = Vec::new();
    for wanted in &english.messages {
        let Some(place) = other.messages.iter().position(|message| message.id == wanted.id) else {
            wrong(&wanted.id, "this message is missing.".to_owned());
            continue;
        };
        let message = other.messages.swap_remove(place);
        let (ours, theirs) = (message.variables(), wanted.variables());
        for missing in theirs.difference(&ours) {
            wrong(&wanted.id, format!("the variable ${missing} is missing."));
        }
        for surplus in ours.difference(&theirs) {
            wrong(&wanted.id, format!("there is no variable ${surplus} in English."));
        }
        if matches!((&message.content, &wanted.content), (Content::Plural { .. }, Content::Plain(_))) {
            wrong(&wanted.id, "it chooses by a number, which English does not.".to_owned());
        }
        messages.push(message);
    }
    for surplus in &other.messages {
        wrong(&surplus.id, "there is no such message in English.".to_owned());
    }
    if problems.is_empty() { Ok(Catalog { messages, ..other }) } else { Err(problems) }
}

#[cfg(test)]
mod tests;
