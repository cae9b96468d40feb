//! What one page hands on to the next, in memory alone.

use std::{cell::RefCell, rc::Rc};

use lychgate_directus::auth::Login;
use yew::prelude::*;

use crate::{i18n::Text, ui::Tone};

/// What one page hands on to the next: the e-mail address that was typed, and what there is to say.
#[derive(Default)]
pub struct Flash {
    /// The e-mail address that was typed, or that a link was sent to.
    pub email: String,
    /// A login that was right, and that only a code is missing for: the sign-in form asks for it.
    pub pending_login: Option<Login>,
    /// What to say first.
    pub notice: Option<(Tone, Text)>,
}

impl Flash {
    /// An e-mail address alone.
    pub fn email(email: impl Into<String>) -> Self {
        Self { email: email.into(), ..Self::default() }
    }

    /// A login that only a code is missing for.
    pub fn pending_login(login: Login) -> Self {
        Self { pending_login: Some(login), ..Self::default() }
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
