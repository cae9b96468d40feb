//! Whether pages are dark, as the person has chosen. The choice is noted in the browser, so that `src/appearance.js` can heed it
//! before anything is painted; it is no secret.

use super::{
    document,
    storage::{self, Lifetime},
};
use crate::directus::users::Appearance;

/// The key of the note. `src/appearance.js` reads it.
const NOTE: &str = "lychgate:appearance";

/// The attribute of `<html>` that the styles heed.
const ATTRIBUTE: &str = "data-appearance";

/// Makes all pages so, here at once, and at the next visit from the first moment.
pub fn apply(appearance: Appearance) {
    let note = match appearance {
        Appearance::Auto => {
            document::remove_attribute(ATTRIBUTE);
            None
        }
        Appearance::Light | Appearance::Dark => {
            document::set_attribute(ATTRIBUTE, appearance.name());
            Some(appearance.name())
        }
    };
    storage::write(Lifetime::Browser, NOTE, note);
}
