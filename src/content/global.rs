//! The singleton `global`: name and description of the site.

use lychgate_directus::{Credentials, Method, Request};
use lychgate_yew::resource::use_resource;
use yew::prelude::*;

use super::text_field;

/// The item of the singleton `global`.
#[derive(Debug, Clone, PartialEq)]
pub struct Global {
    /// The name of the site.
    pub title: Option<String>,
    /// One line under it.
    pub tagline: Option<String>,
    /// One sentence about the site.
    pub description: Option<String>,
}

/// Makes the request `GET /items/global`. The Public policy needs the permission to read these fields of `global`.
///
/// Refused with 403 `FORBIDDEN` without it.
pub fn global() -> Request<Global> {
    Request::with_decoder(Method::Get, Credentials::Anonymous, &["items", "global"], |answer| {
        let data = answer.get("data").filter(|data| data.is_object())?;
        Some(Global {
            title: text_field(data, "title"),
            tagline: text_field(data, "tagline"),
            description: text_field(data, "description"),
        })
    })
    .query("fields", "title,tagline,description")
}

/// Name and description of the site, for its pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The name of the site; a blank until it is known, which keeps its place.
    pub name: AttrValue,
    /// One line under the name.
    pub tagline: Option<AttrValue>,
    /// One sentence about the site.
    pub description: Option<AttrValue>,
    /// Whether the request is finished, with or without success.
    pub settled: bool,
}

impl Site {
    /// Returns `class` for an element that shows the name, like [`class`](Self::class): a name that the configuration has is shown at once.
    pub fn name_class(&self, class: &'static str) -> Classes {
        if self.name.trim().is_empty() { self.class(class) } else { classes!(class) }
    }

    /// Returns `class` for an element that shows the name or the tagline. The element is invisible until they are known, and moves
    /// nothing when they come.
    pub fn class(&self, class: &'static str) -> Classes {
        classes!(class, (!self.settled).then_some("is-unknown"))
    }
}

/// Stands for the name while it is not known: a blank that keeps its place.
const NO_NAME: &str = "\u{a0}";

/// Returns the site's name and description, which `GET /items/global` loads. Until then, and where it has no name
/// there, it is called `name`, where that is not empty.
#[hook]
pub fn use_global(name: &AttrValue) -> Site {
    let global = use_resource(global());
    let unnamed = || if name.is_empty() { NO_NAME.into() } else { name.clone() };
    match global.state.ready() {
        Some(global) => Site {
            name: global.title.clone().map_or_else(unnamed, AttrValue::from),
            tagline: global.tagline.clone().map(AttrValue::from),
            description: global.description.clone().map(AttrValue::from),
            settled: true,
        },
        None => Site { name: unnamed(), tagline: None, description: None, settled: global.state.is_settled() },
    }
}
