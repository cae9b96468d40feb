//! `/blog/:slug`: a post.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    components::{ContentError, Page, Placeholder, RichText},
    date::PublishDate,
    directus::{assets, items},
    pages::not_found::NotFound,
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
    let post = use_resource(props.slug.clone(), |client, slug| async move { client.send(&items::post(&slug)).await });
    let found = match &post.state {
        Resource::Ready(found) => match &**found {
            Some(post) => Some(post),
            None => return html! { <NotFound /> },
        },
        Resource::Loading | Resource::Failed(_) => None,
    };
    html! {
        <Page title={found.map(|post| AttrValue::from(post.summary.title.clone()))} settled={post.state.is_settled()}>
            { match (&post.state, found) {
                (Resource::Failed(error), _) => html! { <ContentError error={error.clone()} retry={post.retry} /> },
                (_, Some(post)) => html! { <Article post={post.clone()} /> },
                _ => html! { <Placeholder /> },
            } }
        </Page>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ArticleProps {
    post: items::Post,
}

#[component]
fn Article(props: &ArticleProps) -> Html {
    let client = use_client();
    let items::Post { summary: post, content } = &props.post;
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
                <img class="post-picture" src={assets::cover(client.base(), image, WIDTH, HEIGHT)}
                    alt={post.image_alt.clone().unwrap_or_default()} width={WIDTH.to_string()} height={HEIGHT.to_string()} />
            }
            <RichText html={content.clone().unwrap_or_default()} />
            if let Some((name, Some(bio))) = author {
                <aside class="post-author" aria-label="About the author">
                    <p class="post-author-name">{ name }</p>
                    <p>{ bio }</p>
                </aside>
            }
            <p><Link<Route> to={Route::Blog}>{ "All posts" }</Link<Route>></p>
        </article>
    }
}
