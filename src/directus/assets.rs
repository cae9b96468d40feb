//! Addresses of pictures below `/assets`.

use super::{Access, BaseUrl, Method, Request};

/// The address of a public picture, scaled by Directus to cover `width` × `height` pixels, in the best format that
/// the browser takes.
pub fn cover(base: &BaseUrl, file: &str, width: u32, height: u32) -> String {
    let request: Request<()> = Request::new(Method::Get, Access::Anonymous, &["assets", file])
        .query("width", &width.to_string())
        .query("height", &height.to_string())
        .query("fit", "cover")
        .query("format", "auto");
    base.join(request.path_and_query())
}
