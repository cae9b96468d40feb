//! The collection `pages`.

use lychgate_directus::{Request, Value};

use super::{first, one, text_field};

/// An item of the collection `pages`.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRecord {
    /// The heading.
    pub title: Option<String>,
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
        item.as_object()?;
        Some(Self {
            title: text_field(item, "title"),
            summary: text_field(item, "summary"),
            content: text_field(item, "content"),
        })
    }
}
