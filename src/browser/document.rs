//! The title, the focus, the scroll position, and events of the whole document.

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use gloo_events::{EventListener, EventListenerOptions, EventListenerPhase};
use js_sys::Reflect;
use lychgate_yew::browser::cookie;
use wasm_bindgen::JsCast;
use web_sys::{
    Element, Event, HtmlDialogElement, HtmlElement, HtmlFormElement, HtmlImageElement, HtmlInputElement,
    HtmlTextAreaElement, MouseEvent, Node, NodeList,
};

use super::{document, window};

thread_local! {
    /// The names of page and site, which come at different times and make the title together.
    static TITLE: RefCell<[String; 2]> = RefCell::default();
    /// What page and site are about, of which the first that is known describes the document.
    static DESCRIPTION: RefCell<[String; 2]> = RefCell::default();
    /// Whether the site itself is about to leave its document.
    static IS_LEAVING: Cell<bool> = const { Cell::new(false) };
}

/// Names the page in the document's title; empty while that is not known.
pub fn set_title(page: &str) {
    name(0, page);
}

/// Names the site in the document's title.
pub fn set_site_name(site: &str) {
    name(1, site.trim());
}

fn name(part: usize, text: &str) {
    TITLE.with_borrow_mut(|parts| {
        text.clone_into(&mut parts[part]);
        let separator = if parts.iter().any(String::is_empty) { "" } else { " · " };
        document().set_title(&parts.join(separator));
    });
}

/// Returns what stands in the fields of `form` for text, by their ids; a field without one is left out.
pub fn fields(form: &HtmlFormElement) -> Vec<(String, String)> {
    let elements = form.elements();
    let field = |element: Element| {
        let value = element.dyn_ref().map(HtmlInputElement::value);
        let value = value.or_else(|| element.dyn_ref().map(HtmlTextAreaElement::value))?; // A button has none.
        Some((element.id(), value)).filter(|(id, _)| !id.is_empty())
    };
    (0..elements.length()).filter_map(|index| elements.item(index).and_then(field)).collect()
}

/// Says for search engines what the page is about; empty where nobody has said it.
pub fn set_description(page: &str) {
    describe(0, page);
}

/// Says what the site is about, for pages that say nothing of their own.
pub fn set_site_description(site: &str) {
    describe(1, site);
}

fn describe(part: usize, text: &str) {
    DESCRIPTION.with_borrow_mut(|parts| {
        text.trim().clone_into(&mut parts[part]);
        let known = parts.iter().find(|text| !text.is_empty()).map(String::as_str);
        let place = document().query_selector("meta[name=description]").ok().flatten(); // A malformed selector matches nothing.
        if let Some(place) = place.or_else(|| known.and_then(|_| new_description())) {
            let _ = place.set_attribute("content", known.unwrap_or_default()); // The name is well-formed.
        }
    });
}

fn new_description() -> Option<Element> {
    let element = add_to_head("meta")?;
    element.set_attribute("name", "description").ok()?; // The names here are well-formed.
    Some(element)
}

fn add_to_head(name: &str) -> Option<Element> {
    let element = document().create_element(name).ok()?; // The names here are well-formed.
    document().query_selector("head").ok()??.append_child(&element).ok()?;
    Some(element)
}

/// Names the address of the page for search engines; `None` where it has none.
pub fn set_canonical(url: Option<&str>) {
    let place = document().query_selector("link[rel=canonical]").ok().flatten(); // A malformed selector matches nothing.
    match (place, url) {
        (Some(place), None) => place.remove(),
        (place, Some(url)) => {
            if let Some(place) = place.or_else(|| add_to_head("link")) {
                // The names are well-formed.
                let _ = place.set_attribute("rel", "canonical");
                let _ = place.set_attribute("href", url);
            }
        }
        (None, None) => {}
    }
}

/// Returns whether the browser takes cookies here. It sets one and removes it again, because `navigator.cookieEnabled` does not know what
/// the user has set for a single site.
pub fn takes_cookies() -> bool {
    const PROBE: &str = "lychgate-probe";
    let for_a_minute = Duration::from_secs(60);
    cookie::write(PROBE, Some("1"), for_a_minute);
    let is_kept = cookie::read(PROBE).is_some();
    cookie::write(PROBE, None, for_a_minute);
    is_kept
}

/// Navigates to `url`, as a link would. [`ask_before_unload`] does not ask: whoever calls this has said what is lost.
pub fn navigate_to(url: &str) {
    IS_LEAVING.set(true);
    let _ = window().location().assign(url); // Refused only for what is no URL.
}

/// Loads the page anew, as the browser's own button does.
pub fn reload() {
    let _ = window().location().reload(); // Refused only in a frame of another site.
}

/// Sets a CSS property of the first element that matches `selector`. A strict Content-Security-Policy allows this.
pub fn set_property(selector: &str, name: &str, value: &str) {
    let element = document().query_selector(selector).ok().flatten(); // A malformed selector matches nothing.
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.style().set_property(name, value); // A value that is none is left out.
    }
}

/// Returns the origin of the page.
pub fn origin() -> Option<String> {
    window().location().origin().ok() // Always there in a page.
}

/// Moves the focus to the first element that matches `selector`, without scrolling. An element that takes no focus by itself needs a
/// `tabindex`.
pub fn focus(selector: &str) {
    move_focus(selector, true);
}

/// Moves the focus to the first element that matches `selector`, and scrolls it into view.
pub fn focus_in_view(selector: &str) {
    move_focus(selector, false);
}

fn move_focus(selector: &str, prevent_scroll: bool) {
    let element = document().query_selector(selector).ok().flatten(); // A malformed selector matches nothing.
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        focus_element(&element, prevent_scroll);
    }
}

fn focus_element(element: &HtmlElement, prevent_scroll: bool) {
    let options = web_sys::FocusOptions::new();
    options.set_prevent_scroll(prevent_scroll);
    let _ = element.focus_with_options(&options); // An element that is gone takes no focus.
}

/// Returns whether the keyboard focus is in this page, and not in another window.
pub fn has_focus() -> bool {
    document().has_focus().unwrap_or(true) // Never fails for the own page.
}

/// Has the browser ask before it reloads, closes or leaves the document, until the listener is dropped. The words are the browser's own.
pub fn ask_before_unload() -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    // A page that has been left may come back from the back/forward cache.
    IS_LEAVING.set(false);
    EventListener::new_with_options(&window(), "beforeunload", options, |event| {
        if !IS_LEAVING.take() {
            event.prevent_default();
            let _ = Reflect::set(event, &"returnValue".into(), &true.into()); // For Chromium before 119; a string to it.
        }
    })
}

/// Returns how far down the page is scrolled, in CSS pixels.
pub fn scroll_position() -> f64 {
    window().scroll_y().unwrap_or(0.0)
}

/// Opens a `<dialog>` over the page, with the focus kept inside.
pub fn show_modal(dialog: &Option<Node>) {
    if let Some(dialog) = dialog_of(dialog) {
        let _ = dialog.show_modal(); // Fails where it is open already.
    }
}

/// Closes a `<dialog>`.
pub fn close_modal(dialog: &Option<Node>) {
    if let Some(dialog) = dialog_of(dialog) {
        dialog.close();
    }
}

fn dialog_of(node: &Option<Node>) -> Option<&HtmlDialogElement> {
    node.as_ref()?.dyn_ref()
}

/// Scrolls to `top` CSS pixels, at once.
pub fn scroll_to(top: f64) {
    let options = web_sys::ScrollToOptions::new();
    options.set_top(top);
    options.set_left(0.0);
    options.set_behavior(web_sys::ScrollBehavior::Instant);
    window().scroll_to_with_scroll_to_options(&options);
}

/// Returns the elements of a list.
pub fn elements(list: &NodeList) -> Vec<Element> {
    (0..list.length()).filter_map(|index| list.get(index)?.dyn_into().ok()).collect() // Texts are none.
}

/// What ids in texts from Directus begin with (DOMPurify's option `SANITIZE_NAMED_PROPS`), so that none shadows a property of the document or
/// an id of the site.
pub const CONTENT_ID_PREFIX: &str = "user-content-";

/// Scrolls the element with the id `id` into view, and moves the focus to it, so that Tab goes on behind it. Returns whether there is one.
pub fn scroll_to_element(id: &str) -> bool {
    let element = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = &element {
        element.scroll_into_view();
        focus_element(element, true);
        if document().active_element().as_deref() != Some(element) {
            let _ = element.set_attribute("tabindex", "-1"); // The name is well-formed.
            focus_element(element, true);
        }
    }
    element.is_some()
}

/// Calls `failed` with each image of the page that fails to load, until the listener is dropped.
pub fn on_image_error(failed: impl Fn(HtmlImageElement) + 'static) -> EventListener {
    // It does not bubble.
    EventListener::new_with_options(&document(), "error", EventListenerOptions::run_in_capture_phase(), move |event| {
        if let Some(Ok(picture)) = event.target().map(JsCast::dyn_into) {
            failed(picture);
        }
    })
}

/// Calls `scrolled` with each new scroll position, until the listener is dropped.
pub fn on_scroll(scrolled: impl Fn(f64) + 'static) -> EventListener {
    EventListener::new(&window(), "scroll", move |_| scrolled(scroll_position()))
}

/// Returns whether the browser is to save data.
pub fn saves_data() -> bool {
    let connection = Reflect::get(&window().navigator(), &"connection".into()).ok(); // Absent API.
    let saves_data = connection.and_then(|connection| Reflect::get(&connection, &"saveData".into()).ok());
    saves_data.is_some_and(|saves_data| saves_data.is_truthy())
}

/// Calls `typed` whenever something is typed into a field for a password, until the listener is dropped.
pub fn on_password_input(typed: impl Fn() + 'static) -> EventListener {
    EventListener::new(&document(), "input", move |event| {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()); // Another element is none.
        if field.is_some_and(|field| field.type_() == "password") {
            typed();
        }
    })
}

/// Calls `meant` with each event by which somebody shows that they may follow a link: the pointer over it, a touch, the focus. Never where the
/// browser is to save data. The listeners are there until they are dropped.
pub fn on_link_intent(meant: impl Fn(&Event) + Clone + 'static) -> Vec<EventListener> {
    if saves_data() {
        return Vec::new();
    }
    let listen = |kind| {
        let meant = meant.clone();
        EventListener::new(&document(), kind, move |event| meant(event))
    };
    ["pointerover", "touchstart", "focusin"].map(listen).into()
}

/// Calls `clicked` with every click whose propagation no one has stopped, until the listener is dropped.
pub fn on_click(clicked: impl Fn(&MouseEvent) + 'static) -> EventListener {
    listen_to_clicks(EventListenerOptions::enable_prevent_default(), clicked)
}

/// Calls `clicked` with every click before anybody else, until the listener is dropped.
pub fn intercept_clicks(clicked: impl Fn(&MouseEvent) + 'static) -> EventListener {
    listen_to_clicks(EventListenerOptions { phase: EventListenerPhase::Capture, passive: false }, clicked)
}

fn listen_to_clicks(options: EventListenerOptions, clicked: impl Fn(&MouseEvent) + 'static) -> EventListener {
    EventListener::new_with_options(&document(), "click", options, move |event| {
        if let Some(event) = event.dyn_ref() {
            clicked(event);
        }
    })
}
