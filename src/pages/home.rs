//! `/`: the front page.

use yew::prelude::*;

use crate::{
    components::{Loading, PageLayout, RichText, Shape, content_error, logo, page_link, placeholder, post_card},
    directus::items,
    languages,
    resource::{Resource, loaded},
    route::Route,
    site::Site,
    text,
};

/// How many of the newest posts are shown.
const NEWEST: u32 = 3;

/// The site's name, the page called `home`, and the newest posts.
pub fn home(site: &Site) -> Html {
    let site = site.clone();
    let requests = (items::page("home"), items::posts(1, NEWEST));
    loaded(requests, move |loaded, client| {
        let (text, newest) = match &loaded.state {
            Resource::Loading => (placeholder(Shape::Text), placeholder(Shape::Posts)),
            Resource::Failed(error) => (content_error(error, &loaded.retry), Html::default()),
            Resource::Ready(loaded_both) => (
                match &loaded_both.0 {
                    Ok(Some(page)) => html! { <RichText html={page.content.clone().unwrap_or_default()} /> },
                    Ok(None) => Html::default(),
                    Err(error) => content_error(error, &loaded.retry),
                },
                match &loaded_both.1 {
                    Ok(posts) => html! {
                        <div class="post-list">{ for posts.items.iter().map(|post| post_card(client.base(), post, Loading::InView)) }</div>
                    },
                    Err(error) => content_error(error, &loaded.retry),
                },
            ),
        };
        html! {
            <PageLayout title={None::<AttrValue>} settled={loaded.state.is_settled() && site.settled} class="home">
                <div class="hero">
                    { logo() }
                    <h1 tabindex="-1" class={site.class("")}>{ &site.name }</h1>
                    <p class={site.class("hero-tagline")}><bdi lang={languages::of_content()}>{ site.tagline.clone().unwrap_or_else(|| "\u{a0}".into()) }</bdi></p>
                </div>
                { text }
                <section class="home-posts" aria-labelledby="newest">
                    <h2 id="newest">{ text::FROM_THE_BLOG }</h2>
                    { newest }
                    <p class="home-more">{ page_link(Route::Blog, "", text::ALL_POSTS) }</p>
                </section>
            </PageLayout>
        }
    })
}
