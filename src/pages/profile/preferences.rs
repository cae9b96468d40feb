//! Light or dark, and the language: each is saved as soon as it is chosen.

use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::may_change;
use crate::{
    account::use_account,
    browser::appearance,
    components::{Tone, alert},
    directus::{
        permissions::Permissions,
        users::{self, Appearance, ProfileField, User, UserPatch},
    },
    languages::LANGUAGES,
    locale::use_language,
    session::{SendError, use_client},
    text::{self, Sentence},
    wording,
};

#[derive(Clone, PartialEq, Properties)]
pub struct PreferencesProps {
    /// The person.
    pub user: User,
    /// What the role may do.
    pub permissions: Permissions,
}

/// What a field of the profile is to be.
type Choice = (ProfileField, String);

/// Choices that are not saved yet. They are sent one after the other, so that the last one counts, and of several of one field the last
/// alone: with the arrow keys people pass by many.
#[derive(Default)]
struct Unsaved {
    /// The newest of each field.
    chosen: Vec<Choice>,
    /// Those of them that have not been sent.
    waiting: Vec<Choice>,
    is_saving: bool,
}

impl Unsaved {
    /// Takes note of a choice. Says whether somebody is saving already, and will come to it.
    fn add(&mut self, choice: Choice) -> bool {
        for choices in [&mut self.chosen, &mut self.waiting] {
            choices.retain(|(field, _)| *field != choice.0);
            choices.push(choice.clone());
        }
        std::mem::replace(&mut self.is_saving, true)
    }

    /// The next to be saved. Without one, saving is over.
    fn next(&mut self) -> Option<Choice> {
        if self.waiting.is_empty() {
            *self = Self::default();
            return None;
        }
        Some(self.waiting.remove(0))
    }
}

/// What the role may choose; nothing where that is nothing.
#[component]
pub fn Preferences(props: &PreferencesProps) -> Html {
    use_language();
    let (client, account) = (use_client(), use_account());
    let PreferencesProps { user, permissions } = props;
    // What has been chosen and is not saved yet, as far as the page shows it.
    let chosen = use_state_eq(Vec::<Choice>::new);
    let unsaved = use_mut_ref(Unsaved::default);
    let note = use_state_eq(|| None::<(Tone, Sentence)>);

    let choose = {
        let (chosen, note, saved) = (chosen.setter(), note.setter(), user.appearance.unwrap_or_default());
        Callback::from(move |choice: Choice| {
            if choice.0 == ProfileField::Appearance {
                appearance::apply(Appearance::of(&choice.1));
            }
            note.set(None);
            let is_saving = unsaved.borrow_mut().add(choice);
            chosen.set(unsaved.borrow().chosen.clone());
            if is_saving {
                return;
            }
            let (client, account, chosen, note) = (client.clone(), account.clone(), chosen.clone(), note.clone());
            let unsaved = unsaved.clone();
            spawn_local(async move {
                let mut newest = None;
                loop {
                    let Some((field, value)) = unsaved.borrow_mut().next() else { break };
                    let patch = UserPatch::of(field, (!value.is_empty()).then_some(value));
                    match client.send(&users::update_me(&patch)).await {
                        Ok(user) => {
                            note.set(Some((Tone::Success, text::SAVED.into())));
                            newest = Some(user);
                        }
                        Err(error) => {
                            if field == ProfileField::Appearance {
                                let saved = newest.as_ref().map_or(saved, |user| user.appearance.unwrap_or_default());
                                appearance::apply(saved);
                            }
                            let problems = match error {
                                SendError::Directus(error) => wording::profile(&error).form.unwrap_or_default(),
                                error => wording::send_failure(&error),
                            };
                            note.set(Some((Tone::Error, problems.into())));
                        }
                    }
                }
                if let Some(user) = newest {
                    account.changed(user);
                }
                chosen.set(Vec::new());
            });
        })
    };
    let shown = |field: ProfileField| match chosen.iter().find(|(of, _)| *of == field) {
        Some((_, value)) => value.clone(),
        None => user.get(field).unwrap_or_default().to_owned(),
    };

    let [may_appearance, may_language] = ["appearance", "language"].map(|field| may_change(permissions, field));
    if !may_appearance && !may_language {
        return Html::default();
    }
    html! {
        <section class="card" aria-labelledby="preferences-heading">
            <h2 id="preferences-heading">{ text::PREFERENCES }</h2>
            if may_appearance {
                { appearances(&shown(ProfileField::Appearance), &choose) }
            }
            if may_language {
                { languages(&shown(ProfileField::Language), &choose) }
            }
            if let Some((tone, text)) = &*note {
                { alert(*tone, text.clone()) }
            }
        </section>
    }
}

fn appearances(now: &str, choose: &Callback<Choice>) -> Html {
    let now = Appearance::of(now);
    html! {
        <fieldset class="choices">
            <legend class="field-label">{ text::APPEARANCE }</legend>
            for appearance in Appearance::ALL {
                <label class="choice" key={appearance.name()}>
                    <input type="radio" name="appearance" value={appearance.name()} checked={appearance == now}
                        onchange={choose.reform(move |_| (ProfileField::Appearance, appearance.name().to_owned()))} />
                    { match appearance {
                        Appearance::Auto => text::LIKE_THE_DEVICE,
                        Appearance::Light => text::LIGHT,
                        Appearance::Dark => text::DARK,
                    } }
                </label>
            }
        </fieldset>
    }
}

fn languages(now: &str, choose: &Callback<Choice>) -> Html {
    let onchange = choose
        .reform(|event: Event| (ProfileField::Language, event.target_unchecked_into::<HtmlSelectElement>().value()));
    let is_known = now.is_empty() || LANGUAGES.iter().any(|(code, _)| *code == now);
    let option = |code: &str, name: &str| {
        html! { <option value={code.to_owned()} lang={code.to_owned()} selected={code == now}>{ name }</option> }
    };
    html! {
        <div class="field">
            <label class="field-label" for="language">{ text::LANGUAGE }</label>
            <select id="language" name="language" class="field-control" {onchange} aria-describedby="language-hint">
                <option value="" selected={now.is_empty()}>{ text::LIKE_THE_BROWSER }</option>
                if !is_known {
                    { option(now, now) }
                }
                { for LANGUAGES.iter().map(|(code, name)| option(code, name)) }
            </select>
            <p class="field-hint" id="language-hint">{ text::LANGUAGE_HINT }</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(code: &str) -> Choice {
        (ProfileField::Language, code.to_owned())
    }

    #[test]
    fn one_choice_is_saved_at_a_time_and_of_each_field_the_last_counts() {
        let dark = (ProfileField::Appearance, "dark".to_owned());
        let mut unsaved = Unsaved::default();
        assert!(!unsaved.add(language("de-DE")));
        assert_eq!(unsaved.next(), Some(language("de-DE")));
        for choice in [language("es-ES"), dark.clone(), language("fr-FR")] {
            assert!(unsaved.add(choice));
        }
        assert_eq!(unsaved.chosen, [dark.clone(), language("fr-FR")]);
        assert_eq!([unsaved.next(), unsaved.next(), unsaved.next()], [Some(dark), Some(language("fr-FR")), None]);
        assert!(!unsaved.add(language("ar-SA")), "somebody has to begin anew");
    }
}
