//! The account of whoever is signed in: what is known of the person, and what they may do. It is asked for when a page for
//! members is opened, once for all that shows it; public pages ask nothing.
//!
//! For a part of a page there is [`Can`], or [`use_can`]:
//!
//! ```
//! use lychgate::{
//!     account::{Can, use_can},
//!     directus::permissions::{Action, Permission},
//! };
//! use yew::prelude::*;
//!
//! fn comment_form() -> Html {
//!     html! {
//!         <Can action={Action::Create} collection="comments" otherwise={html! { <p>{ "Only members comment." }</p> }}>
//!             <textarea name="text" />
//!         </Can>
//!     }
//! }
//!
//! #[component]
//! fn RemoveButton() -> Html {
//!     let may_remove = use_can(Permission::new(Action::Delete, "comments"));
//!     html! { <button disabled={!may_remove}>{ "Remove" }</button> }
//! }
//! ```
//!
//! A page as a whole is kept by the access class of its route: [`Access::MembersWith`](crate::route::Access::MembersWith).

use std::{cell::Cell, rc::Rc};

use futures_util::future::{AbortHandle, abortable};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    browser::{appearance, picture::Picture, wake},
    directus::{
        assets,
        permissions::{self, Action, Permission, Permissions},
        policies::{self, Globals},
        users::{self, User},
    },
    locale::use_locale,
    resource::{Resource, UseResourceHandle, use_resource_of},
    session::{Client, SendError, use_client, use_session},
};

/// Pictures of people are asked for in this size: twice that of the largest place for one.
const AVATAR_SIZE: u32 = 256;

/// What the person may do, and what their policies ask of them.
pub type Policies = (Result<Permissions, SendError>, Result<Globals, SendError>);

/// The account of whoever is signed in. Comes from [`use_account`].
#[derive(Clone)]
pub struct Account {
    client: Client,
    user: UseResourceHandle<User>,
    policies: UseResourceHandle<Policies>,
    known: UseStateHandle<Option<Rc<User>>>,
    avatar: UseStateHandle<Option<Rc<Picture>>>,
    /// How many pieces of the page ask what the person may do.
    asking: Rc<Cell<u32>>,
    is_asked: UseStateHandle<bool>,
}

impl PartialEq for Account {
    fn eq(&self, other: &Self) -> bool {
        self.user.state == other.user.state
            && self.policies.state == other.policies.state
            && self.known == other.known
            && self.avatar == other.avatar
    }
}

impl Account {
    /// The person, as far as their role lets them see themselves; loading on pages that are not for members.
    pub fn user(&self) -> &Resource<User> {
        &self.user.state
    }

    /// What they may do, and what is asked of them; loading on pages that are not for members.
    pub fn policies(&self) -> &Resource<Policies> {
        &self.policies.state
    }

    /// What they may do; `None` until it is known.
    pub fn permissions(&self) -> Option<&Permissions> {
        self.policies().ready().and_then(|(permissions, _)| permissions.as_ref().ok()) // Unread is not known.
    }

    /// The person as last seen, on whatever page.
    pub fn known(&self) -> Option<&User> {
        self.known.as_deref()
    }

    /// The address of the person's picture, once it is here.
    pub fn avatar(&self) -> Option<AttrValue> {
        self.avatar.as_ref().map(|picture| picture.url().to_owned().into())
    }

    /// Asks for everything again.
    pub fn retry(&self) {
        self.user.retry.emit(());
        self.policies.retry.emit(());
    }

    /// To be called with the person as they are after a change that was saved: everything that shows them shows them so, here and
    /// in the other tabs.
    pub fn changed(&self, user: User) {
        self.see(user);
        self.client.notify_account_changed();
    }

    fn see(&self, user: User) {
        let user = Rc::new(user);
        self.user.replace(user.clone());
        self.known.set(Some(user));
    }

    /// Asks who the person is by now, and shows what is there meanwhile.
    fn look_again(&self) {
        let account = self.clone();
        spawn_local(async move {
            // Failing this, it is seen with the next page.
            if let Ok(user) = account.client.send(&users::me()).await
                && account.known().is_some_and(|known| known.id == user.id)
            {
                account.see(user);
            }
        });
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
    let client = use_client();
    let session = use_session();
    let owner: AttrValue = session.owner().map_or_else(AttrValue::default, |user| user.as_str().to_owned().into());
    let is_asked = use_state_eq(|| false);
    let owner_if = |wanted: bool| if wanted { owner.clone() } else { AttrValue::default() };
    let account = Account {
        client: client.clone(),
        user: use_resource_of(owner_if(props.wanted), users::me()),
        policies: use_resource_of(owner_if(props.wanted || *is_asked), (permissions::me(), policies::globals())),
        known: use_state(|| None),
        avatar: use_state(|| None),
        asking: (*use_memo((), |()| Rc::<Cell<u32>>::default())).clone(),
        is_asked,
    };

    // What belongs to one person is gone with them.
    use_effect_with(owner.clone(), {
        let account = account.clone();
        move |_| {
            if account.known.is_some() {
                account.known.set(None);
                account.avatar.set(None);
            }
        }
    });

    use_effect_with(account.user.state.clone(), {
        let known = account.known.setter();
        move |user| {
            if let Resource::Ready(user) = user {
                known.set(Some(user.clone()));
            }
        }
    });

    let chosen = account.known().and_then(|user| user.appearance);
    use_effect_with(chosen, |chosen| {
        if let Some(chosen) = chosen {
            appearance::apply(*chosen);
        }
    });

    let locale = use_locale();
    let language = account.known().map(|user| user.language.clone());
    use_effect_with(language, move |language| {
        if let Some(language) = language {
            locale.follow(language.as_deref());
        }
    });

    let file = account.known().and_then(|user| user.avatar.clone());
    use_effect_with((owner, file), {
        let (client, avatar) = (client.clone(), account.avatar.setter());
        move |(_, file)| {
            let request = file.as_deref().map(|file| assets::avatar(file, AVATAR_SIZE));
            let (task, abort) = abortable(async move {
                let bytes = match request {
                    Some(request) => client.download(&request).await.ok(), // Without it initials stand there.
                    None => None,
                };
                avatar.set(bytes.and_then(|bytes| Picture::new(&bytes, "image/webp")).map(Rc::new));
            });
            spawn_local(async {
                let _ = task.await; // An abort means that there is somebody else to show, or another picture.
            });
            move || AbortHandle::abort(&abort)
        }
    });

    // What another tab has changed is looked at where somebody can see it: at once, or when they come back.
    use_effect_with(client, {
        let account = account.clone();
        move |client| {
            let stale = Rc::new(Cell::new(false));
            let on_account_changed = client.on_account_changed({
                let (account, stale) = (account.clone(), stale.clone());
                move || {
                    if wake::is_visible() {
                        account.look_again();
                    } else {
                        stale.set(true);
                    }
                }
            });
            let on_visible = wake::on_visible(move || {
                if stale.take() {
                    account.look_again();
                }
            });
            move || drop((on_account_changed, on_visible))
        }
    });

    html! {
        <ContextProvider<Account> context={account}>{ props.children.clone() }</ContextProvider<Account>>
    }
}

/// The account of whoever is signed in; renders the component again when it changes.
///
/// # Panics
///
/// Outside an [`AccountProvider`].
#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
pub fn use_account() -> Account {
    use_context().expect("is inside an AccountProvider")
}

/// Whether whoever is signed in may do it: no, as long as that is not known. For people who are not signed in it is always no.
#[hook]
pub fn use_can(permission: Permission) -> bool {
    let account = use_account();
    use_effect_with((), {
        let (asking, is_asked) = (account.asking.clone(), account.is_asked.setter());
        move |()| {
            let count = move |change: i32| {
                asking.set(asking.get().saturating_add_signed(change));
                is_asked.set(asking.get() > 0);
            };
            count(1);
            move || count(-1)
        }
    });
    account.permissions().is_some_and(|permissions| permissions.allow(permission))
}

/// Props of [`Can`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct CanProps {
    /// What is done.
    pub action: Action,
    /// In which collection.
    pub collection: &'static str,
    /// With which field; left out where that does not matter.
    #[prop_or_default]
    pub field: Option<&'static str>,
    /// Shown to those who may not, and until that is known.
    #[prop_or_default]
    pub otherwise: Html,
    /// Shown to those who may.
    pub children: Html,
}

/// Shows what is inside to those who may do something. It hides, it does not guard: that is Directus' part.
#[component]
pub fn Can(props: &CanProps) -> Html {
    let CanProps { action, collection, field, otherwise, children } = props;
    let may = use_can(Permission { action: *action, collection, field: *field });
    if may { children.clone() } else { otherwise.clone() }
}
