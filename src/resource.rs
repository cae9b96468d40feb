//! Data that a page needs from Directus: on its way, here, or failed with a way to try again.

use std::{future::Future, rc::Rc};

use futures_util::future::{AbortHandle, abortable};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::session::{Client, SendError, use_client};

/// How far the data is.
#[derive(Debug, PartialEq)]
pub enum Resource<T> {
    /// On its way.
    Loading,
    /// Here.
    Ready(Rc<T>),
    /// It did not come.
    Failed(Rc<SendError>),
}

impl<T> Clone for Resource<T> {
    fn clone(&self) -> Self {
        match self {
            Self::Loading => Self::Loading,
            Self::Ready(data) => Self::Ready(data.clone()),
            Self::Failed(error) => Self::Failed(error.clone()),
        }
    }
}

impl<T> Resource<T> {
    /// The data, once it is here.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(data) => Some(data),
            Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Whether there is nothing more to wait for.
    pub fn is_settled(&self) -> bool {
        !matches!(self, Self::Loading)
    }
}

/// What [`use_resource`] gives.
#[derive(Clone)]
pub struct UseResourceHandle<T> {
    /// How far the data is.
    pub state: Resource<T>,
    /// Asks again.
    pub retry: Callback<()>,
}

/// Loads data with `load` when the component appears, when `deps` change, and on a retry. When the component goes, its request is
/// aborted.
#[hook]
pub fn use_resource<D, T, F, Fut>(deps: D, load: F) -> UseResourceHandle<T>
where
    D: Clone + PartialEq + 'static,
    T: 'static,
    F: FnOnce(Client, D) -> Fut + 'static,
    Fut: Future<Output = Result<T, SendError>> + 'static,
{
    let client = use_client();
    let state = use_state(|| Resource::Loading);
    let tries = use_state(|| 0_u32);

    use_effect_with((deps, *tries), {
        let state = state.setter();
        move |(deps, _)| {
            state.set(Resource::Loading);
            let load = load(client, deps.clone());
            let (task, abort) = abortable(async move {
                state.set(match load.await {
                    Ok(data) => Resource::Ready(Rc::new(data)),
                    Err(error) => Resource::Failed(Rc::new(error)),
                });
            });
            spawn_local(async {
                let _ = task.await; // An abort means that nobody is there to be told.
            });
            move || AbortHandle::abort(&abort)
        }
    });

    UseResourceHandle {
        state: (*state).clone(),
        retry: {
            let tries = tries.clone();
            Callback::from(move |()| tries.set(*tries + 1))
        },
    }
}
