//! In place of what is still coming.

use yew::prelude::*;

/// Grey lines of about the size of a page's beginning, so that nothing jumps when it comes.
#[component]
pub fn Placeholder() -> Html {
    html! {
        <div class="placeholder" aria-busy="true">
            <span class="visually-hidden">{ "Loading" }</span>
            <div class="placeholder-title"></div>
            for line in 0..6 {
                <div class="placeholder-line" key={line}></div>
            }
        </div>
    }
}
