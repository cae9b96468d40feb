//! `/files`: what people upload.

use std::fmt;

use serde_json::Value;

use crate::{
    Credentials, FileForm, FileId, Method, Request,
    permissions::{Action, FILES, Permission, Permissions},
};

/// Makes the request `POST /files`: uploads a file, and answers with its id. Needs the permission to create files and to read their
/// `id`.
///
/// Refused with 403 `FORBIDDEN`, 413 (the file is too large), 415 (files of this type are not allowed). Without the permission to read,
/// the file is stored, but the answer (204) has no id: [`Error::Undecodable`](crate::Error::Undecodable).
pub fn upload(form: FileForm) -> Request<FileId> {
    Request::with_decoder(Method::Post, Credentials::User, &["files"], |answer| {
        answer.get("data")?.get("id")?.as_str().map(FileId::from)
    })
    .query("fields", "id")
    .form(form)
}

/// The field of `directus_files` that names the owner of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnerField {
    /// Directus' own. Who may read it can ask for the user that it refers to, so not every role may.
    UploadedBy,
    /// The field in which Lychgate's role `Users` has a preset: Directus writes the id of the uploader, and accepts nothing else.
    Description,
}

impl OwnerField {
    /// Returns the field that the user may read, or `None` when the user's files cannot be told from others.
    pub fn readable(permissions: &Permissions) -> Option<Self> {
        let may_read = |it: &Self| permissions.allow(&Permission::new(Action::Read, FILES).on(it.as_str()));
        [Self::UploadedBy, Self::Description].into_iter().find(may_read)
    }

    /// Returns Directus' name of the field.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UploadedBy => "uploaded_by",
            Self::Description => "description",
        }
    }
}

impl fmt::Display for OwnerField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Makes the request `GET /files`: the ids of all files of the user. Needs the permission to read `id` and the field `by` of files, see
/// [`OwnerField::readable`].
///
/// Refused with 403 `FORBIDDEN` without it. All or none: an id that cannot be read is
/// [`Error::Undecodable`](crate::Error::Undecodable), or who deletes all of them would leave a file behind.
pub fn own(by: OwnerField) -> Request<Vec<FileId>> {
    Request::with_decoder(Method::Get, Credentials::User, &["files"], |answer| {
        let files = answer.get("data")?.as_array()?;
        files.iter().map(|file| file.get("id").and_then(Value::as_str).map(FileId::from)).collect()
    })
    .query(&format!("filter[{}][_eq]", by.as_str()), "$CURRENT_USER")
    .query("fields", "id")
    .query("limit", "-1")
}

/// A file that everybody may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicFile {
    /// The file.
    pub id: FileId,
    /// Width and height in pixels, of an image.
    pub size: Option<(u32, u32)>,
}

/// Makes the request `GET /files`: those of `ids` that are there, and that everybody may read. Needs the permission to read `id`, `width` and
/// `height` of files.
///
/// Refused with 403 `FORBIDDEN` without it.
pub fn public(ids: &[FileId]) -> Request<Vec<PublicFile>> {
    Request::with_decoder(Method::Get, Credentials::Anonymous, &["files"], |answer| {
        let side = |file: &Value, name| u32::try_from(file.get(name)?.as_u64()?).ok(); // No image has so many pixels.
        let read = |file: &Value| {
            let id = FileId::from(file.get("id")?.as_str()?);
            Some(PublicFile { id, size: side(file, "width").zip(side(file, "height")) })
        };
        Some(answer.get("data")?.as_array()?.iter().filter_map(read).collect()) // One without an id is no file.
    })
    .query("filter[id][_in]", &ids.iter().map(FileId::as_str).collect::<Vec<_>>().join(","))
    .query("fields", "id,width,height")
    .query("limit", "-1")
}

/// Makes the request `DELETE /files`: removes several files. Needs the permission to delete each of them.
///
/// Refused with 403 `FORBIDDEN` as a whole when one of them does not exist or may not be deleted.
pub fn delete_all(ids: &[FileId]) -> Request<()> {
    Request::new(Method::Delete, Credentials::User, &["files"])
        .json(&ids.iter().map(FileId::as_str).collect::<Vec<_>>())
}

/// Makes the request `DELETE /files/:id`. Needs the permission to delete the file.
///
/// Refused with 403 `FORBIDDEN` when the file does not exist or may not be deleted.
pub fn delete(id: &FileId) -> Request<()> {
    Request::new(Method::Delete, Credentials::User, &["files", id.as_str()])
}
