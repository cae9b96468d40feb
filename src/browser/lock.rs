//! `navigator.locks`: one holder among all tabs of this origin. (web-sys has it behind an unstable flag, hence the
//! declaration of its own.)

use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::AbortController;

use super::{clock::sleep, window};

#[wasm_bindgen]
extern "C" {
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(this: &LockManager, name: &str, options: &Object, granted: &Function) -> Result<Promise, JsValue>;
}

/// A lock that is held until this is dropped. A page that dies frees its locks.
#[must_use]
#[derive(Debug)]
pub struct HeldLock {
    release: Function,
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::NULL); // Resolving a promise cannot fail.
    }
}

/// Waits for the exclusive lock `name`, at most `wait`.
///
/// `None` where the browser has no Web Locks or refuses them, and where the wait is over: the caller goes on without.
pub async fn acquire(name: &str, wait: Duration) -> Option<HeldLock> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?; // No such API reads as undefined.
    if !locks.is_object() {
        return None;
    }
    let locks: LockManager = locks.unchecked_into();
    let give_up = AbortController::new().ok()?; // Without it the wait would have no bound.
    let options = Object::new();
    Reflect::set(&options, &"signal".into(), &give_up.signal()).ok()?; // Cannot fail on a plain object.

    let (granted, grant) = deferred();
    let (held, release) = deferred();
    let lock = HeldLock { release };
    let on_grant = Closure::once_into_js(move || -> Promise {
        let _ = grant.call0(&JsValue::NULL); // Resolving a promise cannot fail.
        held
    });
    let ended = locks.request(name, &options, on_grant.unchecked_ref()).ok()?;
    // In a sandboxed frame, say, the request ends by a rejection and is never granted. Racing it also says that its
    // end, by the release or the abort, is no news.
    let answer = Promise::race(&Array::of2(&granted, &ended));

    match select(pin!(JsFuture::from(answer)), pin!(sleep(wait))).await {
        Either::Left((Ok(_), _)) => Some(lock),
        Either::Left((Err(_), _)) => None,
        Either::Right(_) => {
            give_up.abort();
            None // Dropping `lock` gives it back, should it be granted at this very moment.
        }
    }
}

/// A promise, and the function that resolves it.
fn deferred() -> (Promise, Function) {
    let mut resolver = None;
    let promise = Promise::new(&mut |resolve, _| resolver = Some(resolve));
    #[allow(clippy::expect_used, reason = "the language says that the executor runs inside the constructor")]
    (promise, resolver.expect("the executor has run"))
}
