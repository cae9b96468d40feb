//! The collection `notes`: what a member has written for themselves.
//!
//! Directus writes `user_created`, and gives, changes and deletes only the notes of whoever asks: see the permissions
//! in directus.json.

use lychgate_directus::{Credentials, Method, Request, Value, string_field};
use serde_json::json;

const FIELDS: &str = "id,text,date_created";

#[derive(Debug, Clone, PartialEq)]
pub struct Note {
    pub id: String,
    pub text: String,
    /// ISO 8601, in UTC.
    pub date_created: Option<String>,
}

impl Note {
    fn read(record: &Value) -> Option<Self> {
        Some(Self {
            id: string_field(record, "id")?,
            text: string_field(record, "text")?,
            date_created: string_field(record, "date_created"),
        })
    }
}

/// `GET /items/notes`: all notes of the signed-in user, newest first.
pub fn list() -> Request<Vec<Note>> {
    Request::with_decoder(Method::Get, Credentials::User, &["items", "notes"], |answer| {
        answer.get("data")?.as_array()?.iter().map(Note::read).collect()
    })
    .query("fields", FIELDS)
    .query("sort", "-date_created")
    .query("limit", "-1")
}

/// `POST /items/notes`.
pub fn create(text: &str) -> Request<()> {
    write(Method::Post, &["items", "notes"], text)
}

/// `PATCH /items/notes/:id`.
pub fn update(id: &str, text: &str) -> Request<()> {
    write(Method::Patch, &["items", "notes", id], text)
}

/// `DELETE /items/notes/:id`.
pub fn delete(id: &str) -> Request<()> {
    Request::new(Method::Delete, Credentials::User, &["items", "notes", id])
}

fn write(method: Method, segments: &[&str], text: &str) -> Request<()> {
    // The list is loaded again afterwards; the answer says nothing more.
    Request::with_decoder(method, Credentials::User, segments, |_| Some(())).json(&json!({ "text": text }))
}
