//! This site's collections as requests and types, always read as nobody, so that an ended session breaks no public page; and HTML from
//! editors made harmless.

mod global;
mod pages;
mod posts;
pub mod sanitizer;
pub mod strip_inline_styles;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use lychgate_directus::{Credentials, Method, Reader, Request, Value};

pub use global::{Site, use_global};
pub use pages::{PageRecord, page};
#[cfg(feature = "styleguide")]
pub use posts::Author;
pub use posts::{Post, post, posts};

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
