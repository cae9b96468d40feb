//! From one page of a list to the next.

use serde::Serialize;
use yew::prelude::*;
use yew_router::prelude::*;

use crate::route::Route;

/// Props of [`Pagination`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PaginationProps {
    /// The route of the list.
    pub route: Route,
    /// The page that is shown, from 1.
    pub page: u32,
    /// How many there are.
    pub pages: u32,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct PageQuery {
    page: u32,
}

/// Links to the pages before and after; nothing where there is only one.
#[component]
pub fn Pagination(props: &PaginationProps) -> Html {
    let PaginationProps { route, page, pages } = props;
    if *pages <= 1 {
        return Html::default();
    }
    let link = |to: u32, label: &str, rel: &'static str| {
        // The first page has one address, the one without a number.
        let query = (to > 1).then_some(PageQuery { page: to });
        html! {
            <Link<Route, PageQuery> to={route.clone()} {query} classes={classes!("button", rel)}>{ label }</Link<Route, PageQuery>>
        }
    };
    html! {
        <nav class="pagination" aria-label="Pages">
            <div class="pagination-newer">if *page > 1 { { link(page - 1, "← Newer", "prev") } }</div>
            <p class="pagination-place">{ format!("Page {page} of {pages}") }</p>
            <div class="pagination-older">if page < pages { { link(page + 1, "Older →", "next") } }</div>
        </nav>
    }
}
