//! What one page about the account hands on to the next, in memory alone: the address that was typed, and what there is to say.

use std::{cell::RefCell, rc::Rc};

use yew::prelude::*;

use crate::{i18n::text::Text, ui::Tone};

/// What is handed on.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Flash {
    /// The address that was typed, or that a link was sent to.
    pub email: String,
    /// The password that was right, and that only a code is missing for; empty otherwise.
    pub password: String,
    /// What to say first.
    pub notice: Option<(Tone, Text)>,
}

thread_local! {
    static FLASH: RefCell<Flash> = RefCell::default();
}

impl Flash {
    /// An address alone.
    pub fn email(email: impl Into<String>) -> Self {
        Self { email: email.into(), ..Self::default() }
    }

    /// The same with something to say.
    #[must_use]
    pub fn saying(self, tone: Tone, notice: Text) -> Self {
        Self { notice: Some((tone, notice)), ..self }
    }

    /// Leaves it for the next page, in place of what was left before.
    pub fn set_flash(self) {
        FLASH.replace(self);
    }
}

/// What the page before has left. Nobody finds it after that.
#[hook]
pub fn use_flash() -> Rc<Flash> {
    use_memo((), |()| FLASH.take())
}
