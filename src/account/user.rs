//! The signed-in user themselves.

use std::{cell::Cell, rc::Rc};

use lychgate_directus::{
    UserId,
    users::{self, User},
};
use lychgate_yew::{
    browser::activity,
    resource::{Resource, use_resource_of},
    use_client,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::owner_if;

/// What is known of the signed-in user.
#[derive(Clone)]
pub(super) struct UserHandle {
    /// As loaded for the page that is shown, with what was changed since.
    pub(super) current: Resource<User>,
    /// As last seen, on whatever page.
    pub(super) last_seen: Option<Rc<User>>,
    /// Loads them again.
    pub(super) retry: Callback<()>,
    /// Takes the user after a change that was saved.
    pub(super) show_saved: Callback<User>,
}

impl PartialEq for UserHandle {
    fn eq(&self, other: &Self) -> bool {
        self.current == other.current && self.last_seen == other.last_seen
    }
}

/// The user as last seen, and what had been loaded by then: what is loaded after that is newer.
#[derive(Clone, PartialEq)]
struct Seen {
    user: Rc<User>,
    loaded: Resource<User>,
}

/// Loads the user `owner` (`GET /users/me`) for pages that want them, and keeps them up to date with what is changed here and in other
/// tabs.
#[hook]
pub(super) fn use_own_user(owner: Option<&UserId>, wanted: bool) -> UserHandle {
    let client = use_client();
    let resource = use_resource_of(owner_if(owner, wanted), users::me());
    let loaded = resource.state;
    let seen = use_state_eq(|| None::<Seen>);
    // What belongs to one user is not shown to another.
    let last_seen = seen.as_ref().filter(|seen| owner.is_some_and(|owner| seen.user.id == *owner));

    // Nothing of a former user stays in memory.
    use_effect_with(owner.cloned(), {
        let seen = seen.setter();
        move |_| move || seen.set(None)
    });
    use_effect_with(loaded.clone(), {
        let seen = seen.setter();
        move |loaded| {
            if let Resource::Ready(user) = loaded {
                seen.set(Some(Seen { user: user.clone(), loaded: loaded.clone() }));
            }
        }
    });

    let see = {
        let (seen, loaded) = (seen.setter(), loaded.clone());
        Callback::from(move |user: User| seen.set(Some(Seen { user: Rc::new(user), loaded: loaded.clone() })))
    };
    use_changes_of_other_tabs(last_seen.map(|seen| seen.user.id.clone()), see.clone());

    let current = match last_seen {
        Some(seen) if matches!(loaded, Resource::Ready(_)) && seen.loaded == loaded => {
            Resource::Ready(seen.user.clone())
        }
        _ => loaded,
    };
    // Before the effect above has noted it: what shows the user appears with the page that shows them.
    let last_seen = match &current {
        Resource::Ready(user) => Some(user.clone()),
        Resource::Loading | Resource::Failed(_) => last_seen.map(|seen| seen.user.clone()),
    };
    UserHandle {
        current,
        last_seen,
        retry: resource.retry,
        show_saved: Callback::from(move |user| {
            see.emit(user);
            client.notify_account_changed();
        }),
    }
}

/// Loads the user again when another tab has changed them: at once where somebody can see this page, or when they come back.
#[hook]
fn use_changes_of_other_tabs(last_seen: Option<UserId>, see: Callback<User>) {
    let client = use_client();
    // The newest of what each render brings, for listeners that outlive it.
    let newest = use_mut_ref(|| (None, Callback::noop()));
    newest.replace((last_seen, see));
    use_effect_with(client, move |client| {
        let refresh = {
            let client = client.clone();
            move || {
                let (client, newest) = (client.clone(), newest.clone());
                spawn_local(async move {
                    // Failing this, the change is seen with the next page.
                    let Ok(user) = client.send(&users::me()).await else { return };
                    let (last_seen, see) = newest.borrow().clone();
                    if last_seen.is_some_and(|id| user.id == id) {
                        see.emit(user);
                    }
                });
            }
        };
        let stale = Rc::new(Cell::new(false));
        let on_changed = client.on_account_changed({
            let (refresh, stale) = (refresh.clone(), stale.clone());
            move || {
                if activity::is_visible() {
                    refresh();
                } else {
                    stale.set(true);
                }
            }
        });
        let on_visible = activity::on_visible(move || {
            if stale.take() {
                refresh();
            }
        });
        move || drop((on_changed, on_visible))
    });
}
