//! `/settings`: what a project has set, as far as everybody may read it.

use super::{Credentials, Method, Request, decode::string_field, password_policy::PasswordPolicy};

/// `GET /settings`: the rule for new passwords, `auth_password_policy`.
///
/// Refused with 403 `FORBIDDEN` where the Public policy may not read the field: then the rule is known to Directus alone.
pub fn password_policy() -> Request<PasswordPolicy> {
    Request::with_reader(Method::Get, Credentials::Anonymous, &["settings"], |answer| {
        let setting = string_field(answer.get("data")?, "auth_password_policy");
        Some(setting.as_deref().map(PasswordPolicy::from).unwrap_or_default())
    })
    .query("fields", "auth_password_policy")
}
