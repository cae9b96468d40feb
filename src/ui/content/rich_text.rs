//! HTML that editors wrote in Directus.

use lychgate_directus::{BaseUrl, assets};
use lychgate_yew::use_client;
use web_sys::Element;
use yew::prelude::*;

use crate::{
    browser::document,
    content::sanitizer::{self, ImageDecision},
    i18n::{text, use_i18n},
    ui::{Tone, alert, use_flag},
};

/// Props of [`RichText`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RichTextProps {
    /// HTML from Directus, not to be trusted.
    pub html: AttrValue,
}

/// Shows HTML from Directus, sanitised.
#[component]
pub fn RichText(props: &RichTextProps) -> Html {
    let t = use_i18n();
    let node = use_node_ref();
    let failed = use_flag();

    let base = use_client().base().clone();
    use_effect_with(props.html.clone(), {
        let node = node.clone();
        let failed = failed.setter();
        move |html| {
            let (Some(element), fragment) =
                (node.cast::<Element>(), sanitizer::sanitize(html, |url| image_decision(url, &base)))
            else {
                return;
            };
            failed.set(fragment.is_none());
            if let Some(fragment) = fragment {
                element.replace_children_with_node_1(&fragment);
            }
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

/// How wide the column of the text is, and the widths in pixels in which images come for it.
const COLUMN: &str = "100vw - 2rem, 43rem";
const WIDTHS: [u32; 3] = [480, 800, 1400];

/// Keeps an image that is part of the text, or comes from this site or its Directus: the Content-Security-Policy lets no other load.
fn image_decision(url: &str, directus: &BaseUrl) -> ImageDecision {
    let starts_with = |origin: &str| url.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'));
    let origin = document::origin().unwrap_or_default();
    // The URL of Directus may leave the origin out.
    let path = url.strip_prefix(&origin).unwrap_or(url);
    let embedded = [url, path].into_iter().find_map(|url| assets::embedded_image(directus, url, &WIDTHS));
    match embedded {
        Some(image) => ImageDecision::ShowResponsive(image, COLUMN),
        None if url.starts_with("data:image/") || starts_with(directus.as_str()) || starts_with(&origin) => {
            ImageDecision::Show
        }
        None => ImageDecision::Drop,
    }
}
