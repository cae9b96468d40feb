//! `/`: the front page.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    components::{ContentError, Page, Placeholder, PostCard, RichText},
    directus::items,
    resource::{Resource, use_resource},
    route::Route,
    site::use_site,
};

/// How many of the newest posts are shown.
const NEWEST: u32 = 3;

/// The site's name, the page called `home`, and the newest posts.
#[component]
pub fn Home() -> Html {
    let site = use_site();
    let page = use_resource((), |client, ()| async move { client.send(&items::page("home")).await });
    let posts = use_resource((), |client, ()| async move { client.send(&items::posts(1, NEWEST)).await });
    let settled = page.state.is_settled() && posts.state.is_settled();

    html! {
        <Page title={None::<AttrValue>} {settled} class="home">
            <div class="hero">
                <h1 tabindex="-1">{ &site.name }</h1>
                <p class="hero-tagline">{ site.tagline.clone().unwrap_or_else(|| "\u{a0}".into()) }</p>
            </div>
            { match &page.state {
                Resource::Loading => html! { <Placeholder /> },
                Resource::Failed(error) => html! { <ContentError error={error.clone()} retry={page.retry} /> },
                Resource::Ready(found) => match &**found {
                    Some(home) => html! { <RichText html={home.content.clone().unwrap_or_default()} /> },
                    None => Html::default(),
                },
            } }
            <section class="home-posts" aria-labelledby="newest">
                <h2 id="newest">{ "From the blog" }</h2>
                { match &posts.state {
                    Resource::Loading => html! { <Placeholder /> },
                    Resource::Failed(error) => html! { <ContentError error={error.clone()} retry={posts.retry} /> },
                    Resource::Ready(posts) => html! {
                        <div class="post-list">
                            for post in posts.items.iter() {
                                <PostCard key={post.slug.clone()} post={post.clone()} />
                            }
                        </div>
                    },
                } }
                <p><Link<Route> to={Route::Blog}>{ "All posts" }</Link<Route>></p>
            </section>
        </Page>
    }
}
