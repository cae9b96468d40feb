//! What one page hands on to the next: the e-mail address that was typed, and what there is to say.

use std::rc::Rc;

use lychgate_directus::auth::Login;
use yew::prelude::*;

use crate::{
    i18n::Text,
    ui::{Tone, visit::use_visit},
};

/// What is handed on.
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

/// Takes what the page before has left; it is gone then.
///
/// # Panics
///
/// Where no [`Visit`](crate::ui::Visit) is given by context.
#[hook]
pub fn use_flash() -> Rc<Flash> {
    let visit = use_visit();
    use_memo((), |()| visit.take_flash())
}

/// Returns a callback that leaves a [`Flash`] for the next page, in place of what was left before.
///
/// # Panics
///
/// As [`use_flash`] does.
#[hook]
pub fn use_set_flash() -> Callback<Flash> {
    let visit = use_visit();
    Callback::from(move |flash| visit.set_flash(flash))
}
