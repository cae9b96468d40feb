//! `/settings`: the project's settings, as far as everybody may read them.

use crate::{Credentials, Method, Request, decode::string_field, password_policy::PasswordPolicy};

/// Makes the request `GET /settings` for `auth_password_policy`, the rule for new passwords. The Public policy needs the permission to
/// read this field of `directus_settings`.
///
/// Refused with 403 `FORBIDDEN` without it: then only Directus knows the rule.
pub fn password_policy() -> Request<PasswordPolicy> {
    Request::with_decoder(Method::Get, Credentials::Anonymous, &["settings"], |answer| {
        let setting = string_field(answer.get("data")?, "auth_password_policy");
        Some(setting.as_deref().map(PasswordPolicy::from).unwrap_or_default())
    })
    .query("fields", "auth_password_policy")
}
