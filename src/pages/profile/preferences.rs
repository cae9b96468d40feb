//! Light or dark, and the language: each is saved as soon as it is chosen.

use std::mem;

use lychgate_directus::{
    permissions::Permissions,
    users::{self, Appearance, ProfileField, User, UserPatch},
};
use lychgate_session::SendError;
use lychgate_yew::use_client;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::may_change;
use crate::{
    account::{appearance, use_account},
    i18n::{DIRECTUS_LANGUAGES, I18n, Message, text, use_i18n},
    ui::{
        Tone, alert,
        error_messages::{self, FormErrors},
    },
};

#[derive(Clone, PartialEq, Properties)]
pub struct PreferencesProps {
    /// The signed-in user.
    pub user: User,
    /// What the role may do.
    pub permissions: Permissions,
}

/// Choices that are not saved yet. A choice that is made during a request is saved with the next one, so that the last choice counts: the
/// arrow keys pass by many.
#[derive(Default)]
struct Unsaved {
    /// The newest choice of each field, as the page shows it.
    chosen: UserPatch,
    /// The choices that have not been sent.
    waiting: UserPatch,
    is_saving: bool,
}

impl Unsaved {
    /// Adds a choice. Returns whether a request is under way already, after which it will be saved.
    fn add(&mut self, field: ProfileField, value: Option<String>) -> bool {
        self.chosen.set(field, value.clone());
        self.waiting.set(field, value);
        mem::replace(&mut self.is_saving, true)
    }

    /// Takes what is to be saved now; `None` ends the saving.
    fn next(&mut self) -> Option<UserPatch> {
        if self.waiting.is_empty() {
            self.give_up();
            return None;
        }
        Some(mem::take(&mut self.waiting))
    }

    /// Drops all choices: nothing more is saved, and the page shows what is saved.
    fn give_up(&mut self) {
        *self = Self::default();
    }
}

/// The preferences that the role may change; renders nothing where it may change none.
#[component]
pub fn Preferences(props: &PreferencesProps) -> Html {
    let t = use_i18n();
    let (client, account) = (use_client(), use_account());
    let PreferencesProps { user, permissions } = props;
    let chosen = use_state_eq(UserPatch::default);
    let unsaved = use_mut_ref(Unsaved::default);
    let note = use_state_eq(|| None::<(Tone, Message)>);

    let choose = {
        let (chosen, note, saved) = (chosen.setter(), note.setter(), user.appearance);
        Callback::from(move |(field, value): (ProfileField, String)| {
            if field == ProfileField::Appearance {
                appearance::apply(Appearance::from(&*value));
            }
            note.set(None);
            let is_saving = unsaved.borrow_mut().add(field, (!value.is_empty()).then_some(value));
            chosen.set(unsaved.borrow().chosen.clone());
            if is_saving {
                return;
            }
            let (client, account, chosen, note) = (client.clone(), account.clone(), chosen.clone(), note.clone());
            let unsaved = unsaved.clone();
            spawn_local(async move {
                let owner = client.session().owner().cloned();
                let is_theirs = || client.session().owner() == owner.as_ref();
                let mut newest = None::<User>;
                loop {
                    let Some(patch) = unsaved.borrow_mut().next() else {
                        // Only now: what was chosen meanwhile is saved, too.
                        note.set(Some((Tone::Success, text::SAVED.into())));
                        break;
                    };
                    let answer = if is_theirs() {
                        client.send(&users::update_me(&patch)).await
                    } else {
                        Err(SendError::UserChanged)
                    };
                    match answer {
                        Ok(user) => newest = Some(user),
                        Err(error) => {
                            unsaved.borrow_mut().give_up();
                            let errors = FormErrors::from_send(error, error_messages::profile);
                            note.set(errors.form.map(|message| (Tone::Error, message)));
                            break;
                        }
                    }
                }
                // By now another user may be signed in.
                if is_theirs() {
                    let saved = newest.as_ref().map_or(saved, |user| user.appearance);
                    appearance::apply(saved.unwrap_or_default());
                    if let Some(user) = newest {
                        account.show_saved(user);
                    }
                }
                chosen.set(UserPatch::default());
            });
        })
    };
    let shown = |field: ProfileField| {
        let value = if chosen.contains(field) { chosen.get(field) } else { user.get(field) };
        value.unwrap_or_default().to_owned()
    };

    let [may_appearance, may_language] = ["appearance", "language"].map(|field| may_change(permissions, field));
    if !may_appearance && !may_language {
        return Html::default();
    }
    html! {
        <section class="card" aria-labelledby="preferences-heading">
            <h2 id="preferences-heading">{ t.text(text::PREFERENCES) }</h2>
            if may_appearance {
                { appearances(t, &shown(ProfileField::Appearance), &choose) }
            }
            if may_language {
                { languages(t, &shown(ProfileField::Language), &choose) }
            }
            if let Some((tone, message)) = &*note {
                { alert(*tone, t.message(message)) }
            }
        </section>
    }
}

fn appearances(t: I18n, now: &str, choose: &Callback<(ProfileField, String)>) -> Html {
    let now = Appearance::from(now);
    html! {
        <fieldset class="choices">
            <legend class="field-label">{ t.text(text::APPEARANCE) }</legend>
            for appearance in Appearance::ALL {
                <label class="choice" key={appearance.as_str()}>
                    <input type="radio" name="appearance" value={appearance.as_str()} checked={appearance == now}
                        onchange={choose.reform(move |_| (ProfileField::Appearance, appearance.as_str().to_owned()))} />
                    { t.text(match appearance {
                        Appearance::Auto => text::LIKE_THE_DEVICE,
                        Appearance::Light => text::LIGHT,
                        Appearance::Dark => text::DARK,
                    }) }
                </label>
            }
        </fieldset>
    }
}

fn languages(t: I18n, now: &str, choose: &Callback<(ProfileField, String)>) -> Html {
    let onchange = choose
        .reform(|event: Event| (ProfileField::Language, event.target_unchecked_into::<HtmlSelectElement>().value()));
    let is_known = now.is_empty() || DIRECTUS_LANGUAGES.iter().any(|(code, _)| *code == now);
    let option = |code: &str, name: &str| {
        html! { <option value={code.to_owned()} lang={code.to_owned()} selected={code == now}>{ name }</option> }
    };
    html! {
        <div class="field">
            <label class="field-label" for="language">{ t.text(text::LANGUAGE) }</label>
            <select id="language" name="language" class="field-control" {onchange} aria-describedby="language-hint">
                <option value="" selected={now.is_empty()}>{ t.text(text::LIKE_THE_BROWSER) }</option>
                if !is_known {
                    { option(now, now) }
                }
                { for DIRECTUS_LANGUAGES.iter().map(|(code, name)| option(code, name)) }
            </select>
            <p class="field-hint" id="language-hint">{ t.text(text::LANGUAGE_HINT) }</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patch(choices: &[(ProfileField, &str)]) -> UserPatch {
        let mut patch = UserPatch::default();
        choices.iter().for_each(|(field, value)| patch.set(*field, Some((*value).to_owned())));
        patch
    }

    #[test]
    fn one_request_is_sent_at_a_time_and_of_each_field_the_last_choice_counts() {
        use ProfileField::{Appearance, Language};
        let mut unsaved = Unsaved::default();
        let add = |unsaved: &mut Unsaved, field, value: &str| unsaved.add(field, Some(value.to_owned()));
        assert!(!add(&mut unsaved, Language, "de-DE"));
        assert_eq!(unsaved.next(), Some(patch(&[(Language, "de-DE")])));
        for (field, value) in [(Language, "es-ES"), (Appearance, "dark"), (Language, "fr-FR")] {
            assert!(add(&mut unsaved, field, value));
        }
        let last = patch(&[(Appearance, "dark"), (Language, "fr-FR")]);
        assert_eq!(unsaved.chosen, last);
        assert_eq!([unsaved.next(), unsaved.next()], [Some(last), None]);
        assert!(!add(&mut unsaved, Language, "ar-SA"), "the next saving has to begin");
        unsaved.give_up();
        assert_eq!(unsaved.next(), None);
    }
}
