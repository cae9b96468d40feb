//! The collection `notes`: what members have written for themselves.
//!
//! Directus writes `user_created`, and gives, changes and deletes only the notes of whoever asks: see the permissions in
//! directus.json.

use lychgate_directus::{
    Request,
    items::{self, Query},
};
use serde::Deserialize;
use serde_json::json;

const COLLECTION: &str = "notes";

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Note {
    pub id: String,
    pub text: String,
    /// ISO 8601, in UTC.
    pub date_created: Option<String>,
}

/// All notes of the signed-in user, newest first.
pub fn list() -> Request<Vec<Note>> {
    let newest_first = Query::new().fields(["id", "text", "date_created"]).sort(["-date_created"]).unlimited();
    items::list(COLLECTION).with_query(&newest_first)
}

pub fn create(text: &str) -> Request<Note> {
    items::create(COLLECTION, &json!({ "text": text }))
}

pub fn update(id: &str, text: &str) -> Request<Note> {
    items::update(COLLECTION, id, &json!({ "text": text }))
}

pub fn delete(id: &str) -> Request<()> {
    items::delete(COLLECTION, id)
}
