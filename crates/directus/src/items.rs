//! `/items/:collection`: an app's own collections, with types of its own.
//!
//! Each function makes a request as the signed-in user; use [`Request::with_credentials`] for what everybody may read, and
//! [`Request::with_query`] for fields, filters, order and pages.
//!
//! ```
//! use lychgate_directus::{Credentials, items::{self, Query}};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Deserialize)]
//! struct Note {
//!     id: u32,
//!     text: String,
//! }
//!
//! #[derive(Serialize)]
//! struct NewNote<'a> {
//!     text: &'a str,
//! }
//!
//! let newest = Query::new().fields(["id", "text"]).eq("status", "published").sort(["-date_created"]).limit(20);
//! let own = items::list::<Note>("notes").with_query(&newest);
//! let public = items::list::<Note>("notes").with_query(&newest).with_credentials(Credentials::Anonymous);
//! let create = items::create::<Note>("notes", &NewNote { text: "Water the roses" });
//! let update = items::update::<Note>("notes", 7, &NewNote { text: "Water the roses, and the beans" });
//! let delete = items::delete("notes", 7);
//! # assert_eq!(public.path_and_query(), own.path_and_query());
//! # assert_eq!(delete.path_and_query(), "/items/notes/7");
//! # drop((create, update));
//! ```
//!
//! Every request needs the permission for its action on the collection and on each field that it names. All are refused with 403
//! `FORBIDDEN` without it; Directus answers the same when the item or the collection does not exist. A success that does not fit the
//! type is [`Error::Undecodable`](crate::Error::Undecodable); the error does not tell which field does not fit, because it could quote
//! a value. A field that a user may not read is missing from the answer: make it an `Option`.

use std::fmt;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{Credentials, Method, Request};

/// Makes the request `GET /items/:collection`: the items of a collection. Directus gives 100 unless [`Query::limit`] says otherwise.
///
/// An item that does not fit the type is left out, so that one bad item does not hide the others. The answer is
/// [`Error::Undecodable`](crate::Error::Undecodable) where none fits: then it is the type that is wrong.
pub fn list<T: DeserializeOwned>(collection: &str) -> Request<Vec<T>> {
    Request::with_decoder(Method::Get, Credentials::User, &["items", collection], fitting)
}

/// Makes the request [`list`] together with the number of all items that fit the filter, those that are left out among them.
pub fn list_with_total<T: DeserializeOwned>(collection: &str) -> Request<Listing<T>> {
    Request::with_decoder(Method::Get, Credentials::User, &["items", collection], |answer| {
        Some(Listing { items: fitting(answer)?, total: filter_count(answer)? })
    })
    .query("meta", "filter_count")
}

/// Decodes the items of a list that fit the type; `None` where there are some, and none fits.
fn fitting<T: DeserializeOwned>(answer: &Value) -> Option<Vec<T>> {
    let items = answer.get("data")?.as_array()?;
    let fitting: Vec<T> = items.iter().filter_map(|item| T::deserialize(item).ok()).collect(); // The reason may quote a value.
    (items.is_empty() || !fitting.is_empty()).then_some(fitting)
}

/// Makes the request `GET /items/:collection/:id`: one item.
pub fn get<T: DeserializeOwned>(collection: &str, id: impl fmt::Display) -> Request<T> {
    Request::new(Method::Get, Credentials::User, &["items", collection, &id.to_string()])
}

/// Makes the request `GET /items/:collection` for a singleton, a collection of one item.
pub fn singleton<T: DeserializeOwned>(collection: &str) -> Request<T> {
    Request::new(Method::Get, Credentials::User, &["items", collection])
}

/// Makes the request `POST /items/:collection`: creates an item, and answers with it.
///
/// Refused with 400 `FAILED_VALIDATION` (a value breaks a rule of its field), 400 `RECORD_NOT_UNIQUE`. A user who may create items but
/// not read them gets no item: use `Option<T>`, which is `None` then. Name the type also where the answer is not used:
/// `items::create::<IgnoredAny>(…)` with `serde::de::IgnoredAny` takes any item, and none. `()` takes none only.
pub fn create<T: DeserializeOwned>(collection: &str, item: &impl Serialize) -> Request<T> {
    Request::new(Method::Post, Credentials::User, &["items", collection]).json(item)
}

/// Makes the request `PATCH /items/:collection/:id`: changes the fields that are in `changes`, and answers with the item.
///
/// Refused like [`create`], whose words on the type of the answer hold here, too: `items::update::<Note>(…)`, or
/// `items::update::<IgnoredAny>(…)` where it is not used.
pub fn update<T: DeserializeOwned>(collection: &str, id: impl fmt::Display, changes: &impl Serialize) -> Request<T> {
    Request::new(Method::Patch, Credentials::User, &["items", collection, &id.to_string()]).json(changes)
}

/// Makes the request `DELETE /items/:collection/:id`: removes an item.
pub fn delete(collection: &str, id: impl fmt::Display) -> Request<()> {
    Request::new(Method::Delete, Credentials::User, &["items", collection, &id.to_string()])
}

/// A part of a longer list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listing<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// The number of items on all pages together.
    pub total: u32,
}

/// Returns the number of all items that fit the filter, from the answer to a request with `meta=filter_count`. For
/// [`Decoder`](crate::Decoder)s.
pub fn filter_count(answer: &Value) -> Option<u32> {
    u32::try_from(answer.get("meta")?.get("filter_count")?.as_u64()?).ok() // More than a u32 holds is not a count.
}

/// Which items a request is for, with which fields and in which order: Directus' global query parameters.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Query {
    parameters: Vec<(&'static str, String)>,
    filters: Vec<Value>,
}

impl Query {
    /// Makes the empty query: all fields, no filter, Directus' own order and limit.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks for these fields alone. `author.name` is the field of a related item, `*` stands for all fields.
    #[must_use]
    pub fn fields<S: AsRef<str>>(self, fields: impl IntoIterator<Item = S>) -> Self {
        self.set("fields", joined(fields))
    }

    /// Asks for the items that fit `filter`, a [filter rule](https://directus.io/docs/guides/connect/filter-rules) of Directus. Several
    /// filters all have to fit.
    #[must_use]
    pub fn filter(mut self, filter: Value) -> Self {
        self.filters.push(filter);
        self
    }

    /// Asks for the items whose `field` has this value. `author.id` is the field of a related item.
    #[must_use]
    pub fn eq(self, field: &str, value: impl Into<Value>) -> Self {
        let rule = object("_eq", value.into());
        self.filter(field.rsplit('.').fold(rule, |rule, name| object(name, rule)))
    }

    /// Asks for the items in which a text field has `text` in it.
    #[must_use]
    pub fn search(self, text: &str) -> Self {
        self.set("search", text.to_owned())
    }

    /// Sorts by these fields, descending where one begins with `-`.
    #[must_use]
    pub fn sort<S: AsRef<str>>(self, fields: impl IntoIterator<Item = S>) -> Self {
        self.set("sort", joined(fields))
    }

    /// Asks for at most so many items.
    #[must_use]
    pub fn limit(self, limit: u32) -> Self {
        self.set("limit", limit.to_string())
    }

    /// Asks for all items, as far as Directus' `QUERY_LIMIT_MAX` allows.
    #[must_use]
    pub fn unlimited(self) -> Self {
        self.set("limit", "-1".to_owned())
    }

    /// Asks for a page of [`limit`](Self::limit) items, counted from 1.
    #[must_use]
    pub fn page(self, page: u32) -> Self {
        self.set("page", page.to_string())
    }

    fn set(mut self, name: &'static str, value: String) -> Self {
        self.parameters.retain(|(set, _)| *set != name);
        self.parameters.push((name, value));
        self
    }
}

impl<T> Request<T> {
    /// Adds the parameters of `query`.
    #[must_use]
    pub fn with_query(mut self, query: &Query) -> Self {
        for (name, value) in &query.parameters {
            self = self.query(name, value);
        }
        match query.filters.as_slice() {
            [] => self,
            [filter] => self.query("filter", &filter.to_string()),
            filters => self.query("filter", &object("_and", filters.into()).to_string()),
        }
    }
}

fn joined<S: AsRef<str>>(fields: impl IntoIterator<Item = S>) -> String {
    let mut list = String::new();
    for field in fields {
        if !list.is_empty() {
            list.push(',');
        }
        list.push_str(field.as_ref());
    }
    list
}

fn object(key: &str, value: Value) -> Value {
    Value::Object(Map::from_iter([(key.to_owned(), value)]))
}
