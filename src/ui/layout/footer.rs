//! The foot of every page.

use yew::prelude::*;

use crate::{
    content::Site,
    i18n::{languages, text},
    routing::{Route, links::page_link},
};

/// The site's name, what it is, and the pages that people look for down here.
pub fn footer(site: &Site) -> Html {
    html! {
        <footer class={site.class("footer")}>
            <div class="footer-inner">
                <div class="footer-about">
                    <p class="footer-name">{ &site.name }</p>
                    if let Some(description) = &site.description {
                        <p class="footer-description"><bdi lang={languages::of_content()}>{ description }</bdi></p>
                    }
                </div>
                <nav aria-label={text::MORE_NAVIGATION}>
                    <ul>
                        <li>{ page_link(Route::page("conduct"), "", text::CONDUCT) }</li>
                        <li>{ page_link(Route::page("privacy"), "", text::PRIVACY) }</li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}
