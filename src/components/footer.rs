//! The foot of every page.

use yew::prelude::*;

use super::PageLink;
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
                        <li><PageLink to={Route::page("conduct")}>{ "Code of Conduct" }</PageLink></li>
                        <li><PageLink to={Route::page("privacy")}>{ "Privacy" }</PageLink></li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}
