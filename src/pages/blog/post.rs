//! `/blog/:slug`: a post.

use yew::prelude::*;

use crate::{
    components::{Page, PageLink, RichText, Shape, content_error, placeholder},
    date::PublishDate,
    directus::{
        BaseUrl, assets,
        items::{self, Post},
    },
    pages::not_found::not_found,
    resource::{Resource, use_resource},
    route::Route,
    session::use_client,
};

/// The picture's size on a wide screen, in CSS pixels, doubled for sharp ones.
const WIDTH: u32 = 1600;
const HEIGHT: u32 = 900;

/// Props of [`PostPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PostPageProps {
    /// The post's name in the address.
    pub slug: String,
}

/// A post with its picture, author and date.
#[component]
pub fn PostPage(props: &PostPageProps) -> Html {
    let client = use_client();
    let post = use_resource({
        let request = items::post(&props.slug);
        |client| async move { client.send(&request).await }
    });
    let found = match &post.state {
        Resource::Ready(found) => match &**found {
            Some(post) => Some(post),
            None => return not_found(),
        },
        Resource::Loading | Resource::Failed(_) => None,
    };
    html! {
        <Page title={found.map(|post| AttrValue::from(post.title.clone()))} settled={post.state.is_settled()}
            class="post-page">
            { match (&post.state, found) {
                (Resource::Failed(error), _) => content_error(error, &post.retry),
                (_, Some(post)) => article(client.base(), post),
                _ => placeholder(Shape::Post),
            } }
        </Page>
    }
}

fn article(base: &BaseUrl, post: &Post) -> Html {
    let author = post.author.as_ref().and_then(|author| author.name.as_ref().map(|name| (name, &author.bio)));
    html! {
        <article class="post">
            <h1 tabindex="-1">{ &post.title }</h1>
            <p class="byline">
                if let Some(date) = post.publish_date.as_deref().and_then(PublishDate::parse) {
                    <time datetime={date.machine()}>{ date.human() }</time>
                }
                if let Some((name, _)) = author {
                    <span class="byline-author">{ name }</span>
                }
            </p>
            if let Some(image) = &post.image {
                <img class="post-picture" src={assets::cover(base, image, WIDTH, HEIGHT)}
                    alt={post.image_alt.clone().unwrap_or_default()} width={WIDTH.to_string()} height={HEIGHT.to_string()} />
            }
            <RichText html={post.content.clone().unwrap_or_default()} />
            if let Some((name, Some(bio))) = author {
                <aside class="post-author" aria-label="About the author">
                    <p class="post-author-name">{ name }</p>
                    <p>{ bio }</p>
                </aside>
            }
            <p class="post-more"><PageLink to={Route::Blog}>{ "All posts" }</PageLink></p>
        </article>
    }
}
