//! The collection `pages`.

use lychgate_directus::{Request, Value, string_field};

use super::{first, one};

/// An item of the collection `pages`.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRecord {
    /// The heading.
    pub title: String,
    /// One sentence about the page.
    pub summary: Option<String>,
    /// HTML from the editor. [Sanitize](super::html::sanitize) it before it is shown.
    pub content: Option<String>,
}

/// Makes the request `GET /items/pages` for the page with this slug; the answer is `None` when there is none. The Public policy needs the
/// permission to read these fields of `pages`.
pub fn page(slug: &str) -> Request<Option<PageRecord>> {
    one("pages", slug, |answer| first(answer, PageRecord::decode)).query("fields", "title,summary,content")
}

impl PageRecord {
    fn decode(item: &Value) -> Option<Self> {
        Some(Self {
            title: string_field(item, "title")?,
            summary: string_field(item, "summary"),
            content: string_field(item, "content"),
        })
    }
}
