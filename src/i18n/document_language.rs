//! The language of the document: its catalogs, its attributes, and the notes by which the next visit begins in it. `src/boot/language.js`
//! has chosen a language, and begun to load its catalog, before the app is there.

use js_sys::Promise;
use lychgate_yew::browser::{
    document::set_attribute,
    storage::{self, Lifetime},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::Language;
use crate::browser::{document, window};

/// The key of the note of the user's own choice. `src/boot/language.js` reads it.
const CHOICE: &str = "lychgate:language";

/// The key of the note of the project's language, for browsers whose languages the site does not speak. `src/boot/language.js` reads it.
const PROJECT: &str = "lychgate:default-language";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = lychgate)]
    fn begin() -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = lychgate)]
    fn load(code: &str) -> Result<Promise, JsValue>;
}

/// Returns the language that the document begins in, and its catalog; `None` where that does not load, after some tries.
pub async fn initial() -> Option<(Language, String)> {
    let language = document().document_element()?.get_attribute("lang")?;
    Some((Language::from_code(&language)?, loaded(begin()).await?))
}

/// Loads the catalog of `language`; `None` where it does not load, after some tries.
pub async fn catalog(language: Language) -> Option<String> {
    loaded(load(language.code)).await
}

async fn loaded(loading: Result<Promise, JsValue>) -> Option<String> {
    let loading = loading.ok()?; // The script was not loaded.
    JsFuture::from(loading).await.ok()?.as_string() // The console says why.
}

/// Returns the first of the browser's languages that the site speaks.
pub fn preferred() -> Option<Language> {
    window().navigator().languages().iter().find_map(|code| Language::from_code(&code.as_string()?))
}

/// Returns the user's own choice, as noted at an earlier visit.
pub fn choice() -> Option<Language> {
    storage::read(Lifetime::Browser, CHOICE).as_deref().and_then(Language::from_code)
}

/// Writes the language to `<html>`, and to the notes for the next visit: the user's own `choice`, and the language of the `project` where it
/// is known.
pub fn write(language: Language, choice: Option<Language>, project: Option<Language>) {
    set_attribute("lang", language.code);
    set_attribute("dir", if language.is_right_to_left { "rtl" } else { "ltr" });
    storage::write(Lifetime::Browser, CHOICE, choice.map(|language| language.code));
    if let Some(project) = project {
        storage::write(Lifetime::Browser, PROJECT, Some(project.code));
    }
}
