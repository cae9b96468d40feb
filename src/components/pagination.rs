//! From one page of a list to the next.

use yew::prelude::*;

use super::page_link;
use crate::route::{Address, Route};

/// Links to the pages before and after page `page` (from 1) of the `pages` that the list at `route` has; nothing where
/// there is only one.
pub fn pagination(route: &Route, page: u32, pages: u32) -> Html {
    if pages <= 1 {
        return Html::default();
    }
    let link = |to: u32, label: &str| {
        // The first page has one address, the one without a number.
        let query = if to > 1 { format!("page={to}") } else { String::new() };
        page_link(Address::new(route.clone(), &query, ""), "button", label)
    };
    html! {
        <nav class="pagination" aria-label="Pages">
            <div class="pagination-newer">if page > 1 { { link(page - 1, "← Newer") } }</div>
            <p class="pagination-place">{ format!("Page {page} of {pages}") }</p>
            <div class="pagination-older">if page < pages { { link(page + 1, "Older →") } }</div>
        </nav>
    }
}
