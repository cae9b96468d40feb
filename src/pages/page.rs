//! `/pages/:slug`: a page of the collection `pages`.

use lychgate_yew::resource::Resource;
use yew::prelude::*;

use super::not_found::not_found;
use crate::{
    content::{self, PageRecord},
    i18n::I18n,
    routing::Route,
    ui::{PageLayout, PlaceholderShape, RichText, content_error, placeholder, title, title_text, with_members_part},
};

/// Renders a page that editors wrote in Directus.
pub fn content_page(t: I18n, slug: &str) -> Html {
    let (route, for_members) = (Route::page(slug), content::page_for_members(slug));
    content::loaded(content::page(slug), move |page, _| {
        let page = page.clone();
        let audience = page.state.ready().and_then(Option::as_ref).map(|page| page.audience);
        with_members_part(t, audience.unwrap_or_default(), route.clone(), for_members.clone(), move |members| {
            let (heading, content) = match &page.state {
                Resource::Loading => (None, placeholder(t, PlaceholderShape::Text)),
                Resource::Failed(error) => (None, content_error(t, error, &page.retry)),
                Resource::Ready(found) => match &**found {
                    Some(page) => (Some(title_text(t, page.title.as_deref())), article(t, page, members.html)),
                    None => return not_found(t),
                },
            };
            let description = page.state.ready().and_then(|page| page.as_ref()?.summary.clone()).map(AttrValue::from);
            html! {
                <PageLayout title={heading} {description} settled={page.state.is_settled()} whole={members.is_settled} class="text-page">
                    { content }
                </PageLayout>
            }
        })
    })
}

fn article(t: I18n, page: &PageRecord, members_part: Html) -> Html {
    html! {
        <article dir="auto" lang={t.content_language()}>
            <h1 tabindex="-1">{ title(t, page.title.as_deref()) }</h1>
            <RichText html={page.content.clone().unwrap_or_default()} />
            { members_part }
        </article>
    }
}
