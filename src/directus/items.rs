//! `/items/*`: the collections of this site, always read as nobody, so that an ended session breaks no public page.

use serde::Deserialize;

use super::{Access, Method, Request};

/// The singleton `global`: what the site is called.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Global {
    /// The site's name.
    pub title: String,
    /// One line under it.
    #[serde(default)]
    pub tagline: Option<String>,
    /// One sentence about the site.
    #[serde(default)]
    pub description: Option<String>,
}

/// A page of the collection `pages`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Page {
    /// Its heading.
    pub title: String,
    /// One sentence about it.
    #[serde(default)]
    pub summary: Option<String>,
    /// HTML from the editor; to be sanitised before it is shown.
    #[serde(default)]
    pub content: Option<String>,
}

/// A post of the collection `posts`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Post {
    /// Its name in the address.
    pub slug: String,
    /// Its heading.
    pub title: String,
    /// One or two sentences about it.
    #[serde(default)]
    pub summary: Option<String>,
    /// The id of its picture in `directus_files`.
    #[serde(default)]
    pub image: Option<String>,
    /// What the picture shows.
    #[serde(default)]
    pub image_alt: Option<String>,
    /// ISO 8601, in UTC.
    #[serde(default)]
    pub publish_date: Option<String>,
    /// Who wrote it.
    #[serde(default)]
    pub author: Option<Author>,
    /// HTML from the editor; to be sanitised before it is shown. Not part of lists.
    #[serde(default)]
    pub content: Option<String>,
}

/// A person of the collection `authors`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Author {
    /// The person's name.
    #[serde(default)]
    pub name: Option<String>,
    /// A sentence about the person; not part of lists.
    #[serde(default)]
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
    Request::new(Method::Get, Access::Anonymous, &["items", "global"]).query("fields", "title,tagline,description")
}

/// `GET /items/pages`: the page called `slug`; `None` where there is none.
pub fn page(slug: &str) -> Request<Option<Page>> {
    one("pages", slug).query("fields", "title,summary,content")
}

/// `GET /items/posts`: the post called `slug`; `None` where there is none, or it is not published yet.
pub fn post(slug: &str) -> Request<Option<Post>> {
    one("posts", slug)
        .query("fields", "slug,title,summary,image,image_alt,publish_date,author.name,author.bio,content")
}

/// `GET /items/posts`: page `page` (from 1) of all posts, newest first, `per_page` on each.
pub fn posts(page: u32, per_page: u32) -> Request<Listing<Post>> {
    Request::with_reader(Method::Get, Access::Anonymous, &["items", "posts"], listing)
        .query("fields", "slug,title,summary,image,image_alt,publish_date,author.name")
        .query("sort", "-publish_date,slug")
        .query("limit", &per_page.to_string())
        .query("page", &page.to_string())
        .query("meta", "filter_count")
}

fn one<T: serde::de::DeserializeOwned>(collection: &str, slug: &str) -> Request<Option<T>> {
    Request::with_reader(Method::Get, Access::Anonymous, &["items", collection], |body| {
        super::decode::data::<Vec<T>>(body).map(|found| found.into_iter().next())
    })
    .query("filter[slug][_eq]", slug)
    .query("limit", "1")
}

fn listing<T: serde::de::DeserializeOwned>(body: &[u8]) -> serde_json::Result<Listing<T>> {
    #[derive(Deserialize)]
    struct Answer<T> {
        data: Vec<T>,
        meta: Meta,
    }
    #[derive(Deserialize)]
    struct Meta {
        filter_count: u32,
    }
    let Answer { data, meta } = serde_json::from_slice(body)?;
    Ok(Listing { items: data, total: meta.filter_count })
}
