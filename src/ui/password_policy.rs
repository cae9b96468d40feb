//! The policy for new passwords, for the forms that take one.

use std::rc::Rc;

use lychgate_directus::{password_policy::PasswordPolicy, settings};
use lychgate_session::SendError;
use lychgate_yew::resource::{Owner, Resource, use_resource_of};
use yew::prelude::*;

use super::visit::{use_keep, use_visit};

/// Returns this Directus' policy for new passwords. The first form of a visit that takes one asks for it (`GET /settings`). No form waits:
/// until the policy is known, and where it is not for everybody to read, anything goes here, and Directus has the last word.
#[hook]
pub fn use_password_policy() -> Rc<PasswordPolicy> {
    let visit = use_visit();
    let known = visit.password_policy();
    let owner = if known.is_some() { Owner::Nobody } else { Owner::Everyone };
    let loaded = match use_resource_of(owner, settings::password_policy()).state {
        Resource::Ready(policy) => Some(policy),
        // Not for everybody to read: that is not going to change during a visit.
        Resource::Failed(error) if matches!(&*error, SendError::Directus(error) if !error.is_unreachable()) => {
            Some(Rc::default())
        }
        Resource::Loading | Resource::Failed(_) => None,
    };
    use_keep(loaded.is_some(), {
        let loaded = loaded.clone();
        Callback::from(move |()| {
            if let Some(policy) = &loaded {
                visit.set_password_policy(policy.clone());
            }
        })
    });
    loaded.or(known).unwrap_or_default()
}
