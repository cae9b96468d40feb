//! For whom a post is, when it was published, and by whom.

use yew::prelude::*;

use crate::{
    content::Post,
    i18n::{I18n, PublishDate},
    ui::audience_label,
};

/// Renders a label where the post is not for everyone, the day in the language of the visitor, and the name of the author, where they are known.
pub fn byline(t: I18n, post: &Post) -> Html {
    html! {
        <p class="byline">
            if let Some(label) = audience_label(post.audience) {
                <span class="byline-audience" lang={t.language().code}>{ t.text(label) }</span>
            }
            if let Some(date) = post.publish_date.as_deref().and_then(PublishDate::parse) {
                <time datetime={date.to_iso()} lang={t.language().code}>{ t.date(date) }</time>
            }
            if let Some(name) = post.author.as_ref().and_then(|author| author.name.as_ref()) {
                <span class="byline-author">{ name }</span>
            }
        </p>
    }
}
