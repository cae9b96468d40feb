//! `/server/info`: what a Directus says about itself to everyone.

use serde::Deserialize;

use super::{Access, Method, Request};

/// The public part of the project's settings.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ServerInfo {
    /// The project's name and its switches.
    pub project: Project,
}

/// The project's name and its switches.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Project {
    /// What the project is called.
    #[serde(default)]
    pub project_name: Option<String>,
    /// Whether people may make an account themselves.
    #[serde(default)]
    pub public_registration: bool,
    /// Whether a new account has to be confirmed by mail before it can be used.
    #[serde(default)]
    pub public_registration_verify_email: bool,
}

/// `GET /server/info`.
pub fn info() -> Request<ServerInfo> {
    Request::new(Method::Get, Access::Anonymous, &["server", "info"])
}
