//! The moments at which a page comes back to life.

use gloo_events::EventListener;
use web_sys::VisibilityState;

use super::{page, window};

/// Listens until it is dropped.
#[must_use]
#[derive(Debug)]
pub struct WakeListener {
    _listeners: [EventListener; 4],
}

/// Calls `woken` when the page becomes visible, is shown again from the back/forward cache, gets the focus, or the
/// browser comes online. One waking can call it more than once.
pub fn on_wake(woken: impl Fn() + Clone + 'static) -> WakeListener {
    let visible = {
        let woken = woken.clone();
        EventListener::new(&page(), "visibilitychange", move |_| {
            if page().visibility_state() == VisibilityState::Visible {
                woken();
            }
        })
    };
    let on_window = |event: &'static str| {
        let woken = woken.clone();
        EventListener::new(&window(), event, move |_| woken())
    };
    WakeListener { _listeners: [visible, on_window("pageshow"), on_window("focus"), on_window("online")] }
}
