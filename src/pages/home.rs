//! `/`: the front page.

use lychgate_directus::{BaseUrl, items::Listing};
use lychgate_yew::resource::{Resource, UseResourceHandle};
use yew::prelude::*;

use crate::{
    content::{self, PageRecord, Post, Site, TextRequest},
    i18n::{I18n, text},
    routing::{Route, links::page_link},
    ui::{
        ImageLoading, MembersPart, PageLayout, PlaceholderShape, RichText, content_error, logo, placeholder, post_card,
        with_members_part,
    },
};

/// The page whose text is shown.
const SLUG: &str = "home";

/// How many of the newest posts are shown.
const NEWEST: u32 = 3;

/// Returns the requests for what the page shows: its text, and the newest posts.
pub fn data() -> (TextRequest<Option<PageRecord>>, TextRequest<Listing<Post>>) {
    (content::page(SLUG), content::posts(1, NEWEST))
}

/// Renders the site's name, the page called [`SLUG`], and the newest posts.
pub fn home(t: I18n, site: &Site) -> Html {
    let site = site.clone();
    let (page, posts) = data();
    content::loaded(posts, move |posts, client| {
        let (site, posts, base) = (site.clone(), posts.clone(), client.base().clone());
        content::loaded(page.clone(), move |page, _| {
            let (site, page, posts, base) = (site.clone(), page.clone(), posts.clone(), base.clone());
            let audience = page.state.ready().and_then(Option::as_ref).map(|page| page.audience).unwrap_or_default();
            with_members_part(t, audience, Route::Home, content::page_for_members(SLUG), move |members| {
                view(t, &base, &site, &page, members, &posts)
            })
        })
    })
}

fn view(
    t: I18n,
    base: &BaseUrl,
    site: &Site,
    page: &UseResourceHandle<Option<PageRecord>>,
    members: MembersPart,
    posts: &UseResourceHandle<Listing<Post>>,
) -> Html {
    let is_loaded = page.state.is_settled() && posts.state.is_settled();
    // Both parts appear together, so that the second does not move when the first one loads.
    let text = match &page.state {
        _ if !is_loaded => placeholder(t, PlaceholderShape::Text),
        Resource::Ready(page) => match &**page {
            Some(page) => html! {
                <>
                    <RichText html={page.content.clone().unwrap_or_default()} />
                    { members.html }
                </>
            },
            None => Html::default(),
        },
        Resource::Failed(error) => content_error(t, error, &page.retry),
        Resource::Loading => Html::default(),
    };
    let newest = match &posts.state {
        _ if !is_loaded => placeholder(t, PlaceholderShape::Posts),
        Resource::Ready(posts) => html! {
            <div class="post-list">{ for posts.items.iter().map(|post| post_card(t, base, post, ImageLoading::InView)) }</div>
        },
        Resource::Failed(error) => content_error(t, error, &posts.retry),
        Resource::Loading => Html::default(),
    };
    html! {
        <PageLayout title={None::<AttrValue>} settled={is_loaded && site.settled} whole={members.is_settled} class="home">
                <div class="hero">
                    { logo() }
                    <h1 tabindex="-1" class={site.name_class("")} data-site="title">{ &site.name }</h1>
                    <p class={site.class("hero-tagline")}>
                        <bdi lang={t.content_language()} data-site="tagline">{ site.tagline.clone().unwrap_or_else(|| "\u{a0}".into()) }</bdi>
                    </p>
                </div>
                { text }
                <section class="home-posts" aria-labelledby="newest">
                    <h2 id="newest">{ t.text(text::FROM_THE_BLOG) }</h2>
                    { newest }
                    <p class="home-more">{ page_link(Route::Blog, "", t.text(text::ALL_POSTS)) }</p>
                </section>
            </PageLayout>
    }
}
