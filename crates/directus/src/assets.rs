//! `/assets`: images, scaled by Directus. All of them come as WebP, which every browser shows. (`format=auto` would mean AVIF to most
//! browsers. Directus takes so long to encode that, on the threads that also check passwords, that the first visitors of a list of
//! posts delay a sign-in by seconds.)

use crate::{BaseUrl, Credentials, FileId, Method, Request};

/// Returns the URL of a public image, scaled and cropped to `width` × `height` pixels.
pub fn cover(base: &BaseUrl, file: &FileId, width: u32, height: u32) -> String {
    base.join(cropped(Credentials::Anonymous, file, width, height).path_and_query())
}

/// Returns a public image in several widths (in pixels, the largest last), each cropped to 16 by 9.
pub fn cover_srcset(base: &BaseUrl, file: &FileId, widths: &[u32]) -> SourceSet {
    SourceSet::new(widths.iter().map(|width| (cover(base, file, *width, width * 9 / 16), *width)))
}

/// Returns the URL of a public image, scaled down to `height` pixels if it is higher. A drawing (SVG) stays as it is.
pub fn scaled(base: &BaseUrl, file: &FileId, height: u32) -> String {
    let request: Request<()> = Request::new(Method::Get, Credentials::Anonymous, &["assets", file.as_str()])
        .query("height", &height.to_string())
        .query("withoutEnlargement", "true")
        .query("format", "webp");
    base.join(request.path_and_query())
}

/// Makes the request `GET /assets/:id` for the image of a user, cropped to a square of `size` pixels. Needs the permission to read the
/// file: avatars are not public. The answer is the bytes of the image, so [execute](crate::Directus::execute) the request instead of
/// sending it.
///
/// Refused with 403 `FORBIDDEN` when the file does not exist or may not be read.
pub fn avatar(file: &FileId, size: u32) -> Request<()> {
    cropped(Credentials::User, file, size, size)
}

fn cropped(credentials: Credentials, file: &FileId, width: u32, height: u32) -> Request<()> {
    Request::new(Method::Get, credentials, &["assets", file.as_str()])
        .query("width", &width.to_string())
        .query("height", &height.to_string())
        .query("fit", "cover")
        .query("format", "webp")
}

/// An image in several widths, from which the browser chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSet {
    /// The URL of the largest: the attribute `src`.
    pub src: String,
    /// All URLs with their widths: the attribute `srcset`.
    pub srcset: String,
}

impl SourceSet {
    /// Makes a set of URLs with their widths, the largest last.
    fn new(sources: impl Iterator<Item = (String, u32)>) -> Self {
        let (mut src, mut candidates) = (String::new(), Vec::new());
        for (url, width) in sources {
            candidates.push(format!("{url} {width}w"));
            src = url;
        }
        Self { src, srcset: candidates.join(", ") }
    }
}

/// An image that an editor has put into a text, with the size that Directus' editor gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedImage {
    /// The image, and smaller ones.
    pub source: SourceSet,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
}

/// No image is larger on a side; so the product of two sides fits a `u32`.
const MAX_PIXELS: u32 = 30_000;

/// Returns the embedded image at `url`, with those of `widths` (in pixels) that are smaller. Returns `None` unless `url` has the form
/// `<base>/assets/<id>?width=<pixels>&height=<pixels>`, which Directus' editor writes.
pub fn embedded_image(base: &BaseUrl, url: &str, widths: &[u32]) -> Option<EmbeddedImage> {
    let (file, query) = url.strip_prefix(base.as_str())?.strip_prefix("/assets/")?.split_once('?')?;
    let (width, height) = query.strip_prefix("width=")?.split_once("&height=")?;
    let pixels = |text: &str| text.parse().ok().filter(|pixels| (1..=MAX_PIXELS).contains(pixels)); // Not a number: not a size.
    let (width, height): (u32, u32) = (pixels(width)?, pixels(height)?);
    if file.len() != 36 || !file.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit()) {
        return None;
    }
    let file = FileId::from(file);
    let smaller = widths.iter().filter(|smaller| **smaller < width);
    let smaller = smaller.map(|smaller| (cover(base, &file, *smaller, (height * smaller / width).max(1)), *smaller));
    let source = SourceSet::new(smaller.chain([(url.to_owned(), width)]));
    Some(EmbeddedImage { source, width, height })
}
