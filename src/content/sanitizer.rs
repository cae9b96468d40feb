//! Makes HTML safe to show. A wrapper of [DOMPurify](https://github.com/cure53/DOMPurify), which `index.html` loads beside the app.

use js_sys::{Function, JSON, Reflect};
use lychgate_directus::assets::EmbeddedImage;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, HtmlImageElement};

use crate::{browser::window, content::strip_inline_styles::strip_inline_styles};

/// What happens to an image in a text.
pub enum ImageDecision {
    /// The image is removed.
    Drop,
    /// The image stays as it is.
    Show,
    /// The image stays, in the size that the browser needs for a column of this width (a CSS length).
    ShowResponsive(EmbeddedImage, &'static str),
}

/// Returns `html` as a fragment without anything that could run, load a document, or change the style of the page: scripts, event
/// handlers, `javascript:` URLs, SVG and MathML, forms, frames, audio and video, styles. `decide` is called with the URL of each image.
///
/// Returns `None` when DOMPurify did not load: then no HTML may be shown at all.
pub fn sanitize(html: &str, decide: impl Fn(&str) -> ImageDecision) -> Option<DocumentFragment> {
    let purify = Reflect::get(&window(), &"DOMPurify".into()).ok()?; // Not loaded reads as undefined.
    let sanitize: Function = Reflect::get(&purify, &"sanitize".into()).ok()?.dyn_into().ok()?; // Likewise.
    let policy = JSON::parse(POLICY).ok()?; // Well-formed JSON.
    let fragment = sanitize.call2(&purify, &strip_inline_styles(html).into(), &policy).ok()?; // A failure shows nothing.
    let fragment: DocumentFragment = fragment.dyn_into().ok()?; // Anything but a fragment is not shown.
    let images = fragment.query_selector_all("img").ok()?; // The selector is well-formed.
    for index in 0..images.length() {
        let image: Option<HtmlImageElement> = images.get(index).and_then(|node| node.dyn_into().ok()); // The selector finds nothing else.
        let Some(image) = image else { continue };
        match decide(&image.src()) {
            ImageDecision::Drop => image.remove(),
            ImageDecision::Show => {}
            ImageDecision::ShowResponsive(EmbeddedImage { source, width, height }, column) => {
                let [own_width, own_height] = [width, height].map(|pixels| pixels.to_string());
                let sizes = format!("min({width}px, {column})");
                // The size first, which keeps the place, and the URLs last: otherwise some browsers start to load the largest.
                let attributes = [
                    ("width", &*own_width),
                    ("height", &own_height),
                    ("loading", "lazy"),
                    ("sizes", &sizes),
                    ("srcset", &source.srcset),
                    ("src", &source.src),
                ];
                let is_sized = image.has_attribute("width");
                for (name, value) in attributes.into_iter().skip(if is_sized { 2 } else { 0 }) {
                    image.set_attribute(name, value).ok()?; // Fails only for names that are no names.
                }
            }
        }
    }
    Some(fragment)
}

/// DOMPurify's configuration: HTML alone (no SVG, no MathML), nothing that takes input, and no styles.
const POLICY: &str = r#"{
    "USE_PROFILES": { "html": true },
    "FORBID_TAGS": ["style", "form", "input", "button", "select", "textarea", "option", "label", "dialog", "video", "audio", "source", "track"],
    "FORBID_ATTR": ["style", "class", "name", "srcset"],
    "ALLOW_DATA_ATTR": false,
    "RETURN_DOM_FRAGMENT": true
}"#;
