//! The words of one language.

use std::{fmt, ops::Deref};

use serde_json::Value;
use yew::{html::IntoPropValue, prelude::*, virtual_dom::VNode};

use super::{Language, Text};

/// A language and its words: turns each [`Text`] into what people read.
///
/// A component gets it from [`use_i18n`](super::use_i18n), and so renders again when the language changes; a function that is no
/// component takes it as its first argument, `t`. It is a pointer, cheap to copy.
///
/// ```text
/// let t = use_i18n();
/// assert_eq!(&*t.text(text::TRY_AGAIN), "Try again");
/// assert_eq!(t.count(text::NEXT_TRY, 1), "Next try in 1 second");
/// assert_eq!(t.with(text::PAGE_OF, &[("page", "2"), ("pages", "7")]), "Page 2 of 7");
/// ```
#[derive(Clone, Copy)]
pub struct I18n(&'static Catalog);

struct Catalog {
    language: Language,
    messages: Vec<Value>,
    content_language: &'static str,
}

/// Two are equal that are the very same catalog.
impl PartialEq for I18n {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl fmt::Debug for I18n {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.language.code)
    }
}

impl I18n {
    /// Reads the `catalog` of `language`, as the build has made it; `None` where it is no catalog. `content_language` is the language
    /// that editors write in, as [`content_language`](Self::content_language) returns it.
    ///
    /// What is read is kept for the rest of the visit: some tens of kilobytes for each change of the language.
    pub fn new(language: Language, catalog: &str, content_language: &'static str) -> Option<Self> {
        match serde_json::from_slice(catalog.as_bytes()) {
            Ok(Value::Array(messages)) => {
                Some(Self(Box::leak(Box::new(Catalog { language, messages, content_language }))))
            }
            Ok(_) | Err(_) => None,
        }
    }

    /// English, without a page that has loaded it.
    #[cfg(test)]
    pub fn english() -> Self {
        thread_local! {
            static ENGLISH: Option<I18n> =
                I18n::new(super::language::LANGUAGES[0], include_str!(concat!(env!("OUT_DIR"), "/en.json")), "");
        }
        ENGLISH.with(|english| english.unwrap_or_else(|| unreachable!("the build has checked it")))
    }

    /// Returns the language.
    pub fn language(self) -> Language {
        self.0.language
    }

    /// Returns the attribute `lang` of what editors have written: the site speaks to visitors in their language, which need not be that
    /// of its content. Empty where it is not known.
    pub fn content_language(self) -> &'static str {
        self.0.content_language
    }

    /// Returns a message in words.
    pub fn text(self, text: Text) -> Words {
        Words { t: self, text }
    }

    /// Returns a message with `values` in the place of its variables.
    pub fn with(self, text: Text, values: &[(&str, &str)]) -> String {
        fill(self.case(text, "other"), &|name| {
            let value = values.iter().find(|(of, _)| *of == name);
            debug_assert!(value.is_some(), "{text:?} has no value for {name}");
            value.map_or("", |(_, value)| value)
        })
    }

    /// Returns what a message says of `count` things, where the number is its only variable.
    pub fn count(self, text: Text, count: u32) -> String {
        let exactly = self.case(text, &count.to_string());
        let number = self.number(count);
        let pattern = if exactly.is_empty() { self.case(text, &self.plural(count)) } else { exactly };
        fill(pattern, &|_| &number)
    }

    /// Returns what a message says before its only variable, and after it.
    pub fn halves(self, text: Text) -> (&'static str, &'static str) {
        let text = self.case(text, "other");
        variable(text).map_or((text, ""), |(before, _, after)| (before, after))
    }

    /// Renders a message with `inner` in the place of its only variable.
    pub fn around(self, text: Text, inner: Html) -> Html {
        let (before, after) = self.halves(text);
        html! { <>{ before }{ inner }{ after }</> }
    }

    /// Returns the words for numbers of this category, or else for all; of an exact number, or else none.
    fn case(self, text: Text, case: &str) -> &'static str {
        match self.0.messages.get(usize::from(text.0)) {
            Some(Value::String(text)) if !is_number(case) => text,
            Some(Value::Object(cases)) => {
                let of_all = || cases.get("other").filter(|_| !is_number(case));
                cases.get(case).or_else(of_all).and_then(Value::as_str).unwrap_or_default()
            }
            _ => "",
        }
    }
}

/// A message in words: text for `html!`, for attributes, and wherever a `&str` goes. The words are looked up when they are used, which
/// takes the least room at the many places that show a message.
#[derive(Clone, Copy)]
pub struct Words {
    t: I18n,
    text: Text,
}

impl Words {
    /// Returns the words as text.
    pub fn as_str(self) -> &'static str {
        self.t.case(self.text, "other")
    }
}

impl Deref for Words {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl From<Words> for AttrValue {
    fn from(words: Words) -> Self {
        Self::Static(words.as_str())
    }
}

impl From<Words> for VNode {
    #[inline(never)]
    fn from(words: Words) -> Self {
        AttrValue::from(words).into()
    }
}

impl IntoPropValue<VNode> for Words {
    fn into_prop_value(self) -> VNode {
        self.into()
    }
}

impl IntoPropValue<AttrValue> for Words {
    fn into_prop_value(self) -> AttrValue {
        self.into()
    }
}

impl IntoPropValue<Option<AttrValue>> for Words {
    #[inline(never)]
    fn into_prop_value(self) -> Option<AttrValue> {
        Some(self.into())
    }
}

fn is_number(case: &str) -> bool {
    case.starts_with(|c: char| c.is_ascii_digit())
}

/// Returns the first `{name}`, and what stands before and after it.
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
