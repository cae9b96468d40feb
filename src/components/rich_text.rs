//! HTML that editors wrote in Directus.

use web_sys::Element;
use yew::prelude::*;

use super::{Tone, alert, use_flag};
use crate::{
    browser::{document, sanitizer},
    directus::BaseUrl,
    locale::use_language,
    session::use_client,
    text,
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
    use_language();
    let node = use_node_ref();
    let failed = use_flag();

    let base = use_client().base().clone();
    use_effect_with(props.html.clone(), {
        let node = node.clone();
        let failed = failed.setter();
        move |html| {
            let (Some(element), fragment) =
                (node.cast::<Element>(), sanitizer::sanitize(html, |address| is_ours(address, &base)))
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
                { alert(Tone::Error, text::TEXT_NOT_SAFE) }
            }
            <div class="rich-text" dir="auto" ref={node}></div>
        </>
    }
}

/// Whether a picture is part of the text, or its address leads to this site or its Directus: the strict policy lets no other load.
fn is_ours(address: &str, directus: &BaseUrl) -> bool {
    let starts_with = |origin: &str| address.strip_prefix(origin).is_some_and(|rest| rest.starts_with('/'));
    address.starts_with("data:image/")
        || starts_with(directus.as_str())
        || document::origin().is_some_and(|origin| starts_with(&origin))
}
