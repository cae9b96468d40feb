//! The time until the next retry.

use gloo_timers::callback::Interval;
use lychgate_yew::use_client;
use yew::prelude::*;

use crate::i18n::{text, use_i18n};

/// Counts down to the next retry, and says when it is under way.
#[component]
pub fn NextRetry() -> Html {
    let t = use_i18n();
    let client = use_client();
    let seconds = use_state_eq(|| None::<u32>);
    use_effect_with((), {
        let seconds = seconds.setter();
        move |()| {
            let update = move || {
                seconds.set(client.next_retry().map(|left| u32::try_from(left.as_secs() + 1).unwrap_or(u32::MAX)))
            };
            update();
            let every_second = Interval::new(1000, update);
            move || drop(every_second)
        }
    });
    let text = match *seconds {
        None => t.text(text::TRYING_NOW).to_string(),
        Some(seconds) => t.count(text::NEXT_TRY, seconds),
    };
    // Not live: assistive technology would read it out each second.
    html! { <p class="next-retry" aria-live="off">{ text }</p> }
}
