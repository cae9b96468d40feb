//! Whether pages are dark, as the person has chosen. The choice is noted in the browser, so that `src/boot/appearance.js` can heed it
//! before anything is painted; it is no secret.

use lychgate_directus::users::Appearance;
use lychgate_yew::browser::{
    document::{remove_attribute, set_attribute},
    storage::{self, Lifetime},
};

/// The key of the note. `src/boot/appearance.js` reads it.
const NOTE: &str = "lychgate:appearance";

/// The attribute of `<html>` that the styles heed.
const ATTRIBUTE: &str = "data-appearance";

/// Makes all pages so, here at once, and at the next visit from the first moment.
pub fn apply(appearance: Appearance) {
    let note = match appearance {
        Appearance::Auto => {
            remove_attribute(ATTRIBUTE);
            None
        }
        Appearance::Light | Appearance::Dark => {
            set_attribute(ATTRIBUTE, appearance.as_str());
            Some(appearance.as_str())
        }
    };
    storage::write(Lifetime::Browser, NOTE, note);
}
