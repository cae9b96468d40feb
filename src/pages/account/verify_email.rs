//! `/verify-email`: where the mail after a registration leads.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;
use yew_router::prelude::*;

use super::{use_return_to, verified_channel};
use crate::{
    browser::channel::Channel,
    components::{Gate, HandedOn, Tone, alert, page_link, use_project},
    directus::{LinkToken, users},
    locale::use_language,
    route::Route,
    session::{SendError, use_client},
    text::{self, Text},
    wording::{self, MailLink},
};

/// Props of [`VerifyEmail`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct VerifyEmailProps {
    /// What the link has brought.
    pub token: Option<LinkToken>,
}

/// How far it is.
#[derive(Clone, PartialEq)]
enum Verification {
    Asking,
    /// There is no link.
    NoLink,
    /// The link has done its work before.
    Used,
    /// The link is no good.
    BadLink(Text),
    /// It could not be asked; the same link may be good a little later.
    Failed(String),
}

/// Opens the account, and leads to the sign-in. Where the page of the registration is still open in this browser, that one signs
/// in, and this one follows.
#[component]
pub fn VerifyEmail(props: &VerifyEmailProps) -> Html {
    use_language();
    let client = use_client();
    let project = use_project();
    let return_to = use_return_to();
    let navigator = use_navigator();
    let tries = use_state_eq(|| 0_u32);
    let state = use_state_eq(|| match &props.token {
        Some(_) => Verification::Asking,
        None => Verification::NoLink,
    });
    let sign_in = return_to.append_to(Route::SignIn);

    use_effect_with((*tries, props.token.clone()), {
        let (state, sign_in) = (state.setter(), sign_in.clone());
        move |(_, token)| {
            let Some(token) = token.clone() else { return };
            state.set(Verification::Asking);
            spawn_local(async move {
                if let Err(error) = client.send(&users::verify_email(&token)).await {
                    let bad_link = match &error {
                        SendError::Directus(error) => wording::bad_link(MailLink::Verification, error),
                        _ => None,
                    };
                    state.set(match bad_link {
                        Some(text::VERIFICATION_USED) => Verification::Used,
                        Some(sentence) => Verification::BadLink(sentence),
                        None => Verification::Failed(wording::send_failure(&error)),
                    });
                    return;
                }
                let email = token.email().unwrap_or_default();
                if let Some(channel) = Channel::open(&verified_channel(client.base()), |_| {}) {
                    channel.say(&email);
                }
                HandedOn::email(email).saying(Tone::Success, text::ADDRESS_CONFIRMED).leave();
                // The page for guests leads on whoever is signed in.
                if let Some(navigator) = navigator {
                    navigator.replace(&sign_in);
                }
            });
        }
    });

    let content = match &*state {
        Verification::Asking => html! { <p class="gate-waiting" role="status">{ text::ONE_MOMENT }</p> },
        Verification::NoLink => alert(Tone::Error, wording::no_link(MailLink::Verification)),
        Verification::Used => alert(Tone::Info, text::VERIFICATION_USED),
        Verification::BadLink(sentence) => alert(Tone::Error, *sentence),
        Verification::Failed(sentence) => {
            let again = {
                let tries = tries.clone();
                move |_: MouseEvent| tries.set(*tries + 1)
            };
            html! {
                <>
                    { alert(Tone::Error, &**sentence) }
                    <button type="button" class="button button-primary" onclick={again}>{ text::TRY_AGAIN }</button>
                </>
            }
        }
    };
    let email = props.token.as_ref().and_then(LinkToken::email).unwrap_or_default();
    let has_failed = matches!(&*state, Verification::Failed(_));
    let title = match &*state {
        Verification::NoLink => text::LINK_MISSING,
        Verification::Used | Verification::Asking | Verification::Failed(_) => text::CONFIRM_ADDRESS,
        Verification::BadLink(_) => text::LINK_BROKEN,
    };
    html! {
        <Gate {title} id="verify-email" {project} settled={*state != Verification::Asking}>
            { content }
            if *state != Verification::Asking {
                <p class="actions" onclick={move |_: MouseEvent| HandedOn::email(&*email).leave()}>
                    { page_link(sign_in, if has_failed { "button" } else { "button button-primary" }, text::GO_TO_SIGN_IN) }
                    { page_link(return_to.append_to(Route::Register), "button", text::REGISTER_AGAIN) }
                </p>
            }
        </Gate>
    }
}
