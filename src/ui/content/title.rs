//! The title of a page or post.

use yew::prelude::*;

use crate::i18n::{I18n, text};

/// Returns the title as plain text. A heading and a link need a name, also where the editors gave none.
pub fn title_text(t: I18n, title: Option<&str>) -> AttrValue {
    title.map_or_else(|| AttrValue::from(t.text(text::UNTITLED).to_string()), |title| AttrValue::from(title.to_owned()))
}

/// Renders the title among content: what stands in its place is in the language of the visitor.
pub fn title(t: I18n, title: Option<&str>) -> Html {
    let text = title_text(t, title);
    if title.is_some() {
        html! { text }
    } else {
        html! { <span lang={t.language().code}>{ text }</span> }
    }
}
