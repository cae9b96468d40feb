//! The collections `posts` and `authors`.

use lychgate_directus::{
    Credentials, FileId, Method, Request, Value,
    items::{Listing, filter_count},
};

use super::{TextAudience, TextRequest, first, members_content, one, text_field};

/// An item of the collection `posts`.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// The name in the URL. Each post of a list has one.
    pub slug: Option<String>,
    /// The heading.
    pub title: Option<String>,
    /// One or two sentences about the post.
    pub summary: Option<String>,
    /// The image, a public file.
    pub image: Option<FileId>,
    /// What the image shows.
    pub image_alt: Option<String>,
    /// When the post was or will be published: ISO 8601, in UTC.
    pub publish_date: Option<String>,
    /// The person who wrote the post.
    pub author: Option<Author>,
    /// HTML from the editor. [Sanitize](super::html::sanitize) it before it is shown. Not part of lists.
    pub content: Option<String>,
    /// Who may read more of it.
    pub audience: TextAudience,
}

/// An item of the collection `authors`.
#[derive(Debug, Clone, PartialEq)]
pub struct Author {
    /// The person's name.
    pub name: Option<String>,
    /// A sentence about the person; not part of lists.
    pub bio: Option<String>,
}

/// Makes the request `GET /items/posts` for the post with this slug; the answer is `None` when there is none, or it is not published yet.
/// The Public policy needs the permission to read the fields of `posts` and the name and bio of `authors`.
pub fn post(slug: &str) -> TextRequest<Option<Post>> {
    TextRequest::new(
        one("posts", slug, |answer| first(answer, Post::decode)),
        "slug,title,summary,image,image_alt,publish_date,author.name,author.bio,content",
    )
}

/// Makes the request `GET /items/posts`, as the signed-in user, for what only members may read of the post with this slug. The answer is `None`
/// where that is nothing, or not for this user.
pub fn post_for_members(slug: &str) -> Request<Option<String>> {
    members_content("posts", slug)
}

/// Makes the request `GET /items/posts` for page `page` (counted from 1) of all posts, newest first, `per_page` on a page. Needs the same
/// permission as [`post`]. A post without a slug, which no link could lead to, is left out.
pub fn posts(page: u32, per_page: u32) -> TextRequest<Listing<Post>> {
    let request = Request::with_decoder(Method::Get, Credentials::Anonymous, &["items", "posts"], |answer| {
        Some(Listing {
            items: answer
                .get("data")?
                .as_array()?
                .iter()
                .filter_map(Post::decode)
                .filter(|post| post.slug.is_some())
                .collect(),
            total: filter_count(answer)?,
        })
    })
    .query("sort", "-publish_date,slug")
    .query("limit", &per_page.to_string())
    .query("page", &page.to_string())
    .query("meta", "filter_count");
    TextRequest::new(request, "slug,title,summary,image,image_alt,publish_date,author.name")
}

impl Post {
    fn decode(item: &Value) -> Option<Self> {
        item.as_object()?;
        Some(Self {
            slug: text_field(item, "slug"),
            title: text_field(item, "title"),
            summary: text_field(item, "summary"),
            image: text_field(item, "image").map(FileId::from),
            image_alt: text_field(item, "image_alt"),
            publish_date: text_field(item, "publish_date"),
            author: item
                .get("author")
                .filter(|author| author.is_object())
                .map(|author| Author { name: text_field(author, "name"), bio: text_field(author, "bio") }),
            content: text_field(item, "content"),
            audience: TextAudience::decode(item),
        })
    }
}
