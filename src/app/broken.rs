//! What happens where the app fails: a panic leaves it unable to react to anything, and the page says so.

use std::{panic, sync::Once};

use wasm_bindgen::prelude::*;
use yew::prelude::*;

use crate::i18n::{I18n, text};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = lychgate, js_name = break)]
    fn break_page(title: &str, advice: &str, again: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(js_namespace = console)]
    fn error(text: &str);
}

/// Has a panic lead to a notice over the page, in the language of `t`: that it has stopped, that whoever is signed in still is, and a
/// button that loads it again. The console gets the place in the code and nothing else: a message could have what somebody has typed.
pub fn say_when_broken(t: I18n) {
    let words = [text::PAGE_BROKEN, text::PAGE_BROKEN_ADVICE, text::LOAD_AGAIN].map(|text| t.text(text));
    let once = Once::new();
    panic::set_hook(Box::new(move |panic| {
        // Whatever calls the app after that panics again.
        once.call_once(|| {
            let place = panic.location().map(ToString::to_string).unwrap_or_default();
            error(&format!("The app has stopped at {place}."));
            let [title, advice, again] = &words;
            let _ = break_page(title, advice, again); // The script is not in every page.
        });
    }));
}

/// Calls [`say_when_broken`] for the language in use.
#[hook]
pub fn use_broken_page(t: I18n) {
    use_effect_with(t, |t| say_when_broken(*t));
}
