//! `/files`: what people upload.

use serde_json::Value;

use super::{
    Credentials, FileForm, FileId, Method, Request,
    permissions::{Action, FILES, Permission, Permissions},
};

/// `POST /files`: uploads a file, and answers with its id.
///
/// Refused with 403 `FORBIDDEN` where the role may not, 413 where it is too large, 415 where it is of a kind that is not taken. A
/// role that may upload but not read gets no id (204): that is [`Undecodable`](super::Error::Undecodable).
pub fn upload(form: FileForm) -> Request<FileId> {
    Request::with_reader(Method::Post, Credentials::User, &["files"], |answer| {
        answer.get("data")?.get("id")?.as_str().map(FileId::from)
    })
    .query("fields", "id")
    .form(form)
}

/// By which field a file tells whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnerField {
    /// Directus' own. A role that may read it can ask for what it leads to, the accounts of people; so not every role may.
    UploadedBy,
    /// Where the role `Users` has its preset: Directus writes the uploader's id there, and takes nothing else.
    Description,
}

impl OwnerField {
    /// The one that the role may read; `None` where it can't tell which files are the user's.
    pub fn readable(permissions: &Permissions) -> Option<Self> {
        let reads = |it: &Self| permissions.allow(&Permission::new(Action::Read, FILES).on(it.name()));
        [Self::UploadedBy, Self::Description].into_iter().find(reads)
    }

    fn name(self) -> &'static str {
        match self {
            Self::UploadedBy => "uploaded_by",
            Self::Description => "description",
        }
    }
}

/// `GET /files`: the ids of all files that the user has uploaded, as far as the role may read them.
pub fn own(by: OwnerField) -> Request<Vec<FileId>> {
    Request::with_reader(Method::Get, Credentials::User, &["files"], |answer| {
        let files = answer.get("data")?.as_array()?;
        files.iter().map(|file| file.get("id").and_then(Value::as_str).map(FileId::from)).collect()
    })
    .query(&format!("filter[{}][_eq]", by.name()), "$CURRENT_USER")
    .query("fields", "id")
    .query("limit", "-1")
}

/// `DELETE /files`: removes several files. Refused with 403 `FORBIDDEN` as a whole where one of them is not the user's to remove.
pub fn delete_all(ids: &[FileId]) -> Request<()> {
    Request::new(Method::Delete, Credentials::User, &["files"])
        .json(&ids.iter().map(FileId::as_str).collect::<Vec<_>>())
}

/// `DELETE /files/:id`. Refused with 403 `FORBIDDEN` for a file that is not there or not the user's to remove.
pub fn delete(id: &FileId) -> Request<()> {
    Request::new(Method::Delete, Credentials::User, &["files", id.as_str()])
}
