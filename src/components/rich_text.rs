//! HTML that editors wrote in Directus.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, HtmlElement};
use yew::prelude::*;
use yew_router::prelude::*;

use super::{Tone, alert};
use crate::{browser::sanitizer, route::Address};

/// Props of [`RichText`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RichTextProps {
    /// HTML from the CMS, not to be trusted.
    pub html: AttrValue,
}

/// Shows HTML from the CMS, sanitised. Links to pages of this site open without loading the site anew.
#[component]
pub fn RichText(props: &RichTextProps) -> Html {
    let node = use_node_ref();
    let failed = use_state_eq(|| false);

    use_effect_with(props.html.clone(), {
        let node = node.clone();
        let failed = failed.setter();
        move |html| {
            let (Some(element), fragment) = (node.cast::<Element>(), sanitizer::sanitize(html)) else { return };
            failed.set(fragment.is_none());
            if let Some(fragment) = fragment {
                element.replace_children_with_node_1(&fragment);
            }
        }
    });

    let navigator = use_navigator();
    let onclick = Callback::from(move |event: MouseEvent| {
        let Some(navigator) = &navigator else { return };
        if let Some(address) = internal_address(&event, navigator.basename().unwrap_or_default()) {
            event.prevent_default();
            navigator.push(&address);
        }
    });
    html! {
        <>
            if *failed {
                { alert(Tone::Error, "This text can’t be shown safely right now. Please reload the page.") }
            }
            <div class="rich-text" ref={node} {onclick}></div>
        </>
    }
}

/// The page of this site that a click leads to, if it is a plain click on a link to one.
fn internal_address(event: &MouseEvent, basename: &str) -> Option<Address> {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.button() != 0 || modified {
        return None;
    }
    let clicked: HtmlElement = event.target()?.dyn_into().ok()?; // A click on something else is no link.
    let link: HtmlAnchorElement = clicked.closest("a[href]").ok()??.dyn_into().ok()?; // Likewise.
    if link.origin() != web_sys::window()?.location().origin().ok()? {
        return None;
    }
    let path = link.pathname();
    Address::parse(&format!("{}{}{}", path.strip_prefix(basename)?, link.search(), link.hash()))
}
