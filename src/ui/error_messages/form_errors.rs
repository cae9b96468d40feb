//! What is wrong with a form.

use lychgate_directus::Error;
use lychgate_session::SendError;

use super::send_failure;
use crate::i18n::Message;

/// What is wrong with a form: with single fields, by their names, and with the whole.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FormErrors {
    /// What stands above the form.
    pub form: Option<Message>,
    /// What stands beside fields.
    pub fields: Vec<(&'static str, Message)>,
}

impl FormErrors {
    /// One error, of the form as a whole.
    pub fn of_form(message: impl Into<Message>) -> Self {
        Self { form: Some(message.into()), fields: Vec::new() }
    }

    /// One error, of the field `name`.
    pub fn of_field(name: &'static str, message: impl Into<Message>) -> Self {
        Self { form: None, fields: vec![(name, message.into())] }
    }

    /// The errors of a form whose request failed: what `refused` makes of Directus' answer, or why nobody could answer.
    pub fn from_send(error: SendError, refused: impl FnOnce(&Error) -> Self) -> Self {
        match error {
            SendError::Directus(error) => refused(&error),
            error => Self::of_form(send_failure(&error)),
        }
    }

    /// Adds an error of the field `name`.
    pub fn add(&mut self, name: &'static str, message: impl Into<Message>) {
        self.fields.push((name, message.into()));
    }

    /// Adds the error of a check of the field `name`, if it has one.
    pub fn check(&mut self, name: &'static str, outcome: Result<(), impl Into<Message>>) {
        if let Err(error) = outcome {
            self.add(name, error);
        }
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.form.is_none() && self.fields.is_empty()
    }

    /// Returns the error of the field `name`.
    pub fn of(&self, name: &str) -> Option<&Message> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, message)| message)
    }
}
