//! `/blog?page=`: all posts, newest first.

use lychgate_directus::items::Listing;
use lychgate_yew::resource::Resource;
use yew::prelude::*;

use crate::{
    content::{self, Post, TextRequest},
    i18n::{I18n, text},
    routing::{Route, links::page_link, query_value},
    ui::{ImageLoading, PageLayout, PlaceholderShape, content_error, pagination, placeholder, post_card},
};

/// How many posts are on a page.
const PER_PAGE: u32 = 9;

/// How many posts most screens show without scrolling.
const FIRST_ROW: usize = 3;

/// Returns the request for the posts on the page of the blog that the query of the URL names.
pub fn data(query: &str) -> TextRequest<Listing<Post>> {
    content::posts(page_number(query), PER_PAGE)
}

/// Returns the number of the page that the query of the URL names; the first where it names none.
fn page_number(query: &str) -> u32 {
    let asked: Option<u32> = query_value(query, "page").and_then(|page| page.parse().ok()); // No number means the first.
    asked.filter(|page| *page > 0).unwrap_or(1)
}

/// Renders the page of the blog that the query of the URL names; the first where it names none.
pub fn blog(t: I18n, query: &str) -> Html {
    let page = page_number(query);
    let title = AttrValue::from(if page == 1 {
        t.text(text::BLOG).to_string()
    } else {
        t.with(text::BLOG_PAGE, &[("page", &t.number(page))])
    });
    content::loaded(data(query), move |posts, client| {
        html! {
            <PageLayout title={title.clone()} settled={posts.state.is_settled()} class="wide">
                <h1 tabindex="-1">{ t.text(text::BLOG) }</h1>
                { match &posts.state {
                    Resource::Loading => placeholder(t, PlaceholderShape::Posts),
                    Resource::Failed(error) => content_error(t, error, &posts.retry),
                    Resource::Ready(listing) if listing.items.is_empty() => html! {
                        <div class="empty">
                            <p>{ if page == 1 { t.text(text::NO_POSTS) } else { t.text(text::NO_POSTS_HERE) } }</p>
                            <p class="actions">
                                if page == 1 {
                                    { page_link(Route::Home, "button button-primary", t.text(text::GO_TO_FRONT_PAGE)) }
                                } else {
                                    { page_link(Route::Blog, "button button-primary", t.text(text::NEWEST_POSTS)) }
                                }
                            </p>
                        </div>
                    },
                    Resource::Ready(listing) => html! {
                        <>
                            <div class="post-list">
                                { for listing.items.iter().enumerate().map(|(index, post)| {
                                    let loading = if index < FIRST_ROW { ImageLoading::Now } else { ImageLoading::InView };
                                    post_card(t, client.base(), post, loading)
                                }) }
                            </div>
                            { pagination(t, &Route::Blog, page, listing.total.div_ceil(PER_PAGE)) }
                        </>
                    },
                } }
            </PageLayout>
        }
    })
}
