//! A post in a list.

use lychgate_directus::BaseUrl;
use yew::prelude::*;

use crate::{
    content::Post,
    i18n::I18n,
    routing::{Route, links::page_link},
    ui::{ImageLoading, ImageSizes, byline, picture, title},
};

/// A card is as wide as the window on a phone; on a tablet there are two in a row, on anything larger three.
const SIZES: ImageSizes =
    ImageSizes { sizes: "(width < 44rem) calc(100vw - 2rem), (width < 64rem) 46vw, 24rem", widths: &[400, 640, 960] };

/// Renders a post in a list: its image (from the Directus at `base`), date and author, and what it is about.
pub fn post_card(t: I18n, base: &BaseUrl, post: &Post, loading: ImageLoading) -> Html {
    let Post { title: heading, summary, image, .. } = post;
    let slug = post.slug.clone().unwrap_or_default();
    html! {
        <article class="post-card" dir="auto" lang={t.content_language()} key={slug.clone()}>
            <div class="post-card-picture">
                if let Some(image) = image {
                    // The title describes it here; the image's own description is on the page of the post.
                    { picture(base, image, "", "", SIZES, loading) }
                }
            </div>
            <div class="post-card-text">
                <h2 class="post-card-title">
                    { page_link(Route::Post { slug }, "", title(t, heading.as_deref())) }
                </h2>
                { byline(t, post) }
                if let Some(summary) = summary {
                    <p class="post-card-summary">{ summary }</p>
                }
            </div>
        </article>
    }
}
