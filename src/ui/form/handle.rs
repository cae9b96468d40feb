//! A form: what was typed, what is wrong with it, and that it is sent once at a time.

use std::{future::Future, pin::Pin, rc::Rc};

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::{
    browser::{document, pointer},
    ui::{Tone, alert, error_messages::FormErrors},
};

/// What was typed, by field name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Values(Vec<(&'static str, String)>);

impl Values {
    /// What stands in the field `name`; empty where nothing was typed.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(field, _)| *field == name).map_or("", |(_, value)| value)
    }

    /// Sets the field `name`.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.0.retain(|(field, _)| *field != name);
        self.0.push((name, value.into()));
        self
    }
}

#[derive(Clone, PartialEq, Default)]
struct FormState {
    values: Values,
    problems: FormErrors,
    busy: bool,
    /// Counts failed tries, so that each moves the focus, even with the same problems.
    failures: u32,
    /// What was wrong with a field when it was left. Not yet a failed try: the focus stays, and the summary is silent of it.
    noticed: Vec<(&'static str, String)>,
    /// Whether passwords are shown.
    revealed: bool,
    /// The field in which letters come out as capitals, as far as the last key has told.
    caps_lock: Option<String>,
}

/// Whether a problem of a field is to be said at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    /// Nobody has heard of it.
    New,
    /// The summary says it.
    Summed,
}

/// Finds out what is wrong with what was typed.
pub(super) type Judge = fn(&str) -> Option<String>;

enum Action {
    Type(&'static str, String),
    Leave(&'static str, Judge),
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
                state.problems.fields.retain(|(field, _)| *field != name);
                state.noticed.retain(|(field, _)| *field != name);
                state.values = state.values.with(name, value);
            }
            Action::Leave(name, judge) => {
                state.noticed.retain(|(field, _)| *field != name);
                state.noticed.extend(judge(state.values.get(name)).map(|problem| (name, problem)));
            }
            Action::Fill(values) => state.values = values,
            Action::Reveal => state.revealed = !state.revealed,
            Action::CapsLock(field) => state.caps_lock = field,
            Action::Send => {
                state.busy = true;
                state.problems = FormErrors::default();
                state.noticed.clear();
            }
            Action::Fail(problems) => {
                state.busy = false;
                state.problems = problems;
                state.failures += 1;
            }
            Action::Done(values) => {
                state.busy = false;
                state.problems = FormErrors::default();
                state.values = values.unwrap_or(state.values);
            }
        }
        Rc::new(state)
    }
}

/// What [`use_form`] gives.
#[derive(Clone, PartialEq)]
pub struct UseFormHandle {
    state: UseReducerHandle<FormState>,
    scope: &'static str,
}

/// A form that begins with `values`. After a failed try the focus goes to the first field that needs a correction, or, when
/// only the form as a whole failed, to the field `focus_on_failure`. The ids of the fields begin with `scope`: two forms
/// on one page have to differ in it.
#[hook]
pub fn use_form(values: Values, focus_on_failure: Option<&'static str>, scope: &'static str) -> UseFormHandle {
    let state = use_reducer(|| FormState { values, ..FormState::default() });
    let first_wrong = state.problems.fields.first().map(|(name, _)| *name);
    // Only a failed try moves the focus, not the correction that follows it.
    use_effect_with(state.failures, move |failures| {
        if let (1.., Some(field)) = (failures, first_wrong.or(focus_on_failure)) {
            document::focus_in_view(&format!("#{scope}{field}"));
        }
    });
    UseFormHandle { state, scope }
}

impl UseFormHandle {
    /// What is typed now.
    pub fn values(&self) -> &Values {
        &self.state.values
    }

    /// Whether it is being sent.
    pub fn is_busy(&self) -> bool {
        self.state.busy
    }

    /// The id of the field `name` on the page.
    pub(super) fn id(&self, name: &str) -> String {
        format!("{}{name}", self.scope)
    }

    /// What is wrong with the field `name`.
    pub fn problem(&self, name: &str) -> Option<(String, Urgency)> {
        let noticed = || self.state.noticed.iter().find(|(field, _)| *field == name);
        match self.state.problems.of(name) {
            Some(problem) => Some((problem.to_owned(), Urgency::Summed)),
            None => noticed().map(|(_, problem)| (problem.clone(), Urgency::New)),
        }
    }

    pub(super) fn on_type(&self, name: &'static str) -> Callback<String> {
        let dispatcher = self.state.dispatcher();
        Callback::from(move |value| dispatcher.dispatch(Action::Type(name, value)))
    }

    /// Has `judge` say what is wrong with the field `name` once it is left: not while a button is pressed, which what is said would
    /// move from under the pointer, and not when the whole window is left.
    pub(super) fn on_leave(&self, name: &'static str, judge: Judge) -> Callback<FocusEvent> {
        let dispatcher = self.state.dispatcher();
        Callback::from(move |_| {
            if document::has_focus() {
                let dispatcher = dispatcher.clone();
                pointer::after_click(move || dispatcher.dispatch(Action::Leave(name, judge)));
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
            // A browser that fills in a form says so by events that are no keys.
            let Some(key) = event.dyn_ref::<KeyboardEvent>() else { return };
            let field: Option<HtmlInputElement> = key.target().and_then(|target| target.dyn_into().ok()); // A button is none.
            let locked = field.filter(|_| key.get_modifier_state("CapsLock")).map(|field| field.name());
            if locked != known {
                dispatcher.dispatch(Action::CapsLock(locked));
            }
        })
    }

    /// Puts what `change` makes of what is typed in its place.
    pub fn fill(&self, change: impl FnOnce(&Values) -> Values) {
        self.state.dispatch(Action::Fill(change(&self.state.values)));
    }

    /// Shows `problems`, as if sending had failed with them.
    pub fn fail(&self, problems: FormErrors) {
        self.state.dispatch(Action::Fail(problems));
    }

    /// Sends the form with `send`, unless it is being sent already, or `check` finds problems. What `send` gives becomes the
    /// new content of the form; `None` leaves it.
    pub fn submit<Fut>(&self, check: impl FnOnce(&Values) -> FormErrors, send: impl FnOnce(Values) -> Fut)
    where
        Fut: Future<Output = Result<Option<Values>, FormErrors>> + 'static,
    {
        if self.state.busy {
            return;
        }
        let problems = check(&self.state.values);
        if problems.is_empty() {
            self.send(Box::pin(send(self.state.values.clone())));
        } else {
            self.fail(problems);
        }
    }

    /// The form itself, with its summary of problems above the `fields`. The element with the id `labelled_by` is its heading.
    pub fn show(&self, labelled_by: &'static str, onsubmit: &Callback<()>, fields: Html) -> Html {
        let problems = &self.state.problems;
        let onsubmit = onsubmit.reform(|event: SubmitEvent| event.prevent_default());
        html! {
            <form class="form" method="post" novalidate=true aria-labelledby={labelled_by} {onsubmit}
                onkeydown={self.on_key()} onkeyup={self.on_key()}>
                if !problems.is_empty() {
                    { alert(Tone::Error, self.summary()) }
                }
                { fields }
            </form>
        }
    }

    fn send(&self, sending: Pin<Box<dyn Future<Output = Result<Option<Values>, FormErrors>>>>) {
        let dispatcher = self.state.dispatcher();
        dispatcher.dispatch(Action::Send);
        spawn_local(async move {
            dispatcher.dispatch(match sending.await {
                Ok(values) => Action::Done(values),
                Err(problems) => Action::Fail(problems),
            });
        });
    }
}

impl UseFormHandle {
    /// All problems, those of fields as links to them.
    fn summary(&self) -> Html {
        let problems = &self.state.problems;
        html! {
        <>
            if let Some(sentence) = &problems.form {
                <p>{ sentence }</p>
            }
            if !problems.fields.is_empty() {
                // What has no bullets is no list to some, unless it says so.
                <ul role="list">
                    for (name, sentence) in problems.fields.iter() {
                        <li key={*name}>
                            <a href={format!("#{}", self.id(name))} onclick={go_to(self.id(name))}>{ sentence }</a>
                        </li>
                    }
                </ul>
            }
        </>
        }
    }
}

/// Moves the focus to a field. The fragment alone would be resolved against the site's base address.
fn go_to(id: String) -> Callback<MouseEvent> {
    Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        document::focus(&format!("#{id}"));
    })
}
