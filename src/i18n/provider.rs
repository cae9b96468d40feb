//! The language in use: that of the user's profile, else the browser's first that the site speaks, else that of the Directus project. It
//! changes in place, without a reload.

use std::rc::Rc;

use lychgate_directus::server;
use lychgate_yew::use_client;
use wasm_bindgen_futures::spawn_local;
use yew::{
    functional::{Hook, HookContext},
    prelude::*,
};

use super::{I18n, Language, document_language};

/// What the site begins with: the words of its first language, and why it is that language.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct InitialLanguage {
    /// The words.
    pub words: I18n,
    /// The user's own choice, as noted at an earlier visit.
    pub choice: Option<Language>,
    /// The first of the browser's languages that the site speaks.
    pub preferred: Option<Language>,
}

impl InitialLanguage {
    /// Begins with the `catalog` of `language`, in which the document begins; `None` where it is no catalog. `content_language` is the
    /// language that editors write in.
    pub fn new(language: Language, catalog: &str, content_language: &'static str) -> Option<Self> {
        let words = I18n::new(language, catalog, content_language)?;
        Some(Self { words, choice: document_language::choice(), preferred: document_language::preferred() })
    }

    /// The same for a page that is rendered ahead, which asks no browser: whoever gets it wants `language`.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn ahead(language: Language, catalog: &str, content_language: &'static str) -> Option<Self> {
        let words = I18n::new(language, catalog, content_language)?;
        Some(Self { words, choice: None, preferred: Some(language) })
    }
}

/// The one store of the language. `<html lang>` and the notes for the next visit are written from it.
#[derive(Clone, PartialEq)]
struct State {
    words: I18n,
    /// The language that is to be shown: that of `words`, once it is loaded.
    wanted: Language,
    /// The user's own choice, to be noted for the next visit.
    choice: Option<Language>,
    /// The first of the browser's languages that the site speaks.
    preferred: Option<Language>,
    /// The language of the project, once it is known.
    project: Option<Language>,
    /// Whether neither the user nor the browser asks for a language that the site speaks.
    is_undecided: bool,
}

enum Action {
    /// The user's profile names a language that the site speaks, or none.
    Choose(Option<Language>),
    /// The user's choice is not to be known at the next visit.
    ForgetChoice,
    /// The project has a language that the site speaks.
    SetProject(Language),
    /// The words of a language are here.
    Show(I18n),
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        match action {
            Action::Choose(choice) => {
                let wanted = choice.or(state.preferred);
                state.choice = choice;
                state.is_undecided = wanted.is_none();
                state.wanted = wanted.unwrap_or(state.wanted);
            }
            Action::ForgetChoice => state.choice = None,
            Action::SetProject(language) => {
                state.project = Some(language);
                if state.is_undecided {
                    state.wanted = language;
                }
            }
            // Of two changes the later one counts, whichever loads first.
            Action::Show(words) if words.language() == state.wanted => state.words = words,
            Action::Show(_) => {}
        }
        Rc::new(state)
    }
}

/// The way to another language. Comes from [`use_languages`].
#[derive(Clone, PartialEq)]
pub struct UseLanguagesHandle(UseReducerHandle<State>);

impl UseLanguagesHandle {
    /// Follows the language of the user's profile, as Directus has it; `None` where the profile names none. The next visit begins in it.
    pub fn choose(&self, profile: Option<&str>) {
        self.0.dispatch(Action::Choose(profile.and_then(Language::from_code)));
    }

    /// Forgets the user's choice: the next visit begins in the browser's language.
    pub fn forget_choice(&self) {
        self.0.dispatch(Action::ForgetChoice);
    }
}

/// Props of [`I18nProvider`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct I18nProviderProps {
    /// What the site begins with.
    pub initial: InitialLanguage,
    /// Everything that says something.
    pub children: Html,
}

/// Gives the words of the language in use to everything inside, by context; loads those of another language when it is wanted. Where
/// they do not load, all stays as it is.
#[component]
pub fn I18nProvider(props: &I18nProviderProps) -> Html {
    let InitialLanguage { words, choice, preferred } = props.initial;
    let state = use_reducer_eq(|| State {
        words,
        wanted: words.language(),
        choice,
        preferred,
        project: None,
        is_undecided: choice.or(preferred).is_none(),
    });
    use_effect_with(state.wanted, {
        let state = state.clone();
        move |wanted| {
            let (wanted, content_language) = (*wanted, state.words.content_language());
            if wanted != state.words.language() {
                spawn_local(async move {
                    let catalog = document_language::catalog(wanted).await;
                    if let Some(words) = catalog.and_then(|catalog| I18n::new(wanted, &catalog, content_language)) {
                        state.dispatch(Action::Show(words));
                    }
                });
            }
        }
    });
    use_effect_with((state.words.language(), state.choice, state.project), |(language, choice, project)| {
        document_language::write(*language, *choice, *project);
    });
    html! {
        <ContextProvider<UseLanguagesHandle> context={UseLanguagesHandle(state)}>
            { props.children.clone() }
        </ContextProvider<UseLanguagesHandle>>
    }
}

/// Returns the words of the language in use, and renders the component again when it changes.
///
/// # Panics
///
/// Outside an [`I18nProvider`].
pub fn use_i18n() -> impl Hook<Output = I18n> {
    UseI18n
}

/// Written by hand, not to be inlined: nearly all components use it.
struct UseI18n;

impl Hook for UseI18n {
    type Output = I18n;

    #[inline(never)]
    fn run(self, context: &mut HookContext) -> I18n {
        use_languages().run(context).0.words
    }
}

/// Returns the way to another language.
///
/// # Panics
///
/// Outside an [`I18nProvider`].
#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
pub fn use_languages() -> UseLanguagesHandle {
    use_context().expect("is inside an I18nProvider")
}

/// Asks Directus for the language of the project (`GET /server/info`), and shows it, where neither the user nor the browser asks for a
/// language that the site speaks. Stays in the language that the document began in where Directus does not say.
#[hook]
pub fn use_project_language() {
    let client = use_client();
    let UseLanguagesHandle(state) = use_languages();
    use_effect_with(state.is_undecided, move |is_undecided| {
        if *is_undecided {
            spawn_local(async move {
                let project = client.send(&server::info()).await.ok(); // Without an answer there is nothing to follow.
                let language = project.and_then(|project| project.default_language);
                if let Some(language) = language.as_deref().and_then(Language::from_code) {
                    state.dispatch(Action::SetProject(language));
                }
            });
        }
    });
}
