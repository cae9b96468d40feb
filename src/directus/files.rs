//! `/files`: what people upload.

use serde_json::Value;

use super::{Access, FileForm, Method, Request};

/// The id of a file in `directus_files`.
pub type FileId = String;

/// `POST /files`: uploads a file, and answers with its id.
///
/// Refused with 403 `FORBIDDEN` where the role may not, 413 where it is too large, 415 where it is of a kind that is not taken. A
/// role that may upload but not read gets no id (204): that is [`Undecodable`](super::Error::Undecodable).
pub fn upload(form: FileForm) -> Request<FileId> {
    Request::with_reader(Method::Post, Access::User, &["files"], |answer| {
        answer.get("data")?.get("id")?.as_str().map(str::to_owned)
    })
    .query("fields", "id")
    .form(form)
}

/// `GET /files`: the ids of all files that the user has uploaded, as far as the role may read them.
pub fn own() -> Request<Vec<FileId>> {
    Request::with_reader(Method::Get, Access::User, &["files"], |answer| {
        let files = answer.get("data")?.as_array()?;
        files.iter().map(|file| file.get("id").and_then(Value::as_str).map(str::to_owned)).collect()
    })
    .query("filter[uploaded_by][_eq]", "$CURRENT_USER")
    .query("fields", "id")
    .query("limit", "-1")
}

/// `DELETE /files`: removes several files. Refused with 403 `FORBIDDEN` as a whole where one of them is not the user's to remove.
pub fn delete_all(ids: &[FileId]) -> Request<()> {
    Request::new(Method::Delete, Access::User, &["files"]).json(&ids)
}

/// `DELETE /files/:id`. Refused with 403 `FORBIDDEN` for a file that is not there or not the user's to remove.
pub fn delete(id: &str) -> Request<()> {
    Request::new(Method::Delete, Access::User, &["files", id])
}
