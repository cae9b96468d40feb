//! The session for components.

use lychgate_session::{Client, Session};
use yew::prelude::*;

use crate::provider::SessionContext;

/// Returns the session, and renders the component again when it changes.
///
/// ```
/// use lychgate_directus::users::{self, User};
/// use lychgate_session::Session;
/// use lychgate_yew::{
///     resource::{Owner, use_resource_of},
///     use_session,
/// };
/// use yew::prelude::*;
///
/// #[component]
/// fn Greeting() -> Html {
///     let session = use_session();
///     // The session has the user's id alone; the name is data of the user.
///     let me = use_resource_of(Owner::from(session.owner()), users::me());
///     let name = me.state.ready().and_then(User::full_name).unwrap_or_default();
///     match &session {
///         Session::SignedIn { .. } | Session::Unreachable { user: Some(_), .. } => html! { <p>{ name }</p> },
///         Session::SignedOut { .. } | Session::Expired { .. } => html! { <a href="/signin">{ "Sign in" }</a> },
///         Session::Booting | Session::Unreachable { user: None, .. } => Html::default(),
///     }
/// }
/// ```
///
/// # Panics
///
/// Outside a [`SessionProvider`](crate::SessionProvider).
#[hook]
pub fn use_session() -> Session {
    use_session_context().session
}

/// Returns the client that sends requests as whoever is signed in, and that signs in and out.
///
/// ```
/// use lychgate_yew::use_client;
/// use yew::prelude::*;
///
/// #[component]
/// fn SignOut() -> Html {
///     let client = use_client();
///     // The page is signed out at once; nothing has to wait until Directus knows.
///     let onclick = move |_| drop(client.sign_out());
///     html! { <button {onclick}>{ "Sign out" }</button> }
/// }
/// ```
///
/// # Panics
///
/// Outside a [`SessionProvider`](crate::SessionProvider).
#[hook]
pub fn use_client() -> Client {
    use_session_context().client
}

#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
pub(crate) fn use_session_context() -> SessionContext {
    use_context().expect("is inside a SessionProvider")
}
