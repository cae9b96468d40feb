//! HTML that editors wrote, made safe and made part of the site: read once, sanitised by
//! [DOMPurify](https://github.com/cure53/DOMPurify), which `index.html` loads beside the app, and rewritten.

mod inline_styles;
mod rewrite;
mod style_classes;

use js_sys::{Function, JSON, Reflect};
use lychgate_directus::BaseUrl;
pub use rewrite::{PendingFile, show_pending_files};
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, Node};

use crate::browser::{document, window};

/// What a text is rewritten for.
#[derive(Debug, Clone, PartialEq)]
pub struct Surroundings {
    /// Where the site's Directus answers.
    pub directus: BaseUrl,
    /// The origins, apart from the site's own and that of Directus, from which images are shown: as the directive `img-src` lists them.
    pub image_origins: String,
    /// Path and query of the page: what a link to an anchor begins with.
    pub page: String,
}

/// A text that can be shown.
pub struct SafeHtml {
    /// What it consists of.
    pub fragment: DocumentFragment,
    /// What of it waits for [`show_pending_files`].
    pub pending_files: Vec<PendingFile>,
    /// Whether it is more than a column of blocks: something floats, or words stand between the blocks.
    pub is_flowing: bool,
}

/// Returns `html` without anything that could run, load a document, or change the style of the page: scripts, event handlers,
/// `javascript:` URLs, SVG and MathML, forms, frames, styles.
///
/// - Styles that carry meaning become classes.
/// - Images, audio and video of Directus are shown, from whatever name of it the editor took them; those from elsewhere become links, and so do
///   frames.
/// - Ids get the prefix [`CONTENT_ID_PREFIX`](crate::browser::document::CONTENT_ID_PREFIX); links to them lead to the page.
///
/// Returns `None` when DOMPurify did not load: then no HTML may be shown at all.
pub fn sanitize(html: &str, surroundings: &Surroundings) -> Option<SafeHtml> {
    let purify = Reflect::get(&window(), &"DOMPurify".into()).ok()?; // Not loaded reads as undefined.
    let sanitize: Function = Reflect::get(&purify, &"sanitize".into()).ok()?.dyn_into().ok()?; // Likewise.
    let policy = JSON::parse(POLICY).ok()?; // Well-formed JSON.
    let fragment = sanitize.call2(&purify, &inline_styles::set_aside_styles(html).into(), &policy).ok()?; // A failure shows nothing.
    let fragment: DocumentFragment = fragment.dyn_into().ok()?; // Anything but a fragment is not shown.
    let pending_files = rewrite::rewrite(&fragment, surroundings)?;
    let is_flowing = is_flowing(&fragment);
    // Into the document of the page, which loads nothing of it that was not rewritten: audio and video that wait in another one never load.
    document().adopt_node(&fragment).ok()?; // A fragment can be adopted.
    Some(SafeHtml { fragment, pending_files, is_flowing })
}

fn is_flowing(fragment: &DocumentFragment) -> bool {
    let is_word = |node: Node| match node.dyn_ref::<Element>() {
        Some(element) => element.matches(PHRASE).unwrap_or(false), // The selector is well-formed.
        None => node.node_type() == Node::TEXT_NODE && node.text_content().is_some_and(|text| !text.trim().is_empty()),
    };
    let nodes = fragment.child_nodes();
    matches!(fragment.query_selector("[class*=float-]"), Ok(Some(_)))
        || (0..nodes.length()).filter_map(|index| nodes.get(index)).any(is_word)
}

/// Elements that stand in a line of text: those of HTML that are allowed, but for images and players.
const PHRASE: &str = "a, abbr, b, bdi, bdo, br, cite, code, del, dfn, em, font, i, ins, kbd, mark, q, s, samp, small, span, strike, strong, sub, sup, time, tt, u, var";

/// DOMPurify's configuration: HTML alone (no SVG, no MathML), nothing that takes input, no styles, and nothing that assistive technology would
/// take for the site's own. The frames that it leaves are replaced: so nothing may have content that is not searched for them.
const POLICY: &str = r#"{
    "USE_PROFILES": { "html": true },
    "ADD_TAGS": ["iframe"],
    "ADD_ATTR": ["target", "data-style"],
    "ADD_URI_SAFE_ATTR": ["data-style"],
    "FORBID_TAGS": ["style", "form", "input", "button", "select", "textarea", "option", "label", "dialog", "track", "picture",
        "template", "map", "area"],
    "FORBID_ATTR": ["style", "class", "srcset", "sizes", "autoplay", "color", "face", "size", "bgcolor", "background", "border",
        "download", "role", "tabindex", "usemap", "popover"],
    "ALLOW_ARIA_ATTR": false,
    "ALLOW_DATA_ATTR": false,
    "SANITIZE_NAMED_PROPS": true,
    "RETURN_DOM_FRAGMENT": true
}"#;
