//! All that the site says, in the language in use: a constant for each message of `locales/en.ftl`, and what is said for it now.
//!
//! ```
//! use lychgate::text;
//!
//! assert_eq!(text::TRY_AGAIN.get(), "Try again");
//! assert_eq!(text::NEXT_TRY.count(1), "Next try in 1 second");
//! assert_eq!(text::PAGE_OF.with(&[("page", "2"), ("pages", "7")]), "Page 2 of 7");
//! ```
//!
//! In a page nothing is said before a catalog is [set](speak); without one, in native tests, it is English.

use std::cell::Cell;

use serde_json::Value;
use yew::{html::IntoPropValue, prelude::*, virtual_dom::VNode};

use crate::{browser::intl, i18n::languages::Language};

/// The messages, in the order of the catalogs.
mod messages {
    use super::{Language, Text};

    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}

pub use messages::*;

/// A message of the catalogs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text(u16);

/// What is spoken, and with which words.
#[derive(Clone, Copy)]
struct Spoken {
    language: Language,
    messages: &'static [Value],
}

thread_local! {
    static SPOKEN: Cell<Spoken> = Cell::new(Spoken { language: messages::LANGUAGES[0], messages: at_first() });
}

#[cfg(not(target_arch = "wasm32"))]
fn at_first() -> &'static [Value] {
    read(include_str!(concat!(env!("OUT_DIR"), "/en.json"))).unwrap_or_default()
}

#[cfg(target_arch = "wasm32")]
fn at_first() -> &'static [Value] {
    &[]
}

/// Kept for good: some tens of kilobytes each time that a person changes the language.
fn read(catalog: &str) -> Option<&'static [Value]> {
    match serde_json::from_slice(catalog.as_bytes()) {
        Ok(Value::Array(messages)) => Some(messages.leak()),
        Ok(_) | Err(_) => None,
    }
}

/// Speaks `language` from now on, by its `catalog` as the build has made it. Says whether that is one; else all stays as it was.
pub fn speak(language: Language, catalog: &str) -> bool {
    let read = read(catalog);
    if let Some(messages) = read {
        SPOKEN.set(Spoken { language, messages });
    }
    read.is_some()
}

/// The language in use.
pub fn spoken() -> Language {
    SPOKEN.get().language
}

/// A whole number, as the language in use writes it.
pub fn number(number: u32) -> String {
    if cfg!(target_arch = "wasm32") { intl::number(spoken().tag, number) } else { number.to_string() }
}

impl Text {
    /// What is said.
    pub fn get(self) -> &'static str {
        self.of("other")
    }

    /// What is said with these values in the place of its variables.
    pub fn with(self, values: &[(&str, &str)]) -> String {
        fill(self.get(), &|name| {
            let value = values.iter().find(|(of, _)| *of == name);
            debug_assert!(value.is_some(), "{self:?} has no value for {name}");
            value.map_or("", |(_, value)| value)
        })
    }

    /// What is said of `count` things, where the number is the only variable.
    pub fn count(self, count: u32) -> String {
        let category = if cfg!(target_arch = "wasm32") {
            intl::plural(spoken().tag, count)
        } else {
            if count == 1 { "one" } else { "other" }.to_owned()
        };
        let exactly = self.of(&count.to_string());
        let number = number(count);
        fill(if exactly.is_empty() { self.of(&category) } else { exactly }, &|_| &number)
    }

    /// What is said before its only variable, and after it.
    pub fn halves(self) -> (&'static str, &'static str) {
        let text = self.get();
        variable(text).map_or((text, ""), |(before, _, after)| (before, after))
    }

    /// What is said with `inner` in the place of its only variable.
    pub fn around(self, inner: Html) -> Html {
        let (before, after) = self.halves();
        html! { <>{ before }{ inner }{ after }</> }
    }

    /// The text for numbers of this category, or else for all; of an exact number, or else none.
    fn of(self, case: &str) -> &'static str {
        match SPOKEN.get().messages.get(usize::from(self.0)) {
            Some(Value::String(text)) if !is_number(case) => text,
            Some(Value::Object(cases)) => {
                let of_all = || cases.get("other").filter(|_| !is_number(case));
                cases.get(case).or_else(of_all).and_then(Value::as_str).unwrap_or_default()
            }
            _ => "",
        }
    }
}

fn is_number(case: &str) -> bool {
    case.starts_with(|c: char| c.is_ascii_digit())
}

/// The first `{name}`, and what stands before and after it.
fn variable(text: &'static str) -> Option<(&'static str, &'static str, &'static str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

fn fill<'a>(text: &'static str, value: &dyn Fn(&str) -> &'a str) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = variable(rest) {
        filled.push_str(before);
        filled.push_str(value(name));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// What there is to say: a message, which follows the language, or what was made of one.
#[derive(Debug, Clone, PartialEq)]
pub enum Sentence {
    /// A message.
    Of(Text),
    /// With its values in it.
    Made(AttrValue),
}

impl From<Text> for Sentence {
    fn from(text: Text) -> Self {
        Self::Of(text)
    }
}

impl From<String> for Sentence {
    fn from(text: String) -> Self {
        Self::Made(text.into())
    }
}

impl From<Sentence> for VNode {
    fn from(sentence: Sentence) -> Self {
        match sentence {
            Sentence::Of(text) => text.into(),
            Sentence::Made(text) => text.into(),
        }
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.get().to_owned()
    }
}

impl From<Text> for VNode {
    fn from(text: Text) -> Self {
        text.get().into()
    }
}

impl IntoPropValue<VNode> for Text {
    fn into_prop_value(self) -> VNode {
        self.into()
    }
}

impl IntoPropValue<AttrValue> for Text {
    fn into_prop_value(self) -> AttrValue {
        AttrValue::Static(self.get())
    }
}

impl IntoPropValue<Option<AttrValue>> for Text {
    fn into_prop_value(self) -> Option<AttrValue> {
        Some(AttrValue::Static(self.get()))
    }
}
