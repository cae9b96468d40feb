//! Two-factor sign-in: whether it is on, and the switch.

use lychgate_directus::users::{self, SecondFactor, User};
use lychgate_yew::use_client;
use yew::prelude::*;

use super::{
    confirmation::OTP_FIELD,
    disclosure::{buttons, use_disclosure},
};
use crate::{
    account::use_account,
    i18n::{text, use_i18n},
    ui::{
        SecondFactorSetup, Tone, Values, alert, check_otp,
        error_messages::{self, FormErrors},
        otp_of, use_form,
    },
};

/// Props of [`TwoFactorSection`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TwoFactorSectionProps {
    /// The signed-in user.
    pub user: User,
    /// Whether they may switch it.
    pub may_change: bool,
}

/// Two-factor sign-in.
#[component]
pub fn TwoFactorSection(props: &TwoFactorSectionProps) -> Html {
    let t = use_i18n();
    let is_on = props.user.second_factor == SecondFactor::On;
    let open = use_disclosure("#tfa-password, #off-otp", "change-two-factor");
    // The state when the page was opened: a change since then is announced.
    let before = use_state_eq(|| is_on);
    use_effect_with(is_on, {
        let open = open.setter();
        move |_| open.set(false)
    });

    let on_open = {
        let (open, before) = (open.setter(), before.setter());
        move |_| {
            before.set(is_on);
            open.set(true);
        }
    };
    let cancel = {
        let open = open.setter();
        move |_| open.set(false)
    };
    html! {
        <section class="card" aria-labelledby="two-factor-heading">
            <h2 id="two-factor-heading">{ t.text(text::TWO_FACTOR) }</h2>
            if *before != is_on {
                { alert(Tone::Success, if is_on { t.text(text::TWO_FACTOR_IS_ON) } else { t.text(text::TWO_FACTOR_IS_OFF) }) }
            } else if is_on || !*open {
                <p class="card-state">{ if is_on { t.text(text::TWO_FACTOR_ON) } else { t.text(text::TWO_FACTOR_OFF) } }</p>
            }
            if *open && is_on {
                <SwitchOff user={props.user.clone()} {open} />
            } else if *open {
                <SecondFactorSetup user={props.user.clone()} labelled_by="two-factor-heading">
                    <button type="button" class="button" onclick={cancel}>{ t.text(text::CANCEL) }</button>
                </SecondFactorSetup>
            } else if props.may_change {
                <button type="button" class="button" id="change-two-factor" onclick={on_open}>
                    { if is_on { t.text(text::SWITCH_OFF) } else { t.text(text::SET_UP) } }
                </button>
            }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct SwitchOffProps {
    user: User,
    open: UseStateHandle<bool>,
}

#[component]
fn SwitchOff(props: &SwitchOffProps) -> Html {
    let t = use_i18n();
    let (client, account) = (use_client(), use_account());
    let form = use_form(Values::default(), None, "off-");
    let onsubmit = {
        let (form, user) = (form.clone(), props.user.clone());
        Callback::from(move |()| {
            let (client, account, user) = (client.clone(), account.clone(), user.clone());
            form.submit(check_otp, |values| async move {
                let code = otp_of(&values);
                client
                    .send(&users::disable_tfa(&code))
                    .await
                    .map_err(|error| FormErrors::from_send(error, error_messages::second_factor))?;
                account.show_saved(User { second_factor: SecondFactor::Off, ..user });
                Ok(None)
            });
        })
    };
    let fields = html! {
        <>
            { OTP_FIELD.show(&form) }
            { buttons(t, text::SWITCH_OFF, form.is_busy(), &props.open) }
        </>
    };
    form.show("two-factor-heading", &onsubmit, fields)
}
