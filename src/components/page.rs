//! The frame of every page, and what has to be right after each navigation: title, focus, scroll.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    browser::{
        document,
        history::{self, TraversalWatch},
        storage::{self, Lifetime},
    },
    site::use_site,
};

/// Where scroll positions are kept over a reload.
const SCROLL_KEY: &str = "lychgate:scroll";

/// The way through the tab's history so far.
#[derive(Default)]
struct Journey {
    traversals: RefCell<Option<TraversalWatch>>,
    /// How far each history entry was scrolled.
    positions: RefCell<HashMap<String, f64>>,
    /// The entry whose page is on the screen with its content. Scrolling before that is not the reader's.
    shown: RefCell<Option<String>>,
    arrived_before: RefCell<bool>,
}

/// A [`Journey`] as context: it never changes, so it renders nobody again.
#[derive(Clone)]
struct JourneyHandle(Rc<Journey>);

impl PartialEq for JourneyHandle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Journey {
    fn begin(&self) {
        history::take_over_scroll_restoration();
        self.traversals.replace(Some(TraversalWatch::new()));
        if let Some(saved) = storage::read(Lifetime::Tab, SCROLL_KEY) {
            self.positions.replace(serde_json::from_str(&saved).unwrap_or_default());
        }
    }

    fn remember(&self, top: f64) {
        let entry = history::entry_key();
        if self.shown.borrow().as_ref() == Some(&entry) {
            self.positions.borrow_mut().insert(entry, top);
        }
    }

    fn save(&self) {
        if let Ok(positions) = serde_json::to_string(&*self.positions.borrow()) {
            storage::write(Lifetime::Tab, SCROLL_KEY, Some(&positions));
        }
    }

    /// The page of the current entry is on the screen: scrolls and focuses as the navigation wants it.
    fn arrive(&self, fragment: &str) {
        let entry = history::entry_key();
        let first = !self.arrived_before.replace(true);
        let traversed = self.traversals.borrow().as_ref().is_some_and(TraversalWatch::take);
        let returned = traversed || (first && history::loaded_by_return());
        let position = self.positions.borrow().get(&entry).copied().filter(|_| returned);
        match position {
            Some(top) => document::scroll_to(top),
            None if !fragment.is_empty() && document::scroll_to_element(fragment) => {}
            None => document::scroll_to(0.0),
        }
        if !first {
            document::focus("main h1");
        }
        self.shown.replace(Some(entry));
    }
}

/// Props of [`JourneyProvider`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct JourneyProviderProps {
    /// The pages.
    pub children: Html,
}

/// Remembers how far each page of the tab's history was scrolled. Belongs around everything that holds a [`Page`].
#[component]
pub fn JourneyProvider(props: &JourneyProviderProps) -> Html {
    let journey = use_memo((), |()| Journey::default());
    use_effect_with(JourneyHandle(journey.clone()), |JourneyHandle(journey)| {
        journey.begin();
        let on_scroll = {
            let journey = journey.clone();
            document::on_scroll(move |top| journey.remember(top))
        };
        let on_hide = {
            let journey = journey.clone();
            document::on_page_hide(move || journey.save())
        };
        move || drop((on_scroll, on_hide))
    });
    html! {
        <ContextProvider<JourneyHandle> context={JourneyHandle(journey)}>
            { props.children.clone() }
        </ContextProvider<JourneyHandle>>
    }
}

/// Props of [`Page`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PageProps {
    /// What the page is called; `None` while that is not known yet.
    pub title: Option<AttrValue>,
    /// Whether the content is there. Focus and scroll wait for it.
    #[prop_or(true)]
    pub settled: bool,
    /// Added to the class of `<main>`.
    #[prop_or_default]
    pub class: Classes,
    /// The content, with one `<h1 tabindex="-1">`.
    pub children: Html,
}

/// The frame of a page: `<main>`, and once the content is there, the right title, focus and scroll position.
#[component]
pub fn Page(props: &PageProps) -> Html {
    let site = use_site();
    use_effect_with(site.document_title(props.title.as_deref()), |title| document::set_title(title));
    use_effect_with((), |()| document::mark("data-ready", ""));

    let journey = use_context::<JourneyHandle>();
    let address = use_location();
    use_effect_with((props.settled, address, journey), |(settled, address, journey)| {
        if let (true, Some(address), Some(JourneyHandle(journey))) = (settled, address, journey) {
            journey.arrive(address.hash().trim_start_matches('#'));
        }
    });

    html! {
        <main id="main" class={classes!("page", props.class.clone())} tabindex="-1" aria-busy={(!props.settled).then_some("true")}>
            { props.children.clone() }
        </main>
    }
}
