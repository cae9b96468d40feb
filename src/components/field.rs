//! A labelled field of a form.

use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::UseFormHandle;

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
    /// The digits of a one-time code.
    Code,
    /// Several lines.
    Lines,
}

/// Props of [`Field`].
#[derive(Clone, PartialEq, Properties)]
pub struct FieldProps {
    /// The form that it belongs to.
    pub form: UseFormHandle,
    /// Its name at Directus; also its id on the page.
    pub name: &'static str,
    /// What it is called on the page.
    pub label: AttrValue,
    /// What is typed into it.
    #[prop_or_default]
    pub kind: FieldKind,
    /// What the browser may fill in.
    pub autocomplete: AttrValue,
    /// A word of help.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    /// Whether it can be left empty.
    #[prop_or_default]
    pub optional: bool,
}

/// A field with its label, hint and problem, tied together for everyone: by sight, by `aria-describedby`, by `aria-invalid`.
#[component]
pub fn Field(props: &FieldProps) -> Html {
    let FieldProps { form, name, label, kind, autocomplete, hint, optional } = props;
    let shown = use_state(|| false);
    let problem = form.problem(name).map(str::to_owned);

    let id = AttrValue::from(*name);
    let hint_id = hint.as_ref().map(|_| format!("{name}-hint"));
    let problem_id = problem.as_ref().map(|_| format!("{name}-problem"));
    let described_by: Vec<_> = [&problem_id, &hint_id].into_iter().flatten().cloned().collect();
    let describedby = (!described_by.is_empty()).then(|| described_by.join(" "));
    let invalid = problem.is_some().then_some("true");
    let required = (!optional).then_some("true");
    let value = form.values().get(name).to_owned();
    let typed = form.on_type(name);

    let control = if *kind == FieldKind::Lines {
        let oninput = typed.reform(|event: InputEvent| event.target_unchecked_into::<HtmlTextAreaElement>().value());
        html! {
            <textarea {id} name={*name} class="field-control" rows="4" {value} {oninput} autocomplete={autocomplete.clone()}
                aria-describedby={describedby} aria-invalid={invalid} aria-required={required} />
        }
    } else {
        let oninput = typed.reform(|event: InputEvent| event.target_unchecked_into::<HtmlInputElement>().value());
        let plain = matches!(kind, FieldKind::Email | FieldKind::Password | FieldKind::Code);
        let type_ = match kind {
            FieldKind::Email => "email",
            FieldKind::Password if !*shown => "password",
            _ => "text",
        };
        html! {
            <input {id} name={*name} class="field-control" type={type_} {value} {oninput} autocomplete={autocomplete.clone()}
                inputmode={(*kind == FieldKind::Code).then_some("numeric")}
                autocapitalize={plain.then_some("none")} spellcheck={plain.then_some("false")}
                aria-describedby={describedby} aria-invalid={invalid} aria-required={required} />
        }
    };

    html! {
        <div class={classes!("field", problem.is_some().then_some("has-problem"))}>
            <label class="field-label" for={*name}>
                { label }
                if *optional {
                    <span class="field-optional">{ " (optional)" }</span>
                }
            </label>
            if *kind == FieldKind::Password {
                <div class="field-password">
                    { control }
                    <button type="button" class="field-reveal" aria-controls={*name} aria-pressed={shown.to_string()}
                        onclick={let shown = shown.clone(); move |_| shown.set(!*shown)}
                        aria-label={if *shown { "Hide password" } else { "Show password" }}>
                        { if *shown { "Hide" } else { "Show" } }
                    </button>
                </div>
            } else {
                { control }
            }
            if let (Some(id), Some(problem)) = (problem_id, problem) {
                <p class="field-problem" {id}>{ problem }</p>
            }
            if let (Some(id), Some(hint)) = (hint_id, hint) {
                <p class="field-hint" {id}>{ hint }</p>
            }
        </div>
    }
}
