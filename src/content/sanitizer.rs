//! DOMPurify, the script that `index.html` loads beside the app, as a function from HTML to a harmless fragment.

use js_sys::{Function, JSON, Reflect};
use lychgate_directus::assets::EmbeddedImage;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, HtmlImageElement};

use crate::{browser::window, content::strip_inline_styles::strip_inline_styles};

/// What becomes of a picture in a text.
pub enum ImageDecision {
    /// It goes.
    Drop,
    /// It stays as it is.
    Show,
    /// It is shown in a column that is so wide (a CSS length), and the browser takes the size that it needs.
    ShowOneOf(EmbeddedImage, &'static str),
}

/// Parses `html` and drops all of it that could run, load as a document, or restyle the page: scripts, event attributes,
/// `javascript:` addresses, SVG and MathML, forms, frames, media, styles. What becomes of a picture is said by `judge`, of its address.
///
/// `None` where the sanitiser did not load: then nothing may be shown as HTML.
pub fn sanitize(html: &str, judge: impl Fn(&str) -> ImageDecision) -> Option<DocumentFragment> {
    let purify = Reflect::get(&window(), &"DOMPurify".into()).ok()?; // Not loaded reads as undefined.
    let sanitize: Function = Reflect::get(&purify, &"sanitize".into()).ok()?.dyn_into().ok()?; // Likewise.
    let policy = JSON::parse(POLICY).ok()?; // Well-formed JSON.
    let fragment = sanitize.call2(&purify, &strip_inline_styles(html).into(), &policy).ok()?; // A failure shows nothing.
    let fragment: DocumentFragment = fragment.dyn_into().ok()?; // Anything but a fragment is not shown.
    let pictures = fragment.query_selector_all("img").ok()?; // The selector is well-formed.
    for index in 0..pictures.length() {
        let picture: Option<HtmlImageElement> = pictures.get(index).and_then(|node| node.dyn_into().ok()); // All of them are pictures.
        let Some(picture) = picture else { continue };
        match judge(&picture.src()) {
            ImageDecision::Drop => picture.remove(),
            ImageDecision::Show => {}
            ImageDecision::ShowOneOf(EmbeddedImage { source, width, height }, column) => {
                let [own_width, own_height] = [width, height].map(|pixels| pixels.to_string());
                let sizes = format!("min({width}px, {column})");
                // The place that is to be kept, then how it loads, and the addresses last: else some browsers begin with the largest.
                let attributes = [
                    ("width", &*own_width),
                    ("height", &own_height),
                    ("loading", "lazy"),
                    ("sizes", &sizes),
                    ("srcset", &source.srcset),
                    ("src", &source.src),
                ];
                let is_sized = picture.has_attribute("width");
                for (name, value) in attributes.into_iter().skip(if is_sized { 2 } else { 0 }) {
                    picture.set_attribute(name, value).ok()?; // Fails only for names that are no names.
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
