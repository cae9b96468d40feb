//! DOMPurify, the script that `index.html` loads beside the app, as a function from HTML to a harmless fragment.

use js_sys::{Function, JSON, Reflect};
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, HtmlImageElement};

use super::window;
use crate::{directus::assets::SourceSet, quiet_html::quiet};

/// What becomes of a picture in a text.
pub enum Judgement {
    /// It goes.
    Drop,
    /// It stays as it is.
    Show,
    /// The browser takes one of these, by how wide it is shown (the attribute `sizes`).
    ShowOneOf(SourceSet, &'static str),
}

/// Parses `html` and drops all of it that could run, load as a document, or restyle the page: scripts, event attributes,
/// `javascript:` addresses, SVG and MathML, forms, frames, media, styles. What becomes of a picture is said by `judge`, of its address.
///
/// `None` where the sanitiser did not load: then nothing may be shown as HTML.
pub fn sanitize(html: &str, judge: impl Fn(&str) -> Judgement) -> Option<DocumentFragment> {
    let purify = Reflect::get(&window(), &"DOMPurify".into()).ok()?; // Not loaded reads as undefined.
    let sanitize: Function = Reflect::get(&purify, &"sanitize".into()).ok()?.dyn_into().ok()?; // Likewise.
    let policy = JSON::parse(POLICY).ok()?; // Well-formed JSON.
    let fragment = sanitize.call2(&purify, &quiet(html).into(), &policy).ok()?; // A failure shows nothing.
    let fragment: DocumentFragment = fragment.dyn_into().ok()?; // Anything but a fragment is not shown.
    let pictures = fragment.query_selector_all("img").ok()?; // The selector is well-formed.
    for index in 0..pictures.length() {
        let picture: Option<HtmlImageElement> = pictures.get(index).and_then(|node| node.dyn_into().ok()); // All of them are pictures.
        let Some(picture) = picture else { continue };
        // Nothing has a layout yet, so what is set here counts from the first moment on.
        let set = |name: &str, value: &str| picture.set_attribute(name, value); // Fails only for names that are no names.
        match judge(&picture.src()) {
            Judgement::Drop => picture.remove(),
            Judgement::Show => set("loading", "lazy").ok()?,
            Judgement::ShowOneOf(source, sizes) => {
                // Lazily, and with the sizes before the addresses: else the browser begins with the largest.
                for (name, value) in
                    [("loading", "lazy"), ("sizes", sizes), ("srcset", &source.srcset), ("src", &source.src)]
                {
                    set(name, value).ok()?;
                }
            }
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
