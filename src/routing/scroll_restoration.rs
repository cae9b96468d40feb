//! Where a page is scrolled to, and what has the focus, after each navigation. The site does this itself, because a browser would
//! restore the scroll position before the content is there.

use std::{
    cell::{Cell, OnceCell, RefCell},
    fmt,
};

use lychgate_yew::browser::{
    document::on_page_hide,
    storage::{self, Lifetime},
};
use percent_encoding::percent_decode_str;
use yew::prelude::*;

use crate::browser::{
    document::{self, CONTENT_ID_PREFIX},
    history::{self, TraversalWatch},
    view_transition,
};

/// Where scroll positions are kept over a reload.
const STORAGE_KEY: &str = "lychgate:scroll";

thread_local! {
    /// There is one, as a tab has one history.
    static SCROLL: ScrollRestoration = ScrollRestoration::default();
}

#[derive(Default)]
struct ScrollRestoration {
    traversals: RefCell<Option<TraversalWatch>>,
    positions: RefCell<Positions>,
    /// The history entry whose page is on the screen with its content. Before that, no scrolling is the reader's.
    shown: RefCell<Option<String>>,
    has_shown_a_page: Cell<bool>,
    /// The history entry that the site was loaded for. The reader may leave it before its content is there.
    loaded: OnceCell<String>,
}

impl ScrollRestoration {
    fn start(&self) {
        history::take_over_scroll_restoration();
        self.loaded.get_or_init(history::entry_key);
        self.traversals.replace(Some(TraversalWatch::new()));
        if let Some(saved) = storage::read(Lifetime::Tab, STORAGE_KEY) {
            self.positions.replace(Positions::from(&*saved));
        }
    }

    fn record(&self, top: f64) {
        let entry = history::entry_key();
        if self.shown.borrow().as_ref() == Some(&entry) {
            self.positions.borrow_mut().set(entry, top);
        }
    }

    fn save(&self) {
        storage::write(Lifetime::Tab, STORAGE_KEY, Some(&self.positions.borrow().to_string()));
    }

    fn on_page_shown(&self, fragment: &str) {
        let entry = history::entry_key();
        let is_loaded = *self.loaded.get_or_init(|| entry.clone()) == entry;
        let is_first = !self.has_shown_a_page.replace(true) && is_loaded;
        let is_traversal = self.traversals.borrow().as_ref().is_some_and(TraversalWatch::take);
        let is_return = is_traversal || (is_first && history::loaded_by_return());
        let position = self.positions.borrow().get(&entry).filter(|_| is_return);
        let is_at_fragment = position.is_none() && go_to_fragment(fragment);
        match position {
            Some(top) => document::scroll_to(f64::from(top)),
            // The first page is where it was before the app was there.
            None if is_at_fragment || is_first => {}
            None => document::scroll_to(0.0),
        }
        if !is_at_fragment && !is_first {
            document::focus("main h1");
        }
        view_transition::settled();
        self.shown.replace(Some(entry));
    }
}

/// Scrolls and moves the focus to what the fragment of a URL names: a place in a text from Directus, or an element of the page. Returns whether
/// there is one.
fn go_to_fragment(fragment: &str) -> bool {
    let name = percent_decode_str(fragment).decode_utf8_lossy();
    !name.is_empty()
        && (document::scroll_to_element(&format!("{CONTENT_ID_PREFIX}{name}")) || document::scroll_to_element(&name))
}

/// How far each history entry was scrolled, in whole CSS pixels; the newest last.
#[derive(Default)]
struct Positions(Vec<(String, u32)>);

impl Positions {
    /// More steps than anybody goes back.
    const MAX: usize = 50;

    fn get(&self, entry: &str) -> Option<u32> {
        self.0.iter().find(|(other, _)| other == entry).map(|(_, top)| *top)
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a position is within any u32, and never below 0"
    )]
    fn set(&mut self, entry: String, top: f64) {
        self.0.retain(|(other, _)| *other != entry);
        self.0.push((entry, top as u32));
        if self.0.len() > Self::MAX {
            self.0.remove(0);
        }
    }
}

/// Reads what [`Display`](fmt::Display) wrote: a line for each entry, the position first. Anything else is left out.
impl From<&str> for Positions {
    fn from(text: &str) -> Self {
        let entry = |line: &str| line.split_once(' ').and_then(|(top, key)| Some((key.to_owned(), top.parse().ok()?)));
        Self(text.lines().filter_map(entry).collect())
    }
}

impl fmt::Display for Positions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(entry, top)| writeln!(f, "{top} {entry}"))
    }
}

/// Begins to watch the tab's history. Call it before the router's history is made.
pub(super) fn start() {
    SCROLL.with(ScrollRestoration::start);
}

/// Records how far each page of the tab's history is scrolled, for as long as the component is there.
#[hook]
pub fn use_scroll_restoration() {
    use_effect_with((), |()| {
        let on_scroll = document::on_scroll(|top| SCROLL.with(|scroll| scroll.record(top)));
        let on_hide = on_page_hide(|| SCROLL.with(ScrollRestoration::save));
        move || drop((on_scroll, on_hide))
    });
}

/// Scrolls and focuses as the navigation wants it. Call it when the page of the current history entry is on the screen with its
/// content; `fragment` is that of the URL, without `#`.
pub fn on_page_shown(fragment: &str) {
    SCROLL.with(|scroll| scroll.on_page_shown(fragment));
}
