//! When a page can be seen, is used, and comes back to life.

use std::{cell::RefCell, rc::Rc};

use gloo_events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{StorageEvent, VisibilityState};

use super::{document, window};

/// Keeps the callback of [`on_resume`] until it is dropped.
#[must_use = "stops listening when dropped"]
#[derive(Debug)]
pub struct ResumeListener {
    _listeners: [EventListener; 5],
}

/// Calls `resumed` when the page becomes visible, is shown again from the back/forward cache or gets the focus, when
/// the browser comes online, and when another tab has changed the note `key` in `localStorage`. One return of a person
/// can call it several times.
pub fn on_resume(key: &str, resumed: impl Fn() + Clone + 'static) -> ResumeListener {
    let noted = {
        let (key, resumed) = (key.to_owned(), resumed.clone());
        EventListener::new(&window(), "storage", move |event| {
            // Without a key all notes are gone.
            let changed = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
            if changed.is_none_or(|changed| changed == key) {
                resumed();
            }
        })
    };
    let on_window = |event: &'static str| {
        let resumed = resumed.clone();
        EventListener::new(&window(), event, move |_| resumed())
    };
    let others = ["pageshow", "focus", "online"].map(on_window);
    let [pageshow, focus, online] = others;
    ResumeListener { _listeners: [on_visible(resumed), noted, pageshow, focus, online] }
}

/// Calls `seen` whenever the page becomes visible, until the listener is dropped.
pub fn on_visible(seen: impl Fn() + 'static) -> EventListener {
    EventListener::new(&document(), "visibilitychange", move |_| {
        if is_visible() {
            seen();
        }
    })
}

/// Keeps the callback of [`once_shown`] until it is dropped.
#[must_use = "stops waiting when dropped"]
#[derive(Debug)]
pub struct ShownListener {
    /// None where the page was shown already.
    _listeners: Option<[EventListener; 2]>,
}

/// Calls `shown` once: now, if somebody can see the page, or when they first can. Before that a page may be prerendered
/// (`document.prerendering`) or in a background tab.
pub fn once_shown(shown: impl Fn() + 'static) -> ShownListener {
    if is_shown() {
        shown();
        return ShownListener { _listeners: None };
    }
    let shown = Rc::new(RefCell::new(Some(shown)));
    let listeners = ["visibilitychange", "prerenderingchange"].map(|event| {
        let shown = shown.clone();
        EventListener::new(&document(), event, move |_| {
            if is_shown()
                && let Some(shown) = shown.take()
            {
                shown();
            }
        })
    });
    ShownListener { _listeners: Some(listeners) }
}

fn is_shown() -> bool {
    // web-sys does not know of `prerendering`.
    let is_prerendering = Reflect::get(&document(), &"prerendering".into()).is_ok_and(|value| value.is_truthy());
    is_visible() && !is_prerendering
}

/// Keeps the callback of [`on_activity`] until it is dropped.
#[must_use = "stops listening when dropped"]
#[derive(Debug)]
pub struct ActivityListener {
    _listeners: [EventListener; 3],
}

/// Calls `active` when somebody presses a key, presses a pointer or turns a wheel on the page.
pub fn on_activity(active: impl Fn() + Clone + 'static) -> ActivityListener {
    let listen = |event: &'static str| {
        let active = active.clone();
        EventListener::new(&window(), event, move |_| active())
    };
    ActivityListener { _listeners: ["pointerdown", "keydown", "wheel"].map(listen) }
}

/// Returns whether the page can be seen.
pub fn is_visible() -> bool {
    document().visibility_state() == VisibilityState::Visible
}

/// Returns whether the browser knows that it has no network. `false` does not mean that it has one.
pub fn is_offline() -> bool {
    !window().navigator().on_line()
}
