//! Addresses of pictures below `/assets`.

use super::{BaseUrl, Credentials, FileId, Method, Request};

/// The address of a public picture, scaled by Directus to cover `width` × `height` pixels, as WebP, which every browser takes.
/// (`format=auto` would mean AVIF to most of them. Directus needs so long to make that, on the threads on which it also checks
/// passwords, that the first visitors of a list of posts hold up a sign-in for seconds.)
pub fn cover(base: &BaseUrl, file: &FileId, width: u32, height: u32) -> String {
    let request: Request<()> = Request::new(Method::Get, Credentials::Anonymous, &["assets", file.as_str()])
        .query("width", &width.to_string())
        .query("height", &height.to_string())
        .query("fit", "cover")
        .query("format", "webp");
    base.join(request.path_and_query())
}

/// A picture in several widths, of which the browser takes the one that it needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSet {
    /// The largest, for a browser that does not choose.
    pub src: String,
    /// Each with its width, as an attribute `srcset` has them.
    pub srcset: String,
}

impl SourceSet {
    /// Of addresses with their widths, the largest last.
    fn new(sources: impl Iterator<Item = (String, u32)>) -> Self {
        let (mut src, mut each) = (String::new(), Vec::new());
        for (address, width) in sources {
            each.push(format!("{address} {width}w"));
            src = address;
        }
        Self { src, srcset: each.join(", ") }
    }
}

/// A public picture in these `widths` (in pixels, the largest last), cut to 16 by 9 as [`cover`] does.
pub fn covers(base: &BaseUrl, file: &FileId, widths: &[u32]) -> SourceSet {
    SourceSet::new(widths.iter().map(|width| (cover(base, file, *width, width * 9 / 16), *width)))
}

/// A picture as Directus' editor puts it into a text: with its own width and height, in pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedImage {
    /// It, and the same in those of the widths asked for that are smaller.
    pub source: SourceSet,
    /// Its width.
    pub width: u32,
    /// Its height.
    pub height: u32,
}

/// What [`EmbeddedImage`] says of the picture at `address`, also in these `widths`. `None` where the address is not of the form
/// `<base>/assets/<id>?width=<pixels>&height=<pixels>`.
pub fn embedded_image(base: &BaseUrl, address: &str, widths: &[u32]) -> Option<EmbeddedImage> {
    let (file, query) = address.strip_prefix(base.as_str())?.strip_prefix("/assets/")?.split_once('?')?;
    let (width, height) = query.strip_prefix("width=")?.split_once("&height=")?;
    let pixels = |text: &str| text.parse().ok().filter(|pixels| (1..=MOST_PIXELS).contains(pixels)); // No number is no size.
    let (width, height): (u32, u32) = (pixels(width)?, pixels(height)?);
    if file.len() != 36 || !file.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit()) {
        return None;
    }
    let file = FileId::from(file);
    let smaller = widths.iter().filter(|smaller| **smaller < width);
    let smaller = smaller.map(|smaller| (cover(base, &file, *smaller, (height * smaller / width).max(1)), *smaller));
    let source = SourceSet::new(smaller.chain([(address.to_owned(), width)]));
    Some(EmbeddedImage { source, width, height })
}

/// More than any picture has on a side; so that their product is a number.
const MOST_PIXELS: u32 = 30_000;

/// `GET /assets/:id`: the picture of a person, scaled by Directus to a square of `size` pixels, as WebP. It is asked for as the
/// user: such pictures are not public. The answer is the picture's bytes; see `Client::download` of `lychgate-session`.
pub fn avatar(file: &FileId, size: u32) -> Request<()> {
    let size = size.to_string();
    Request::new(Method::Get, Credentials::User, &["assets", file.as_str()])
        .query("width", &size)
        .query("height", &size)
        .query("fit", "cover")
        .query("format", "webp")
}

/// The address of a public picture, scaled by Directus to `height` pixels if it is higher; a drawing (SVG) comes as it is.
pub fn scaled(base: &BaseUrl, file: &FileId, height: u32) -> String {
    let request: Request<()> = Request::new(Method::Get, Credentials::Anonymous, &["assets", file.as_str()])
        .query("height", &height.to_string())
        .query("withoutEnlargement", "true")
        .query("format", "webp");
    base.join(request.path_and_query())
}
