//! Keeps a page from being left without a question.
//!
//! A click on a link can be cancelled, Back and Forward cannot: the browser is at the other entry before the page hears of it. So nobody else
//! hears of it, the browser is led back, and goes there again once the person has said that they want to leave.

use std::rc::Rc;

use gloo_events::EventListener;
use web_sys::HtmlAnchorElement;

use super::{
    SiteUrl, entries,
    links::{base_path, clicked_link, current_url},
};
use crate::browser::{
    document,
    history::{self, Interception},
};

/// How somebody has wanted to leave the page.
#[derive(Debug, Clone, PartialEq)]
pub enum Departure {
    /// By a link to another page of this site.
    Link(HtmlAnchorElement),
    /// By Back or Forward, to the entry with this index.
    Entry(i32),
}

impl Departure {
    /// Leaves the page after all. Drop the [`Blocker`] before.
    pub fn go_on(self) {
        match self {
            Self::Link(link) => link.click(),
            Self::Entry(index) => entries::go_to(index),
        }
    }
}

/// Keeps the page that is shown from being left, until it is dropped: pages of this site by links, by Back and by Forward, and the whole
/// document. What the site itself leads to, such as the sign-in, is not blocked.
#[must_use]
pub struct Blocker {
    _listeners: [EventListener; 2],
    _interception: Interception,
}

impl Blocker {
    /// Begins to block. It calls `blocked` with each try to leave for another page of this site; about leaving the document, the browser asks.
    pub fn new(blocked: impl Fn(Departure) + 'static) -> Self {
        let blocked = Rc::new(blocked);
        let here = current_url();
        let by_link = {
            let (blocked, here) = (blocked.clone(), here.clone());
            document::intercept_clicks(move |event| {
                let link = clicked_link(event, &base_path().unwrap_or_default());
                if let Some((link, _)) = link.filter(|(_, url)| !is_same_page(Some(url), here.as_ref())) {
                    event.prevent_default();
                    let _ = link.focus(); // Safari's pointer does not; it comes back to the link then.
                    blocked(Departure::Link(link));
                }
            })
        };
        let by_history = history::intercept_traversals(move || {
            let shown = entries::shown();
            let stays = is_same_page(current_url().as_ref(), here.as_ref());
            let traversal = Traversal::new(history::entry_index(), shown, stays);
            if let Traversal::Away(index) = traversal {
                // Back that is pressed again while the browser is being led back may take the place of that.
                history::go(shown - index);
                blocked(Departure::Entry(index));
            }
            traversal != Traversal::Within
        });
        Self { _listeners: [by_link, document::ask_before_unload()], _interception: by_history }
    }
}

/// Where Back or Forward has led.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Traversal {
    /// To the entry whose page is shown: the way back from another.
    LedBack,
    /// To another entry of the same page.
    Within,
    /// To another page, with this index.
    Away(i32),
}

impl Traversal {
    /// Judges by the indices of the `current` entry and of the one whose page is `shown`. `stays` is whether both have the same page.
    fn new(current: Option<i32>, shown: i32, stays: bool) -> Self {
        match current {
            Some(current) if current == shown => Self::LedBack,
            Some(current) if !stays => Self::Away(current),
            // Nobody knows the way back from an entry without an index. Such are of an earlier version of the site.
            _ => Self::Within,
        }
    }
}

/// Returns whether two URLs have the same page: a fragment alone leads away from nothing.
fn is_same_page(one: Option<&SiteUrl>, other: Option<&SiteUrl>) -> bool {
    let page = |url: &SiteUrl| (url.route().clone(), url.query().to_owned());
    one.map(page) == other.map(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn back_and_forward_lead_away_where_the_page_is_another() {
        for (current, shown) in [(0, 1), (2, 1), (0, 5), (9, 1)] {
            assert_eq!(Traversal::new(Some(current), shown, false), Traversal::Away(current));
        }
    }

    #[test]
    fn the_entry_that_is_shown_is_the_way_back_to_it() {
        for stays in [true, false] {
            assert_eq!(Traversal::new(Some(3), 3, stays), Traversal::LedBack);
        }
    }

    #[test]
    fn another_entry_of_the_same_page_leads_away_from_nothing() {
        assert_eq!(Traversal::new(Some(2), 3, true), Traversal::Within);
    }

    #[test]
    fn an_entry_without_an_index_is_not_led_back_from() {
        for stays in [true, false] {
            assert_eq!(Traversal::new(None, 3, stays), Traversal::Within);
        }
    }

    #[test]
    fn pages_differ_by_path_and_query_and_not_by_fragment() {
        let url = |text: &str| text.parse::<SiteUrl>().ok();
        let same = |one, other| is_same_page(url(one).as_ref(), url(other).as_ref());
        assert!(same("/profile", "/profile#about-you"));
        assert!(same("/profile?tab=1", "/profile/?tab=1#a"));
        for other in ["/profile/security", "/", "/profile?tab=1", "/logout"] {
            assert!(!same("/profile", other), "{other}");
        }
        assert!(!is_same_page(url("/profile").as_ref(), None));
    }
}
