//! What the signed-in user may do.
//!
//! For a part of a page there is [`Can`]. A page as a whole is kept by the audience of its route:
//! [`Audience::MembersWith`](lychgate_yew::routing::Audience::MembersWith).

use std::{cell::Cell, rc::Rc};

use lychgate_directus::{
    UserId,
    permissions::{self, Permission, Permissions},
    policies::{self, Globals},
};
use lychgate_yew::resource::{UseResourceHandle, use_resource_of};
use yew::prelude::*;

use super::{owner_if, use_account};

/// What is known of permissions and policies.
#[derive(Clone)]
pub(super) struct PermissionsHandle {
    pub(super) permissions: UseResourceHandle<Permissions>,
    pub(super) globals: UseResourceHandle<Globals>,
    /// How many parts of the page ask.
    asking: Rc<Cell<u32>>,
    is_asked: UseStateSetter<bool>,
}

impl PartialEq for PermissionsHandle {
    fn eq(&self, other: &Self) -> bool {
        self.permissions == other.permissions && self.globals == other.globals
    }
}

/// Loads what the user `owner` may do (`GET /permissions/me`, `GET /policies/me/globals`), where the page, or a part of it, wants it.
#[hook]
pub(super) fn use_permissions(owner: Option<&UserId>, wanted: bool) -> PermissionsHandle {
    let is_asked = use_state_eq(|| false);
    let owner = owner_if(owner, wanted || *is_asked);
    PermissionsHandle {
        permissions: use_resource_of(owner.clone(), permissions::me()),
        globals: use_resource_of(owner, policies::globals()),
        asking: (*use_memo((), |()| Rc::<Cell<u32>>::default())).clone(),
        is_asked: is_asked.setter(),
    }
}

/// Returns whether whoever is signed in has `permission`: no as long as that is not known, and for people who are not signed in.
#[hook]
fn use_can(permission: &Permission) -> bool {
    let account = use_account();
    use_effect_with((), {
        let PermissionsHandle { asking, is_asked, .. } = account.permissions.clone();
        move |()| {
            let count = move |change: i32| {
                asking.set(asking.get().saturating_add_signed(change));
                is_asked.set(asking.get() > 0);
            };
            count(1);
            move || count(-1)
        }
    });
    account.permissions().ready().is_some_and(|permissions| permissions.allow(permission))
}

/// Props of [`Can`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CanProps {
    /// What it takes.
    pub permission: Permission,
    /// Shown to those who have it.
    pub children: Html,
}

/// Shows what is inside to those who have a permission. It hides, it does not guard: that is Directus' part.
#[component]
pub fn Can(props: &CanProps) -> Html {
    if use_can(&props.permission) { props.children.clone() } else { Html::default() }
}
