//! How long it is until Directus is asked again.

use gloo_timers::callback::Interval;
use yew::prelude::*;

use crate::session::use_client;

/// Counts down to the next try, and says when it is being made.
#[component]
pub fn NextTry() -> Html {
    let client = use_client();
    let seconds = use_state_eq(|| None::<u64>);
    use_effect_with((), {
        let seconds = seconds.setter();
        move |()| {
            let look = move || seconds.set(client.next_try().map(|left| left.as_secs() + 1));
            look();
            let every_second = Interval::new(1000, look);
            move || drop(every_second)
        }
    });
    let text = match *seconds {
        None => "Trying now …".to_owned(),
        Some(1) => "Next try in 1 second".to_owned(),
        Some(seconds) => format!("Next try in {seconds} seconds"),
    };
    // Not read out each second.
    html! { <p class="next-try" aria-live="off">{ text }</p> }
}
