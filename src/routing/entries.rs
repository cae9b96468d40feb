//! The entries of the tab's history that are pages of this document, each with its index: so that a page can tell where Back or Forward has
//! led, and lead back from there.

use std::{cell::Cell, mem};

use yew_router::{
    history::{BrowserHistory, History},
    navigator::Navigator,
};

use super::SiteUrl;
use crate::browser::history;

thread_local! {
    /// The index of the entry whose page is shown.
    static SHOWN: Cell<i32> = const { Cell::new(0) };
}

/// Gives the current entry an index, and each that `history` comes to. Call it before the router listens to that.
pub(super) fn start(history: &BrowserHistory) {
    note();
    mem::forget(history.listen(note)); // For as long as the page is there.
}

/// Notes which entry is shown. One without an index is new, or has replaced the one that was shown.
fn note() {
    match history::entry_index() {
        Some(index) => SHOWN.set(index),
        None => history::set_entry_index(SHOWN.get()),
    }
}

/// Navigates to `url` by a new entry. Nothing else on the site makes one: redirects replace theirs.
pub fn push(navigator: &Navigator, url: &SiteUrl) {
    // The history tells `note` of it at once.
    SHOWN.set(SHOWN.get() + 1);
    navigator.push(url);
}

/// Returns the index of the entry whose page is shown.
pub fn shown() -> i32 {
    SHOWN.get()
}

/// Goes to the entry with the index `index`.
pub fn go_to(index: i32) {
    match index - history::entry_index().unwrap_or_else(shown) {
        // The browser is there, and nobody has heard of it.
        0 if index != shown() => history::announce_traversal(),
        steps => history::go(steps),
    }
}
