//! After a registration: waiting for the e-mail address to be confirmed.

use std::{rc::Rc, time::Duration};

use gloo_timers::callback::Interval;
use lychgate_directus::{
    auth::Login,
    users::{self, Registration},
};
use lychgate_session::SendError;
use lychgate_yew::{
    browser::{channel::Channel, clock},
    use_client,
};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::verified_channel;
use crate::{
    account,
    i18n::{Message, text, use_i18n},
    routing::{Route, use_return_to},
    ui::{Flash, Tone, alert, email_address, error_messages, use_flag, use_set_flash},
};

/// Props of [`CheckMail`].
#[derive(Clone, PartialEq, Properties)]
pub struct CheckMailProps {
    /// The registration, to sign in with once the e-mail address is confirmed, and to ask for another mail.
    pub registration: Rc<Registration>,
    /// Goes back to the form.
    pub back: Callback<()>,
}

/// Says where the mail was sent, and sends it once more. When its link is opened in this browser, this page signs in.
#[component]
pub fn CheckMail(props: &CheckMailProps) -> Html {
    let t = use_i18n();
    let client = use_client();
    let navigator = use_navigator();
    let return_to = use_return_to();
    let (sign_in, own_password) = (return_to.append_to(Route::SignIn), return_to.append_to(Route::ForgotPassword));
    let set_flash = use_set_flash();
    let busy = use_flag();
    let note = use_state_eq(|| None::<(Tone, Message)>);
    // When the server takes another request, on the monotonic clock.
    let not_before = use_state_eq(|| Duration::ZERO);
    let seconds_left = use_seconds_until(*not_before);

    use_effect_with(props.registration.clone(), {
        let client = client.clone();
        move |registration| {
            let registration = registration.clone();
            let name = verified_channel(client.base());
            let channel = Channel::open(&name, move |email| {
                if email.eq_ignore_ascii_case(&registration.email) {
                    let (client, navigator, set_flash) = (client.clone(), navigator.clone(), set_flash.clone());
                    let (sign_in, own_password) = (sign_in.clone(), own_password.clone());
                    let login =
                        Login { email: registration.email.clone(), password: registration.password.clone(), otp: None };
                    spawn_local(async move {
                        // Signed in, the guard redirects.
                        let Err(error) = account::sign_in(&client, &login).await else { return };
                        let flash = Flash::email(login.email);
                        // The account has another password: somebody had registered the e-mail address before.
                        let has_other_password = account::is_unknown(&error);
                        let (flash, next) = if has_other_password {
                            (flash.saying(Tone::Info, text::REGISTERED_BEFORE), &own_password)
                        } else {
                            (flash.saying(Tone::Success, text::ADDRESS_CONFIRMED), &sign_in)
                        };
                        set_flash.emit(flash);
                        if let Some(navigator) = navigator {
                            navigator.replace(next);
                        }
                    });
                }
            });
            move || drop(channel)
        }
    });

    let again = {
        let (registration, busy, note) = (props.registration.clone(), busy.clone(), note.setter());
        move |_: MouseEvent| {
            if *busy || seconds_left > 0 {
                return;
            }
            let (registration, client, note) = (registration.clone(), client.clone(), note.clone());
            let (busy, not_before) = (busy.setter(), not_before.setter());
            busy.set(true);
            spawn_local(async move {
                let answer = client.send(&users::register(&registration)).await;
                busy.set(false);
                note.set(Some(match answer {
                    Ok(()) => (Tone::Success, text::MAIL_SENT_AGAIN.into()),
                    Err(error) => {
                        if let SendError::Directus(error) = &error {
                            not_before.set(clock::monotonic() + error.retry_after().unwrap_or_default());
                        }
                        (Tone::Error, error_messages::send_failure(&error))
                    }
                }));
            });
        }
    };
    let label = match seconds_left {
        0 => t.text(text::SEND_AGAIN).to_string(),
        seconds => t.with(text::SEND_AGAIN_IN, &[("seconds", &t.number(seconds))]),
    };
    html! {
        <>
            { alert(Tone::Success, t.around(text::LINK_SENT, email_address(&props.registration.email))) }
            <p>{ t.text(text::NO_MAIL) }</p>
            <p class="actions">
                <button type="button" class="button" aria-disabled={(*busy || seconds_left > 0).then_some("true")}
                    onclick={again}>{ label }</button>
                <button type="button" class="button" onclick={props.back.reform(|_| ())}>{ t.text(text::ANOTHER_ADDRESS) }</button>
            </p>
            if let Some((tone, note)) = &*note {
                { alert(*tone, t.message(note)) }
            }
        </>
    }
}

/// Counts down the whole seconds until `time` on the monotonic clock.
#[hook]
fn use_seconds_until(time: Duration) -> u32 {
    let seconds = use_state_eq(|| 0);
    use_effect_with(time, {
        let seconds = seconds.setter();
        move |time| {
            let time = *time;
            let update = move || seconds.set(time.saturating_sub(clock::monotonic()).as_secs_f64().ceil() as u32);
            update();
            let every_second = (!time.is_zero()).then(|| Interval::new(1000, update));
            move || drop(every_second)
        }
    });
    *seconds
}
