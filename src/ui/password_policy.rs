//! The policy for new passwords, for the forms that take one.

use std::rc::Rc;

use lychgate_directus::{password_policy::PasswordPolicy, settings};
use lychgate_yew::resource::{Resource, use_resource_once};
use yew::prelude::*;

/// Returns this Directus' policy for new passwords. The first form that takes one asks for it (`GET /settings`). No form waits: until the
/// policy is known, and where it is not for everybody to read, anything goes here, and Directus has the last word.
#[hook]
pub fn use_password_policy() -> Rc<PasswordPolicy> {
    match use_resource_once(settings::password_policy()) {
        Resource::Ready(policy) => policy,
        Resource::Loading | Resource::Failed(_) => Rc::default(),
    }
}
