//! Whether a mouse button, a finger or a pen is down.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use gloo_events::{EventListener, EventListenerOptions};
use lychgate_yew::browser::clock;
use wasm_bindgen_futures::spawn_local;

use super::window;

thread_local! {
    static IS_DOWN: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Watches the pointer until it is dropped. A page needs one.
#[must_use]
pub struct PointerWatch {
    _listeners: [EventListener; 3],
}

impl PointerWatch {
    /// Starts to listen.
    pub fn new() -> Self {
        let listen = |event: &'static str, heard: fn()| {
            let options = EventListenerOptions::run_in_capture_phase();
            EventListener::new_with_options(&window(), event, options, move |_| heard())
        };
        Self {
            _listeners: [
                listen("pointerdown", pressed),
                listen("pointerup", released),
                listen("pointercancel", released),
            ],
        }
    }
}

impl Default for PointerWatch {
    fn default() -> Self {
        Self::new()
    }
}

fn pressed() {
    IS_DOWN.set(true);
}

fn released() {
    IS_DOWN.set(false);
    spawn_local(async {
        after_clicks().await;
        for then in WAITING.take() {
            then();
        }
    });
}

/// Calls `then` when the pointer is up and its click is over; in the next task where it is up already.
pub fn after_click(then: impl FnOnce() + 'static) {
    if IS_DOWN.get() {
        WAITING.with_borrow_mut(|waiting| waiting.push(Box::new(then)));
    } else {
        // A finger is up again before the focus moves, and its click comes after that.
        spawn_local(async {
            after_clicks().await;
            then();
        });
    }
}

/// The events of one press come in one task.
async fn after_clicks() {
    clock::sleep(Duration::ZERO).await;
}
