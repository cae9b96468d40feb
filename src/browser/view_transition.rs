//! View transitions, in browsers that have them.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use lychgate_yew::browser::activity;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{document, window};

/// How many milliseconds the old view waits for the new one. After that a click would seem to have had no effect.
const TIMEOUT_MS: i32 = 100;

thread_local! {
    /// Resolves when the content of the new view is there.
    static SETTLE: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Calls `change`, which leads to another view, and fades from the old view to the new one when that has [`settled`]. It calls `change` at
/// once, without a transition, where the browser has none, where the page is hidden, and where the user prefers reduced motion.
pub fn transition(change: impl FnOnce() + 'static) {
    let start = Reflect::get(&document(), &"startViewTransition".into()).ok(); // Absent API.
    let start: Option<Function> =
        start.and_then(|start| start.dyn_into().ok()).filter(|_| activity::is_visible() && is_motion_allowed());
    let Some(start) = start else { return change() };

    let change = Rc::new(RefCell::new(Some(change)));
    let callback = {
        let change = change.clone();
        Closure::once_into_js(move || {
            if let Some(change) = change.take() {
                change();
            }
            Promise::new(&mut |settle, _| {
                let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&settle, TIMEOUT_MS); // Never fails.
                SETTLE.set(Some(settle));
            })
        })
    };
    match start.call1(&document(), &callback) {
        Ok(transition) => {
            // Another one can end it before its time, which is no error.
            for end in ["ready", "finished", "updateCallbackDone"] {
                let promise = Reflect::get(&transition, &end.into()).ok(); // Absent in the first versions.
                if let Some(promise) = promise.and_then(|promise| promise.dyn_into::<Promise>().ok()) {
                    spawn_local(async { drop(JsFuture::from(promise).await) });
                }
            }
        }
        Err(_) => {
            if let Some(change) = change.take() {
                change();
            }
        }
    }
}

/// Ends the wait for a new view. Call it when the content of the view is there.
pub fn settled() {
    if let Some(settle) = SETTLE.take() {
        let _ = settle.call0(&JsValue::UNDEFINED); // It resolves a promise.
    }
}

fn is_motion_allowed() -> bool {
    let still = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten(); // A well-formed query.
    !still.is_some_and(|still| still.matches())
}
