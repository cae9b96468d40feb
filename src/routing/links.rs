//! Links to pages of this site: plain links, which one listener follows without loading the site anew.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};
use yew::prelude::*;
use yew_router::{prelude::*, utils::base_url};

use crate::{
    browser::{document, view_transition, window},
    routing::SiteUrl,
};

/// Renders a link to a page of this site.
pub fn page_link(to: impl Into<SiteUrl>, class: &'static str, label: impl Into<Html>) -> Html {
    let class = (!class.is_empty()).then_some(class);
    html! { <a {class} href={href(&to.into())}>{ label.into() }</a> }
}

/// Returns the `href` of a link to `to`: its path below that of `<base href>`, which the router has read once.
pub fn href(to: &SiteUrl) -> String {
    // Natively there is no document, and the site is at the root.
    let base = if cfg!(target_arch = "wasm32") { base_url() } else { None };
    base.unwrap_or_default() + &to.to_path()
}

/// Returns the absolute URL of a page of this site, for others to send people to. It asks the browser: call it in event handlers and
/// effects only.
pub fn absolute(to: &SiteUrl) -> String {
    format!("{}{}", document::origin().unwrap_or_default(), href(to))
}

/// Follows every plain click on a link to a page of this site, in pages as in content from Directus, for as long as the component is
/// there.
#[hook]
pub fn use_page_links() {
    let navigator = use_navigator();
    use_effect_with(navigator, |navigator| {
        let navigator = navigator.clone();
        let listener = document::on_click(move |event| {
            let Some(navigator) = &navigator else { return };
            if let Some(url) = internal_url(event, navigator.basename().unwrap_or_default()) {
                event.prevent_default();
                let navigator = navigator.clone();
                view_transition::transition(move || navigator.push(&url));
            }
        });
        move || drop(listener)
    });
}

/// Returns the page of this site that a click leads to, if it is a plain click on a link that no other listener has followed.
fn internal_url(event: &MouseEvent, basename: &str) -> Option<SiteUrl> {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.button() != 0 || modified || event.default_prevented() {
        return None;
    }
    let clicked: Element = event.target()?.dyn_into().ok()?; // A click on something else is no link.
    let link: HtmlAnchorElement = clicked.closest("a[href]").ok()??.dyn_into().ok()?; // Likewise.
    let here = window().location();
    if link.origin() != here.origin().ok()? || link.has_attribute("download") || link.has_attribute("target") {
        return None;
    }
    // A fragment alone means this page, though `<base href>` would make it the front page.
    let (path, query) = if link.get_attribute("href")?.starts_with('#') {
        (here.pathname().ok()?, here.search().ok()?)
    } else {
        (link.pathname(), link.search())
    };
    format!("{}{query}{}", path.strip_prefix(basename)?, link.hash()).parse().ok() // Not a page of this site.
}
