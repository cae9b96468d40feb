//! The field `audience` of posts and pages, and requests that name it.

use lychgate_directus::{Request, RequestParts, Value, string_field};
use lychgate_session::Client;
use lychgate_yew::resource::{UseResourceHandle, loaded_or};
use yew::prelude::*;

/// Who may read the whole of a post or page. Everybody may read its `content`; from the others Directus keeps its `members_content`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum TextAudience {
    /// Everybody: there is no more than the `content`.
    #[default]
    Everyone,
    /// Whoever is signed in.
    Members,
    /// Users of certain roles.
    Roles,
}

impl TextAudience {
    /// Reads the field of an item. What is missing or unknown is for everyone.
    pub(super) fn decode(item: &Value) -> Self {
        match string_field(item, "audience").as_deref() {
            Some("members") => Self::Members,
            Some("roles") => Self::Roles,
            _ => Self::Everyone,
        }
    }
}

/// A request for posts or pages with the field `audience`, and the same without it.
#[derive(Clone)]
pub struct TextRequest<T> {
    pub(super) request: Request<T>,
    pub(super) without_audience: RequestParts,
}

impl<T: Clone> TextRequest<T> {
    /// Asks for `fields` and the audience.
    pub(super) fn new(request: Request<T>, fields: &str) -> Self {
        let without_audience = request.clone().query("fields", fields).parts().clone();
        Self { request: request.query("fields", &format!("{fields},audience")), without_audience }
    }
}

impl<T> TextRequest<T> {
    /// Returns the request that is sent first.
    pub fn parts(&self) -> &RequestParts {
        self.request.parts()
    }
}

/// Makes a part of a page like [`loaded`](lychgate_yew::resource::loaded). A Directus that was set up for an earlier version of this site has no
/// field `audience`, and refuses who asks for it: then it is asked without, and every text is for everyone.
pub fn loaded<T: 'static>(
    text: TextRequest<T>,
    view: impl Fn(&UseResourceHandle<T>, &Client) -> Html + 'static,
) -> Html {
    loaded_or(text.request, text.without_audience, view)
}
