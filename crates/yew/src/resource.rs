//! Data from Directus for a component: loading, ready, or failed with a way to try again.
//!
//! | for | use |
//! |---|---|
//! | the data of the signed-in user | [`use_resource_of`] with `Owner::from(session.owner())` |
//! | data that is the same for all | [`use_resource`] |
//! | the same, where once is enough | [`use_resource_once`] |
//! | a function that is no component | [`loaded`] |
//! | the same, where Directus may refuse what is asked for | [`loaded_or`] |
//! | data that will be shown soon | [`use_prefetch`] |
//! | data of the user that is shown as soon as somebody is signed in | [`use_prefetch_at_sign_in`] |
//!
//! Answers to requests without credentials are kept in memory, as long as the [`SessionProvider`](crate::SessionProvider) is
//! rendered: a component that asks again shows what is known at once, and renders again only if the answer is another. Data of a user is not
//! kept: each hook has its own copy. After a change, call [`retry`](UseResourceHandle::retry) where the data is shown.

use std::{
    cell::{Ref, RefCell},
    fmt,
    future::Future,
    rc::Rc,
    time::Duration,
};

use futures_util::{
    FutureExt,
    future::{LocalBoxFuture, Shared, abortable},
};
use lychgate_directus::{
    Credentials, Decoder, Error, HttpResponse, Request, RequestParts, UserId, Value, body_json, decode,
};
use lychgate_session::{Client, SendError, Session};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{browser::clock, hooks::use_session_context, provider::SessionContext};

/// How far the data is.
#[derive(Debug)]
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

impl<T: PartialEq> PartialEq for Resource<T> {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Loading, Self::Loading) => true,
            (Self::Ready(one), Self::Ready(other)) => Rc::ptr_eq(one, other) || one == other,
            (Self::Failed(one), Self::Failed(other)) => Rc::ptr_eq(one, other) || one == other,
            _ => false,
        }
    }
}

impl<T> Resource<T> {
    /// Returns the data, once it is here.
    pub fn ready(&self) -> Option<&T> {
        match self {
            Self::Ready(data) => Some(data),
            Self::Loading | Self::Failed(_) => None,
        }
    }

    /// Returns whether there is nothing more to wait for.
    pub fn is_settled(&self) -> bool {
        !matches!(self, Self::Loading)
    }
}

impl Resource<Value> {
    /// Reads the answer. It is kept as JSON, and read whenever it is rendered, so that all that loads is compiled once.
    fn read<T>(&self, decoder: Decoder<T>) -> Resource<T> {
        match self {
            Self::Loading => Resource::Loading,
            Self::Failed(error) => Resource::Failed(error.clone()),
            Self::Ready(answer) => match decoder(answer) {
                Some(data) => Resource::Ready(Rc::new(data)),
                None => Resource::Failed(Rc::new(SendError::Directus(Error::UNEXPECTED_SHAPE))),
            },
        }
    }
}

/// Whom data belongs to. For a page that shows somebody's data that is [`Session::owner`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Nobody in particular: the data is the same for all, or the request itself says for whom it is.
    Everyone,
    /// This user. What was loaded for one user is never given for another.
    User(UserId),
    /// Nobody: nothing is sent, and the data stays [`Resource::Loading`].
    Nobody,
}

/// `Some` is [`Owner::User`]. `None` is [`Owner::Nobody`]: nothing is sent.
impl From<Option<&UserId>> for Owner {
    fn from(user: Option<&UserId>) -> Self {
        user.cloned().map_or(Self::Nobody, Self::User)
    }
}

/// What [`use_resource`] gives.
#[derive(Debug)]
pub struct UseResourceHandle<T> {
    /// How far the data is.
    pub state: Resource<T>,
    /// Sends the request of the newest render; `state` is [`Resource::Loading`] again until its answer is here. In
    /// `onclick`: `handle.retry.reform(|_| ())`.
    pub retry: Callback<()>,
}

impl<T> Clone for UseResourceHandle<T> {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), retry: self.retry.clone() }
    }
}

impl<T: PartialEq> PartialEq for UseResourceHandle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.state == other.state
    }
}

/// Sends `request` when the component appears, and on a [retry](UseResourceHandle::retry); aborts it when the component
/// goes.
///
/// Another `request` in a later render sends nothing by itself: give the component a `key` that changes with the
/// request, as in the example of [`use_resource_of`], or call `retry`.
///
/// What fails because Directus is out of reach is sent again after a pause, and what fails for want of a session as
/// soon as somebody is signed in.
///
/// The data of one person belongs to [`use_resource_of`], unless the component goes with the person, as a page inside a
/// [`Guard`](crate::Guard) for members does.
///
/// # Panics
///
/// Outside a [`SessionProvider`](crate::SessionProvider).
#[hook]
pub fn use_resource<T: 'static>(request: Request<T>) -> UseResourceHandle<T> {
    use_resource_of(Owner::Everyone, request)
}

/// Like [`use_resource`], for what does not change while a page is open: once there is an answer, or a refusal, `request` is not sent
/// again.
///
/// # Panics
///
/// Outside a [`SessionProvider`](crate::SessionProvider).
#[hook]
pub fn use_resource_once<T: 'static>(request: Request<T>) -> Resource<T> {
    use_load(Owner::Everyone, request.parts(), true).state.read(request.decoder())
}

/// Like [`use_resource`], for data that belongs to `owner`: sends `request` whenever the owner changes, too.
///
/// ```
/// use lychgate_directus::items;
/// use lychgate_yew::{
///     resource::{Owner, Resource, use_resource_of},
///     use_session,
/// };
/// use serde::Deserialize;
/// use yew::prelude::*;
///
/// #[derive(Deserialize)]
/// struct Note {
///     text: String,
/// }
///
/// #[derive(PartialEq, Properties)]
/// struct NoteViewProps {
///     id: u32,
/// }
///
/// #[component]
/// fn NoteView(props: &NoteViewProps) -> Html {
///     let session = use_session();
///     let note = use_resource_of(Owner::from(session.owner()), items::get::<Note>("notes", props.id));
///     match &note.state {
///         Resource::Loading => html! { <p>{ "…" }</p> },
///         Resource::Ready(note) => html! { <p>{ &note.text }</p> },
///         Resource::Failed(_) => html! { <button onclick={note.retry.reform(|_| ())}>{ "Try again" }</button> },
///     }
/// }
///
/// /// The key makes a new component, and so a new request, for another id.
/// fn note(id: u32) -> Html {
///     html! { <NoteView key={id} {id} /> }
/// }
/// ```
///
/// # Panics
///
/// Outside a [`SessionProvider`](crate::SessionProvider).
#[hook]
pub fn use_resource_of<T: 'static>(owner: Owner, request: Request<T>) -> UseResourceHandle<T> {
    let decoder = request.decoder();
    let UseResourceHandle { state, retry } = use_load(owner, request.parts(), false);
    UseResourceHandle { state: state.read(decoder), retry }
}

/// Makes a part of a page that sends `request` when it appears; `view` renders how far the data is.
///
/// This is [`use_resource`] for a function that is no component. Another request in a later render makes another part, which sends it.
///
/// A request with [`Credentials::User`] is sent for whoever is signed in, and again for the next. As long as nobody is, nothing is sent, and the data is
/// [`Resource::Loading`]; that of a session that has ended is forgotten.
///
/// ```
/// use lychgate_directus::{Credentials, Method, Request};
/// use lychgate_yew::resource::{Resource, loaded};
/// use yew::prelude::*;
///
/// fn tags() -> Html {
///     let request: Request<Vec<String>> = Request::new(Method::Get, Credentials::Anonymous, &["items", "tags"]);
///     loaded(request, |tags, _client| match &tags.state {
///         Resource::Ready(tags) => html! { <p>{ tags.join(", ") }</p> },
///         Resource::Loading => html! { <p>{ "…" }</p> },
///         Resource::Failed(error) => html! { <p role="alert">{ error.to_string() }</p> },
///     })
/// }
/// ```
pub fn loaded<T: 'static>(
    request: Request<T>,
    view: impl Fn(&UseResourceHandle<T>, &Client) -> Html + 'static,
) -> Html {
    loader(request.parts(), reading(request.decoder(), view))
}

/// Makes a part of a page like [`loaded`]. Where Directus refuses `request` with 403 `FORBIDDEN`, it sends `other` in its place, whose answer has the
/// same form: without a field that not every Directus has, for example.
pub fn loaded_or<T: 'static>(
    request: Request<T>,
    other: RequestParts,
    view: impl Fn(&UseResourceHandle<T>, &Client) -> Html + 'static,
) -> Html {
    either(request.parts(), other, reading(request.decoder(), view))
}

/// Returns a view that reads the answer for `view`.
fn reading<T: 'static>(decoder: Decoder<T>, view: impl Fn(&UseResourceHandle<T>, &Client) -> Html + 'static) -> View {
    Rc::new(move |answer, client| {
        view(&UseResourceHandle { state: answer.state.read(decoder), retry: answer.retry.clone() }, client)
    })
}

// From here on without the type of the data: see `Resource::read`.

type View = Rc<dyn Fn(&UseResourceHandle<Value>, &Client) -> Html>;

fn loader(parts: &RequestParts, view: View) -> Html {
    html! { <Loader key={parts.path_and_query()} parts={parts.clone()} {view} /> }
}

fn either(parts: &RequestParts, other: RequestParts, view: View) -> Html {
    let first: View = Rc::new(move |answer, client| match &answer.state {
        Resource::Failed(error) if error.is_forbidden() => loader(&other, view.clone()),
        _ => view(answer, client),
    });
    loader(parts, first)
}

#[derive(Clone, Properties)]
struct LoaderProps {
    parts: RequestParts,
    view: View,
}

impl PartialEq for LoaderProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.view, &other.view)
    }
}

#[component]
fn Loader(props: &LoaderProps) -> Html {
    let SessionContext { session, client, .. } = use_session_context();
    let owner = match props.parts.credentials() {
        Credentials::User => Owner::from(session.user()),
        _ => Owner::Everyone,
    };
    (props.view)(&use_load(owner, &props.parts, false), &client)
}

/// When a failed request is sent again.
#[derive(Debug, Clone, Copy, PartialEq)]
enum RetryOn {
    /// Once somebody is signed in.
    SignIn,
    /// After a pause: as long as the server asks for, where it does.
    Pause(Option<Duration>),
}

impl RetryOn {
    fn new(error: &SendError) -> Option<Self> {
        match error {
            SendError::SignedOut | SendError::Unreachable(_) => Some(Self::SignIn),
            SendError::Directus(error) if error.is_unreachable() => Some(Self::Pause(error.retry_after())),
            _ => None,
        }
    }
}

/// What came for whom.
#[derive(Debug, Clone, PartialEq)]
struct Loaded {
    owner: Owner,
    data: Resource<Value>,
    retry_on: Option<RetryOn>,
}

/// How many answers are kept: more than a visitor opens without leaving the site, as a rule.
const KEPT_ANSWERS: usize = 50;

/// Answers to requests without credentials, by path and query, the oldest first. They are in memory alone.
///
/// A [`SessionProvider`](crate::SessionProvider) has its own. An app whose page has asked Directus for data before the app was there makes one,
/// gives it these answers by [`expect`](Self::expect), and gives it to the provider.
#[derive(Clone, Default)]
pub struct Answers(Rc<AnswersInner>);

/// Prints nothing of what it knows.
impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answers")
    }
}

#[derive(Default)]
struct AnswersInner {
    kept: RefCell<Vec<Kept>>,
    asked: RefCell<Vec<Asked>>,
}

/// What was asked for ahead, until its answer is kept or somebody has taken it.
struct Asked {
    owner: Owner,
    path: String,
    /// `None` where nothing came that says anything.
    answer: Shared<LocalBoxFuture<'static, Option<Exchanged>>>,
}

struct Kept {
    path: String,
    answer: Resource<Value>,
    /// Until when nobody has to ask again, on the monotonic clock: an answer that was asked for ahead is new.
    fresh_until: Duration,
}

/// How long an answer that was asked for ahead counts as new.
const FRESH_FOR: Duration = Duration::from_secs(30);

/// The JSON of an answer, or why there is none.
type Exchanged = Result<Rc<Value>, SendError>;

/// Two are equal that share their answers.
impl PartialEq for Answers {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Answers {
    fn kept(&self, parts: &RequestParts) -> Option<Ref<'_, Kept>> {
        let path = Some(parts.path_and_query()).filter(|_| is_kept(parts))?;
        Ref::filter_map(self.0.kept.borrow(), |all| all.iter().find(|kept| kept.path == path)).ok() // None is kept.
    }

    fn get(&self, parts: &RequestParts) -> Option<Resource<Value>> {
        Some(self.kept(parts)?.answer.clone())
    }

    /// Returns an answer that is so new that nobody has to ask again.
    fn fresh(&self, parts: &RequestParts) -> Option<Rc<Value>> {
        let kept = self.kept(parts)?;
        match &kept.answer {
            Resource::Ready(json) if clock::monotonic() < kept.fresh_until => Some(json.clone()),
            _ => None,
        }
    }

    fn keep(&self, path: String, answer: Resource<Value>, fresh_until: Duration) {
        let mut answers = self.0.kept.borrow_mut();
        answers.retain(|kept| kept.path != path);
        if answers.len() == KEPT_ANSWERS {
            answers.remove(0);
        }
        answers.push(Kept { path, answer, fresh_until });
    }

    /// Takes over a request that was sent for `owner` before the app was there: a `GET` of `path_and_query`, relative to the URL of Directus, as
    /// that user or without credentials. `response` is what came of it, `None` where nothing came. Whoever asks for the same takes a success. A
    /// refusal of Directus is taken where everybody gets it; what a user was refused, and anything else, is asked for again.
    pub fn expect(
        &self,
        owner: Owner,
        path_and_query: String,
        response: impl Future<Output = Option<HttpResponse>> + 'static,
    ) {
        let is_same_for_all = owner == Owner::Everyone;
        let answer = async move {
            match decode(&response.await?, |json| Some(json.clone())) {
                Ok(json) => Some(Ok(Rc::new(json))),
                Err(error) if is_same_for_all && !error.is_unreachable() => Some(Err(SendError::Directus(error))),
                Err(_) => None,
            }
        };
        self.ask_ahead(owner, path_and_query, answer.boxed_local());
    }

    /// Asks for what is the same for all, and neither here nor on its way.
    fn prefetch(&self, client: Client, parts: RequestParts) {
        if is_kept(&parts) && self.get(&parts).is_none() && self.asked(&Owner::Everyone, &parts).is_none() {
            self.ask_for(Owner::Everyone, client, parts);
        }
    }

    fn ask_for(&self, owner: Owner, client: Client, parts: RequestParts) {
        let path = parts.path_and_query().to_owned();
        self.ask_ahead(owner, path, async move { Some(exchange(&client, &parts).await) }.boxed_local());
    }

    fn ask_ahead(&self, owner: Owner, path: String, asking: LocalBoxFuture<'static, Option<Exchanged>>) {
        let asking = asking.shared();
        self.0.asked.borrow_mut().push(Asked { owner: owner.clone(), path: path.clone(), answer: asking.clone() });
        let answers = self.clone();
        spawn_local(async move {
            if let (Some(Ok(json)), Owner::Everyone) = (asking.await, &owner) {
                answers.forget_asked(&owner, &path);
                answers.keep(path, Resource::Ready(json), clock::monotonic() + FRESH_FOR);
            }
        });
    }

    fn asked(&self, owner: &Owner, parts: &RequestParts) -> Option<impl Future<Output = Option<Exchanged>> + use<>> {
        let asked = self.0.asked.borrow();
        let asked = asked.iter().find(|asked| asked.owner == *owner && asked.path == parts.path_and_query())?;
        Some(asked.answer.clone())
    }

    fn forget_asked(&self, owner: &Owner, path: &str) {
        self.0.asked.borrow_mut().retain(|asked| asked.owner != *owner || asked.path != path);
    }

    /// Forgets what was asked for users, but for this one.
    fn forget_users_except(&self, user: Option<&UserId>) {
        self.0.asked.borrow_mut().retain(|asked| match &asked.owner {
            Owner::User(owner) => Some(owner) == user,
            Owner::Everyone | Owner::Nobody => true,
        });
    }
}

/// Asks for data before they are shown. Comes from [`use_prefetch`].
#[derive(Clone)]
pub struct UsePrefetchHandle {
    client: Client,
    answers: Answers,
}

/// Prints nothing of what it knows.
impl fmt::Debug for UsePrefetchHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UsePrefetchHandle")
    }
}

impl UsePrefetchHandle {
    /// Sends a request without credentials, unless its answer is known or on its way. Whoever asks for the same then gets that answer. Other
    /// requests are not sent.
    pub fn prefetch(&self, parts: RequestParts) {
        self.answers.prefetch(self.client.clone(), parts);
    }

    /// Returns whether there is an answer to show at once.
    pub fn is_known(&self, parts: &RequestParts) -> bool {
        self.answers.get(parts).is_some()
    }
}

/// Returns the way to ask for data before they are shown: on the way to a link, for example.
///
/// # Panics
///
/// Outside a [`SessionProvider`](crate::SessionProvider).
#[hook]
pub fn use_prefetch() -> UsePrefetchHandle {
    let SessionContext { client, answers, .. } = use_session_context();
    UsePrefetchHandle { client, answers }
}

/// Sends `requests` as the user in the moment that somebody is signed in, before anything is rendered for them. A component that then asks
/// for the same by [`use_resource_of`], with that user as the owner, takes the answer. Answers that nobody has taken are forgotten with the
/// user, and when `requests` changes.
///
/// # Panics
///
/// Outside a [`SessionProvider`](crate::SessionProvider).
#[hook]
pub fn use_prefetch_at_sign_in(requests: Vec<RequestParts>) {
    let SessionContext { session, client, answers } = use_session_context();
    let paths: Vec<_> = requests.iter().map(|parts| parts.path_and_query().to_owned()).collect();
    use_effect_with((paths, client), move |(_, client)| {
        let ask = {
            let (client, answers) = (client.clone(), answers.clone());
            let last = RefCell::new(session.user().cloned());
            move |session: Session| {
                // What was asked for before the app was there waits for its user.
                if session == Session::Booting && last.borrow().is_none() {
                    return;
                }
                let user = session.user().cloned();
                answers.forget_users_except(user.as_ref());
                if last.replace(user.clone()) != user {
                    let Some(owner) = user.map(Owner::User) else { return };
                    for parts in requests.iter().filter(|parts| answers.asked(&owner, parts).is_none()) {
                        answers.ask_for(owner.clone(), client.clone(), parts.clone());
                    }
                }
            }
        };
        // They may be signed in since this was rendered.
        ask(client.session());
        let subscription = client.on_session_changed(ask);
        move || {
            drop(subscription);
            answers.forget_users_except(None);
        }
    });
}

/// Whether answers to this request are kept: not those that depend on who is signed in.
fn is_kept(parts: &RequestParts) -> bool {
    parts.credentials() == Credentials::Anonymous
}

/// `once`: an answer that is kept is not asked for again.
#[hook]
fn use_load(owner: Owner, parts: &RequestParts, once: bool) -> UseResourceHandle<Value> {
    let SessionContext { session, client, answers } = use_session_context();
    let retries = use_state(|| 0_u32);
    let kept = answers.get(parts).filter(|answer| *retries == 0 && (once || answer.ready().is_some()));
    let loaded = use_state(|| kept.clone().map(|data| Loaded { owner: owner.clone(), data, retry_on: None }));

    let is_stale = loaded.is_some() && kept.is_none();
    let waits_for_sign_in = loaded.as_ref().is_some_and(|loaded| loaded.retry_on == Some(RetryOn::SignIn));
    use_effect_with((waits_for_sign_in, session), {
        let retries = retries.clone();
        move |(waits_for_sign_in, session)| {
            if *waits_for_sign_in && matches!(session, Session::SignedIn { .. }) {
                retries.set(*retries + 1);
            }
        }
    });

    use_effect_with((*retries, owner.clone()), {
        let (loaded, parts) = (loaded.setter(), parts.clone());
        move |(retries, owner)| {
            if is_stale {
                loaded.set(None);
            }
            let fresh = answers.fresh(&parts).filter(|_| *retries == 0);
            if let (None, Some(json)) = (&kept, &fresh) {
                // It has come since this was rendered.
                let data = Resource::Ready(json.clone());
                loaded.set(Some(Loaded { owner: owner.clone(), data, retry_on: None }));
            }
            let is_known = fresh.is_some() || (once && kept.is_some());
            let is_wanted = *owner != Owner::Nobody && !is_known;
            let asking = answers.asked(owner, &parts);
            let (loading, abort) = abortable(load(client, answers, parts, owner.clone(), loaded, kept, asking));
            if is_wanted {
                spawn_local(async {
                    let _ = loading.await; // An abort means that nobody waits for it any more.
                });
            }
            move || abort.abort()
        }
    });

    // Until the effect above has run, the data is the former owner's.
    let data = loaded.as_ref().filter(|loaded| loaded.owner == owner).map(|loaded| loaded.data.clone());
    UseResourceHandle {
        state: data.unwrap_or(Resource::Loading),
        retry: Callback::from(move |()| retries.set(*retries + 1)),
    }
}

/// `kept` is shown already: it stays as long as Directus is out of reach, and where the new answer is the same. What was asked for ahead and is on
/// its way, `asking`, is not asked for again.
async fn load(
    client: Client,
    answers: Answers,
    parts: RequestParts,
    owner: Owner,
    loaded: UseStateSetter<Option<Loaded>>,
    kept: Option<Resource<Value>>,
    asking: Option<impl Future<Output = Option<Exchanged>>>,
) {
    let mut asked = None;
    if let Some(asking) = asking {
        asked = asking.await;
        answers.forget_asked(&owner, parts.path_and_query());
    }
    for attempt in 0.. {
        let answer = match asked.take() {
            Some(answer) => answer,
            None => exchange(&client, &parts).await,
        };
        let retry_on = answer.as_ref().err().and_then(RetryOn::new);
        let data = answer.map_or_else(|error| Resource::Failed(Rc::new(error)), Resource::Ready);
        if retry_on.is_none() && is_kept(&parts) {
            answers.keep(parts.path_and_query().to_owned(), data.clone(), Duration::ZERO);
        }
        let is_shown = kept.as_ref().is_some_and(|kept| retry_on.is_some() || kept.ready() == data.ready());
        if !is_shown {
            loaded.set(Some(Loaded { owner: owner.clone(), data, retry_on }));
        }
        let Some(RetryOn::Pause(asked)) = retry_on else { break };
        client.pause_before_retry(attempt, asked).await;
    }
}

async fn exchange(client: &Client, parts: &RequestParts) -> Exchanged {
    let answer = client.exchange(parts).await?;
    body_json(&answer).map(Rc::new).map_err(SendError::Directus)
}
