//! `/pages/:slug`: a page of the collection `pages`.

use yew::prelude::*;

use super::not_found::not_found;
use crate::{
    components::{Page, RichText, Shape, content_error, placeholder},
    directus::items,
    resource::{Resource, use_resource},
};

/// Props of [`ContentPage`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ContentPageProps {
    /// The page's name in the address.
    pub slug: String,
}

/// A page that editors wrote in Directus.
#[component]
pub fn ContentPage(props: &ContentPageProps) -> Html {
    let page = use_resource({
        let request = items::page(&props.slug);
        |client| async move { client.send(&request).await }
    });
    let found = match &page.state {
        Resource::Ready(found) => match &**found {
            Some(page) => Some(page),
            None => return not_found(),
        },
        Resource::Loading | Resource::Failed(_) => None,
    };
    html! {
        <Page title={found.map(|page| AttrValue::from(page.title.clone()))} settled={page.state.is_settled()}
            class="text-page">
            { match (&page.state, found) {
                (Resource::Failed(error), _) => content_error(error, &page.retry),
                (_, Some(page)) => html! {
                    <article>
                        <h1 tabindex="-1">{ &page.title }</h1>
                        <RichText html={page.content.clone().unwrap_or_default()} />
                    </article>
                },
                _ => placeholder(Shape::Text),
            } }
        </Page>
    }
}
