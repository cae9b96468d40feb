//! What the site is called, for everything that shows it.

use yew::prelude::*;

use crate::{directus::items, resource::use_resource};

/// The site as its operators describe it in the collection `global`.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Its name; one blank until it is known, so that its place is kept.
    pub name: AttrValue,
    /// One line under the name.
    pub tagline: Option<AttrValue>,
    /// One sentence about it.
    pub description: Option<AttrValue>,
}

/// Until the name is known, and where it cannot be: a blank that keeps the place.
const NO_NAME: &str = "\u{a0}";

impl Site {
    /// The document title of a page called `page`; `None` while that is not known.
    pub fn document_title(&self, page: Option<&str>) -> String {
        let name = Some(&*self.name).filter(|name| *name != NO_NAME);
        [page, name].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// Reads the site's name from Directus: `GET /items/global`. For the one component that gives it to all others by context.
#[hook]
pub fn use_global() -> Site {
    let global = use_resource(|client| async move { client.send(&items::global()).await });
    match global.state.ready() {
        Some(global) => Site {
            name: global.title.clone().into(),
            tagline: global.tagline.clone().map(AttrValue::from),
            description: global.description.clone().map(AttrValue::from),
        },
        None => Site { name: NO_NAME.into(), tagline: None, description: None },
    }
}

/// The site's name and description, as given by context.
///
/// # Panics
///
/// Where nobody gives it.
#[hook]
#[allow(clippy::expect_used, reason = "a mistake of the program, not of its data")]
pub fn use_site() -> Site {
    use_context().expect("is inside the app's shell")
}
