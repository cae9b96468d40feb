//! Makes a sanitised text part of the site: its images, media, links, anchors, frames and styles.

use lychgate_directus::{BaseUrl, FileId, assets::EmbeddedFile};
use web_sys::{DocumentFragment, Element, Url};

use super::{Surroundings, inline_styles::SET_ASIDE, style_classes::classes_of};
use crate::browser::document;

/// How wide the column of the text is, and the widths in pixels in which images come for it.
const COLUMN: &str = "100vw - 2rem, 43rem";
const WIDTHS: [u32; 3] = [480, 800, 1400];

/// An image of Directus whose size the text does not say. It has no URL yet.
#[derive(Debug, Clone, PartialEq)]
pub struct UnsizedImage {
    element: Element,
    file: EmbeddedFile,
}

impl UnsizedImage {
    /// Returns the file.
    pub fn file(&self) -> &FileId {
        &self.file.id
    }
}

/// Shows `images` in the `sizes` of their files, in pixels; one whose size is unknown as it is, scaled down.
pub fn set_image_sizes(images: &[UnsizedImage], sizes: &[(FileId, (u32, u32))], directus: &BaseUrl) {
    for UnsizedImage { element, file } in images {
        let size = sizes.iter().find(|(id, _)| *id == file.id).map(|(_, size)| *size);
        show_image(element, file, size, directus);
    }
}

/// Rewrites all of `fragment`. Returns the images whose size is not known; `None` when the browser does not let it be rewritten.
pub(super) fn rewrite(fragment: &DocumentFragment, surroundings: &Surroundings) -> Option<Vec<UnsizedImage>> {
    for element in all(fragment, &format!("[{SET_ASIDE}]"))? {
        let style = element.get_attribute(SET_ASIDE).unwrap_or_default();
        let classes = classes_of(&style).join(" ");
        if !classes.is_empty() {
            set(&element, "class", &classes);
        }
        remove(&element, SET_ASIDE);
    }
    for element in all(fragment, "[name]")? {
        let name = element.get_attribute("name").unwrap_or_default();
        if element.id().is_empty() && element.local_name() == "a" {
            element.set_id(&name);
        }
        remove(&element, "name");
    }
    for link in all(fragment, "a[href]")? {
        rewrite_link(&link, surroundings);
    }
    for frame in all(fragment, "iframe")? {
        replace_by_link(&frame, &[attribute(&frame, "title")], absolute(&attribute(&frame, "src")));
    }
    for medium in all(fragment, "video, audio")? {
        rewrite_medium(&medium, surroundings);
    }
    // Those of audio and video are gone.
    for source in all(fragment, "source")? {
        source.remove();
    }
    let mut unsized_images = Vec::new();
    for image in all(fragment, "img")? {
        unsized_images.extend(rewrite_image(image, surroundings));
    }
    Some(unsized_images)
}

fn rewrite_link(link: &Element, surroundings: &Surroundings) {
    let href = attribute(link, "href");
    let file = EmbeddedFile::from_url(&surroundings.directus, &href);
    if file.is_none() && attribute(link, "target").eq_ignore_ascii_case("_blank") {
        set(link, "target", "_blank");
        set(link, "rel", "noopener");
    } else {
        remove(link, "target");
    }
    if let Some(file) = file {
        set(link, "href", &file.download_url(&surroundings.directus));
        set(link, "download", "");
    } else if href.starts_with('#') {
        // Alone it would lead to the page that `<base href>` names.
        set(link, "href", &format!("{}{href}", surroundings.page));
    }
}

/// Keeps an image that is part of the text, or comes from where the Content-Security-Policy lets it come from. Another becomes a link with
/// its words. Returns the image if its size has to be asked for.
fn rewrite_image(image: Element, surroundings: &Surroundings) -> Option<UnsizedImage> {
    let src = attribute(&image, "src");
    if let Some(file) = EmbeddedFile::from_url(&surroundings.directus, &src) {
        let url = absolute(&src);
        if url.as_ref().is_some_and(|url| !is_shown(url, surroundings)) {
            // It may be a file of another Directus: see `replace_broken_image`.
            set(&image, FOREIGN, &src);
        }
        let side = |name| attribute(&image, name).parse().ok().filter(|pixels| *pixels > 0); // Not a number: not a size.
        let size = file.size.or_else(|| side("width").zip(side("height")));
        if size.is_none() && file.is_resizable() {
            remove(&image, "src");
            return Some(UnsizedImage { element: image, file });
        }
        show_image(&image, &file, size, &surroundings.directus);
        return None;
    }
    let url = absolute(&src);
    let is_shown =
        url.as_ref().is_some_and(|url| is_shown(url, surroundings) && !is_endpoint(url, &surroundings.directus));
    if src.starts_with("data:image/") || is_shown {
        set(&image, "loading", "lazy");
    } else {
        replace_image(&image, url);
    }
    None
}

/// Where an image keeps its URL of another host, which has been taken for one of this Directus.
const FOREIGN: &str = "data-foreign";

/// Replaces an image that does not load by a link to where the text says that it is, if that is on another host.
pub fn replace_broken_image(image: &Element) {
    if let Some(url) = image.get_attribute(FOREIGN) {
        replace_image(image, absolute(&url));
    }
}

/// Replaces an image by a link to it with its words. One that says nothing, such as those that count readers, goes.
fn replace_image(image: &Element, url: Option<Url>) {
    match image.get_attribute("alt") {
        Some(alt) if alt.is_empty() => image.remove(),
        alt => replace_by_link(image, &[alt.unwrap_or_default()], url),
    }
}

/// Returns whether an image at `url` comes from the site, its Directus, or another origin that the operator allows.
fn is_shown(url: &Url, surroundings: &Surroundings) -> bool {
    let origin = url.origin();
    let directus = absolute(surroundings.directus.as_str()).map(|directus| directus.origin());
    document::origin().is_some_and(|own| own == origin)
        || directus.is_some_and(|directus| directus == origin)
        || surroundings.image_origins.split_whitespace().any(|allowed| allowed.trim_end_matches('/') == origin)
}

/// Returns whether `url` is an endpoint of Directus, and no file: a request may set something off there. Where Directus answers for all of the
/// site's origin nobody can tell.
fn is_endpoint(url: &Url, directus: &BaseUrl) -> bool {
    let [all, files] =
        ["/", "/assets/"].map(|path| absolute(&directus.join(path)).map(|url| url.href()).unwrap_or_default());
    let is_whole_origin = document::origin().is_some_and(|origin| all.strip_prefix(&origin) == Some("/"));
    !is_whole_origin && url.href().starts_with(&all) && !url.href().starts_with(&files)
}

/// Shows an image of Directus in the size that the browser needs.
fn show_image(image: &Element, file: &EmbeddedFile, size: Option<(u32, u32)>, directus: &BaseUrl) {
    let source = file.image(directus, size, &WIDTHS);
    set(image, "loading", "lazy");
    if let Some((width, height)) = size {
        // The size first, which keeps the place, and the URLs last: otherwise some browsers start to load the largest.
        let said: Option<u32> = attribute(image, "width").parse().ok(); // Not a number of pixels.
        let (said_width, said_height) = (image.has_attribute("width"), image.has_attribute("height"));
        if !said_width || !said_height {
            // Of the size that the text says, whatever it says of it.
            let shown = said.filter(|_| !said_height).unwrap_or(width).min(width);
            set(image, "width", &shown.to_string());
            set(image, "height", &(height.saturating_mul(shown) / width.max(1)).to_string());
        }
        if !source.srcset.is_empty() {
            set(image, "sizes", &format!("min({}px, {COLUMN})", said.unwrap_or(width)));
            set(image, "srcset", &source.srcset);
        }
    }
    set(image, "src", &source.src);
}

/// Keeps audio and video of this Directus, with controls. Others become a link.
fn rewrite_medium(medium: &Element, surroundings: &Surroundings) {
    let mut urls = vec![attribute(medium, "src")];
    while let Some(source) = medium.query_selector("source").ok().flatten() {
        source.remove();
        urls.push(attribute(&source, "src"));
    }
    urls.retain(|url| !url.is_empty());
    let Some(file) = urls.iter().find_map(|url| EmbeddedFile::from_url(&surroundings.directus, url)) else {
        let words = [attribute(medium, "title"), medium.text_content().unwrap_or_default()];
        replace_by_link(medium, &words, urls.first().and_then(|url| absolute(url)));
        return;
    };
    let poster = EmbeddedFile::from_url(&surroundings.directus, &attribute(medium, "poster"));
    match poster {
        Some(poster) => set(medium, "poster", &poster.image(&surroundings.directus, poster.size, &WIDTHS).src),
        None => remove(medium, "poster"),
    }
    set(medium, "controls", "");
    set(medium, "preload", "metadata");
    set(medium, "src", &file.url(&surroundings.directus));
}

/// Puts a link to `url` into the place of `element`. It says the first of `words` that is not blank, or else the name of the host. Within
/// another link, or without a URL that browsers can open, the words alone stay.
fn replace_by_link(element: &Element, words: &[String], url: Option<Url>) {
    let url = url.filter(|url| matches!(&*url.protocol(), "https:" | "http:"));
    let said = words.iter().map(|words| words.trim()).find(|words| !words.is_empty()).map(str::to_owned);
    let said = said.or_else(|| url.as_ref().map(Url::hostname));
    let is_linked = matches!(element.closest("a"), Ok(Some(_)));
    let link = url.filter(|_| !is_linked);
    let Ok(place) = document().create_element(if link.is_some() { "a" } else { "span" }) else { return }; // Well-formed names.
    if let Some(url) = link {
        set(&place, "href", &url.href());
        set(&place, "target", "_blank");
        set(&place, "rel", "noopener");
    }
    place.set_text_content(said.as_deref());
    let _ = element.replace_with_with_node_1(&place); // The text takes any element.
}

/// Returns the absolute URL that `url` means on this page; `None` for an empty one.
fn absolute(url: &str) -> Option<Url> {
    if url.is_empty() {
        return None;
    }
    let base = document().base_uri().ok()??; // Always there in a page.
    Url::new_with_base(url, &base).ok() // Not a URL.
}

fn all(fragment: &DocumentFragment, selector: &str) -> Option<Vec<Element>> {
    Some(document::elements(&fragment.query_selector_all(selector).ok()?)) // The selectors here are well-formed.
}

fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

fn set(element: &Element, name: &str, value: &str) {
    let _ = element.set_attribute(name, value); // Fails only for names that are none.
}

fn remove(element: &Element, name: &str) {
    let _ = element.remove_attribute(name); // Likewise.
}
