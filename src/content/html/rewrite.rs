//! Makes a sanitised text part of the site: its images, media, links, anchors, frames and styles.

use lychgate_directus::{BaseUrl, FileId, assets::EmbeddedFile, files::PublicFile};
use web_sys::{DocumentFragment, Element, Url};

use super::{Surroundings, inline_styles::SET_ASIDE, style_classes::classes_of};
use crate::browser::document;

/// How wide the column of the text is, and the widths in pixels in which images come for it.
const COLUMN: &str = "100vw - 2rem, 43rem";
const WIDTHS: [u32; 3] = [480, 800, 1400];

/// A link, image, audio or video whose file has to be known before it is what it will be: a URL of another host may name one of this Directus,
/// and an image keeps its place only if its size is known. It loads nothing yet.
#[derive(Debug, Clone, PartialEq)]
pub struct PendingFile {
    element: Element,
    file: EmbeddedFile,
    /// What the text says, where that is on another host.
    foreign: Option<Url>,
}

impl PendingFile {
    /// Returns the file.
    pub fn id(&self) -> &FileId {
        &self.file.id
    }
}

/// Makes `pending` what they are, given those of their files that Directus has. A file of another host that it does not have is left there: a
/// link as it is, and a link in the place of an image or a player.
pub fn show_pending_files(pending: &[PendingFile], files: &[PublicFile], directus: &BaseUrl) {
    for PendingFile { element, file, foreign } in pending {
        let known = files.iter().find(|known| known.id == file.id);
        if foreign.is_some() && known.is_none() {
            leave_there(element, foreign.clone());
            continue;
        }
        match &*element.local_name() {
            "a" => show_download(element, file, directus),
            "img" => show_image(element, file, file.size.or(known.and_then(|known| known.size)), directus),
            _ => show_player(element, file, directus),
        }
    }
}

fn leave_there(element: &Element, url: Option<Url>) {
    match &*element.local_name() {
        "a" => (),
        "img" => replace_image(element, url),
        _ => replace_player(element, url),
    }
}

/// Rewrites all of `fragment`. Returns what waits for its file; `None` when the browser does not let it be rewritten.
pub(super) fn rewrite(fragment: &DocumentFragment, surroundings: &Surroundings) -> Option<Vec<PendingFile>> {
    let mut pending = Vec::new();
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
        pending.extend(rewrite_link(link, surroundings));
    }
    for frame in all(fragment, "iframe")? {
        replace_by_link(&frame, &[attribute(&frame, "title")], absolute(&attribute(&frame, "src")));
    }
    for medium in all(fragment, "video, audio")? {
        pending.extend(rewrite_player(medium, surroundings));
    }
    // Those of audio and video are gone.
    for source in all(fragment, "source")? {
        source.remove();
    }
    for image in all(fragment, "img")? {
        pending.extend(rewrite_image(image, surroundings));
    }
    Some(pending)
}

fn rewrite_link(link: Element, surroundings: &Surroundings) -> Option<PendingFile> {
    let href = attribute(&link, "href");
    let file = EmbeddedFile::from_url(&surroundings.directus, &href);
    let foreign = absolute(&href).filter(|url| !is_own(url, surroundings));
    if let (Some(file), None) = (&file, &foreign) {
        show_download(&link, file, &surroundings.directus);
        return None;
    }
    if attribute(&link, "target").eq_ignore_ascii_case("_blank") {
        set(&link, "target", "_blank");
        set(&link, "rel", "noopener");
    } else {
        remove(&link, "target");
    }
    if href.starts_with('#') {
        // Alone it would lead to the page that `<base href>` names.
        set(&link, "href", &format!("{}{href}", surroundings.page));
    }
    file.map(|file| PendingFile { element: link, file, foreign })
}

/// Makes `link` save the file.
fn show_download(link: &Element, file: &EmbeddedFile, directus: &BaseUrl) {
    remove(link, "target");
    remove(link, "rel");
    set(link, "href", &file.download_url(directus));
    set(link, "download", "");
}

/// Keeps an image that is part of the text, or comes from where the Content-Security-Policy lets it come from. Another becomes a link with
/// its words.
fn rewrite_image(image: Element, surroundings: &Surroundings) -> Option<PendingFile> {
    let src = attribute(&image, "src");
    let url = absolute(&src);
    let is_own = url.as_ref().is_some_and(|url| is_own(url, surroundings));
    let is_shown = is_own || url.as_ref().is_some_and(|url| is_allowed(url, surroundings));
    if let Some(file) = EmbeddedFile::from_url(&surroundings.directus, &src).filter(|_| is_own || !is_shown) {
        let side = |name| attribute(&image, name).parse().ok().filter(|pixels| *pixels > 0); // Not a number: not a size.
        let size = file.size.or_else(|| side("width").zip(side("height")));
        if !is_own || (size.is_none() && file.is_resizable()) {
            remove(&image, "src");
            return Some(PendingFile { element: image, file, foreign: url.filter(|_| !is_own) });
        }
        show_image(&image, &file, size, &surroundings.directus);
        return None;
    }
    let is_harmless = url.as_ref().is_some_and(|url| !is_endpoint(url, &surroundings.directus));
    if src.starts_with("data:image/") || (is_shown && is_harmless) {
        set(&image, "loading", "lazy");
    } else {
        replace_image(&image, url);
    }
    None
}

/// Replaces an image by a link to it with its words. One that says nothing, such as those that count readers, goes.
fn replace_image(image: &Element, url: Option<Url>) {
    match image.get_attribute("alt") {
        Some(alt) if alt.is_empty() => image.remove(),
        alt => replace_by_link(image, &[alt.unwrap_or_default()], url),
    }
}

/// Returns whether `url` is one of the site, or of its Directus.
fn is_own(url: &Url, surroundings: &Surroundings) -> bool {
    let origin = url.origin();
    let directus = absolute(surroundings.directus.as_str()).map(|directus| directus.origin());
    document::origin().is_some_and(|own| own == origin) || directus.is_some_and(|directus| directus == origin)
}

/// Returns whether the operator lets images come from where `url` is.
fn is_allowed(url: &Url, surroundings: &Surroundings) -> bool {
    let origin = url.origin();
    surroundings.image_origins.split_whitespace().any(|allowed| allowed.trim_end_matches('/') == origin)
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
fn rewrite_player(player: Element, surroundings: &Surroundings) -> Option<PendingFile> {
    let directus = &surroundings.directus;
    let mut urls = vec![attribute(&player, "src")];
    while let Some(source) = player.query_selector("source").ok().flatten() {
        source.remove();
        urls.push(attribute(&source, "src"));
    }
    urls.retain(|url| !url.is_empty());
    remove(&player, "src");
    let poster = EmbeddedFile::from_url(directus, &attribute(&player, "poster"));
    match poster {
        Some(poster) => set(&player, "poster", &poster.image(directus, poster.size, &WIDTHS).src),
        None => remove(&player, "poster"),
    }
    let Some((url, file)) = urls.iter().find_map(|url| Some((url, EmbeddedFile::from_url(directus, url)?))) else {
        replace_player(&player, urls.first().and_then(|url| absolute(url)));
        return None;
    };
    let foreign = absolute(url).filter(|url| !is_own(url, surroundings));
    if foreign.is_some() {
        return Some(PendingFile { element: player, file, foreign });
    }
    show_player(&player, &file, directus);
    None
}

/// Lets audio or video play the file.
fn show_player(player: &Element, file: &EmbeddedFile, directus: &BaseUrl) {
    set(player, "controls", "");
    set(player, "preload", "metadata");
    set(player, "src", &file.url(directus));
}

/// Replaces audio or video by a link to it.
fn replace_player(player: &Element, url: Option<Url>) {
    let words = [attribute(player, "title"), player.text_content().unwrap_or_default()];
    replace_by_link(player, &words, url);
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
