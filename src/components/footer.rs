//! The foot of every page.

use yew::prelude::*;

use super::page_link;
use crate::{route::Route, site::Site};

/// The site's name, what it is, and the pages that people look for down here.
pub fn footer(site: &Site) -> Html {
    html! {
        <footer class="footer">
            <div class="footer-inner">
                <div class="footer-about">
                    <p class="footer-name">{ &site.name }</p>
                    if let Some(description) = &site.description {
                        <p class="footer-description">{ description }</p>
                    }
                </div>
                <nav aria-label="More">
                    <ul>
                        <li>{ page_link(Route::page("conduct"), "", "Code of Conduct") }</li>
                        <li>{ page_link(Route::page("privacy"), "", "Privacy") }</li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}
