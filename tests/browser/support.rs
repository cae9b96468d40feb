//! Promises to wait for, and a page to look at.

use std::{cell::RefCell, future::Future, pin::pin, rc::Rc, time::Duration};

use futures_util::future::{Either, select};
use js_sys::{Function, Promise, Reflect};
use lychgate::{browser::clock::sleep, text};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Document, Element, HtmlElement, Window};

pub fn window() -> Window {
    web_sys::window().unwrap()
}

pub fn document() -> Document {
    window().document().unwrap()
}

/// A fresh `<div>` in the page; it goes with the guard.
pub struct Stage(pub HtmlElement);

impl Stage {
    pub fn new() -> Self {
        // No page has loaded any words for these tests.
        assert!(text::speak(text::LANGUAGES[0], include_str!(concat!(env!("OUT_DIR"), "/en.json"))));
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

/// Something that runs by itself; its outcome, once it is there.
pub struct Begun<T>(Rc<RefCell<Option<T>>>);

impl<T: 'static> Begun<T> {
    pub fn new(future: impl Future<Output = T> + 'static) -> Self {
        let outcome = Rc::new(RefCell::new(None));
        let slot = outcome.clone();
        spawn_local(async move {
            let value = future.await;
            slot.replace(Some(value));
        });
        Self(outcome)
    }

    pub fn is_done(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// Waits for the outcome.
    pub async fn outcome(self) -> T {
        until(|| self.is_done()).await;
        self.0.take().unwrap()
    }
}

/// Waits until `condition` holds; fails the test where that takes too long.
pub async fn until(condition: impl Fn() -> bool) {
    for _ in 0..500 {
        if condition() {
            return;
        }
        sleep(Duration::from_millis(10)).await;
    }
    panic!("what was waited for never came");
}

/// Lets everything run that is ready to.
pub async fn turn() {
    for _ in 0..3 {
        sleep(Duration::ZERO).await;
    }
}

/// Whether `future` is still under way when `time` is over.
pub async fn takes_longer_than(time: Duration, future: impl Future) -> bool {
    matches!(select(pin!(future), pin!(sleep(time))).await, Either::Right(_))
}

/// The property `path`, of dot-separated names, of `object`.
pub fn property(object: &JsValue, path: &str) -> JsValue {
    path.split('.').fold(object.clone(), |object, name| Reflect::get(&object, &name.into()).unwrap())
}

pub async fn resolved(promise: Promise) -> JsValue {
    JsFuture::from(promise).await.unwrap()
}
