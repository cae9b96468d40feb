//! What one page hands on to the next, in memory alone.

use std::{cell::RefCell, fmt, rc::Rc};

use lychgate_directus::{Value, auth::Login};
use serde_json::Map;
use yew::prelude::*;

use crate::{
    i18n::Text,
    routing::Route,
    ui::{Tone, UseFormHandle, Values},
};

/// What one page hands on to the next: the e-mail address that was typed, and what there is to say.
#[derive(Default)]
pub struct Flash {
    /// The e-mail address that was typed, or that a link was sent to.
    pub email: String,
    /// A login that was right, and that only a code is missing for: the sign-in form asks for it.
    pub pending_login: Option<Login>,
    /// What to say first.
    pub notice: Option<(Tone, Text)>,
    /// What was typed before the app was there, by the names of the fields.
    pub typed: Map<String, Value>,
    /// Whether the form was sent before the app was there.
    pub is_submitted: bool,
}

impl Flash {
    /// An e-mail address alone.
    pub fn email(email: impl Into<String>) -> Self {
        Self { email: email.into(), ..Self::default() }
    }

    /// The e-mail address that stands in `form`.
    pub fn email_in(form: &UseFormHandle) -> Self {
        Self::email(form.read().get("email").trim())
    }

    /// A login that only a code is missing for.
    pub fn pending_login(login: Login) -> Self {
        Self { pending_login: Some(login), ..Self::default() }
    }

    /// Returns the values that a form with the fields `names` begins with: what was typed before the app was there, and the e-mail address.
    pub fn values(&self, names: impl IntoIterator<Item = &'static str>) -> Values {
        names.into_iter().fold(Values::default().with("email", &*self.email), |values, name| {
            match self.typed.get(name).and_then(Value::as_str) {
                Some(typed) if !typed.is_empty() => values.with(name, typed),
                _ => values,
            }
        })
    }

    /// The same with something to say.
    #[must_use]
    pub fn saying(self, tone: Tone, notice: Text) -> Self {
        Self { notice: Some((tone, notice)), ..self }
    }
}

/// Holds the [`Flash`] between two pages. Given by context; a change renders nothing again, for the page that comes later takes it.
#[derive(Clone, Default)]
pub struct FlashSlot(Rc<RefCell<Flash>>);

impl FlashSlot {
    /// Holds `flash` for the first page.
    pub fn new(flash: Flash) -> Self {
        Self(Rc::new(RefCell::new(flash)))
    }
}

/// Says no more than its name: what it holds may be a password.
impl fmt::Debug for FlashSlot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FlashSlot")
    }
}

impl PartialEq for FlashSlot {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// Takes what the page before has left; it is gone then.
///
/// # Panics
///
/// Where no [`FlashSlot`] is given by context.
#[hook]
pub fn use_flash() -> Rc<Flash> {
    let slot = use_slot();
    use_memo((), |()| slot.0.take())
}

/// Forgets what was typed before the app was there as soon as another page is shown: nobody but the first page takes it.
#[hook]
pub fn use_forget_held(route: &Route) {
    let slot = use_slot();
    let first = use_mut_ref(|| route.clone());
    use_effect_with(route.clone(), move |route| {
        if *route != *first.borrow() {
            let mut flash = slot.0.borrow_mut();
            flash.typed.clear();
            flash.is_submitted = false;
        }
    });
}

/// Sends the form once, where it was sent before the app was there.
#[hook]
pub fn use_held_submit(flash: &Flash, onsubmit: &Callback<()>) {
    let onsubmit = onsubmit.clone();
    use_effect_with(flash.is_submitted, move |is_submitted| {
        if *is_submitted {
            onsubmit.emit(());
        }
    });
}

/// Returns a callback that leaves a [`Flash`] for the next page, in place of what was left before.
///
/// # Panics
///
/// As [`use_flash`] does.
#[hook]
pub fn use_set_flash() -> Callback<Flash> {
    let slot = use_slot();
    Callback::from(move |flash| drop(slot.0.replace(flash)))
}

#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
fn use_slot() -> FlashSlot {
    use_context().expect("a FlashSlot is given by context")
}
