//! Data that a page needs from Directus: on its way, here, or failed with a way to try again.

use std::{any::Any, future::Future, pin::Pin, rc::Rc};

use futures_util::future::{AbortHandle, abortable};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::session::{Client, SendError, use_client};

/// How far the data is.
pub enum Resource<T: ?Sized> {
    /// On its way.
    Loading,
    /// Here.
    Ready(Rc<T>),
    /// It did not come.
    Failed(Rc<SendError>),
}

impl<T: ?Sized> Clone for Resource<T> {
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
pub struct UseResourceHandle<T> {
    /// How far the data is.
    pub state: Resource<T>,
    /// Asks again.
    pub retry: Callback<()>,
}

/// Loads data with `load` when the component appears, and on a retry. When the component goes, its request is aborted.
/// A component that shows other data for other props has a key made of them.
#[hook]
pub fn use_resource<T, F, Fut>(load: F) -> UseResourceHandle<T>
where
    T: 'static,
    F: FnOnce(Client) -> Fut + 'static,
    Fut: Future<Output = Result<T, SendError>> + 'static,
{
    let load = |client| -> Loading { Box::pin(async move { load(client).await.map(|data| Rc::new(data) as Rc<dyn Any>) }) };
    let (state, retry) = use_loading(Box::new(load));
    UseResourceHandle {
        state: match state {
            Resource::Loading => Resource::Loading,
            // The data was made by `load`, so it is of its type.
            Resource::Ready(data) => data.downcast().map_or(Resource::Loading, Resource::Ready),
            Resource::Failed(error) => Resource::Failed(error),
        },
        retry,
    }
}

type Loading = Pin<Box<dyn Future<Output = Result<Rc<dyn Any>, SendError>>>>;

/// [`use_resource`] without its types, so that it is compiled once and not once a page.
#[hook]
fn use_loading(load: Box<dyn FnOnce(Client) -> Loading>) -> (Resource<dyn Any>, Callback<()>) {
    let client = use_client();
    let state = use_state(|| Resource::Loading);
    let tries = use_state(|| 0_u32);

    use_effect_with(*tries, {
        let state = state.setter();
        move |_| {
            state.set(Resource::Loading);
            let load = load(client);
            let (task, abort) = abortable(async move {
                state.set(load.await.map_or_else(|error| Resource::Failed(Rc::new(error)), Resource::Ready));
            });
            spawn_local(async {
                let _ = task.await; // An abort means that nobody is there to be told.
            });
            move || AbortHandle::abort(&abort)
        }
    });

    let state = (*state).clone();
    (state, Callback::from(move |()| tries.set(*tries + 1)))
}
