//! `/verify-email`: where the mail after a registration leads.

use lychgate_directus::{LinkToken, server, users};
use lychgate_session::{Client, SendError};
use lychgate_yew::{browser::channel::Channel, resource::use_resource, use_client};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::verified_channel;
use crate::{
    account::local_registrations,
    i18n::{
        Message,
        text::{self, Text},
        use_i18n,
    },
    routing::{Route, links::page_link, use_return_to},
    ui::{
        AuthLayout, Flash, Tone, alert, busy_label, email_address,
        error_messages::{self, MailLink},
        use_flag, use_heading_focus, use_set_flash,
    },
};

/// Props of [`VerifyEmail`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct VerifyEmailProps {
    /// The token of the link.
    pub token: Option<LinkToken>,
    /// The site's name; a blank where it is not known.
    pub site: AttrValue,
    /// The class of what shows the site's name.
    pub site_class: Classes,
}

/// What is known of the link.
#[derive(Clone, PartialEq)]
enum Verification {
    /// The user has not confirmed yet, or the request failed: the same link may work a little later.
    Open(Option<Message>),
    /// There is no link.
    NoLink,
    /// The link has been used before.
    Used,
    /// The link does not work.
    BadLink(Text),
}

/// Says what the link confirms, and confirms it by a button: a mail scanner that opens links, and runs their scripts, clicks none. Then it
/// leads to the sign-in; or, where the e-mail address was not registered in this browser and somebody else may have chosen the password, to
/// choosing another.
#[component]
pub fn VerifyEmail(props: &VerifyEmailProps) -> Html {
    let t = use_i18n();
    let client = use_client();
    let project = use_resource(server::info()).state;
    let return_to = use_return_to();
    let navigator = use_navigator();
    let set_flash = use_set_flash();
    let busy = use_flag();
    let state = use_state_eq(|| match &props.token {
        Some(_) => Verification::Open(None),
        None => Verification::NoLink,
    });
    let email = props.token.as_ref().and_then(LinkToken::email).unwrap_or_default();
    let sign_in = return_to.append_to(Route::SignIn);

    let confirm = {
        let (state, busy, token, email) = (state.clone(), busy.clone(), props.token.clone(), email.clone());
        let (sign_in, own_password) = (sign_in.clone(), return_to.append_to(Route::ForgotPassword));
        let set_flash = set_flash.clone();
        move |_: MouseEvent| {
            let Some(token) = token.clone().filter(|_| !*busy) else { return };
            let (client, navigator, email) = (client.clone(), navigator.clone(), email.clone());
            let (state, busy) = (state.setter(), busy.setter());
            let (sign_in, own_password, set_flash) = (sign_in.clone(), own_password.clone(), set_flash.clone());
            busy.set(true);
            state.set(Verification::Open(None));
            spawn_local(async move {
                let is_own = local_registrations::contains(client.base(), &email);
                let request =
                    if is_own { users::verify_email(&token) } else { users::verify_email_and_forget_password(&token) };
                if let Err(error) = client.send(&request).await {
                    busy.set(false);
                    state.set(failed(&error));
                    return;
                }
                set_flash.emit(announce(&client, &email, is_own));
                // The guard of that page redirects whoever is signed in.
                if let Some(navigator) = navigator {
                    navigator.replace(if is_own { &sign_in } else { &own_password });
                }
            });
        }
    };

    let is_open = matches!(&*state, Verification::Open(_));
    use_heading_focus(!is_open);
    let content = match &*state {
        Verification::Open(error) => html! {
            <>
                <p class="auth-for">
                    { t.around(text::FOR_EMAIL, html! { <span data-testid="link-email">{ email_address(&email) }</span> }) }
                    if !props.site.trim().is_empty() || !props.site_class.is_empty() {
                        <span class={classes!("auth-at", props.site_class.clone())}>
                            { t.around(text::AT_SITE, html! { <bdi>{ &props.site }</bdi> }) }
                        </span>
                    }
                </p>
                <p>{ t.text(text::CONFIRM_WHAT) }</p>
                if let Some(error) = error {
                    { alert(Tone::Error, t.message(error)) }
                }
                <button type="button" class="button button-primary submit" aria-disabled={busy.then_some("true")}
                    onclick={confirm}>{ busy_label(t, text::CONFIRM_NOW, *busy) }</button>
            </>
        },
        Verification::NoLink => alert(Tone::Error, t.text(error_messages::no_link(MailLink::Verification))),
        Verification::Used => alert(Tone::Info, t.text(text::VERIFICATION_USED)),
        Verification::BadLink(text) => alert(Tone::Error, t.text(*text)),
    };
    let title = match &*state {
        Verification::NoLink => text::LINK_MISSING,
        Verification::Used | Verification::Open(_) => text::CONFIRM_ADDRESS,
        Verification::BadLink(_) => text::LINK_BROKEN,
    };
    html! {
        <AuthLayout title={t.text(title)} id="verify-email" {project}>
            { content }
            if !is_open {
                <p class="actions" onclick={move |_: MouseEvent| set_flash.emit(Flash::email(&*email))}>
                    { page_link(sign_in, "button button-primary", t.text(text::GO_TO_SIGN_IN)) }
                    { page_link(return_to.append_to(Route::Register), "button", t.text(text::REGISTER_AGAIN)) }
                </p>
            }
        </AuthLayout>
    }
}

fn failed(error: &SendError) -> Verification {
    let bad_link = match error {
        SendError::Directus(error) => error_messages::bad_link(MailLink::Verification, error),
        _ => None,
    };
    match bad_link {
        Some(text::VERIFICATION_USED) => Verification::Used,
        Some(text) => Verification::BadLink(text),
        None => Verification::Open(Some(error_messages::send_failure(error))),
    }
}

/// Tells the other pages in this browser that `email` is confirmed, and returns what the next page has to say. `is_own`: the address was
/// registered in this browser, so that the user knows the password, as far as anybody does.
fn announce(client: &Client, email: &str, is_own: bool) -> Flash {
    if let Some(channel) = Channel::open(&verified_channel(client.base()), |_| {}) {
        channel.post(email);
    }
    let said = if is_own { text::ADDRESS_CONFIRMED } else { text::CONFIRMED_ELSEWHERE };
    Flash::email(email).saying(Tone::Success, said)
}
