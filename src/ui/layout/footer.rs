//! The footer of every page.

use yew::prelude::*;

use crate::{
    content::Site,
    i18n::{I18n, text},
    routing::{Route, links::page_link},
};

/// Renders the site's name, what it is, and links to the pages that people look for in a footer.
pub fn footer(t: I18n, site: &Site) -> Html {
    html! {
        <footer class={site.class("footer")}>
            <div class="footer-inner">
                <div class="footer-about">
                    <p class="footer-name" data-site="title">{ &site.name }</p>
                    if site.description.is_some() || !site.settled {
                        <p class="footer-description">
                            <bdi lang={t.content_language()} data-site="description">{ site.description.clone() }</bdi>
                        </p>
                    }
                </div>
                <nav aria-label={t.text(text::MORE_NAVIGATION)}>
                    <ul>
                        <li>{ page_link(Route::page("conduct"), "", t.text(text::CONDUCT)) }</li>
                        <li>{ page_link(Route::page("privacy"), "", t.text(text::PRIVACY)) }</li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}
