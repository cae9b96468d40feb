//! Promises to wait for, and a page to look at.

#[path = "../../crates/yew/tests/browser/page.rs"]
mod page;

use js_sys::{Function, Promise};
pub use page::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use crate::i18n::{I18n, I18nProvider, InitialLanguage, Message};

/// What the site begins with where it speaks English.
pub fn english() -> InitialLanguage {
    InitialLanguage { words: I18n::english(), choice: None, preferred: None }
}

/// Gives English words to `content`.
pub fn in_english(content: Html) -> Html {
    html! { <I18nProvider initial={english()}>{ content }</I18nProvider> }
}

/// The words of a message.
pub fn words(message: impl Into<Message>) -> String {
    I18n::english().message(&message.into()).to_string()
}

/// A fresh `<div>` in the page; it goes with the guard.
pub struct Stage(pub HtmlElement);

impl Stage {
    pub fn new() -> Self {
        let element: HtmlElement = document().create_element("div").unwrap().unchecked_into();
        document().body().unwrap().append_child(&element).unwrap();
        Self(element)
    }

    pub fn find(&self, selector: &str) -> Option<Element> {
        self.0.query_selector(selector).unwrap()
    }

    pub fn get<E: JsCast>(&self, selector: &str) -> E {
        self.find(selector).unwrap_or_else(|| panic!("{selector} in {}", self.0.inner_html())).dyn_into().ok().unwrap()
    }

    pub fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.0.query_selector_all(selector).unwrap();
        (0..found.length()).map(|index| found.get(index).unwrap().unchecked_into()).collect()
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.0.remove();
    }
}

/// A promise and what resolves it.
pub fn deferred() -> (Promise, Function) {
    let mut resolver = None;
    let promise = Promise::new(&mut |resolve, _| resolver = Some(resolve));
    (promise, resolver.unwrap())
}
