//! The language of the document: its catalogs, its attributes, and the notes by which the next visit begins in it. `src/boot/first.js`
//! has chosen a language, and `src/boot/boot.js` has begun to load its catalog, before the app is there.

use js_sys::{Array, Promise};
use lychgate_yew::browser::{
    document::set_attribute,
    storage::{self, Lifetime},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use super::Language;
use crate::browser::{document, window};

/// The key of the note of the user's own choice. `src/boot/first.js` reads it.
const CHOICE: &str = "lychgate:language";

/// The key of the note of the project's language, for browsers whose languages the site does not speak. `src/boot/first.js` reads it.
const PROJECT: &str = "lychgate:default-language";

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = lychgate)]
    fn begin() -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = lychgate)]
    fn load(code: &str) -> Result<Promise, JsValue>;
}

/// What the app begins with.
pub struct Beginning {
    /// The language that the document begins in.
    pub language: Language,
    /// Its catalog.
    pub catalog: String,
    /// The text of the configuration.
    pub config: String,
}

/// Returns what the app begins with; `None` where that does not load, after some tries.
pub async fn begin_document() -> Option<Beginning> {
    let language = document().document_element()?.get_attribute("data-language")?;
    let loaded: Array = JsFuture::from(begin().ok()?).await.ok()?.dyn_into().ok()?; // The console says why.
    Some(Beginning {
        language: Language::from_code(&language)?,
        catalog: loaded.get(0).as_string()?,
        config: loaded.get(1).as_string()?,
    })
}

/// Loads the catalog of `language`; `None` where it does not load, after some tries.
pub async fn catalog(language: Language) -> Option<String> {
    JsFuture::from(load(language.code).ok()?).await.ok()?.as_string() // The console says why.
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
    set_attribute("dir", language.direction());
    storage::write(Lifetime::Browser, CHOICE, choice.map(|language| language.code));
    if let Some(project) = project {
        storage::write(Lifetime::Browser, PROJECT, Some(project.code));
    }
}
