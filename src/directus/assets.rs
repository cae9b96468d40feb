//! Addresses of pictures below `/assets`.

use super::{Access, BaseUrl, Method, Request};

/// The address of a public picture, scaled by Directus to cover `width` × `height` pixels, as WebP, which every browser takes.
/// (`format=auto` would mean AVIF to most of them. Directus needs so long to make that, on the threads on which it also checks
/// passwords, that the first visitors of a list of posts hold up a sign-in for seconds.)
pub fn cover(base: &BaseUrl, file: &str, width: u32, height: u32) -> String {
    let request: Request<()> = Request::new(Method::Get, Access::Anonymous, &["assets", file])
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
    /// Nothing where there is no width.
    fn new(widths: &[u32], address: impl Fn(u32) -> String) -> Self {
        let each: Vec<_> = widths.iter().map(|width| format!("{} {width}w", address(*width))).collect();
        Self { src: widths.last().map(|width| address(*width)).unwrap_or_default(), srcset: each.join(", ") }
    }
}

/// A public picture in these `widths` (in pixels, the largest last), cut to 16 by 9 as [`cover`] does.
pub fn covers(base: &BaseUrl, file: &str, widths: &[u32]) -> SourceSet {
    SourceSet::new(widths, |width| cover(base, file, width, width * 9 / 16))
}

/// The picture at `address` uncut in these `widths` (in pixels, the largest last), or narrower where it is. `None` where that is no
/// picture of the Directus at `base`, or somebody has chosen its size already.
pub fn widths(base: &BaseUrl, address: &str, widths: &[u32]) -> Option<SourceSet> {
    let file = address.strip_prefix(base.as_str())?.strip_prefix("/assets/")?;
    let is_id = file.len() == 36 && file.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    is_id.then(|| {
        SourceSet::new(widths, |width| {
            let request: Request<()> = Request::new(Method::Get, Access::Anonymous, &["assets", file])
                .query("width", &width.to_string())
                .query("withoutEnlargement", "true")
                .query("format", "webp");
            base.join(request.path_and_query())
        })
    })
}

/// `GET /assets/:id`: the picture of a person, scaled by Directus to a square of `size` pixels, as WebP. It is asked for as the
/// user: such pictures are not public. The answer is the picture's bytes; see [`Client::download`](crate::session::Client::download).
pub fn portrait(file: &str, size: u32) -> Request<()> {
    let size = size.to_string();
    Request::new(Method::Get, Access::User, &["assets", file])
        .query("width", &size)
        .query("height", &size)
        .query("fit", "cover")
        .query("format", "webp")
}

/// The address of a public picture, scaled by Directus to `height` pixels if it is higher; a drawing (SVG) comes as it is.
pub fn scaled(base: &BaseUrl, file: &str, height: u32) -> String {
    let request: Request<()> = Request::new(Method::Get, Access::Anonymous, &["assets", file])
        .query("height", &height.to_string())
        .query("withoutEnlargement", "true")
        .query("format", "webp");
    base.join(request.path_and_query())
}
