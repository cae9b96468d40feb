//! DOMPurify, the script that `index.html` loads beside the app, as a function from HTML to a harmless fragment.

use js_sys::{Function, JSON, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, HtmlImageElement};

use super::window;
use crate::quiet_html::quiet;

/// Parses `html` and drops all of it that could run, load as a document, or restyle the page: scripts, event attributes,
/// `javascript:` addresses, SVG and MathML, forms, frames, media, styles. Pictures stay where `may_show` takes their address.
///
/// `None` where the sanitiser did not load: then nothing may be shown as HTML.
pub fn sanitize(html: &str, may_show: impl Fn(&str) -> bool) -> Option<DocumentFragment> {
    let purify = Reflect::get(&window(), &"DOMPurify".into()).ok()?; // Not loaded reads as undefined.
    let sanitize: Function = Reflect::get(&purify, &"sanitize".into()).ok()?.dyn_into().ok()?; // Likewise.
    let policy = JSON::parse(POLICY).ok()?; // Well-formed JSON.
    let fragment = sanitize.call2(&purify, &quiet(html).into(), &policy).ok()?; // A failure shows nothing.
    let fragment: DocumentFragment = fragment.dyn_into().ok()?; // Anything but a fragment is not shown.
    let pictures = fragment.query_selector_all("img").ok()?; // The selector is well-formed.
    for index in 0..pictures.length() {
        let picture: Option<HtmlImageElement> = pictures.get(index).and_then(|node| node.dyn_into().ok()); // All of them are pictures.
        if let Some(picture) = picture.filter(|picture| !may_show(&picture.src())) {
            picture.remove();
        }
    }
    Some(fragment)
}

/// What may remain: HTML alone (no SVG, no MathML), nothing that takes input, and no styling of its own.
const POLICY: &str = r#"{
    "USE_PROFILES": { "html": true },
    "FORBID_TAGS": ["style", "form", "input", "button", "select", "textarea", "option", "label", "dialog", "video", "audio", "source", "track"],
    "FORBID_ATTR": ["style", "class", "name", "srcset"],
    "ALLOW_DATA_ATTR": false,
    "RETURN_DOM_FRAGMENT": true
}"#;
