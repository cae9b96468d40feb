//! HTML that editors wrote in Directus.

use lychgate_directus::files;
use lychgate_yew::use_client;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;
use yew::prelude::*;

use crate::{
    browser::{document, window},
    content::html::{self, SafeHtml, Surroundings, UnsizedImage},
    i18n::{text, use_i18n},
    ui::{Tone, alert, use_flag},
};

/// Props of [`RichText`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RichTextProps {
    /// HTML from Directus, not to be trusted.
    pub html: AttrValue,
}

/// The origins from which images in texts are shown, apart from the site's own and that of Directus: the key `imageOrigins` of the configuration.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ImageOrigins(pub AttrValue);

/// Shows HTML from Directus, sanitised.
#[component]
pub fn RichText(props: &RichTextProps) -> Html {
    let t = use_i18n();
    let node = use_node_ref();
    let failed = use_flag();

    let client = use_client();
    let origins = use_context::<ImageOrigins>().unwrap_or_default();
    use_effect_with(props.html.clone(), {
        let node = node.clone();
        let failed = failed.setter();
        move |html| {
            let Some(element) = node.cast::<Element>() else { return };
            let surroundings = Surroundings {
                directus: client.base().clone(),
                image_origins: origins.0.to_string(),
                page: page_url().unwrap_or_default(),
            };
            let text = html::sanitize(html, &surroundings);
            failed.set(text.is_none());
            let Some(SafeHtml { fragment, unsized_images }) = text else { return };
            element.replace_children_with_node_1(&fragment);
            make_scrollable(&element);
            if unsized_images.is_empty() {
                return;
            }
            spawn_local(async move {
                let files: Vec<_> = unsized_images.iter().map(UnsizedImage::file).cloned().collect();
                let sizes = client.send(&files::image_sizes(&files)).await.unwrap_or_default(); // Each in one size, then.
                html::set_image_sizes(&unsized_images, &sizes, client.base());
            });
        }
    });

    html! {
        <>
            if *failed {
                { alert(Tone::Error, t.text(text::TEXT_NOT_SAFE)) }
            }
            <div class="rich-text" dir="auto" lang={t.content_language()} ref={node}></div>
        </>
    }
}

/// Returns path and query of the page.
fn page_url() -> Option<String> {
    let here = window().location();
    Some(here.pathname().ok()? + &here.search().ok()?) // Always there in a page.
}

/// Lets the keyboard reach what is wider than the text, to scroll it.
fn make_scrollable(text: &Element) {
    let Ok(wide) = text.query_selector_all("table, pre") else { return }; // The selector is well-formed.
    for element in document::elements(&wide) {
        if element.scroll_width() > element.client_width() {
            let _ = element.set_attribute("tabindex", "0"); // The name is well-formed.
        }
    }
}
