//! The singleton `global`: what the site is called.

use lychgate_directus::{Credentials, Method, Request, string_field};
use lychgate_yew::resource::use_resource;
use yew::prelude::*;

/// The singleton `global`: what the site is called.
#[derive(Debug, Clone, PartialEq)]
pub struct Global {
    /// The site's name.
    pub title: String,
    /// One line under it.
    pub tagline: Option<String>,
    /// One sentence about the site.
    pub description: Option<String>,
}

/// `GET /items/global`. Refused with 403 where the public may not read it.
pub fn global() -> Request<Global> {
    Request::with_reader(Method::Get, Credentials::Anonymous, &["items", "global"], |answer| {
        let data = answer.get("data")?;
        Some(Global {
            title: string_field(data, "title")?,
            tagline: string_field(data, "tagline"),
            description: string_field(data, "description"),
        })
    })
    .query("fields", "title,tagline,description")
}

/// The site as its operators describe it in the collection `global`.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Its name; one blank until it is known, so that its place is kept.
    pub name: AttrValue,
    /// One line under the name.
    pub tagline: Option<AttrValue>,
    /// One sentence about it.
    pub description: Option<AttrValue>,
    /// Whether that is all there is to know.
    pub settled: bool,
}

impl Site {
    /// The class of what stands on the page with the site's name: hidden while that may still come, so that nothing moves.
    pub fn class(&self, class: &'static str) -> Classes {
        classes!(class, (!self.settled).then_some("is-unknown"))
    }
}

/// Until the name is known, and where it cannot be: a blank that keeps the place.
const NO_NAME: &str = "\u{a0}";

/// Reads the site's name from Directus: `GET /items/global`.
#[hook]
pub fn use_global() -> Site {
    let global = use_resource(global());
    match global.state.ready() {
        Some(global) => Site {
            name: global.title.clone().into(),
            tagline: global.tagline.clone().map(AttrValue::from),
            description: global.description.clone().map(AttrValue::from),
            settled: true,
        },
        None => Site { name: NO_NAME.into(), tagline: None, description: None, settled: global.state.is_settled() },
    }
}
