//! A labelled field of a form.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::{prelude::*, virtual_dom::AttributeOrProperty};

use super::handle::{UseFormHandle, Validator};
use crate::{
    i18n::{
        Message,
        text::{self, Text},
    },
    ui::{
        error_messages,
        validation::{clean_email, validate_email, validate_new_password},
    },
};

/// What is typed into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FieldKind {
    /// One line.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// A password, with a button that shows it.
    Password,
    /// A password that is being chosen, by the policy of the form.
    NewPassword,
    /// The digits of a one-time code.
    Otp,
    /// Several lines.
    Lines,
}

impl FieldKind {
    fn is_password(self) -> bool {
        matches!(self, Self::Password | Self::NewPassword)
    }

    /// Returns what checks the field once it is left. A field that was left empty is not wrong yet.
    fn validator(self, form: &UseFormHandle) -> Option<Validator> {
        match self {
            Self::Email => Some(Rc::new(|email| {
                if clean_email(email).is_empty() { None } else { validate_email(email).err().map(Message::from) }
            })),
            Self::NewPassword => {
                let policy = form.password_policy().clone();
                Some(Rc::new(move |password| {
                    if password.is_empty() {
                        None
                    } else {
                        validate_new_password(&policy, password).err().map(Message::from)
                    }
                }))
            }
            Self::Text | Self::Password | Self::Otp | Self::Lines => None,
        }
    }
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    name: &'static str,
    label: Text,
    kind: FieldKind,
    autocomplete: &'static str,
    hint: Option<Text>,
    optional: bool,
}

impl Field {
    /// Makes the field that Directus calls `name` and people read as `label`; `autocomplete` says what the browser may fill in.
    pub const fn new(name: &'static str, label: Text, kind: FieldKind, autocomplete: &'static str) -> Self {
        Self { name, label, kind, autocomplete, hint: None, optional: false }
    }

    /// Makes the field for the password that an account has. It is called `password`, unless the form has a new one of that name.
    pub const fn current_password(name: &'static str) -> Self {
        Self::new(name, text::CURRENT_PASSWORD, FieldKind::Password, "current-password")
    }

    /// Makes the field for a password that is being chosen.
    pub const fn new_password(label: Text) -> Self {
        Self::new("password", label, FieldKind::NewPassword, "new-password")
    }

    /// Returns its name, which is that of Directus.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Adds a hint.
    #[must_use]
    pub const fn hint(self, hint: Text) -> Self {
        Self { hint: Some(hint), ..self }
    }

    /// Sets whether the field can be left empty.
    #[must_use]
    pub const fn optional(self, optional: bool) -> Self {
        Self { optional, ..self }
    }

    /// Renders the field in its form, with label, hint and error, tied together for everyone: by sight, by `aria-describedby`, by
    /// `aria-invalid`.
    pub fn show(self, form: &UseFormHandle) -> Html {
        show(self, form)
    }
}

fn show(field: Field, form: &UseFormHandle) -> Html {
    let Field { name, label, kind, autocomplete, hint, optional } = field;
    let t = form.i18n();
    let revealed = form.is_revealed();
    let error = form.error(name);
    let value = form.values().get(name).to_owned();
    let hint = match kind {
        FieldKind::NewPassword => Some(t.message(&error_messages::new_password_hint(form.password_policy(), &value))),
        _ => hint.map(|hint| t.text(hint).into()),
    };

    let id = form.id(name);
    let hint_id = hint.as_ref().map(|_| format!("{id}-hint"));
    let error_id = error.as_ref().map(|_| format!("{id}-problem"));
    let described_by: Vec<_> = [&error_id, &hint_id].into_iter().flatten().cloned().collect();
    let describedby = (!described_by.is_empty()).then(|| described_by.join(" "));
    let invalid = error.is_some().then_some("true");
    let required = (!optional).then_some("true");
    let typed = form.on_type(name);

    let control = if kind == FieldKind::Lines {
        let oninput = typed.reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
        let onchange = typed.reform(|event: Event| event.target_unchecked_into::<HtmlTextAreaElement>().value());
        html! {
            <textarea id={id.clone()} {name} class="field-control" rows="4" {oninput} {onchange} {autocomplete}
                aria-describedby={describedby} aria-invalid={invalid} aria-required={required} />
        }
    } else {
        let oninput = typed.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
        // Some password managers dispatch this event alone.
        let onchange = typed.reform(|event: Event| event.target_unchecked_into::<HtmlInputElement>().value());
        let ltr = matches!(kind, FieldKind::Email | FieldKind::Otp).then_some("ltr");
        let type_ = match kind {
            _ if kind.is_password() && !revealed => "password",
            _ => "text",
        };
        html! {
            // E-mail addresses and digits run from left to right in every language.
            <input id={id.clone()} {name} class="field-control" type={type_} dir={ltr} {oninput} {onchange} {autocomplete}
                onblur={kind.validator(form).map(|validate| form.on_leave(name, validate))}
                inputmode={match kind {
                    FieldKind::Otp => Some("numeric"),
                    // Not the type `email`: that tells nobody where the caret is, and changes what was typed.
                    FieldKind::Email => Some("email"),
                    _ => None,
                }}
                autocapitalize={(kind != FieldKind::Text).then_some("none")}
                spellcheck={(kind != FieldKind::Text).then_some("false")}
                aria-describedby={describedby} aria-invalid={invalid} aria-required={required} />
        }
    };
    let control = holding(control, &value);

    html! {
        <div class={if error.is_some() { "field has-problem" } else { "field" }}>
            <label class="field-label" for={id.clone()}>
                { t.text(label) }
                if optional {
                    <span class="field-optional">{ " " }{ t.text(text::OPTIONAL) }</span>
                }
            </label>
            if kind.is_password() {
                <div class="field-password">
                    { control }
                    // A click leaves the focus and the caret where they are.
                    <button type="button" class="field-reveal" aria-controls={id} aria-pressed={revealed.to_string()}
                        onmousedown={|event: MouseEvent| event.prevent_default()} onclick={form.on_reveal()}
                        aria-label={t.text(if revealed { text::HIDE_PASSWORD } else { text::SHOW_PASSWORD })}>
                        { t.text(if revealed { text::HIDE } else { text::SHOW }) }
                    </button>
                </div>
                <p class="field-caps-lock" role="status">
                    { if form.has_caps_lock(name) { t.text(text::CAPS_LOCK).as_str() } else { "" } }
                </p>
            } else {
                { control }
            }
            if let (Some(id), Some(error)) = (error_id, error) {
                <p class="field-problem" {id} role={(!error.is_in_summary).then_some("alert")}>{ t.message(&error.message) }</p>
            }
            if let (Some(id), Some(hint)) = (hint_id, hint) {
                <p class="field-hint" {id}>{ hint }</p>
            }
        </div>
    }
}

/// Returns `control` with `value` in it. Yew's own `value` is put back at every rendering, over what a password manager has filled in without
/// telling; this one is written when the form has another.
fn holding(mut control: Html, value: &str) -> Html {
    if let (Html::VTag(tag), true) = (&mut control, cfg!(target_arch = "wasm32")) {
        let property = AttributeOrProperty::Property(JsValue::from_str(value));
        Rc::make_mut(tag).attributes.get_mut_index_map().insert(AttrValue::Static("value"), property);
    }
    control
}
