//! This site's collections as requests and types, and the HTML of editors made safe.
//!
//! The collections are read without credentials, so that an expired session breaks no public page. Only what is for members is read as the user.

mod audience;
pub mod global;
pub mod html;
mod pages;
mod posts;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use lychgate_directus::{Credentials, Decoder, Method, Request, Value, string_field};

pub use audience::{TextAudience, TextRequest, loaded};
pub use global::{Site, use_global};
pub use pages::{PageRecord, page, page_for_members};
#[cfg(feature = "styleguide")]
pub use posts::Author;
pub use posts::{Post, post, post_for_members, posts};

/// Makes the request for the item of `collection` with this slug.
fn one<T>(collection: &str, slug: &str, decoder: Decoder<T>) -> Request<T> {
    Request::with_decoder(Method::Get, Credentials::Anonymous, &["items", collection], decoder)
        .query("filter[slug][_eq]", slug)
        .query("limit", "1")
}

/// Makes the request for what only members may read of the item of `collection` with this slug, as the signed-in user. The answer is `None` where
/// that is nothing, or not for this user.
fn members_content(collection: &str, slug: &str) -> Request<Option<String>> {
    one(collection, slug, |answer| first(answer, |item| Some(text_field(item, "members_content"))).map(Option::flatten))
        .with_credentials(Credentials::User)
        .query("fields", "members_content")
}

/// Returns the first item of a list, or `Some(None)` for an empty list. Returns `None` when the answer is not a list, or the item cannot
/// be decoded.
fn first<T>(answer: &Value, decode: Decoder<T>) -> Option<Option<T>> {
    answer.get("data")?.as_array()?.first().map_or(Some(None), |item| decode(item).map(Some))
}

/// Returns the text under `key` of an item, or `None` where there is none, or only blanks.
fn text_field(item: &Value, key: &str) -> Option<String> {
    string_field(item, key).filter(|text| !text.trim().is_empty())
}
