//! `/server/info`: what a Directus says about itself to everyone.

use serde_json::Value;

use super::{Access, Method, Request, decode::text};

/// The public part of the project's settings.
#[derive(Debug, Clone, PartialEq)]
pub struct Project {
    /// What the project is called.
    pub project_name: Option<String>,
    /// Whether people may make an account themselves.
    pub public_registration: bool,
    /// Whether a new account has to be confirmed by mail before it can be used.
    pub public_registration_verify_email: bool,
}

/// `GET /server/info`.
pub fn info() -> Request<Project> {
    Request::with_reader(Method::Get, Access::Anonymous, &["server", "info"], |answer| {
        let project = answer.get("data")?.get("project")?;
        let switch = |key| project.get(key).and_then(Value::as_bool).unwrap_or_default();
        Some(Project {
            project_name: text(project, "project_name"),
            public_registration: switch("public_registration"),
            public_registration_verify_email: switch("public_registration_verify_email"),
        })
    })
}
