//! In which language the site speaks: that of the person's profile, else the browser's first that it speaks, else that of the
//! Directus project. It changes in place, without a reload: whatever shows a [`Text`](crate::text::Text) uses [`use_language`].

use std::cell::Cell;

use lychgate_directus::server;
use lychgate_yew::use_client;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::i18n::{document_language as language, languages::Language, text};

thread_local! {
    /// What is to be spoken once its catalog is there: of two changes the later one counts.
    static WANTED: Cell<Option<Language>> = const { Cell::new(None) };
}

/// Speaks the language that the page begins in. Says whether its words have come.
pub async fn begin() -> bool {
    match (language::shown(), language::first_catalog().await) {
        (Some(language), Some(catalog)) => text::speak(language, &catalog),
        _ => false,
    }
}

/// The language in use, and the way to another. Comes from [`use_locale`].
#[derive(Clone)]
pub struct Locale {
    spoken: UseStateHandle<Language>,
    /// Whether neither the person nor the browser asks for a language that the site speaks.
    by_default: UseStateHandle<bool>,
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        // The handles, which compare what they were rendered with: what they lead to is the newest value for both.
        self.spoken == other.spoken
    }
}

impl Locale {
    /// To be called with the language of the person's profile, as Directus has it. The next visit begins in it.
    pub fn follow(&self, profile: Option<&str>) {
        let chosen = profile.and_then(Language::of);
        language::choose(chosen);
        let wanted = chosen.or_else(language::preferred);
        self.by_default.set(wanted.is_none());
        if let Some(wanted) = wanted {
            self.speak(wanted);
        }
    }

    /// Loads a language and shows all in it. Where it does not come, all stays as it is.
    fn speak(&self, wanted: Language) {
        WANTED.set(Some(wanted));
        let spoken = self.spoken.setter();
        spawn_local(async move {
            if wanted == text::spoken() {
                return;
            }
            if let Some(catalog) = language::catalog(wanted).await
                && WANTED.get() == Some(wanted)
                && text::speak(wanted, &catalog)
            {
                language::show(wanted);
                spoken.set(wanted);
            }
        });
    }
}

/// Props of [`LocaleProvider`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct LocaleProviderProps {
    /// Everything that says something.
    pub children: Html,
}

/// Gives [`Locale`] to everything inside, by context. Asks Directus for the language of the project where nobody else has one.
#[component]
pub fn LocaleProvider(props: &LocaleProviderProps) -> Html {
    let client = use_client();
    let locale = Locale { spoken: use_state_eq(text::spoken), by_default: use_state_eq(|| false) };
    use_effect_with((), {
        let by_default = locale.by_default.setter();
        move |()| by_default.set(language::chosen().or_else(language::preferred).is_none())
    });
    use_effect_with(*locale.by_default, {
        let locale = locale.clone();
        move |by_default| {
            if *by_default {
                let wanted = WANTED.get();
                spawn_local(async move {
                    // Where Directus does not say, it stays the language that the page began in.
                    let project = client.send(&server::info()).await.ok();
                    let default = project.and_then(|project| project.default_language);
                    // Somebody may have chosen meanwhile.
                    if let Some(default) = default.as_deref().and_then(Language::of)
                        && WANTED.get() == wanted
                    {
                        language::choose_default(default);
                        locale.speak(default);
                    }
                });
            }
        }
    });
    html! {
        <ContextProvider<Locale> context={locale}>{ props.children.clone() }</ContextProvider<Locale>>
    }
}

/// The language in use; renders the component again when it changes.
#[hook]
pub fn use_language() -> Language {
    use_context::<Locale>().map_or_else(text::spoken, |locale| *locale.spoken)
}

/// The language in use, and the way to another; renders the component again when it changes.
///
/// # Panics
///
/// Outside a [`LocaleProvider`].
#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
pub fn use_locale() -> Locale {
    use_context().expect("is inside a LocaleProvider")
}
