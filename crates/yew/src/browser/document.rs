//! Attributes of `<html>`, and the end of a page.

use gloo_events::EventListener;

use super::{document, window};

/// Sets `attribute` of `<html>` to `value`.
pub fn set_attribute(attribute: &str, value: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(attribute, value); // Fails only for names that are no names.
    }
}

/// Removes `attribute` from `<html>`.
pub fn remove_attribute(attribute: &str) {
    if let Some(root) = document().document_element() {
        let _ = root.remove_attribute(attribute); // Fails only for names that are no names.
    }
}

/// Calls `hidden` when the page goes away, be it for good or into the back/forward cache, until the listener is
/// dropped.
pub fn on_page_hide(hidden: impl Fn() + 'static) -> EventListener {
    EventListener::new(&window(), "pagehide", move |_| hidden())
}
