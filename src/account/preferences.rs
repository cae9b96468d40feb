//! What the signed-in user prefers, in effect on this page.

use lychgate_directus::users::Appearance;
use yew::prelude::*;

use super::appearance;
use crate::i18n::use_languages;

/// Makes pages light or dark as the user has chosen; leaves them as they are while that is not known.
#[hook]
pub(super) fn use_appearance(chosen: Option<Appearance>) {
    use_effect_with(chosen, |chosen| {
        if let Some(chosen) = chosen {
            appearance::apply(*chosen);
        }
    });
}

/// Shows the site in the language of the profile: `None` while the profile is not known, `Some(None)` where it names none.
#[hook]
pub(super) fn use_profile_language(language: Option<Option<String>>) {
    let languages = use_languages();
    use_effect_with(language, move |language| {
        if let Some(language) = language {
            languages.choose(language.as_deref());
        }
    });
}
