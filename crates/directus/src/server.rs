//! `/server/info`: what a Directus says about itself to everyone.

use serde_json::Value;

use super::{Credentials, FileId, Method, Request, decode::string_field};

/// The public part of the project's settings.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Project {
    /// What the project is called.
    pub project_name: Option<String>,
    /// What it is, in a few words.
    pub project_descriptor: Option<String>,
    /// Its logo: the id of a public file.
    pub project_logo: Option<FileId>,
    /// Its colour, as `#rrggbb`. Directus has one of its own where nobody has chosen.
    pub project_color: Option<String>,
    /// A word to everybody who comes to sign in. Studio shows it as Markdown.
    pub public_note: Option<String>,
    /// What stands behind the sign-in: the id of a public file, if that is a picture.
    pub public_background: Option<FileId>,
    /// What stands before that: the id of a public file.
    pub public_foreground: Option<FileId>,
    /// The language of the project, such as `en-US`.
    pub default_language: Option<String>,
    /// `auto`, `light` or `dark`.
    pub default_appearance: Option<String>,
    /// Whether people may make an account themselves.
    pub public_registration: bool,
    /// Whether a new account has to be confirmed by mail before it can be used.
    pub public_registration_verify_email: bool,
}

/// `GET /server/info`.
pub fn info() -> Request<Project> {
    Request::with_reader(Method::Get, Credentials::Anonymous, &["server", "info"], |answer| {
        let project = answer.get("data")?.get("project")?;
        let switch = |key| project.get(key).and_then(Value::as_bool).unwrap_or_default();
        let said = |key| string_field(project, key).filter(|text| !text.trim().is_empty());
        Some(Project {
            project_name: said("project_name"),
            project_descriptor: said("project_descriptor"),
            project_logo: said("project_logo").map(FileId::from),
            project_color: said("project_color"),
            public_note: said("public_note"),
            public_background: project.get("public_background").and_then(picture),
            public_foreground: said("public_foreground").map(FileId::from),
            default_language: said("default_language"),
            default_appearance: said("default_appearance"),
            public_registration: switch("public_registration"),
            public_registration_verify_email: switch("public_registration_verify_email"),
        })
    })
}

/// The id of a file that Directus names with its type, or in older versions by its id alone. It may be a film, too.
fn picture(file: &Value) -> Option<FileId> {
    match (file.as_str(), string_field(file, "type")) {
        (Some(id), _) => Some(id.into()),
        (None, Some(kind)) if !kind.starts_with("image/") => None,
        (None, _) => string_field(file, "id").map(FileId::from),
    }
}
