//! The foot of every page.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::{route::Route, site::use_site};

/// The site's name, what it is, and the pages that people look for down here.
#[component]
pub fn Footer() -> Html {
    let site = use_site();
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
                        <li><Link<Route> to={Route::page("conduct")}>{ "Code of Conduct" }</Link<Route>></li>
                        <li><Link<Route> to={Route::page("privacy")}>{ "Privacy" }</Link<Route>></li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}
