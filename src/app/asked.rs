//! Takes over the requests that `src/boot/boot.js` and `src/boot/account.js` have sent for the data of the page before the app was there.

use js_sys::{Array, Promise};
use lychgate_directus::{HttpResponse, UserId};
use lychgate_yew::resource::{Answers, Owner};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    /// Returns lists of a path at Directus, the promise of its answer (status and text, or nothing where nothing came), and the id of the user
    /// that it was asked for as, if any.
    #[wasm_bindgen(catch, js_namespace = lychgate)]
    fn asked() -> Result<Array, JsValue>;
}

/// Returns the answers to these requests, those that are on their way included. Empty for a page that was not rendered ahead.
pub fn answers() -> Answers {
    let answers = Answers::default();
    for request in asked().unwrap_or_default() {
        let request = Array::from(&request);
        let user = request.get(2).as_string();
        let owner = user.map_or(Owner::Everyone, |user| Owner::User(UserId::from(user.as_str())));
        if let (Some(path), Ok(answer)) = (request.get(0).as_string(), request.get(1).dyn_into::<Promise>()) {
            answers.expect(owner, path, async move {
                let answer = Array::from(&JsFuture::from(answer).await.ok()?); // Whoever needs it asks for it again.
                let (status, text) = (answer.get(0).as_f64()?, answer.get(1).as_string()?);
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a status has three digits")]
                Some(HttpResponse { status: status as u16, body: text.into_bytes(), ..HttpResponse::default() })
            });
        }
    }
    answers
}
