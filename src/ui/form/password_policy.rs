//! The rule for new passwords, for the forms that take one.

use lychgate_directus::{password_policy::PasswordPolicy, settings};
use lychgate_session::SendError;
use lychgate_yew::resource::{Owner, Resource, use_resource_of};
use yew::prelude::*;

use crate::ui::error_messages;

/// Asks Directus for its rule for new passwords (`GET /settings`), once a visit. No form waits for it: until it is known, and where it is
/// not told, there is none here, and what Directus itself refuses is said then.
#[hook]
pub fn use_password_policy() {
    let is_known = use_memo((), |()| error_messages::is_password_policy_known());
    let owner = if *is_known { Owner::Nobody } else { Owner::Everyone };
    match use_resource_of(owner, settings::password_policy()).state {
        Resource::Loading => {}
        Resource::Ready(policy) => error_messages::set_password_policy((*policy).clone()),
        // Not for everybody to read: that is not going to change during a visit.
        Resource::Failed(error) => {
            if matches!(&*error, SendError::Directus(error) if !error.is_unreachable()) {
                error_messages::set_password_policy(PasswordPolicy::Any);
            }
        }
    }
}
