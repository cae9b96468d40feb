//! `/pages/:slug`: a page of the collection `pages`.

use lychgate_yew::resource::{Resource, loaded};
use yew::prelude::*;

use super::not_found::not_found;
use crate::{
    content,
    i18n::I18n,
    ui::{PageLayout, PlaceholderShape, RichText, content_error, placeholder, title, title_text},
};

/// Renders a page that editors wrote in Directus.
pub fn content_page(t: I18n, slug: &str) -> Html {
    loaded(content::page(slug), move |page, _| {
        let (heading, content) = match &page.state {
            Resource::Loading => (None, placeholder(t, PlaceholderShape::Text)),
            Resource::Failed(error) => (None, content_error(t, error, &page.retry)),
            Resource::Ready(found) => match &**found {
                Some(page) => (Some(title_text(t, page.title.as_deref())), article(t, page)),
                None => return not_found(t),
            },
        };
        let description = page.state.ready().and_then(|page| page.as_ref()?.summary.clone()).map(AttrValue::from);
        html! {
            <PageLayout title={heading} {description} settled={page.state.is_settled()} class="text-page">{ content }</PageLayout>
        }
    })
}

fn article(t: I18n, page: &content::PageRecord) -> Html {
    html! {
        <article dir="auto" lang={t.content_language()}>
            <h1 tabindex="-1">{ title(t, page.title.as_deref()) }</h1>
            <RichText html={page.content.clone().unwrap_or_default()} />
        </article>
    }
}
