//! Data that a page needs from Directus: on its way, here, or failed with a way to try again.

use std::{any::Any, rc::Rc, time::Duration};

use futures_util::future::{AbortHandle, abortable, join};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    directus::{self, Call, HttpResponse, Reader, Request},
    session::{Client, SendError, Session, use_client, use_session},
};

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

/// Two are equal that are the very same data.
impl<T: ?Sized> PartialEq for Resource<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Loading, Self::Loading) => true,
            (Self::Ready(one), Self::Ready(other)) => Rc::ptr_eq(one, other),
            (Self::Failed(one), Self::Failed(other)) => Rc::ptr_eq(one, other),
            _ => false,
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
pub struct UseResourceHandle<T: ?Sized> {
    /// How far the data is.
    pub state: Resource<T>,
    /// Asks again.
    pub retry: Callback<()>,
    replace: Callback<Rc<dyn Any>>,
}

impl<T: 'static> UseResourceHandle<T> {
    /// Puts newer data in the place of what was loaded.
    pub fn replace(&self, data: Rc<T>) {
        self.replace.emit(data);
    }
}

impl<T: 'static> UseResourceHandle<T> {
    fn of(erased: &UseResourceHandle<dyn Any>) -> Self {
        let state = match erased.state.clone() {
            Resource::Loading => Resource::Loading,
            // The data was made by the same caller's reader, so it is of its type.
            Resource::Ready(data) => data.downcast().map_or(Resource::Loading, Resource::Ready),
            Resource::Failed(error) => Resource::Failed(error),
        };
        Self { state, retry: erased.retry.clone(), replace: erased.replace.clone() }
    }
}

/// What data is loaded by: a [`Request`], or two of them at once, of which each can fail without the other.
pub trait Requests {
    /// What they give together.
    type Data: 'static;

    #[doc(hidden)]
    fn into_load(self) -> Load;
}

impl<T: 'static> Requests for Request<T> {
    type Data = T;

    fn into_load(self) -> Load {
        let reader = self.reader();
        Load {
            first: self.call().clone(),
            second: None,
            read: Rc::new(move |answer, _| Ok(Rc::new(read(answer, reader)?))),
        }
    }
}

impl<A: 'static, B: 'static> Requests for (Request<A>, Request<B>) {
    type Data = (Result<A, SendError>, Result<B, SendError>);

    fn into_load(self) -> Load {
        let (first_reader, second_reader) = (self.0.reader(), self.1.reader());
        Load {
            first: self.0.call().clone(),
            second: Some(self.1.call().clone()),
            read: Rc::new(move |first, second| {
                // Both are sent, so both are answered; were one not, that is what it would be.
                let second = second.unwrap_or(Err(SendError::SignedOut));
                Ok(Rc::new((read(first, first_reader), read(second, second_reader))))
            }),
        }
    }
}

fn read<T>(answer: Answer, reader: Reader<T>) -> Result<T, SendError> {
    directus::read(&answer?, reader).map_err(SendError::Directus)
}

/// Sends `requests` when the component appears, and on a retry. When the component goes, they are aborted.
#[hook]
pub fn use_resource<R: Requests>(requests: R) -> UseResourceHandle<R::Data> {
    UseResourceHandle::of(&use_load(requests.into_load(), ALWAYS))
}

/// Like [`use_resource`], for data of somebody: sends `requests` when `owner` changes, and nothing for nobody. What was loaded for one is
/// never given for another.
#[hook]
pub fn use_resource_of<R: Requests>(owner: AttrValue, requests: R) -> UseResourceHandle<R::Data> {
    UseResourceHandle::of(&use_load(requests.into_load(), owner))
}

/// A part of a page that sends `requests` when it appears, and that `view` makes of how far their data is.
///
/// ```
/// use lychgate::{directus::items, resource::loaded};
/// use yew::prelude::*;
///
/// fn page_title(slug: &str) -> Html {
///     loaded(items::page(slug), |page, _client| match page.state.ready() {
///         Some(Some(page)) => html! { <h1>{ &page.title }</h1> },
///         _ => Html::default(),
///     })
/// }
/// ```
pub fn loaded<R: Requests>(requests: R, view: impl Fn(&UseResourceHandle<R::Data>, &Client) -> Html + 'static) -> Html {
    let view: View = Rc::new(move |data, client| view(&UseResourceHandle::of(data), client));
    html! { <Loader load={requests.into_load()} {view} /> }
}

// Without the types of the data from here on, so that it is compiled once and not once a page.

/// One request or two, and how their answers are read.
#[derive(Clone)]
pub struct Load {
    first: Call,
    second: Option<Call>,
    read: Rc<Read>,
}

type Answer = Result<HttpResponse, SendError>;
type Read = dyn Fn(Answer, Option<Answer>) -> Result<Rc<dyn Any>, SendError>;
type View = Rc<dyn Fn(&UseResourceHandle<dyn Any>, &Client) -> Html>;

/// What would mend a request that failed.
#[derive(Clone, Copy, PartialEq)]
enum RetryOn {
    /// Somebody's signing in, or the session's being in reach again.
    Session,
    /// Time: how much the server asks for, where it does.
    Time(Option<Duration>),
}

impl RetryOn {
    fn of(answer: &Answer) -> Option<Self> {
        match answer {
            Err(SendError::SignedOut | SendError::Unreachable(_)) => Some(Self::Session),
            Err(SendError::Directus(error)) if error.is_unreachable() => Some(Self::Time(error.retry_after())),
            Ok(_) | Err(SendError::Directus(_) | SendError::SomebodyElse) => None,
        }
    }
}

/// How far the data is, and what would bring what has not come.
#[derive(Clone)]
struct Loaded {
    data: Resource<dyn Any>,
    retry_on: Option<RetryOn>,
}

impl Load {
    async fn run(&self, client: &Client) -> Loaded {
        let second = async {
            match &self.second {
                Some(call) => Some(client.exchange(call).await),
                None => None,
            }
        };
        let (first, second) = join(client.exchange(&self.first), second).await;
        let retry_on = RetryOn::of(&first).or_else(|| second.as_ref().and_then(RetryOn::of));
        let data = (self.read)(first, second).map_or_else(|error| Resource::Failed(Rc::new(error)), Resource::Ready);
        Loaded { data, retry_on }
    }
}

#[derive(Clone, Properties)]
struct LoaderProps {
    load: Load,
    view: View,
}

impl PartialEq for LoaderProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.view, &other.view)
    }
}

#[component]
fn Loader(props: &LoaderProps) -> Html {
    let client = use_client();
    (props.view)(&use_load(props.load.clone(), ALWAYS), &client)
}

/// The owner of what belongs to nobody in particular. The empty one is nobody: nothing is sent.
const ALWAYS: AttrValue = AttrValue::Static("*");

const LOADING: Loaded = Loaded { data: Resource::Loading, retry_on: None };

#[hook]
fn use_load(load: Load, owner: AttrValue) -> UseResourceHandle<dyn Any> {
    let client = use_client();
    let state = use_state(|| LOADING);
    let loaded_for = use_mut_ref(|| owner.clone());
    let tries = use_state(|| 0_u32);

    // What failed for want of a session is asked for again once there is one.
    let session = use_session();
    use_effect_with((state.retry_on, session), {
        let tries = tries.clone();
        move |(retry_on, session)| {
            if *retry_on == Some(RetryOn::Session) && matches!(session, Session::SignedIn { .. }) {
                tries.set(*tries + 1);
            }
        }
    });

    use_effect_with((*tries, owner.clone()), {
        let (state, loaded_for) = (state.setter(), loaded_for.clone());
        move |(_, owner)| {
            state.set(LOADING);
            loaded_for.borrow_mut().clone_from(owner);
            let is_wanted = !owner.is_empty();
            let (task, abort) = abortable(async move {
                for attempt in 0..if is_wanted { u32::MAX } else { 0 } {
                    let loaded = load.run(&client).await;
                    let retry_on = loaded.retry_on;
                    state.set(loaded);
                    let Some(RetryOn::Time(asked)) = retry_on else { break };
                    client.pause_before_retry(attempt, asked).await;
                }
            });
            spawn_local(async {
                let _ = task.await; // An abort means that nobody is there to be told.
            });
            move || AbortHandle::abort(&abort)
        }
    });

    let replace = {
        let state = state.setter();
        Callback::from(move |data| state.set(Loaded { data: Resource::Ready(data), retry_on: None }))
    };
    // Until the effect above has run, the data is the former owner's.
    let data = if *loaded_for.borrow() == owner { state.data.clone() } else { Resource::Loading };
    UseResourceHandle { state: data, retry: Callback::from(move |()| tries.set(*tries + 1)), replace }
}
