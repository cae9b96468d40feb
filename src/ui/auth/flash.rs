//! What one page hands on to the next: the e-mail address that was typed, and what there is to say.

use std::rc::Rc;

use lychgate_directus::auth::Login;
use yew::prelude::*;

use crate::{
    i18n::Text,
    ui::{Tone, visit::use_visit},
};

/// What is handed on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flash {
    /// The e-mail address that was typed, or that a link was sent to.
    pub email: String,
    /// What to say first.
    pub notice: Option<(Tone, Text)>,
}

impl Flash {
    /// An e-mail address alone.
    pub fn email(email: impl Into<String>) -> Self {
        Self { email: email.into(), notice: None }
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
/// Outside a [`VisitProvider`](crate::ui::VisitProvider), as do the other hooks of this file.
#[hook]
pub fn use_flash() -> Rc<Flash> {
    let visit = use_visit();
    use_memo((), |()| visit.take_flash())
}

/// Returns a callback that leaves a [`Flash`] for the next page, in place of what was left before.
#[hook]
pub fn use_set_flash() -> Callback<Flash> {
    let visit = use_visit();
    Callback::from(move |flash| visit.set_flash(flash))
}

/// Takes the login that the page before has left for its code to be asked for; it is gone then.
#[hook]
pub(super) fn use_pending_login() -> Rc<Option<Login>> {
    let visit = use_visit();
    use_memo((), |()| visit.take_login())
}

/// Returns a callback that leaves a login that was right, and that only a code is missing for, for the sign-in form.
#[hook]
pub fn use_set_pending_login() -> Callback<Login> {
    let visit = use_visit();
    Callback::from(move |login| visit.set_login(login))
}
