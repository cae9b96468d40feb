//! `navigator.locks`: one holder among all tabs of this origin.

// web-sys has the API behind an unstable flag, hence the declaration here.

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
#[must_use = "releases the lock when dropped"]
#[derive(Debug)]
pub struct HeldLock {
    release: Function,
}

impl Drop for HeldLock {
    fn drop(&mut self) {
        let _ = self.release.call0(&JsValue::NULL); // Resolving a promise cannot fail.
    }
}

/// What came of waiting for a lock.
#[derive(Debug)]
pub enum Acquired {
    /// This tab has it.
    Held {
        /// The lock.
        lock: HeldLock,
        /// Whether another holder had it when this one asked.
        after_another: bool,
    },
    /// The browser has no Web Locks, or refuses them.
    Missing,
    /// Another holder still has it, and the wait is over.
    Taken,
}

/// Waits for the exclusive lock `name`, at most `wait`. Whoever drops the future leaves the queue.
///
/// ```no_run
/// use std::time::Duration;
///
/// use lychgate_yew::browser::lock::{Acquired, acquire};
///
/// async fn alone() {
///     if let Acquired::Held { lock, .. } = acquire("settings", Duration::from_secs(5)).await {
///         // … what one tab does at a time …
///         drop(lock);
///     }
/// }
/// ```
pub async fn acquire(name: &str, wait: Duration) -> Acquired {
    let Some(locks) = lock_manager() else { return Acquired::Missing };
    let at_once = Object::new();
    set(&at_once, "ifAvailable", &JsValue::TRUE);
    match LockRequest::new(&locks, name, &at_once) {
        None => return Acquired::Missing,
        Some(request) => match request.answer().await {
            Answer::Granted(lock) => return Acquired::Held { lock, after_another: false },
            Answer::Refused => return Acquired::Missing,
            Answer::Unavailable => {}
        },
    }

    // Without it the wait would have no bound.
    let Ok(give_up) = AbortController::new() else { return Acquired::Missing };
    let patiently = Object::new();
    set(&patiently, "signal", &give_up.signal());
    let Some(request) = LockRequest::new(&locks, name, &patiently) else { return Acquired::Missing };
    match select(pin!(request.answer()), pin!(sleep(wait))).await {
        Either::Left((Answer::Granted(lock), _)) => Acquired::Held { lock, after_another: true },
        Either::Left(_) => Acquired::Missing,
        Either::Right(_) => {
            give_up.abort();
            Acquired::Taken // Dropping the answer gives the lock back, should it be granted at this very moment.
        }
    }
}

fn lock_manager() -> Option<LockManager> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?; // No such API reads as undefined.
    locks.is_object().then(|| locks.unchecked_into())
}

fn set(options: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(options, &name.into(), value); // Cannot fail on a plain object.
}

/// A request in the queue for a lock.
struct LockRequest {
    answer: Promise,
    lock: HeldLock,
}

enum Answer {
    Granted(HeldLock),
    /// Somebody else has it.
    Unavailable,
    /// No locks here.
    Refused,
}

impl LockRequest {
    fn new(locks: &LockManager, name: &str, options: &Object) -> Option<Self> {
        let (granted, grant) = deferred();
        let (held, release) = deferred();
        let on_grant = Closure::once_into_js(move |lock: JsValue| -> Promise {
            let _ = grant.call1(&JsValue::NULL, &lock.is_object().into()); // Resolving a promise cannot fail.
            held
        });
        let ended = locks.request(name, options, on_grant.unchecked_ref()).ok()?; // Refused here and now.
        // In a sandboxed frame, say, the request ends by a rejection and is never granted. Racing it also says that its
        // end, by the release or the abort, is no news.
        let answer = Promise::race(&Array::of2(&granted, &ended));
        Some(Self { answer, lock: HeldLock { release } })
    }

    async fn answer(self) -> Answer {
        match JsFuture::from(self.answer).await {
            Ok(granted) if granted.is_truthy() => Answer::Granted(self.lock),
            Ok(_) => Answer::Unavailable,
            Err(_) => Answer::Refused,
        }
    }
}

/// Makes a promise and the function that resolves it.
fn deferred() -> (Promise, Function) {
    let mut resolver = None;
    let promise = Promise::new(&mut |resolve, _| resolver = Some(resolve));
    #[allow(clippy::expect_used, reason = "the language says that the executor runs inside the constructor")]
    (promise, resolver.expect("the executor has run"))
}
