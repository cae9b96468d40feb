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
pub struct UseResourceHandle<T: ?Sized> {
    /// How far the data is.
    pub state: Resource<T>,
    /// Asks again.
    pub retry: Callback<()>,
}

impl<T: 'static> UseResourceHandle<T> {
    fn of(erased: &UseResourceHandle<dyn Any>) -> Self {
        let state = match erased.state.clone() {
            Resource::Loading => Resource::Loading,
            // The data was made by the same caller's `load`, so it is of its type.
            Resource::Ready(data) => data.downcast().map_or(Resource::Loading, Resource::Ready),
            Resource::Failed(error) => Resource::Failed(error),
        };
        Self { state, retry: erased.retry.clone() }
    }
}

/// Loads data with `load` when the component appears, and on a retry. When the component goes, its request is aborted.
#[hook]
pub fn use_resource<T, F, Fut>(load: F) -> UseResourceHandle<T>
where
    T: 'static,
    F: Fn(Client) -> Fut + 'static,
    Fut: Future<Output = Result<T, SendError>> + 'static,
{
    UseResourceHandle::of(&use_erased(erase(load)))
}

/// A part of a page that `load`s data when it appears, and that `view` makes of how far the data is.
///
/// ```no_run
/// use lychgate::{directus::items, resource::{Resource, loaded}};
/// use yew::prelude::*;
///
/// fn page_title(slug: &str) -> Html {
///     let request = items::page(slug);
///     loaded(
///         move |client| {
///             let request = request.clone();
///             async move { client.send(&request).await }
///         },
///         |page, _| match page.state.ready() {
///             Some(Some(page)) => html! { <h1>{ &page.title }</h1> },
///             _ => Html::default(),
///         },
///     )
/// }
/// ```
pub fn loaded<T, Fut>(
    load: impl Fn(Client) -> Fut + 'static,
    view: impl Fn(&UseResourceHandle<T>, &Client) -> Html + 'static,
) -> Html
where
    T: 'static,
    Fut: Future<Output = Result<T, SendError>> + 'static,
{
    let load = erase(load);
    let view: View = Rc::new(move |data, client| view(&UseResourceHandle::of(data), client));
    html! { <Loader {load} {view} /> }
}

// Without types of the data from here on, so that it is compiled once and not once a page.

type Loading = Pin<Box<dyn Future<Output = Result<Rc<dyn Any>, SendError>>>>;
type Load = Rc<dyn Fn(Client) -> Loading>;
type View = Rc<dyn Fn(&UseResourceHandle<dyn Any>, &Client) -> Html>;

fn erase<T: 'static, Fut>(load: impl Fn(Client) -> Fut + 'static) -> Load
where
    Fut: Future<Output = Result<T, SendError>> + 'static,
{
    Rc::new(move |client| {
        let loading = load(client);
        Box::pin(async move { loading.await.map(|data| Rc::new(data) as Rc<dyn Any>) })
    })
}

#[derive(Clone, Properties)]
struct LoaderProps {
    load: Load,
    view: View,
}

impl PartialEq for LoaderProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.load, &other.load) && Rc::ptr_eq(&self.view, &other.view)
    }
}

#[component]
fn Loader(props: &LoaderProps) -> Html {
    let client = use_client();
    (props.view)(&use_erased(props.load.clone()), &client)
}

#[hook]
fn use_erased(load: Load) -> UseResourceHandle<dyn Any> {
    let client = use_client();
    let state = use_state(|| Resource::Loading);
    let tries = use_state(|| 0_u32);

    use_effect_with(*tries, {
        let state = state.setter();
        move |_| {
            state.set(Resource::Loading);
            let loading = load(client);
            let (task, abort) = abortable(async move {
                state.set(loading.await.map_or_else(|error| Resource::Failed(Rc::new(error)), Resource::Ready));
            });
            spawn_local(async {
                let _ = task.await; // An abort means that nobody is there to be told.
            });
            move || AbortHandle::abort(&abort)
        }
    });

    let state = (*state).clone();
    UseResourceHandle { state, retry: Callback::from(move |()| tries.set(*tries + 1)) }
}
