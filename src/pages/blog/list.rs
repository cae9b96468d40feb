//! `/blog?page=`: all posts, newest first.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    components::{Page, PageLink, Shape, content_error, pagination, placeholder, post_card},
    directus::items,
    resource::{Resource, use_resource},
    route::{Route, query_value},
    session::use_client,
};

/// How many posts are on a page.
const PER_PAGE: u32 = 9;

/// The page of the blog that the address names; the first where it names none.
#[component]
pub fn Blog() -> Html {
    let location = use_location();
    let page = location.and_then(|location| query_value(location.query_str(), "page")).and_then(|page| page.parse().ok());
    let page = page.filter(|page| *page > 0).unwrap_or(1);
    html! { <BlogPage key={page} {page} /> }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct BlogPageProps {
    page: u32,
}

#[component]
fn BlogPage(props: &BlogPageProps) -> Html {
    let client = use_client();
    let page = props.page;
    let posts = use_resource(move |client| async move { client.send(&items::posts(page, PER_PAGE)).await });
    let title = if page == 1 { "Blog".to_owned() } else { format!("Blog, page {page}") };
    html! {
        <Page title={AttrValue::from(title)} settled={posts.state.is_settled()} class="wide">
            <h1 tabindex="-1">{ "Blog" }</h1>
            { match &posts.state {
                Resource::Loading => placeholder(Shape::Posts),
                Resource::Failed(error) => content_error(error, &posts.retry),
                Resource::Ready(listing) if listing.items.is_empty() => html! {
                    <div class="empty">
                        <p>{ if page == 1 { "There are no posts yet." } else { "There are no posts on this page." } }</p>
                        if page > 1 {
                            <PageLink to={Route::Blog} classes="button">{ "Go to the newest posts" }</PageLink>
                        }
                    </div>
                },
                Resource::Ready(listing) => html! {
                    <>
                        <div class="post-list">
                            { for listing.items.iter().map(|post| post_card(client.base(), post)) }
                        </div>
                        { pagination(&Route::Blog, page, listing.total.div_ceil(PER_PAGE)) }
                    </>
                },
            } }
        </Page>
    }
}
