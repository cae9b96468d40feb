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
    /// HTML from the CMS, not to be trusted.
    pub html: AttrValue,
}

/// Shows HTML from the CMS, sanitised.
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
                (node.cast::<Element>(), sanitizer::sanitize(html, |address| judge(address, &base)))
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

/// How wide the column of the text is, and the widths in which pictures come for it.
const COLUMN: &str = "100vw - 2rem, 43rem";
const WIDTHS: [u32; 3] = [480, 800, 1400];

/// Whether a picture is part of the text, or its address leads to this site or its Directus: the strict policy lets no other load.
fn judge(address: &str, directus: &BaseUrl) -> ImageDecision {
    let starts_with = |origin: &str| address.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'));
    let origin = document::origin().unwrap_or_default();
    // The address of Directus may leave the origin out.
    let path = address.strip_prefix(&origin).unwrap_or(address);
    let inserted = [address, path].into_iter().find_map(|address| assets::embedded_image(directus, address, &WIDTHS));
    match inserted {
        Some(inserted) => ImageDecision::ShowOneOf(inserted, COLUMN),
        None if address.starts_with("data:image/") || starts_with(directus.as_str()) || starts_with(&origin) => {
            ImageDecision::Show
        }
        None => ImageDecision::Drop,
    }
}
