//! `/settings`: what a project has set, as far as everybody may read it.

use super::{Credentials, Method, Request, decode::text};

/// `GET /settings`: the regular expression that new passwords are held against, `auth_password_policy`; `None` where there is none.
///
/// Refused with 403 `FORBIDDEN` where the Public policy may not read the field: the rule is known to Directus alone then.
pub fn password_policy() -> Request<Option<String>> {
    Request::with_reader(Method::Get, Credentials::Anonymous, &["settings"], |answer| {
        Some(text(answer.get("data")?, "auth_password_policy"))
    })
    .query("fields", "auth_password_policy")
}
