//! `/blog/:slug`: a post.

use lychgate_directus::BaseUrl;
use lychgate_yew::resource::Resource;
use yew::prelude::*;

use crate::{
    content::{self, Post},
    i18n::{I18n, text},
    pages::not_found::not_found,
    routing::{Route, links::page_link},
    ui::{
        ImageLoading, ImageSizes, PageLayout, PlaceholderShape, RichText, byline, content_error, picture, placeholder,
        title, title_text, with_members_part,
    },
};

/// An image is as wide as the text and its margins.
const SIZES: ImageSizes = ImageSizes { sizes: "(width < 66rem) calc(100vw - 2rem), 60rem", widths: &[640, 1120, 1920] };

/// Renders a post with its image, author and date.
pub fn post_page(t: I18n, slug: &str) -> Html {
    let (route, for_members) = (Route::Post { slug: slug.to_owned() }, content::post_for_members(slug));
    content::loaded(content::post(slug), move |post, client| {
        let (post, base) = (post.clone(), client.base().clone());
        let audience = post.state.ready().and_then(Option::as_ref).map(|post| post.audience);
        with_members_part(t, audience.unwrap_or_default(), route.clone(), for_members.clone(), move |members| {
            let (heading, content) = match &post.state {
                Resource::Loading => (None, placeholder(t, PlaceholderShape::Post)),
                Resource::Failed(error) => (None, content_error(t, error, &post.retry)),
                Resource::Ready(found) => match &**found {
                    Some(post) => (Some(title_text(t, post.title.as_deref())), article(t, &base, post, members.html)),
                    None => return not_found(t),
                },
            };
            let description = post.state.ready().and_then(|post| post.as_ref()?.summary.clone()).map(AttrValue::from);
            html! {
                <PageLayout title={heading} {description} settled={post.state.is_settled()} whole={members.is_settled} class="post-page">
                    { content }
                </PageLayout>
            }
        })
    })
}

fn article(t: I18n, base: &BaseUrl, post: &Post, members_part: Html) -> Html {
    let author = post.author.as_ref().and_then(|author| author.name.as_ref().map(|name| (name, &author.bio)));
    html! {
        <article class="post" dir="auto" lang={t.content_language()}>
            <h1 tabindex="-1">{ title(t, post.title.as_deref()) }</h1>
            { byline(t, post) }
            if let Some(image) = &post.image {
                { picture(base, image, post.image_alt.as_deref().unwrap_or_default(), "post-picture", SIZES, ImageLoading::First) }
            }
            <RichText html={post.content.clone().unwrap_or_default()} />
            { members_part }
            if let Some((name, Some(bio))) = author {
                <aside class="post-author" aria-label={t.text(text::ABOUT_THE_AUTHOR)}>
                    <p class="post-author-name">{ name }</p>
                    <p>{ bio }</p>
                </aside>
            }
            <p class="post-more" lang={t.language().code}>{ page_link(Route::Blog, "", t.text(text::ALL_POSTS)) }</p>
        </article>
    }
}
