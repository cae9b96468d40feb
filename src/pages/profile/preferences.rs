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

/// What the role may choose; nothing where that is nothing.
#[component]
pub fn Preferences(props: &PreferencesProps) -> Html {
    use_language();
    let (client, account) = (use_client(), use_account());
    let PreferencesProps { user, permissions } = props;
    // What has been chosen and is on its way.
    let chosen = use_state_eq(|| None::<(ProfileField, String)>);
    let note = use_state_eq(|| None::<(Tone, Sentence)>);

    let choose = {
        let (chosen, note, saved) = (chosen.setter(), note.setter(), user.appearance.unwrap_or_default());
        Callback::from(move |(field, value): (ProfileField, String)| {
            let (client, account, chosen, note) = (client.clone(), account.clone(), chosen.clone(), note.clone());
            if field == ProfileField::Appearance {
                appearance::apply(Appearance::of(&value));
            }
            note.set(None);
            chosen.set(Some((field, value.clone())));
            spawn_local(async move {
                let patch = UserPatch::of(field, (!value.is_empty()).then_some(value));
                match client.send(&users::update_me(&patch)).await {
                    Ok(user) => {
                        account.changed(user);
                        note.set(Some((Tone::Success, text::SAVED.into())));
                    }
                    Err(error) => {
                        if field == ProfileField::Appearance {
                            appearance::apply(saved);
                        }
                        let problems = match error {
                            SendError::Directus(error) => wording::profile(&error).form.unwrap_or_default(),
                            error => wording::send_failure(&error),
                        };
                        note.set(Some((Tone::Error, problems.into())));
                    }
                }
                chosen.set(None);
            });
        })
    };
    let shown = |field: ProfileField| match &*chosen {
        Some((of, value)) if *of == field => value.clone(),
        _ => user.get(field).unwrap_or_default().to_owned(),
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

fn appearances(now: &str, choose: &Callback<(ProfileField, String)>) -> Html {
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

fn languages(now: &str, choose: &Callback<(ProfileField, String)>) -> Html {
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
                <option value="" selected={now.is_empty()}>{ text::LANGUAGE_OF_SITE }</option>
                if !is_known {
                    { option(now, now) }
                }
                { for LANGUAGES.iter().map(|(code, name)| option(code, name)) }
            </select>
            <p class="field-hint" id="language-hint">{ text::LANGUAGE_HINT }</p>
        </div>
    }
}
