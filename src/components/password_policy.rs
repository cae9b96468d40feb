//! The rule for new passwords, for the forms that take one.

use yew::prelude::*;

use crate::{
    directus::settings,
    error_messages,
    password_policy::PasswordPolicy,
    resource::{Resource, use_resource_of},
    session::SendError,
};

/// Asks Directus for its rule for new passwords, once a visit. No form waits for it: until it is known, and where it is not told, there is
/// none here, and what Directus itself refuses is said then.
#[hook]
pub fn use_password_policy() {
    let is_known = use_memo((), |()| error_messages::is_password_policy_known());
    let owner = if *is_known { "" } else { "*" };
    match use_resource_of(AttrValue::Static(owner), settings::password_policy()).state {
        Resource::Loading => {}
        Resource::Ready(setting) => {
            error_messages::set_password_policy(setting.as_deref().map(PasswordPolicy::parse).unwrap_or_default());
        }
        // Not for everybody to read: that is not going to change during a visit.
        Resource::Failed(error) => {
            if matches!(&*error, SendError::Directus(error) if !error.is_unreachable()) {
                error_messages::set_password_policy(PasswordPolicy::Any);
            }
        }
    }
}
