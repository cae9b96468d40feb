//! The collections `posts` and `authors`.

use lychgate_directus::{Credentials, FileId, Method, Request, Value, string_field};

use super::{first, one};

/// A post of the collection `posts`.
#[derive(Debug, Clone, PartialEq)]
pub struct Post {
    /// Its name in the address.
    pub slug: String,
    /// Its heading.
    pub title: String,
    /// One or two sentences about it.
    pub summary: Option<String>,
    /// The id of its picture in `directus_files`.
    pub image: Option<FileId>,
    /// What the picture shows.
    pub image_alt: Option<String>,
    /// ISO 8601, in UTC.
    pub publish_date: Option<String>,
    /// Who wrote it.
    pub author: Option<Author>,
    /// HTML from the editor; to be sanitised before it is shown. Not part of lists.
    pub content: Option<String>,
}

/// A person of the collection `authors`.
#[derive(Debug, Clone, PartialEq)]
pub struct Author {
    /// The person's name.
    pub name: Option<String>,
    /// A sentence about the person; not part of lists.
    pub bio: Option<String>,
}

/// One page of a longer list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing<T> {
    /// The records of this page.
    pub items: Vec<T>,
    /// How many there are on all pages together.
    pub total: u32,
}

/// `GET /items/posts`: the post called `slug`; `None` where there is none, or it is not published yet.
pub fn post(slug: &str) -> Request<Option<Post>> {
    one("posts", slug, |answer| first(answer, Post::read))
        .query("fields", "slug,title,summary,image,image_alt,publish_date,author.name,author.bio,content")
}

/// `GET /items/posts`: page `page` (from 1) of all posts, newest first, `per_page` on each.
pub fn posts(page: u32, per_page: u32) -> Request<Listing<Post>> {
    Request::with_reader(Method::Get, Credentials::Anonymous, &["items", "posts"], |answer| {
        Some(Listing {
            items: answer.get("data")?.as_array()?.iter().map(Post::read).collect::<Option<_>>()?,
            total: u32::try_from(answer.get("meta")?.get("filter_count")?.as_u64()?).ok()?, // More than u32 holds is no count.
        })
    })
    .query("fields", "slug,title,summary,image,image_alt,publish_date,author.name")
    .query("sort", "-publish_date,slug")
    .query("limit", &per_page.to_string())
    .query("page", &page.to_string())
    .query("meta", "filter_count")
}

impl Post {
    fn read(record: &Value) -> Option<Self> {
        Some(Self {
            slug: string_field(record, "slug")?,
            title: string_field(record, "title")?,
            summary: string_field(record, "summary"),
            image: string_field(record, "image").map(FileId::from),
            image_alt: string_field(record, "image_alt"),
            publish_date: string_field(record, "publish_date"),
            author: record
                .get("author")
                .filter(|author| author.is_object())
                .map(|author| Author { name: string_field(author, "name"), bio: string_field(author, "bio") }),
            content: string_field(record, "content"),
        })
    }
}
