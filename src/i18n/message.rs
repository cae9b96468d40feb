//! What there is to say, put into words when it is shown.

use std::rc::Rc;

use yew::AttrValue;

use super::{I18n, Text};

/// A message with its values. It is made where something happens, and put into words where it is rendered, so that it follows a
/// change of the language while it is on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    text: Text,
    values: Option<Rc<Values>>,
}

#[derive(Debug, PartialEq, Eq)]
enum Values {
    /// The number of things that the message is about.
    Count(u32),
    /// A value for each variable.
    Named(Vec<(&'static str, Value)>),
    /// The sentence that follows.
    Then(Message),
}

/// What stands in the place of a variable.
#[derive(Debug, PartialEq, Eq)]
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
        Self { text, values: None }
    }
}

impl Message {
    /// Makes a message about `count` things.
    pub fn count(text: Text, count: u32) -> Self {
        Self::new(text, Values::Count(count))
    }

    /// Makes a message with a value for each of its variables.
    pub fn with(text: Text, values: Vec<(&'static str, Value)>) -> Self {
        Self::new(text, Values::Named(values))
    }

    /// Makes a message that another one follows.
    pub fn then(text: Text, next: Self) -> Self {
        Self::new(text, Values::Then(next))
    }

    fn new(text: Text, values: Values) -> Self {
        Self { text, values: Some(Rc::new(values)) }
    }
}

impl I18n {
    /// Puts a message into words.
    pub fn message(self, message: &Message) -> AttrValue {
        match &message.values {
            None => self.text(message.text).into(),
            Some(_) => self.words(message).into(),
        }
    }

    fn words(self, message: &Message) -> String {
        let text = message.text;
        match message.values.as_deref() {
            None => self.text(text).to_string(),
            Some(Values::Count(count)) => self.count(text, *count),
            Some(Values::Named(values)) => {
                let values: Vec<_> = values.iter().map(|(name, value)| (*name, self.value(value))).collect();
                let values: Vec<_> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                self.with(text, &values)
            }
            Some(Values::Then(next)) => [self.text(text).as_str(), " ", &self.words(next)].concat(),
        }
    }

    fn value(self, value: &Value) -> String {
        match value {
            Value::Text(text) => text.clone(),
            Value::Number(number) => self.number(*number),
            Value::List(messages) => {
                let items: Vec<_> = messages.iter().map(|message| self.words(message)).collect();
                self.list(&items)
            }
        }
    }
}
