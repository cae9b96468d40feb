//! The collection `pages`.

use lychgate_directus::{Request, Value};

use super::{TextAudience, TextRequest, first, members_content, one, text_field};

/// An item of the collection `pages`.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRecord {
    /// The heading.
    pub title: Option<String>,
    /// One sentence about the page.
    pub summary: Option<String>,
    /// HTML from the editor. [Sanitize](super::html::sanitize) it before it is shown.
    pub content: Option<String>,
    /// Who may read more of it.
    pub audience: TextAudience,
}

/// Makes the request `GET /items/pages` for the page with this slug; the answer is `None` when there is none. The Public policy needs the
/// permission to read these fields of `pages`.
pub fn page(slug: &str) -> TextRequest<Option<PageRecord>> {
    TextRequest::new(one("pages", slug, |answer| first(answer, PageRecord::decode)), "title,summary,content")
}

/// Makes the request `GET /items/pages`, as the signed-in user, for what only members may read of the page with this slug. The answer is `None`
/// where that is nothing, or not for this user.
pub fn page_for_members(slug: &str) -> Request<Option<String>> {
    members_content("pages", slug)
}

impl PageRecord {
    fn decode(item: &Value) -> Option<Self> {
        item.as_object()?;
        Some(Self {
            title: text_field(item, "title"),
            summary: text_field(item, "summary"),
            content: text_field(item, "content"),
            audience: TextAudience::decode(item),
        })
    }
}
