//! Leading over from one view of the page to the next, where the browser can.

use std::{cell::RefCell, rc::Rc};

use js_sys::{Function, Promise, Reflect};
use lychgate_yew::browser::activity;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::{page, window};

/// How many milliseconds the old view stays for the new one: longer, and a press would seem to have done nothing.
const AT_MOST: i32 = 100;

thread_local! {
    /// Called when the new view is there.
    static SETTLE: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Makes `change`, which leads to another view, and fades the old one into it once that has [`settled`]. At once, and without motion,
/// where the browser can't, where nobody sees it, or where the person wants none.
pub fn lead_over(change: impl FnOnce() + 'static) {
    let start = Reflect::get(&page(), &"startViewTransition".into()).ok(); // Absent API.
    let start: Option<Function> =
        start.and_then(|start| start.dyn_into().ok()).filter(|_| activity::is_visible() && moves());
    let Some(start) = start else { return change() };

    let change = Rc::new(RefCell::new(Some(change)));
    let callback = {
        let change = change.clone();
        Closure::once_into_js(move || {
            if let Some(change) = change.take() {
                change();
            }
            Promise::new(&mut |settle, _| {
                let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&settle, AT_MOST); // Never fails.
                SETTLE.set(Some(settle));
            })
        })
    };
    match start.call1(&page(), &callback) {
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

/// To be called when the content of a view is there.
pub fn settled() {
    if let Some(settle) = SETTLE.take() {
        let _ = settle.call0(&JsValue::UNDEFINED); // It resolves a promise.
    }
}

fn moves() -> bool {
    let still = window().match_media("(prefers-reduced-motion: reduce)").ok().flatten(); // A well-formed query.
    !still.is_some_and(|still| still.matches())
}
