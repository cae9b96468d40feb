//! The service worker that controls the page, as the keeper of its token: see [`lychgate_session::keeper`].

use std::time::Duration;

use futures_util::future::{Either, select};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageChannel, MessageEvent, ServiceWorker, ServiceWorkerContainer};

use super::clock;

/// Sends `message` to the keeper `name` of the service worker. Does nothing where no service worker controls the page.
pub fn tell(name: &str, message: &str) {
    if let Some(worker) = controller() {
        let _ = worker.post_message(&packed(name, message)); // It may have ended.
    }
}

/// Sends `message`, and returns the answer; `None` where none comes within `wait`.
pub async fn ask(name: &str, message: &str, wait: Duration) -> Option<String> {
    let worker = controller()?;
    let channel = MessageChannel::new().ok()?;
    let answered = Promise::new(&mut |resolve, _| channel.port1().set_onmessage(Some(&resolve)));
    worker.post_message_with_transferable(&packed(name, message), &Array::of1(&channel.port2())).ok()?;
    match select(JsFuture::from(answered), Box::pin(clock::sleep(wait))).await {
        Either::Left((Ok(event), _)) => event.dyn_ref::<MessageEvent>()?.data().as_string(),
        _ => None,
    }
}

/// None where there is none, and where pages are not served by HTTPS.
fn controller() -> Option<ServiceWorker> {
    let navigator = web_sys::window()?.navigator();
    let container = Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    container.dyn_ref::<ServiceWorkerContainer>()?.controller()
}

fn packed(name: &str, message: &str) -> JsValue {
    let data = Object::new();
    for (key, value) in [("keeper", name), ("message", message)] {
        let _ = Reflect::set(&data, &key.into(), &value.into()); // Fails for frozen objects only.
    }
    data.into()
}
