//! A post in a list.

use yew::prelude::*;

use super::page_link;
use crate::{
    date::PublishDate,
    directus::{BaseUrl, assets, items::Post},
    route::Route,
};

/// The picture's size on the largest card, in CSS pixels, doubled for sharp screens.
const WIDTH: u32 = 800;
const HEIGHT: u32 = 450;

/// A post in a list: its picture (from the Directus at `base`), when and by whom, and what it is about.
pub fn post_card(base: &BaseUrl, post: &Post) -> Html {
    let Post { slug, title, summary, image, publish_date, author, .. } = post;
    html! {
        <article class="post-card" dir="auto" key={slug.clone()}>
            <div class="post-card-picture">
                if let Some(image) = image {
                    // The title says it all; the picture's own description is on the post's page.
                    <img src={assets::cover(base, image, WIDTH, HEIGHT)} alt="" loading="lazy"
                        width={WIDTH.to_string()} height={HEIGHT.to_string()} />
                }
            </div>
            <div class="post-card-text">
                <h2 class="post-card-title">
                    { page_link(Route::Post { slug: slug.clone() }, "", title) }
                </h2>
                <p class="byline">
                    if let Some(date) = publish_date.as_deref().and_then(PublishDate::parse) {
                        <time datetime={date.machine()}>{ date.human() }</time>
                    }
                    if let Some(name) = author.as_ref().and_then(|author| author.name.as_ref()) {
                        <span class="byline-author">{ name }</span>
                    }
                </p>
                if let Some(summary) = summary {
                    <p class="post-card-summary">{ summary }</p>
                }
            </div>
        </article>
    }
}
