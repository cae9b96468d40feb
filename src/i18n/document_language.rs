//! The language of the page, and its words. `src/boot/language.js` has chosen and begun to load before the app is there.

use js_sys::Promise;
use lychgate_yew::browser::{
    document::set_attribute,
    storage::{self, Lifetime},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::{
    browser::{document, window},
    i18n::languages::Language,
};

/// The key of the note of the person's own choice. `src/boot/language.js` reads it.
const CHOSEN: &str = "lychgate:language";

/// That of the language of the site, for browsers in whose languages there are no words. `src/boot/language.js` reads it, too.
const DEFAULT: &str = "lychgate:default-language";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = lychgate)]
    fn begin() -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = lychgate)]
    fn load(code: &str) -> Result<Promise, JsValue>;
}

/// The catalog of the language that the page begins in; `None` where it does not come, after some tries.
pub async fn first_catalog() -> Option<String> {
    loaded(begin()).await
}

/// The catalog of `language`; likewise.
pub async fn catalog(language: Language) -> Option<String> {
    loaded(load(language.code)).await
}

async fn loaded(loading: Result<Promise, JsValue>) -> Option<String> {
    let loading = loading.ok()?; // The script was not loaded.
    JsFuture::from(loading).await.ok()?.as_string() // Why not stands in the console.
}

/// The language that the page says it is in.
pub fn shown() -> Option<Language> {
    document().document_element().and_then(|root| root.get_attribute("lang")).as_deref().and_then(Language::of)
}

/// Says on the page that it is in `language`.
pub fn show(language: Language) {
    set_attribute("lang", language.code);
    set_attribute("dir", if language.is_right_to_left { "rtl" } else { "ltr" });
}

/// The first of the browser's languages that the site speaks.
pub fn preferred() -> Option<Language> {
    window().navigator().languages().iter().find_map(|code| Language::of(&code.as_string()?))
}

/// The person's own choice, as it was noted.
pub fn chosen() -> Option<Language> {
    storage::read(Lifetime::Browser, CHOSEN).as_deref().and_then(Language::of)
}

/// Notes the person's own choice, or that there is none, for the next visit.
pub fn choose(language: Option<Language>) {
    storage::write(Lifetime::Browser, CHOSEN, language.map(|language| language.code));
}

/// Notes the language of the site for the next visit.
pub fn choose_default(language: Language) {
    storage::write(Lifetime::Browser, DEFAULT, Some(language.code));
}
