//! `/server/info`: what a Directus tells everybody about itself.

use serde_json::Value;

use crate::{Credentials, FileId, Method, Request, decode::string_field};

/// The public part of the project's settings. A setting that is empty or blank is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Project {
    /// The name of the project.
    pub project_name: Option<String>,
    /// What the project is, in a few words.
    pub project_descriptor: Option<String>,
    /// The logo, a public file.
    pub project_logo: Option<FileId>,
    /// The colour, as `#rrggbb`. Directus has a default.
    pub project_color: Option<String>,
    /// A note on the sign-in page. Studio shows it as Markdown.
    pub public_note: Option<String>,
    /// The background of the sign-in page, a public file; `None` if it is a video.
    pub public_background: Option<FileId>,
    /// The foreground of the sign-in page, a public file.
    pub public_foreground: Option<FileId>,
    /// The language of the project, such as `en-US`.
    pub default_language: Option<String>,
    /// `auto`, `light` or `dark`.
    pub default_appearance: Option<String>,
    /// Whether people may register.
    pub public_registration: bool,
    /// Whether a new account has to verify its e-mail before it can sign in.
    pub public_registration_verify_email: bool,
}

/// Makes the request `GET /server/info`: the public settings of the project. Needs no permission.
pub fn info() -> Request<Project> {
    Request::with_decoder(Method::Get, Credentials::Anonymous, &["server", "info"], |answer| {
        let project = answer.get("data")?.get("project")?;
        let is_on = |key| project.get(key).and_then(Value::as_bool).unwrap_or_default();
        let text = |key| string_field(project, key).filter(|text| !text.trim().is_empty());
        Some(Project {
            project_name: text("project_name"),
            project_descriptor: text("project_descriptor"),
            project_logo: text("project_logo").map(FileId::from),
            project_color: text("project_color"),
            public_note: text("public_note"),
            public_background: project.get("public_background").and_then(image),
            public_foreground: text("public_foreground").map(FileId::from),
            default_language: text("default_language"),
            default_appearance: text("default_appearance"),
            public_registration: is_on("public_registration"),
            public_registration_verify_email: is_on("public_registration_verify_email"),
        })
    })
}

/// Returns the id of a file that Directus names with its type, or in older versions by its id alone, unless it is a video.
fn image(file: &Value) -> Option<FileId> {
    match (file.as_str(), string_field(file, "type")) {
        (Some(id), _) => Some(id.into()),
        (None, Some(media_type)) if !media_type.starts_with("image/") => None,
        (None, _) => string_field(file, "id").map(FileId::from),
    }
}
