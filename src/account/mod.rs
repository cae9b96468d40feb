//! The account of whoever is signed in: what is known of them, what they may do, and what they prefer.
//!
//! Each subject is a hook in a file of its own; [`AccountProvider`] calls them, and gives what they know to everything inside. Pages for
//! members load the account once for all that shows it; public pages load it only for a [`Can`].

pub mod appearance;
pub mod avatar;
pub mod local_registrations;
mod permissions;
mod preferences;
mod sign_in;
mod user;

use lychgate_directus::{
    RequestParts, UserId,
    permissions::{self as permissions_requests, Permissions},
    policies::{self, Globals},
    users::{self, User},
};
use lychgate_yew::{
    resource::{Owner, Resource, use_prefetch_at_sign_in},
    use_session,
};
use yew::prelude::*;

use avatar::use_avatar;
pub use permissions::Can;
use permissions::{PermissionsHandle, use_permissions};
use preferences::{use_appearance, use_profile_language};
pub use sign_in::{in_either_form, is_unknown, sign_in};
use user::{UserHandle, use_own_user};

/// The account of whoever is signed in. Comes from [`use_account`].
#[derive(Clone, PartialEq)]
pub struct Account {
    user: UserHandle,
    permissions: PermissionsHandle,
    avatar: Option<AttrValue>,
}

impl Account {
    /// Returns the user, as far as their role lets them see themselves. Loading on pages that are not for members.
    pub fn user(&self) -> &Resource<User> {
        &self.user.current
    }

    /// Returns the user as last seen, on whatever page.
    pub fn last_seen(&self) -> Option<&User> {
        self.user.last_seen.as_deref()
    }

    /// Returns what the user may do. Loading on pages that are not for members, unless a part of one asks.
    pub fn permissions(&self) -> &Resource<Permissions> {
        &self.permissions.permissions.state
    }

    /// Returns the rules for the user as a whole, such as enforced two-factor sign-in. Loads with [`permissions`](Self::permissions).
    pub fn globals(&self) -> &Resource<Globals> {
        &self.permissions.globals.state
    }

    /// Returns the URL of the user's avatar, once it is here.
    pub fn avatar(&self) -> Option<AttrValue> {
        self.avatar.clone()
    }

    /// Loads everything again.
    pub fn retry(&self) {
        self.user.retry.emit(());
        self.permissions.permissions.retry.emit(());
        self.permissions.globals.retry.emit(());
    }

    /// Shows the user as they are after a change that was saved, everywhere on this page and in the other tabs.
    pub fn show_saved(&self, user: User) {
        self.user.show_saved.emit(user);
    }
}

/// Props of [`AccountProvider`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct AccountProviderProps {
    /// Whether the page that is shown is for members.
    pub wanted: bool,
    /// Everything that may show the account.
    pub children: Html,
}

/// Gives [`Account`] to everything inside, by context.
#[component]
pub fn AccountProvider(props: &AccountProviderProps) -> Html {
    let session = use_session();
    let owner = session.owner();
    use_prefetch_at_sign_in(if props.wanted { data() } else { Vec::new() });
    let user = use_own_user(owner, props.wanted);
    let permissions = use_permissions(owner, props.wanted);
    let last_seen = user.last_seen.as_deref();
    let avatar = use_avatar(owner.cloned(), last_seen.and_then(|user| user.avatar.clone()));
    use_appearance(last_seen.and_then(|user| user.appearance));
    use_profile_language(last_seen.map(|user| user.language.clone()));

    let account = Account { user, permissions, avatar };
    html! {
        <ContextProvider<Account> context={account}>{ props.children.clone() }</ContextProvider<Account>>
    }
}

/// Returns the requests for what pages for members need of their user.
pub fn data() -> Vec<RequestParts> {
    vec![users::me().parts().clone(), permissions_requests::me().parts().clone(), policies::globals().parts().clone()]
}

/// Whose data is loaded: that of `owner` where the page wants it, else nobody's.
fn owner_if(owner: Option<&UserId>, wanted: bool) -> Owner {
    Owner::from(owner.filter(|_| wanted))
}

/// Returns the account of whoever is signed in, and renders the component again when it changes.
///
/// # Panics
///
/// Outside an [`AccountProvider`].
#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
pub fn use_account() -> Account {
    use_context().expect("is inside an AccountProvider")
}
