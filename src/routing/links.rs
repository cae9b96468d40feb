//! Links to pages of this site: plain links, which one listener follows without loading the site anew.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlAnchorElement, MouseEvent};
use yew::prelude::*;
use yew_router::{prelude::*, utils::base_url};

use crate::{
    browser::{document, view_transition, window},
    routing::{SiteUrl, entries},
};

/// Renders a link to a page of this site.
pub fn page_link(to: impl Into<SiteUrl>, class: &'static str, label: impl Into<Html>) -> Html {
    let class = (!class.is_empty()).then_some(class);
    html! { <a {class} href={href(&to.into())}>{ label.into() }</a> }
}

/// Returns the path of `<base href>` without a slash at the end, which the router has read once; `None` for a site at the root. Natively
/// there is no document, and the site is at the root.
pub fn base_path() -> Option<String> {
    if cfg!(target_arch = "wasm32") { base_url() } else { None }
}

/// Returns the `href` of a link to `to`: its path below that of `<base href>`.
pub fn href(to: &SiteUrl) -> String {
    base_path().unwrap_or_default() + &to.to_path()
}

/// Returns the absolute URL of a page of this site, for others to send people to. It asks the browser: call it in event handlers and
/// effects only.
pub fn absolute(to: &SiteUrl) -> String {
    format!("{}{}", document::origin().unwrap_or_default(), href(to))
}

/// Returns the page that the browser shows, before there is a router. It asks the browser.
pub fn current_url() -> Option<SiteUrl> {
    let here = window().location();
    let (path, query) = (here.pathname().ok()?, here.search().ok()?); // Always there in a page.
    let base = base_path().unwrap_or_default();
    format!("{}{query}", path.strip_prefix(&*base)?).parse().ok() // Not a page of this site.
}

/// Follows every plain click on a link to a page of this site, in pages as in content from Directus, for as long as the component is
/// there. A page that `is_ready` is there at once; to another the old view fades.
#[hook]
pub fn use_page_links(is_ready: Callback<SiteUrl, bool>) {
    let navigator = use_navigator();
    // That of the newest render, for a listener that outlives it.
    let newest = use_mut_ref(|| is_ready.clone());
    newest.replace(is_ready);
    use_effect_with(navigator, |navigator| {
        let navigator = navigator.clone();
        let listener = document::on_click(move |event| {
            let Some(navigator) = &navigator else { return };
            if let Some((_, url)) = clicked_link(event, navigator.basename().unwrap_or_default()) {
                event.prevent_default();
                let navigator = navigator.clone();
                if newest.borrow().emit(url.clone()) {
                    entries::push(&navigator, &url);
                } else {
                    view_transition::transition(move || entries::push(&navigator, &url));
                }
            }
        });
        move || drop(listener)
    });
}

/// Calls `wanted` with the page of each link that somebody is about to follow: it is under the pointer, touched, or has the focus. Not where
/// the browser is to save data.
#[hook]
pub fn use_link_intent(wanted: Callback<SiteUrl>) {
    let navigator = use_navigator();
    let newest = use_mut_ref(|| wanted.clone());
    newest.replace(wanted);
    use_effect_with(navigator, |navigator| {
        let basename = navigator.as_ref().and_then(|navigator| navigator.basename()).unwrap_or_default().to_owned();
        let listeners = document::on_link_intent(move |event| {
            if let Some((_, url)) = link_of(event, &basename) {
                newest.borrow().emit(url);
            }
        });
        move || drop(listeners)
    });
}

/// Returns the link that a click follows, and the page of this site that it leads to, if it is a plain click that no other listener has
/// followed.
pub(super) fn clicked_link(event: &MouseEvent, basename: &str) -> Option<(HtmlAnchorElement, SiteUrl)> {
    let modified = event.meta_key() || event.ctrl_key() || event.shift_key() || event.alt_key();
    if event.button() != 0 || modified || event.default_prevented() {
        return None;
    }
    link_of(event, basename)
}

/// Returns the link that `event` is about, and the page of this site that it leads to.
fn link_of(event: &Event, basename: &str) -> Option<(HtmlAnchorElement, SiteUrl)> {
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
    let url = format!("{}{query}{}", path.strip_prefix(basename)?, link.hash()).parse().ok()?; // Not a page of this site.
    Some((link, url))
}
