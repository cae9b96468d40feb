//! The state of a form: its values, its errors, and whether it is being sent.

use std::{borrow::Cow, future::Future, pin::Pin, rc::Rc};

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlFormElement, HtmlInputElement};
use yew::prelude::*;

use lychgate_directus::password_policy::PasswordPolicy;

use crate::{
    browser::{document, pointer},
    i18n::{I18n, Message, use_i18n},
    ui::{Tone, alert, error_messages::FormErrors},
};

/// The values of a form, by field name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values(Vec<(Cow<'static, str>, String)>);

impl Values {
    /// Returns the value of the field `name`; empty where nothing was typed.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
    }

    /// Sets the value of the field `name`.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl Into<String>) -> Self {
        let (name, value) = (name.into(), value.into());
        match self.0.iter_mut().find(|(field, _)| *field == name) {
            Some((_, known)) => *known = value,
            None => self.0.push((name, value)),
        }
        self
    }
}

#[derive(Clone, PartialEq, Default)]
struct FormState {
    values: Values,
    /// What was wrong at the last try.
    errors: FormErrors,
    busy: bool,
    /// Counts failed tries, so that each moves the focus, even with the same errors.
    failures: u32,
    /// What was wrong with a field when it was left. Not yet a failed try: the focus stays, and the summary does not list it.
    left_wrong: Vec<(&'static str, Message)>,
    /// Whether passwords are shown.
    revealed: bool,
    /// The field that Caps Lock was on in at the last key.
    caps_lock: Option<String>,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldError {
    /// What is wrong.
    pub message: Message,
    /// Whether the summary above the form lists it. If not, assistive technology reads it out beside the field.
    pub is_in_summary: bool,
}

/// Returns what is wrong with what was typed, if anything is.
pub(super) type Validator = Rc<dyn Fn(&str) -> Option<Message>>;

enum Action {
    Type(&'static str, String),
    Leave(&'static str, String, Validator),
    Fill(Values),
    Reveal,
    CapsLock(Option<String>),
    Send,
    Fail(FormErrors),
    Done(Option<Values>),
}

impl Reducible for FormState {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = (*self).clone();
        match action {
            Action::Type(name, value) => {
                state.errors.fields.retain(|(field, _)| *field != name);
                state.left_wrong.retain(|(field, _)| *field != name);
                state.values = state.values.with(name, value);
            }
            Action::Leave(name, value, validate) => {
                state.left_wrong.retain(|(field, _)| *field != name);
                state.left_wrong.extend(validate(&value).map(|message| (name, message)));
                state.values = state.values.with(name, value);
            }
            Action::Fill(values) => state.values = values,
            Action::Reveal => state.revealed = !state.revealed,
            Action::CapsLock(field) => state.caps_lock = field,
            Action::Send => {
                state.busy = true;
                state.errors = FormErrors::default();
                state.left_wrong.clear();
            }
            Action::Fail(errors) => {
                state.busy = false;
                state.errors = errors;
                state.failures += 1;
            }
            Action::Done(values) => {
                state.busy = false;
                state.errors = FormErrors::default();
                state.values = values.unwrap_or(state.values);
            }
        }
        Rc::new(state)
    }
}

/// A form. Comes from [`use_form`].
#[derive(Clone)]
pub struct UseFormHandle {
    state: UseReducerHandle<FormState>,
    /// The form in the document.
    element: NodeRef,
    scope: &'static str,
    t: I18n,
    password_policy: Rc<PasswordPolicy>,
}

/// Returns a form that begins with `values`. After a failed try the focus goes to the first field that needs a correction, or, when
/// only the form as a whole failed, to the field `focus_on_failure`. The ids of the fields begin with `scope`: two forms
/// on one page have to differ in it.
#[hook]
pub fn use_form(values: Values, focus_on_failure: Option<&'static str>, scope: &'static str) -> UseFormHandle {
    let t = use_i18n();
    let state = use_reducer(|| FormState { values, ..FormState::default() });
    let first_wrong = state.errors.fields.first().map(|(name, _)| *name);
    // Only a failed try moves the focus, not the correction that follows it.
    use_effect_with(state.failures, move |failures| {
        if let (1.., Some(field)) = (failures, first_wrong.or(focus_on_failure)) {
            document::focus_in_view(&format!("#{scope}{field}"));
        }
    });
    UseFormHandle { state, element: use_node_ref(), scope, t, password_policy: Rc::new(PasswordPolicy::Any) }
}

impl UseFormHandle {
    /// Makes fields for new passwords check what is typed against `policy`.
    #[must_use]
    pub fn with_password_policy(self, policy: &Rc<PasswordPolicy>) -> Self {
        Self { password_policy: policy.clone(), ..self }
    }

    /// The words of the language in use.
    pub(super) fn i18n(&self) -> I18n {
        self.t
    }

    pub(super) fn password_policy(&self) -> &Rc<PasswordPolicy> {
        &self.password_policy
    }

    /// Returns the values as far as the form has heard of them, for rendering. What is done with them is done with those that
    /// [`read`](Self::read) returns.
    pub fn values(&self) -> &Values {
        &self.state.values
    }

    /// Reads the values from the fields in the document, whoever has put them there: some password managers tell nobody.
    pub fn read(&self) -> Values {
        let fields = self.element.cast::<HtmlFormElement>().map(|form| document::fields(&form)).unwrap_or_default();
        fields.into_iter().fold(self.state.values.clone(), |values, (id, value)| match id.strip_prefix(self.scope) {
            Some(name) if values.get(name) != value => values.with(name.to_owned(), value),
            _ => values,
        })
    }

    /// Returns whether the form is being sent.
    pub fn is_busy(&self) -> bool {
        self.state.busy
    }

    /// Returns the id of the field `name`.
    pub(super) fn id(&self, name: &str) -> String {
        format!("{}{name}", self.scope)
    }

    /// Returns what is wrong with the field `name`.
    pub fn error(&self, name: &str) -> Option<FieldError> {
        let left_wrong = || self.state.left_wrong.iter().find(|(field, _)| *field == name);
        match self.state.errors.of(name) {
            Some(message) => Some(FieldError { message: message.clone(), is_in_summary: true }),
            None => left_wrong().map(|(_, message)| FieldError { message: message.clone(), is_in_summary: false }),
        }
    }

    pub(super) fn on_type(&self, name: &'static str) -> Callback<String> {
        let dispatcher = self.state.dispatcher();
        Callback::from(move |value| dispatcher.dispatch(Action::Type(name, value)))
    }

    /// Validates the field `name` once it is left: not while a button is pressed, which the message would move from under the pointer,
    /// and not when the whole window is left.
    pub(super) fn on_leave(&self, name: &'static str, validate: Validator) -> Callback<FocusEvent> {
        let dispatcher = self.state.dispatcher();
        Callback::from(move |event: FocusEvent| {
            if document::has_focus() {
                let (dispatcher, validate) = (dispatcher.clone(), validate.clone());
                let field: HtmlInputElement = event.target_unchecked_into();
                pointer::after_click(move || dispatcher.dispatch(Action::Leave(name, field.value(), validate)));
            }
        })
    }

    /// Empties the field `name`.
    pub fn clear(&self, name: &'static str) {
        self.state.dispatch(Action::Type(name, String::new()));
    }

    pub(super) fn is_revealed(&self) -> bool {
        self.state.revealed
    }

    pub(super) fn on_reveal(&self) -> Callback<MouseEvent> {
        let dispatcher = self.state.dispatcher();
        Callback::from(move |_| dispatcher.dispatch(Action::Reveal))
    }

    pub(super) fn has_caps_lock(&self, name: &str) -> bool {
        self.state.caps_lock.as_deref() == Some(name)
    }

    fn on_key(&self) -> Callback<KeyboardEvent> {
        let (dispatcher, known) = (self.state.dispatcher(), self.state.caps_lock.clone());
        Callback::from(move |event: KeyboardEvent| {
            // When a browser fills in a form, it dispatches `keydown` events that are no `KeyboardEvent`.
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            let field: Option<HtmlInputElement> = key.target().and_then(|target| target.dyn_into().ok()); // A button is none.
            let locked = field.filter(|_| key.get_modifier_state("CapsLock")).map(|field| field.name());
            if locked != known {
                dispatcher.dispatch(Action::CapsLock(locked));
            }
        })
    }

    /// Replaces the values by what `change` makes of them.
    pub fn fill(&self, change: impl FnOnce(&Values) -> Values) {
        self.state.dispatch(Action::Fill(change(&self.read())));
    }

    /// Shows `errors`, as if sending had failed with them.
    pub fn fail(&self, errors: FormErrors) {
        self.state.dispatch(Action::Fail(errors));
    }

    /// Sends the form with `send`, unless it is being sent already, or `check` finds errors. The form takes the values that `send` returns;
    /// `None` leaves them as they are.
    pub fn submit<Fut>(&self, check: impl FnOnce(&Values) -> FormErrors, send: impl FnOnce(Values) -> Fut)
    where
        Fut: Future<Output = Result<Option<Values>, FormErrors>> + 'static,
    {
        if self.state.busy {
            return;
        }
        let values = self.read();
        if values != self.state.values {
            self.state.dispatch(Action::Fill(values.clone()));
        }
        let errors = check(&values);
        if errors.is_empty() {
            self.spawn_send(Box::pin(send(values)));
        } else {
            self.fail(errors);
        }
    }

    /// Renders the form, with a summary of its errors above the `fields`. The element with the id `labelled_by` is its heading.
    pub fn show(&self, labelled_by: &'static str, onsubmit: &Callback<()>, fields: Html) -> Html {
        let errors = &self.state.errors;
        let onsubmit = onsubmit.reform(|event: SubmitEvent| event.prevent_default());
        html! {
            <form ref={self.element.clone()} class="form" method="post" novalidate=true aria-labelledby={labelled_by} {onsubmit}
                onkeydown={self.on_key()} onkeyup={self.on_key()}>
                if !errors.is_empty() {
                    { alert(Tone::Error, self.summary()) }
                }
                { fields }
            </form>
        }
    }

    fn spawn_send(&self, sending: Pin<Box<dyn Future<Output = Result<Option<Values>, FormErrors>>>>) {
        let dispatcher = self.state.dispatcher();
        dispatcher.dispatch(Action::Send);
        spawn_local(async move {
            dispatcher.dispatch(match sending.await {
                Ok(values) => Action::Done(values),
                Err(errors) => Action::Fail(errors),
            });
        });
    }
}

impl UseFormHandle {
    /// Renders all errors, those of fields as links to them.
    fn summary(&self) -> Html {
        let errors = &self.state.errors;
        html! {
        <>
            if let Some(message) = &errors.form {
                <p>{ self.t.message(message) }</p>
            }
            if !errors.fields.is_empty() {
                // Safari takes a list without bullets for no list, unless it has the role.
                <ul role="list">
                    for (name, message) in errors.fields.iter() {
                        <li key={*name}>
                            <a href={format!("#{}", self.id(name))} onclick={go_to(self.id(name))}>{ self.t.message(message) }</a>
                        </li>
                    }
                </ul>
            }
        </>
        }
    }
}

/// Moves the focus to a field. The browser would resolve the fragment alone against the base URL of the site.
fn go_to(id: String) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        document::focus(&format!("#{id}"));
    })
}
