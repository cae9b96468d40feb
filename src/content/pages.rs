//! The collection `pages`.

use lychgate_directus::{Request, Value, string_field};

use super::{first, one};

/// A page of the collection `pages`.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRecord {
    /// Its heading.
    pub title: String,
    /// One sentence about it.
    pub summary: Option<String>,
    /// HTML from the editor; to be sanitised before it is shown.
    pub content: Option<String>,
}

/// `GET /items/pages`: the page called `slug`; `None` where there is none.
pub fn page(slug: &str) -> Request<Option<PageRecord>> {
    one("pages", slug, |answer| first(answer, PageRecord::read)).query("fields", "title,summary,content")
}

impl PageRecord {
    fn read(record: &Value) -> Option<Self> {
        Some(Self {
            title: string_field(record, "title")?,
            summary: string_field(record, "summary"),
            content: string_field(record, "content"),
        })
    }
}
