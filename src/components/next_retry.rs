//! How long it is until Directus is asked again.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::{locale::use_language, session::use_client, text};

/// Counts down to the next try, and says when it is being made.
#[component]
pub fn NextRetry() -> Html {
    use_language();
    let client = use_client();
    let seconds = use_state_eq(|| None::<u32>);
    use_effect_with((), {
        let seconds = seconds.setter();
        move |()| {
            let look = move || {
                seconds.set(client.next_retry().map(|left| u32::try_from(left.as_secs() + 1).unwrap_or(u32::MAX)))
            };
            look();
            let every_second = Interval::new(1000, look);
            move || drop(every_second)
        }
    });
    let text = match *seconds {
        None => text::TRYING_NOW.into(),
        Some(seconds) => text::NEXT_TRY.count(seconds),
    };
    // Not read out each second.
    html! { <p class="next-try" aria-live="off">{ text }</p> }
}
