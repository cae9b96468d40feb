//! `/pages/:slug`: a page of the collection `pages`.

use yew::prelude::*;

use super::not_found::NotFound;
use crate::{
    components::{ContentError, Page, Placeholder, RichText},
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
    let page = use_resource(props.slug.clone(), |client, slug| async move { client.send(&items::page(&slug)).await });
    let found = match &page.state {
        Resource::Ready(found) => match &**found {
            Some(page) => Some(page),
            None => return html! { <NotFound /> },
        },
        Resource::Loading | Resource::Failed(_) => None,
    };
    html! {
        <Page title={found.map(|page| AttrValue::from(page.title.clone()))} settled={page.state.is_settled()}>
            { match (&page.state, found) {
                (Resource::Failed(error), _) => html! { <ContentError error={error.clone()} retry={page.retry} /> },
                (_, Some(page)) => html! {
                    <article>
                        <h1 tabindex="-1">{ &page.title }</h1>
                        <RichText html={page.content.clone().unwrap_or_default()} />
                    </article>
                },
                _ => html! { <Placeholder /> },
            } }
        </Page>
    }
}
