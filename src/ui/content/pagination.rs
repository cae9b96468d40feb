//! Links between the pages of a list.

use yew::prelude::*;

use crate::{
    i18n::{
        I18n,
        text::{self, Text},
    },
    routing::{Route, SiteUrl, links::page_link},
};

/// Renders links to the pages before and after page `page` (from 1) of the `pages` of the list at `route`; nothing where there is only
/// one.
pub fn pagination(t: I18n, route: &Route, page: u32, pages: u32) -> Html {
    if pages <= 1 {
        return Html::default();
    }
    let link = |to: u32, label: Text| {
        // The first page has one URL, without a number.
        let query = if to > 1 { format!("page={to}") } else { String::new() };
        page_link(SiteUrl::new(route.clone(), &query, ""), "button", t.text(label))
    };
    let [at, of] = [page, pages].map(|number| t.number(number));
    let place = t.with(text::PAGE_OF, &[("page", &at), ("pages", &of)]);
    html! {
        <nav class="pagination" aria-label={t.text(text::PAGES)}>
            <div class="pagination-newer">if page > 1 { { link(page - 1, text::NEWER) } }</div>
            <p class="pagination-place">{ place }</p>
            <div class="pagination-older">if page < pages { { link(page + 1, text::OLDER) } }</div>
        </nav>
    }
}
