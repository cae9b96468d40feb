//! Light or dark, as the user has chosen. The browser keeps the choice, so that `src/boot/first.js` can apply it before anything is
//! painted; it is no secret.

use lychgate_directus::users::Appearance;
use lychgate_yew::browser::{
    document::{remove_attribute, set_attribute},
    storage::{self, Lifetime},
};

/// Where the browser keeps the choice. `src/boot/first.js` reads it.
const STORAGE_KEY: &str = "lychgate:appearance";

/// The attribute of `<html>` that the styles read.
const ATTRIBUTE: &str = "data-appearance";

/// Applies the choice to this page now, and to the next visit from its first paint.
pub fn apply(appearance: Appearance) {
    let choice = match appearance {
        Appearance::Auto => {
            remove_attribute(ATTRIBUTE);
            None
        }
        Appearance::Light | Appearance::Dark => {
            set_attribute(ATTRIBUTE, appearance.as_str());
            Some(appearance.as_str())
        }
    };
    storage::write(Lifetime::Browser, STORAGE_KEY, choice);
}
