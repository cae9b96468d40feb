//! The current entry of the tab's history, and how the user came to it.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use gloo_events::EventListener;
use js_sys::{Object, Reflect};
use wasm_bindgen::JsValue;
use web_sys::Event;

use super::window;

/// Returns a key of the current history entry: that of the Navigation API where there is one, else the URL, which entries can share.
pub fn entry_key() -> String {
    navigation_entry("key")
        .and_then(|key| key.as_string())
        .or_else(|| window().location().href().ok()) // Never fails for the own window.
        .unwrap_or_default()
}

/// Returns what the [Navigation API](https://developer.mozilla.org/en-US/docs/Web/API/Navigation_API) says of the current history entry, where
/// there is one.
fn navigation_entry(name: &str) -> Option<JsValue> {
    ["navigation", "currentEntry", name].into_iter().try_fold(JsValue::from(window()), |object, name| {
        Reflect::get(&object, &name.into()).ok().filter(|value| !value.is_undefined() && !value.is_null()) // Absent API.
    })
}

/// Turns off the browser's own scroll restoration.
pub fn take_over_scroll_restoration() {
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual); // Best effort: else the browser does it.
    }
}

/// The name under which the state of an entry has its index.
const INDEX: &str = "index";

/// Returns the index of the current history entry, if it was given one.
pub fn entry_index() -> Option<i32> {
    let state = window().history().ok()?.state().ok()?; // Always there in a page.
    let index = Reflect::get(&state, &INDEX.into()).ok()?.as_f64()?; // No object, or without an index.
    #[allow(clippy::cast_possible_truncation, reason = "it was made of an i32")]
    Some(index as i32)
}

/// Gives an index to the current history entry, beside what else its state has. It stays over a reload.
pub fn set_entry_index(index: i32) {
    if let Ok(history) = window().history() {
        let state = history.state().ok().filter(JsValue::is_object).unwrap_or_else(|| Object::new().into()); // Likewise.
        let _ = Reflect::set(&state, &INDEX.into(), &index.into()); // A plain object.
        let _ = history.replace_state(&state, ""); // Refused after a hundred calls in some seconds.
    }
}

/// Goes back or forward by `steps` entries: later, not at once. 0 does nothing.
pub fn go(steps: i32) {
    // Else the browser would load the page anew.
    if let (Ok(history), true) = (window().history(), steps != 0) {
        let _ = history.go_with_delta(steps); // Never fails in a page that is shown.
    }
}

type Interceptor = Rc<dyn Fn() -> bool>;

thread_local! {
    /// What [`intercept_traversals`] was called with.
    static INTERCEPTOR: RefCell<Option<Interceptor>> = const { RefCell::new(None) };
}

/// Makes [`intercept_traversals`] possible. Call it before anybody else listens to `popstate`: Chromium calls the listeners of this event in the
/// order in which they came, those of the capture phase, too.
pub fn prepare_interception() {
    EventListener::new(&window(), "popstate", |event| {
        let interceptor = INTERCEPTOR.with_borrow(Clone::clone);
        if interceptor.is_some_and(|intercepts| intercepts()) {
            event.stop_immediate_propagation();
        }
    })
    .forget(); // For as long as the page is there.
}

/// Calls `intercepts` before all others when the user has gone back or forward, until the guard is dropped. Where it returns true, nobody else
/// hears of it.
pub fn intercept_traversals(intercepts: impl Fn() -> bool + 'static) -> Interception {
    let interceptor: Interceptor = Rc::new(intercepts);
    INTERCEPTOR.set(Some(interceptor.clone()));
    Interception(interceptor)
}

/// An interception of traversals, which ends when this is dropped, or when the next begins: there is one at a time.
#[must_use]
pub struct Interception(Interceptor);

impl Drop for Interception {
    fn drop(&mut self) {
        INTERCEPTOR.with_borrow_mut(|interceptor| {
            // That of the next page may be there by now.
            interceptor.take_if(|interceptor| Rc::ptr_eq(interceptor, &self.0));
        });
    }
}

/// Tells all listeners that the user has gone back or forward.
pub fn announce_traversal() {
    if let Ok(event) = Event::new("popstate") {
        let _ = window().dispatch_event(&event); // Fails for an event that is under way already.
    }
}

/// Returns whether the page was loaded by a reload, or by going back or forward to it.
pub fn loaded_by_return() -> bool {
    let Some(performance) = window().performance() else { return false };
    let entry = performance.get_entries_by_type("navigation").get(0);
    let kind = Reflect::get(&entry, &"type".into()).ok().and_then(|kind| kind.as_string()); // No such entry in old browsers.
    matches!(kind.as_deref(), Some("reload" | "back_forward"))
}

/// Knows whether the last navigation went back or forward. It listens until it is dropped.
#[must_use]
pub struct TraversalWatch {
    traversed: Rc<Cell<bool>>,
    _listener: EventListener,
}

impl TraversalWatch {
    /// Starts to listen.
    pub fn new() -> Self {
        let traversed = Rc::new(Cell::new(false));
        let listener = {
            let traversed = traversed.clone();
            EventListener::new(&window(), "popstate", move |_| traversed.set(true))
        };
        Self { traversed, _listener: listener }
    }

    /// Returns whether the user went back or forward since the last call.
    pub fn take(&self) -> bool {
        self.traversed.take()
    }
}

impl Default for TraversalWatch {
    fn default() -> Self {
        Self::new()
    }
}
