//! How far each page of the tab's history is scrolled, and where the focus goes, after each navigation.

use std::{
    cell::{Cell, OnceCell, RefCell},
    fmt,
};

use lychgate_yew::browser::{
    document::on_page_hide,
    storage::{self, Lifetime},
};
use yew::prelude::*;

use crate::browser::{
    document,
    history::{self, TraversalWatch},
    view_transition,
};

/// Where scroll positions are kept over a reload.
const SCROLL_KEY: &str = "lychgate:scroll";

thread_local! {
    /// The way through this tab's history; there is one, as there is one history.
    static SCROLL: ScrollRestoration = ScrollRestoration::default();
}

/// The way through the tab's history so far.
#[derive(Default)]
struct ScrollRestoration {
    traversals: RefCell<Option<TraversalWatch>>,
    /// How far each history entry was scrolled.
    positions: RefCell<Positions>,
    /// The entry whose page is on the screen with its content. Scrolling before that is not the reader's.
    shown: RefCell<Option<String>>,
    arrived_before: Cell<bool>,
    /// The entry that the site was loaded for. Somebody may leave it before its content is there.
    loaded: OnceCell<String>,
}

impl ScrollRestoration {
    fn begin(&self) {
        history::take_over_scroll_restoration();
        self.loaded.get_or_init(history::entry_key);
        self.traversals.replace(Some(TraversalWatch::new()));
        if let Some(saved) = storage::read(Lifetime::Tab, SCROLL_KEY) {
            self.positions.replace(Positions::parse(&saved));
        }
    }

    fn remember(&self, top: f64) {
        let entry = history::entry_key();
        if self.shown.borrow().as_ref() == Some(&entry) {
            self.positions.borrow_mut().set(entry, top);
        }
    }

    fn save(&self) {
        storage::write(Lifetime::Tab, SCROLL_KEY, Some(&self.positions.borrow().to_string()));
    }

    /// The page of the current entry is on the screen: scrolls and focuses as the navigation wants it.
    fn arrive(&self, fragment: &str) {
        let entry = history::entry_key();
        let is_loaded = *self.loaded.get_or_init(|| entry.clone()) == entry;
        let first = !self.arrived_before.replace(true) && is_loaded;
        let traversed = self.traversals.borrow().as_ref().is_some_and(TraversalWatch::take);
        let returned = traversed || (first && history::loaded_by_return());
        let position = self.positions.borrow().get(&entry).filter(|_| returned);
        match position {
            Some(top) => document::scroll_to(f64::from(top)),
            None if !fragment.is_empty() && document::scroll_to_element(fragment) => {}
            None => document::scroll_to(0.0),
        }
        if !first {
            document::focus("main h1");
        }
        view_transition::settled();
        self.shown.replace(Some(entry));
    }
}

/// How far history entries were scrolled, in whole CSS pixels; the newest last.
#[derive(Default)]
struct Positions(Vec<(String, u32)>);

impl Positions {
    /// More steps than anybody goes back.
    const MOST: usize = 50;

    /// Reads what [`Display`](fmt::Display) wrote: a line per entry, the position first. Anything else is left out.
    fn parse(text: &str) -> Self {
        let entry = |line: &str| line.split_once(' ').and_then(|(top, key)| Some((key.to_owned(), top.parse().ok()?)));
        Self(text.lines().filter_map(entry).collect())
    }

    fn get(&self, key: &str) -> Option<u32> {
        self.0.iter().find(|(entry, _)| entry == key).map(|(_, top)| *top)
    }

    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a position is within any u32, and never below 0"
    )]
    fn set(&mut self, key: String, top: f64) {
        self.0.retain(|(entry, _)| *entry != key);
        self.0.push((key, top as u32));
        if self.0.len() > Self::MOST {
            self.0.remove(0);
        }
    }
}

impl fmt::Display for Positions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(key, top)| writeln!(f, "{top} {key}"))
    }
}

/// Remembers how far each page of the tab's history is scrolled, for as long as the component is there.
#[hook]
pub fn use_scroll_restoration() {
    use_effect_with((), |()| {
        SCROLL.with(ScrollRestoration::begin);
        let on_scroll = document::on_scroll(|top| SCROLL.with(|scroll| scroll.remember(top)));
        let on_hide = on_page_hide(|| SCROLL.with(ScrollRestoration::save));
        move || drop((on_scroll, on_hide))
    });
}

/// The page of the current history entry is on the screen with its content: scrolls and focuses as the navigation wants it. `fragment` is
/// that of the URL, without `#`.
pub fn arrive(fragment: &str) {
    SCROLL.with(|scroll| scroll.arrive(fragment));
}
