//! Links to pages of this site: plain links, which one listener follows without loading the site anew.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    browser::{document, view_transition},
    routing::SiteUrl,
};

/// A link to a page of this site.
pub fn page_link(to: impl Into<SiteUrl>, class: &'static str, label: impl Into<Html>) -> Html {
    let class = (!class.is_empty()).then_some(class);
    html! { <a {class} href={href(&to.into())}>{ label.into() }</a> }
}

thread_local! {
    /// The path that all pages of the site are below; empty at the root of an origin.
    static BASE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What a link to `to` has as its `href`.
pub fn href(to: &SiteUrl) -> String {
    BASE.with_borrow(|base| format!("{base}{}", to.to_path()))
}

/// The whole address of a page of this site, for others to send people to. Not while rendering: it asks the browser.
pub fn absolute(to: &SiteUrl) -> String {
    format!("{}{}", document::origin().unwrap_or_default(), href(to))
}

/// Follows every plain click on a link to a page of this site, in pages as in texts from the CMS, for as long as the component is there.
#[hook]
pub fn use_page_links() {
    let navigator = use_navigator();
    let base = navigator.as_ref().and_then(Navigator::basename).unwrap_or_default();
    BASE.with_borrow_mut(|known| base.clone_into(known));
    use_effect_with(navigator, |navigator| {
        let navigator = navigator.clone();
        let listener = document::on_click(move |event| {
            let Some(navigator) = &navigator else { return };
            if let Some(address) = internal_address(event, navigator.basename().unwrap_or_default()) {
                event.prevent_default();
                let navigator = navigator.clone();
                view_transition::lead_over(move || navigator.push(&address));
            }
        });
        move || drop(listener)
    });
}

/// The page of this site that a click leads to, if it is a plain click on a link to one that nobody else has followed.
fn internal_address(event: &MouseEvent, basename: &str) -> Option<SiteUrl> {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.button() != 0 || modified || event.default_prevented() {
        return None;
    }
    let clicked: Element = event.target()?.dyn_into().ok()?; // A click on something else is no link.
    let link: HtmlAnchorElement = clicked.closest("a[href]").ok()??.dyn_into().ok()?; // Likewise.
    let here = web_sys::window()?.location();
    if link.origin() != here.origin().ok()? || link.has_attribute("download") || link.has_attribute("target") {
        return None;
    }
    // A fragment alone means this page, though the site's base address would make it the front page.
    let (path, query) = if link.get_attribute("href")?.starts_with('#') {
        (here.pathname().ok()?, here.search().ok()?)
    } else {
        (link.pathname(), link.search())
    };
    format!("{}{query}{}", path.strip_prefix(basename)?, link.hash()).parse().ok() // Not a page of this site.
}
