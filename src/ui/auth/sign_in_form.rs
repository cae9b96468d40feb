//! The sign-in form: on its page, and over a page whose session has ended.

use lychgate_directus::{
    ErrorCode,
    auth::{self, Login, Providers},
};
use lychgate_session::Session;
use lychgate_yew::{resource::use_resource, use_client, use_session};
use yew::prelude::*;

use crate::{
    account::local_registrations,
    browser::document,
    i18n::{locale::use_language, text},
    routing::{ReturnTo, Route, links::page_link},
    ui::{
        Field, FieldKind, Flash, OTP_FIELD, Tone, Values, alert,
        error_messages::{self, FormErrors},
        otp_of, sso_buttons, submit, use_flag, use_flash, use_form, use_otp,
    },
};

const EMAIL: Field = Field::new("email", text::EMAIL, FieldKind::Email, "username");
const PASSWORD: Field = Field::new("password", text::PASSWORD, FieldKind::Password, "current-password");

/// Props of [`SignInForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SignInFormProps {
    /// The id of the heading that says what the form is for.
    pub labelled_by: &'static str,
    /// What the ids of the fields begin with.
    #[prop_or_default]
    pub scope: &'static str,
    /// The address of who has to sign in, as far as it is known.
    #[prop_or_default]
    pub email: AttrValue,
    /// Where the person wanted to go.
    pub return_to: ReturnTo,
    /// Whether what was typed elsewhere on the page is lost when the person leaves it.
    #[prop_or_default]
    pub over_a_page: bool,
}

/// Asks for e-mail and password, and for a code where the account takes one; offers other ways, where there are; says first why
/// the person has to sign in. What happens once they have is up to whoever shows the form.
#[component]
pub fn SignInForm(props: &SignInFormProps) -> Html {
    use_language();
    let client = use_client();
    let session = use_session();
    let providers = use_resource(auth::providers());
    let flash = use_flash();
    let email = if props.email.is_empty() { &*flash.email } else { &*props.email };
    let values = Values::default().with("email", email).with("password", &*flash.password);
    // The e-mail and password that a code is missing for.
    let code_asked = use_state_eq(|| Some(key_of(&values)).filter(|_| !flash.password.is_empty()));
    let form = use_form(values, Some("password"), props.scope);
    // Whether the account may have the password of somebody else.
    let is_doubtful = use_flag();
    let cannot_leave = use_flag();
    let cookies_blocked = use_flag();
    use_effect_with((), {
        let cookies_blocked = cookies_blocked.setter();
        move |()| cookies_blocked.set(!document::takes_cookies())
    });

    let with_code = *code_asked == Some(key_of(form.values()));
    let onsubmit = {
        let (form, client, is_doubtful) = (form.clone(), client.clone(), is_doubtful.clone());
        Callback::from(move |()| {
            let (client, code_asked, refused) = (client.clone(), code_asked.setter(), form.clone());
            let is_doubtful = is_doubtful.setter();
            is_doubtful.set(false);
            form.submit(
                |values| check(values, with_code),
                |values| async move {
                    let credentials = Login {
                        email: values.get("email").trim().to_owned(),
                        password: values.get("password").to_owned(),
                        otp: with_code.then(|| otp_of(&values)),
                    };
                    match client.sign_in(&credentials).await {
                        Ok(()) => {
                            local_registrations::forget(client.base(), &credentials.email);
                            Ok(None)
                        }
                        Err(error)
                            if error.code() == Some(&ErrorCode::InvalidCredentials)
                                && local_registrations::contains(client.base(), &credentials.email) =>
                        {
                            is_doubtful.set(true);
                            Err(FormErrors::of_form(text::REGISTERED_WRONG_PASSWORD))
                        }
                        Err(error) if error.code() != Some(&ErrorCode::InvalidOtp) => {
                            Err(error_messages::sign_in(&error))
                        }
                        Err(_) if with_code => {
                            refused.clear(OTP_FIELD.name());
                            Err(error_messages::one_time_code())
                        }
                        Err(_) => {
                            code_asked.set(Some(key_of(&values)));
                            Ok(None)
                        }
                    }
                },
            );
        })
    };
    use_otp(&form, with_code, &onsubmit);

    let why = match &session {
        Session::SignedOut { reason } | Session::Expired { reason, .. } => error_messages::signed_out(*reason),
        _ => None,
    };
    // The address that was typed comes along, but not in the link.
    let forgotten = {
        let email = form.values().get("email").trim().to_owned();
        move |_: MouseEvent| Flash::email(&*email).set_flash()
    };
    let own_password = {
        let email = form.values().get("email").trim().to_owned();
        move |_: MouseEvent| Flash::email(&*email).saying(Tone::Info, text::REGISTERED_ELSEWHERE).set_flash()
    };
    let fields = html! {
        <>
            if *is_doubtful {
                <p class="actions" onclick={own_password}>
                    { page_link(props.return_to.append_to(Route::ForgotPassword), "button", text::OWN_PASSWORD) }
                </p>
            }
            { EMAIL.show(&form) }
            { PASSWORD.show(&form) }
            if with_code {
                if form.problem(OTP_FIELD.name()).is_none() {
                    { alert(Tone::Info, text::CODE_ASKED) }
                }
                { OTP_FIELD.show(&form) }
            }
            { submit(text::SIGN_IN, form.is_busy()) }
            if !props.over_a_page {
                <p class="form-aside sign-in-forgotten" onclick={forgotten}>
                    { page_link(props.return_to.append_to(Route::ForgotPassword), "", text::FORGOT_PASSWORD) }
                </p>
            }
        </>
    };
    let no_providers = Providers::default();
    let providers = providers.state.ready().unwrap_or(&no_providers);
    html! {
        <>
            if let Some((tone, notice)) = flash.notice {
                { alert(tone, notice) }
            } else if let Some(why) = why {
                { alert(Tone::Info, why) }
            }
            if props.over_a_page {
                <p class="form-aside">{ text::STILL_THERE }</p>
            }
            if *cookies_blocked {
                { alert(Tone::Error, text::COOKIES_BLOCKED) }
            }
            if !providers.no_password {
                { form.show(props.labelled_by, &onsubmit, fields) }
            }
            if !providers.elsewhere.is_empty() {
                <section class="sso-ways" aria-label={text::OTHER_WAYS}>
                    if !providers.no_password {
                        <p class="sso-or" aria-hidden="true">{ text::OR }</p>
                    }
                    { sso_buttons(providers, &client, &props.return_to, &cannot_leave) }
                    if props.over_a_page {
                        <p class="form-aside">{ text::LEADS_AWAY }</p>
                    }
                </section>
            }
        </>
    }
}

/// What a code belongs to: with another address or password it is not known yet whether one is missing.
fn key_of(values: &Values) -> (String, String) {
    (values.get("email").trim().to_owned(), values.get("password").to_owned())
}

fn check(values: &Values, with_code: bool) -> FormErrors {
    let mut problems = FormErrors::default();
    error_messages::validate_email(&mut problems, values.get("email"));
    if values.get("password").is_empty() {
        problems.add("password", text::ENTER_PASSWORD);
    }
    if with_code && otp_of(values).is_empty() {
        problems.add("otp", text::ENTER_CODE);
    }
    problems
}
