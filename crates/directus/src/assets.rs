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
    scaled_side(base, file, "height", height)
}

fn scaled_side(base: &BaseUrl, file: &FileId, side: &'static str, pixels: u32) -> String {
    let request: Request<()> = Request::new(Method::Get, Credentials::Anonymous, &["assets", file.as_str()])
        .query(side, &pixels.to_string())
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

/// A file of Directus that an editor has put into a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmbeddedFile {
    /// The file.
    pub id: FileId,
    /// Width and height in pixels, where the URL says them: those in which the editor shows an image.
    pub size: Option<(u32, u32)>,
    /// The preset of Directus that cuts the image.
    preset: Option<String>,
}

/// No image is larger on a side; so the product of two sides fits a `u32`.
const MAX_PIXELS: u32 = 30_000;
/// The length of an id, a UUID.
const ID_LENGTH: usize = 36;

impl EmbeddedFile {
    /// Reads a URL of the form `<base>/assets/<id>`, with what Directus' editor adds: the extension of the file, `width` and `height`, or the
    /// `key` of a preset. Returns `None` for any other.
    ///
    /// The origin may be another than that of `base`: the editor writes the one under which the Studio was open.
    pub fn from_url(base: &BaseUrl, url: &str) -> Option<Self> {
        let url = url.split_once('#').map_or(url, |(url, _)| url);
        let rest = path_of(url).strip_prefix(path_of(base.as_str()))?.strip_prefix("/assets/")?;
        let (id, rest) = rest.split_at_checked(ID_LENGTH)?;
        let (extension, query) = rest.split_once('?').unwrap_or((rest, ""));
        let is_id = id.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
        if !is_id || !(extension.is_empty() || extension.starts_with(['.', '/'])) {
            return None;
        }
        // `&` may have been escaped twice.
        let parameters = || query.split('&').map(|parameter| parameter.trim_start_matches("amp;"));
        let value = |name: &str| parameters().find_map(|parameter| parameter.strip_prefix(name)?.strip_prefix('='));
        let pixels = |name| value(name)?.parse().ok().filter(|pixels| (1..=MAX_PIXELS).contains(pixels)); // Not a size.
        let is_plain = |key: &&str| {
            !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        Some(Self {
            id: FileId::from(id.to_ascii_lowercase()),
            size: pixels("width").zip(pixels("height")),
            preset: value("key").filter(is_plain).map(str::to_owned),
        })
    }

    /// Returns the URL of the file as it is.
    pub fn url(&self, base: &BaseUrl) -> String {
        base.join(&format!("/assets/{}", self.id))
    }

    /// Returns the URL by which browsers save the file.
    pub fn download_url(&self, base: &BaseUrl) -> String {
        base.join(&format!("/assets/{}?download", self.id))
    }

    /// Returns whether the image comes in several widths, for which its size has to be known. An image that a preset cuts comes in one.
    pub fn is_resizable(&self) -> bool {
        self.preset.is_none()
    }

    /// Returns the image, which is `size` pixels large, in those of `widths` (in pixels, the largest last) that are not larger. Of an image of
    /// unknown size, or of one that no image has, it returns one, in the largest of `widths` at most.
    pub fn image(&self, base: &BaseUrl, size: Option<(u32, u32)>, widths: &[u32]) -> SourceSet {
        let is_possible = |side: &u32| (1..=MAX_PIXELS).contains(side);
        let size = size.filter(|(width, height)| is_possible(width) && is_possible(height));
        let largest = widths.last().copied().unwrap_or(MAX_PIXELS);
        match (&self.preset, size) {
            (Some(key), _) => SourceSet { src: format!("{}?key={key}", self.url(base)), srcset: String::new() },
            (None, Some((width, height))) => {
                let smaller = widths.iter().copied().filter(|smaller| *smaller < width);
                let all = smaller.chain((width <= largest).then_some(width));
                SourceSet::new(all.map(|candidate| {
                    (cover(base, &self.id, candidate, (height * candidate / width).max(1)), candidate)
                }))
            }
            (None, None) => SourceSet { src: scaled_side(base, &self.id, "width", largest), srcset: String::new() },
        }
    }
}

/// Returns path and query of a URL.
fn path_of(url: &str) -> &str {
    match url.split_once("//") {
        Some((scheme, rest)) if scheme.is_empty() || scheme.ends_with(':') => {
            rest.find('/').map_or("", |start| &rest[start..])
        }
        _ => url,
    }
}
