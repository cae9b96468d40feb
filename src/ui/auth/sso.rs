//! Single sign-on: the buttons that lead to a provider, and the form for a code.

use lychgate_directus::auth::{self, Provider, Providers};
use lychgate_session::{Cause, Client};
use lychgate_yew::use_client;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::{
    browser::document,
    i18n::{I18n, text, use_i18n},
    routing::{ReturnTo, auth_callback::SsoTransaction, links::absolute},
    ui::{
        OTP_FIELD, Tone, Values, alert, check_otp,
        error_messages::{self, FormErrors},
        otp_of, submit, use_flag, use_form, use_otp,
    },
};

/// Leaves for the provider, unless a pending logout cannot be finished: see [`Client::finish_pending_logout`]. Returns whether it does.
async fn leave(client: &Client, note: SsoTransaction, otp: Option<&str>) -> bool {
    if client.finish_pending_logout().await.is_err() {
        return false;
    }
    note.save();
    document::navigate_to(&auth::sso_url(client.base(), &note.provider, &absolute(&note.callback_url()), otp));
    true
}

/// Renders a button for each of the `providers`. `failed` is set while the browser cannot leave for one.
pub fn sso_buttons(
    t: I18n,
    providers: &Providers,
    client: &Client,
    return_to: &ReturnTo,
    failed: &UseStateHandle<bool>,
) -> Html {
    let button = |Provider { name, label, .. }: &Provider| {
        let note = SsoTransaction { provider: name.clone(), return_to: return_to.clone() };
        let (client, failed) = (client.clone(), failed.setter());
        let onclick = move |_: MouseEvent| {
            let (client, note, failed) = (client.clone(), note.clone(), failed.clone());
            spawn_local(async move { failed.set(!leave(&client, note, None).await) });
        };
        html! {
            <li key={name.clone()}>
                <button type="button" class="button sso-button" {onclick}>{ key() }{ t.with(text::CONTINUE_WITH, &[("provider", label)]) }</button>
            </li>
        }
    };
    html! {
        <>
            if **failed {
                { alert(Tone::Error, t.message(&error_messages::cause(Cause::Network))) }
            }
            <ul class="sso-list">{ for providers.sso.iter().map(button) }</ul>
        </>
    }
}

/// A key, the icon of every provider.
fn key() -> Html {
    html! {
        <svg class="sso-key" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <circle cx="8" cy="8" r="4.5" />
            <path d="m11.3 11.3 8.2 8.2M16 16l2.5-2.5M18.5 18.5 21 16" />
        </svg>
    }
}

/// Props of [`SsoOtpForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SsoOtpFormProps {
    /// The provider that the user comes back from.
    pub provider: AttrValue,
    /// The page to return to.
    pub return_to: ReturnTo,
}

/// Asks for the code of an account that uses single sign-on, and goes back to the provider with it.
#[component]
pub fn SsoOtpForm(props: &SsoOtpFormProps) -> Html {
    let t = use_i18n();
    let client = use_client();
    let form = use_form(Values::default(), Some(OTP_FIELD.name()), "");
    let left = use_flag();
    let onsubmit = {
        let (form, props, left) = (form.clone(), props.clone(), left.clone());
        Callback::from(move |()| {
            let (client, left) = (client.clone(), left.setter());
            let note = SsoTransaction { provider: props.provider.to_string(), return_to: props.return_to.clone() };
            form.submit(check_otp, |values| async move {
                if !leave(&client, note, Some(&otp_of(&values))).await {
                    return Err(FormErrors::of_form(error_messages::cause(Cause::Network)));
                }
                left.set(true);
                Ok(None)
            });
        })
    };
    use_otp(&form, true, &onsubmit);
    let fields = html! {
        <>
            { OTP_FIELD.show(&form) }
            { submit(t, text::CONTINUE, form.is_busy() || *left) }
        </>
    };
    form.show("sign-in", &onsubmit, fields)
}
