//! The layout of a page, and what follows each navigation: title, focus, scroll position.

use lychgate_yew::browser::document::set_attribute;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{browser::document, routing::scroll_restoration};

/// Props of [`PageLayout`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PageLayoutProps {
    /// The title of the page; `None` while it is not known.
    pub title: Option<AttrValue>,
    /// What it is about, in a sentence or two, for search engines. Optional: without it the site's description stands for it.
    #[prop_or_default]
    pub description: Option<AttrValue>,
    /// Whether the content is there. Focus and scroll wait for it.
    #[prop_or(true)]
    pub settled: bool,
    /// Whether all of the content is there. Focus and scroll wait for it as well, but only once: what comes or goes later leads nobody away from
    /// where they read.
    #[prop_or(true)]
    pub whole: bool,
    /// The class of `<main>`, after `page`.
    pub class: &'static str,
    /// The content, with one `<h1 tabindex="-1">`.
    pub children: Html,
}

/// The `<main>` of a page. Once the content is there, it sets the title, the focus and the scroll position.
#[component]
pub fn PageLayout(props: &PageLayoutProps) -> Html {
    use_effect_with((props.title.clone(), props.description.clone()), |(title, description)| {
        document::set_title(title.as_deref().unwrap_or_default());
        document::set_description(description.as_deref().unwrap_or_default());
        set_attribute("data-ready", "");
    });

    let location = use_location();
    // Two locations that are equal in this are the same history entry.
    let entry = location.map(|at| (at.id(), at.path().to_owned(), at.query_str().to_owned(), at.hash().to_owned()));
    let has_been_whole = use_mut_ref(|| false);
    let settled = props.settled && (props.whole || *has_been_whole.borrow());
    if settled {
        has_been_whole.replace(true);
    }
    use_effect_with((settled, entry), |(settled, entry)| {
        if let (true, Some((.., hash))) = (settled, entry) {
            scroll_restoration::on_page_shown(hash.trim_start_matches('#'));
        }
    });

    html! {
        <main id="main" class={format!("page {}", props.class)} tabindex="-1" aria-busy={(!settled).then_some("true")}>
            { props.children.clone() }
        </main>
    }
}
