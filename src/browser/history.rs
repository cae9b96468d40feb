//! The current entry of the tab's history, and how the user came to it.

use std::{cell::Cell, rc::Rc};

use gloo_events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::JsValue;

use super::window;

/// Returns a key of the current history entry: that of the Navigation API where there is one, else the URL, which entries can share.
pub fn entry_key() -> String {
    let field =
        |object: &JsValue, name: &str| Reflect::get(object, &name.into()).ok().filter(|value| value.is_truthy()); // Absent API.
    field(&window(), "navigation")
        .and_then(|navigation| field(&navigation, "currentEntry"))
        .and_then(|entry| field(&entry, "key"))
        .and_then(|key| key.as_string())
        .or_else(|| window().location().href().ok()) // Never fails for the own window.
        .unwrap_or_default()
}

/// Turns off the browser's own scroll restoration.
pub fn take_over_scroll_restoration() {
    if let Ok(history) = window().history() {
        let _ = history.set_scroll_restoration(web_sys::ScrollRestoration::Manual); // Best effort: else the browser does it.
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
