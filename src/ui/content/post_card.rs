//! A post in a list.

use lychgate_directus::BaseUrl;
use yew::prelude::*;

use crate::{
    content::Post,
    i18n::I18n,
    routing::{Route, links::page_link},
    ui::{Frame, Loading, byline, picture},
};

/// On a phone a card is as wide as the window; two stand side by side on a tablet, three on anything larger.
const FRAME: Frame =
    Frame { sizes: "(width < 44rem) calc(100vw - 2rem), (width < 64rem) 46vw, 24rem", widths: &[400, 640, 960] };

/// A post in a list: its picture (from the Directus at `base`), when and by whom, and what it is about.
pub fn post_card(t: I18n, base: &BaseUrl, post: &Post, loading: Loading) -> Html {
    let Post { slug, title, summary, image, .. } = post;
    html! {
        <article class="post-card" dir="auto" lang={t.content_language()} key={slug.clone()}>
            <div class="post-card-picture">
                if let Some(image) = image {
                    // The title says it all; the picture's own description is on the post's page.
                    { picture(base, image, "", "", FRAME, loading) }
                }
            </div>
            <div class="post-card-text">
                <h2 class="post-card-title">
                    { page_link(Route::Post { slug: slug.clone() }, "", title) }
                </h2>
                { byline(t, post) }
                if let Some(summary) = summary {
                    <p class="post-card-summary">{ summary }</p>
                }
            </div>
        </article>
    }
}
