//! Generates JSON and Rust from messages.

use crate::{BOOT, Catalog, Content, LANGUAGES, Language, Message, Piece};

/// FIRST STRONG ISOLATE and its end, which keep a name in another script from changing the direction of the sentence
/// around it.
const ISOLATE: [char; 2] = ['\u{2068}', '\u{2069}'];

impl Catalog {
    /// Returns the messages of the app as a JSON array: a text for each, with variables as `{name}`; for a plural, an
    /// object of texts by plural categories and exact numbers.
    pub fn to_json(&self) -> String {
        let texts: Vec<_> = self.of_the_app().map(|message| json(&message.content, self.language)).collect();
        format!("[{}]", texts.join(","))
    }

    /// Returns the text of the message [`BOOT`]`-name`.
    pub fn boot_text(&self, name: &str) -> Option<String> {
        let is_meant = |message: &&Message| message.id.strip_prefix(BOOT) == Some(name);
        match &self.messages.iter().find(is_meant)?.content {
            Content::Plain(pieces) => Some(text(pieces, self.language)),
            Content::Plural { .. } => None,
        }
    }

    fn of_the_app(&self) -> impl Iterator<Item = &Message> {
        self.messages.iter().filter(|message| !message.id.starts_with(BOOT))
    }
}

/// Returns Rust code with a constant for each message of the app.
pub fn rust_messages(english: &Catalog) -> String {
    let mut code = String::new();
    for (index, message) in english.of_the_app().enumerate() {
        let said: &[Piece] = match &message.content {
            Content::Plain(pieces) => pieces,
            Content::Plural { cases, .. } => cases.last().map_or(&[], |(_, pieces)| pieces),
        };
        let name = message.id.to_uppercase().replace('-', "_");
        let said = text(said, english.language);
        code.push_str(&format!("/// `{said}`\npub const {name}: Text = Text({index});\n"));
    }
    code
}

/// Returns Rust code with the list of languages.
pub fn rust_languages() -> String {
    let mut code = format!(
        "/// The languages that the site speaks, English first.\npub const LANGUAGES: [Language; {}] = [\n",
        LANGUAGES.len()
    );
    for Language { code: name, tag, right_to_left, .. } in &LANGUAGES {
        code.push_str(&format!(
            "    Language {{ code: {name:?}, tag: {tag:?}, is_right_to_left: {right_to_left} }},\n"
        ));
    }
    code.push_str("];\n");
    code
}

fn json(content: &Content, language: &Language) -> String {
    match content {
        Content::Plain(pieces) => quoted(&text(pieces, language)),
        Content::Plural { cases, .. } => {
            let cases: Vec<_> = cases
                .iter()
                .map(|(name, pieces)| format!("{}:{}", quoted(name), quoted(&text(pieces, language))))
                .collect();
            format!("{{{}}}", cases.join(","))
        }
    }
}

fn text(pieces: &[Piece], language: &Language) -> String {
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(part) => text.push_str(part),
            Piece::Variable(name) if language.right_to_left => {
                text.push_str(&format!("{}{{{name}}}{}", ISOLATE[0], ISOLATE[1]));
            }
            Piece::Variable(name) => text.push_str(&format!("{{{name}}}")),
        }
    }
    text
}

/// Quotes a text for JSON and JavaScript.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
