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
