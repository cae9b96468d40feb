//! `/`: the front page.

use yew::prelude::*;

use crate::{
    components::{Page, PageLink, RichText, Shape, content_error, mark, placeholder, post_card},
    directus::items,
    resource::{Resource, use_resource},
    route::Route,
    session::use_client,
    site::use_site,
};

/// How many of the newest posts are shown.
const NEWEST: u32 = 3;

/// The site's name, the page called `home`, and the newest posts.
#[component]
pub fn Home() -> Html {
    let client = use_client();
    let site = use_site();
    let page = use_resource(|client| async move { client.send(&items::page("home")).await });
    let posts = use_resource(|client| async move { client.send(&items::posts(1, NEWEST)).await });
    let settled = page.state.is_settled() && posts.state.is_settled();

    html! {
        <Page title={None::<AttrValue>} {settled} class="home">
            <div class="hero">
                { mark() }
                <h1 tabindex="-1">{ &site.name }</h1>
                <p class="hero-tagline">{ site.tagline.clone().unwrap_or_else(|| "\u{a0}".into()) }</p>
            </div>
            { match &page.state {
                Resource::Loading => placeholder(Shape::Text),
                Resource::Failed(error) => content_error(error, &page.retry),
                Resource::Ready(found) => match &**found {
                    Some(home) => html! { <RichText html={home.content.clone().unwrap_or_default()} /> },
                    None => Html::default(),
                },
            } }
            <section class="home-posts" aria-labelledby="newest">
                <h2 id="newest">{ "From the blog" }</h2>
                { match &posts.state {
                    Resource::Loading => placeholder(Shape::Posts),
                    Resource::Failed(error) => content_error(error, &posts.retry),
                    Resource::Ready(posts) => html! {
                        <div class="post-list">
                            { for posts.items.iter().map(|post| post_card(client.base(), post)) }
                        </div>
                    },
                } }
                <p class="home-more"><PageLink to={Route::Blog}>{ "All posts" }</PageLink></p>
            </section>
        </Page>
    }
}
