//! The moments at which a page comes back to life, is left, or is used.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use gloo_events::EventListener;
use js_sys::Reflect;
use wasm_bindgen::JsCast;
use web_sys::{StorageEvent, VisibilityState};

use crate::browser::{clock, page, window};

/// After this long without a sign of somebody, nobody is taken to be there.
const SOMEBODY_IS_THERE_FOR: Duration = Duration::from_secs(60);

thread_local! {
    static LAST_USED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

/// Listens until it is dropped.
#[must_use]
#[derive(Debug)]
pub struct WakeListener {
    _listeners: [EventListener; 5],
}

/// Calls `woken` when the page becomes visible, is shown again from the back/forward cache, gets the focus, when the
/// browser comes online, and when another tab has changed the note `key` in storage. One waking can call it more than
/// once.
pub fn on_wake(key: &str, woken: impl Fn() + Clone + 'static) -> WakeListener {
    let visible = {
        let woken = woken.clone();
        EventListener::new(&page(), "visibilitychange", move |_| {
            if is_visible() {
                woken();
            }
        })
    };
    let noted = {
        let (key, woken) = (key.to_owned(), woken.clone());
        EventListener::new(&window(), "storage", move |event| {
            // Without a key all notes are gone.
            let changed = event.dyn_ref::<StorageEvent>().and_then(StorageEvent::key);
            if changed.is_none_or(|changed| changed == key) {
                woken();
            }
        })
    };
    let on_window = |event: &'static str| {
        let woken = woken.clone();
        EventListener::new(&window(), event, move |_| woken())
    };
    WakeListener { _listeners: [visible, noted, on_window("pageshow"), on_window("focus"), on_window("online")] }
}

/// Calls `seen` when the page becomes visible, until the listener is dropped.
pub fn on_visible(seen: impl Fn() + 'static) -> EventListener {
    EventListener::new(&page(), "visibilitychange", move |_| {
        if is_visible() {
            seen();
        }
    })
}

/// Calls `shown` once: now, where somebody can see the page, or when they first can. A page can be there before: loaded ahead, in case that it
/// is wanted (`document.prerendering`), or in a tab behind the others.
#[must_use]
pub fn once_shown(shown: impl Fn() + 'static) -> Option<[EventListener; 2]> {
    if is_visible() && !is_ahead() {
        shown();
        return None;
    }
    let shown = Rc::new(RefCell::new(Some(shown)));
    Some(["visibilitychange", "prerenderingchange"].map(|event| {
        let shown = shown.clone();
        EventListener::new(&page(), event, move |_| {
            if is_visible()
                && !is_ahead()
                && let Some(shown) = shown.take()
            {
                shown();
            }
        })
    }))
}

/// Whether the page is loaded ahead, and nobody has asked for it yet. web-sys does not know of it.
fn is_ahead() -> bool {
    Reflect::get(&page(), &"prerendering".into()).is_ok_and(|ahead| ahead.is_truthy())
}

/// Calls `used` when somebody does something on the page, until the listeners are dropped.
pub fn on_use(used: impl Fn() + Clone + 'static) -> [EventListener; 3] {
    ["pointerdown", "keydown", "wheel"].map(|event| {
        let used = used.clone();
        EventListener::new(&window(), event, move |_| {
            LAST_USED.set(clock::monotonic());
            used();
        })
    })
}

/// Whether the page can be seen.
pub fn is_visible() -> bool {
    page().visibility_state() == VisibilityState::Visible
}

/// Whether the browser knows that it has no network. That it does not know says nothing.
pub fn is_offline() -> bool {
    !window().navigator().on_line()
}

/// Whether somebody has used the page, or opened it, in the last minute.
pub fn is_used() -> bool {
    clock::monotonic().saturating_sub(LAST_USED.get()) < SOMEBODY_IS_THERE_FOR
}
