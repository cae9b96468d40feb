//! `/blog?page=`: all posts, newest first.

use serde::Deserialize;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    components::{ContentError, Page, Pagination, Placeholder, PostCard},
    directus::items,
    resource::{Resource, use_resource},
    route::Route,
};

/// How many posts are on a page.
const PER_PAGE: u32 = 9;

#[derive(Deserialize, Default)]
struct BlogQuery {
    page: Option<String>,
}

/// The page of the blog that the address names; the first where it names none.
#[component]
pub fn Blog() -> Html {
    let location = use_location();
    let query = location.and_then(|location| location.query::<BlogQuery>().ok()).unwrap_or_default();
    let page = query.page.and_then(|page| page.parse().ok()).filter(|page| *page > 0).unwrap_or(1);
    html! { <BlogPage key={page} {page} /> }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct BlogPageProps {
    page: u32,
}

#[component]
fn BlogPage(props: &BlogPageProps) -> Html {
    let page = props.page;
    let posts = use_resource(page, |client, page| async move { client.send(&items::posts(page, PER_PAGE)).await });
    let title = if page == 1 { "Blog".to_owned() } else { format!("Blog, page {page}") };
    html! {
        <Page title={AttrValue::from(title)} settled={posts.state.is_settled()} class="wide">
            <h1 tabindex="-1">{ "Blog" }</h1>
            { match &posts.state {
                Resource::Loading => html! { <Placeholder /> },
                Resource::Failed(error) => html! { <ContentError error={error.clone()} retry={posts.retry} /> },
                Resource::Ready(listing) if listing.items.is_empty() => html! {
                    <div class="empty">
                        <p>{ if page == 1 { "There are no posts yet." } else { "There are no posts on this page." } }</p>
                        if page > 1 {
                            <Link<Route> to={Route::Blog} classes="button">{ "Go to the newest posts" }</Link<Route>>
                        }
                    </div>
                },
                Resource::Ready(listing) => html! {
                    <>
                        <div class="post-list">
                            for post in listing.items.iter() {
                                <PostCard key={post.slug.clone()} post={post.clone()} />
                            }
                        </div>
                        <Pagination route={Route::Blog} {page} pages={listing.total.div_ceil(PER_PAGE)} />
                    </>
                },
            } }
        </Page>
    }
}
