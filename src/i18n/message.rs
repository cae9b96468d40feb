//! What there is to say, put into words when it is shown.

use yew::AttrValue;

use super::{I18n, Text};

/// A message with its values. It is made where something happens, and put into words where it is rendered, so that it follows a
/// change of the language while it is on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// A message without variables.
    Plain(Text),
    /// A message about so many things.
    Count(Text, u32),
    /// A message with a value for each of its variables.
    With(Text, Vec<(&'static str, Value)>),
    /// Sentences, one after the other.
    Several(Vec<Message>),
}

/// What stands in the place of a variable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The same in every language.
    Text(String),
    /// A number.
    Number(u32),
    /// A list of messages.
    List(Vec<Message>),
}

impl From<Text> for Message {
    fn from(text: Text) -> Self {
        Self::Plain(text)
    }
}

impl I18n {
    /// Puts a message into words.
    pub fn message(self, message: &Message) -> AttrValue {
        match message {
            Message::Plain(text) => self.text(*text).into(),
            other => self.words(other).into(),
        }
    }

    fn words(self, message: &Message) -> String {
        match message {
            Message::Plain(text) => self.text(*text).to_string(),
            Message::Count(text, count) => self.count(*text, *count),
            Message::With(text, values) => {
                let values: Vec<_> = values.iter().map(|(name, value)| (*name, self.value(value))).collect();
                let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                self.with(*text, &values)
            }
            Message::Several(messages) => self.all(messages).join(" "),
        }
    }

    fn value(self, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => self.number(*number),
            Value::List(messages) => self.list(&self.all(messages)),
        }
    }

    fn all(self, messages: &[Message]) -> Vec<String> {
        messages.iter().map(|message| self.words(message)).collect()
    }
}
