//! `/items/*`: the collections of this site, always read as nobody, so that an ended session breaks no public page.

use serde_json::Value;

use super::{Credentials, Method, Reader, Request, decode::text};

/// The singleton `global`: what the site is called.
#[derive(Debug, Clone, PartialEq)]
pub struct Global {
    /// The site's name.
    pub title: String,
    /// One line under it.
    pub tagline: Option<String>,
    /// One sentence about the site.
    pub description: Option<String>,
}

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
    pub image: Option<String>,
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

/// `GET /items/global`. Refused with 403 where the public may not read it.
pub fn global() -> Request<Global> {
    Request::with_reader(Method::Get, Credentials::Anonymous, &["items", "global"], |answer| {
        let data = answer.get("data")?;
        Some(Global {
            title: text(data, "title")?,
            tagline: text(data, "tagline"),
            description: text(data, "description"),
        })
    })
    .query("fields", "title,tagline,description")
}

/// `GET /items/pages`: the page called `slug`; `None` where there is none.
pub fn page(slug: &str) -> Request<Option<PageRecord>> {
    one("pages", slug, |answer| first(answer, PageRecord::read)).query("fields", "title,summary,content")
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

/// The one record of `collection` called `slug`.
fn one<T>(collection: &str, slug: &str, reader: Reader<T>) -> Request<T> {
    Request::with_reader(Method::Get, Credentials::Anonymous, &["items", collection], reader)
        .query("filter[slug][_eq]", slug)
        .query("limit", "1")
}

/// The first record of a list, if it has any; `None` when the answer is no list, or the record is not of its form.
fn first<T>(answer: &Value, read: Reader<T>) -> Option<Option<T>> {
    answer.get("data")?.as_array()?.first().map_or(Some(None), |record| read(record).map(Some))
}

impl PageRecord {
    fn read(record: &Value) -> Option<Self> {
        Some(Self { title: text(record, "title")?, summary: text(record, "summary"), content: text(record, "content") })
    }
}

impl Post {
    fn read(record: &Value) -> Option<Self> {
        Some(Self {
            slug: text(record, "slug")?,
            title: text(record, "title")?,
            summary: text(record, "summary"),
            image: text(record, "image"),
            image_alt: text(record, "image_alt"),
            publish_date: text(record, "publish_date"),
            author: record
                .get("author")
                .filter(|author| author.is_object())
                .map(|author| Author { name: text(author, "name"), bio: text(author, "bio") }),
            content: text(record, "content"),
        })
    }
}
