//! The sign-in form: on its page, and over a page whose session has ended.

use lychgate_directus::{
    ErrorCode,
    auth::{self, Login, Providers},
};
use lychgate_session::Session;
use lychgate_yew::{resource::use_resource, use_client, use_session};
use yew::prelude::*;

use crate::{
    account::{is_unknown, local_registrations, sign_in},
    browser::document,
    i18n::{text, use_i18n},
    routing::{ReturnTo, Route, links::page_link},
    ui::{
        Field, FieldKind, Flash, OTP_FIELD, Tone, Values, alert,
        error_messages::{self, FormErrors},
        otp_of, sso_buttons, submit, use_flag, use_flash, use_form, use_held_submit, use_otp, use_set_flash,
        validation::{clean_email, validate_email, validate_otp},
    },
};

const EMAIL: Field = Field::new("email", text::EMAIL, FieldKind::Email, "username");
const PASSWORD: Field = Field::new("password", text::PASSWORD, FieldKind::Password, "current-password");

/// Props of [`SignInForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SignInFormProps {
    /// The id of the heading of the form.
    pub labelled_by: &'static str,
    /// Stands before the ids of the fields.
    #[prop_or_default]
    pub scope: &'static str,
    /// The e-mail address of the user who has to sign in again, where it is known.
    #[prop_or_default]
    pub email: AttrValue,
    /// The page to return to.
    pub return_to: ReturnTo,
    /// Whether the form is over a page with input that is lost when the user leaves it.
    #[prop_or_default]
    pub over_a_page: bool,
}

/// Asks for e-mail and password, and for a code where the account takes one; offers single sign-on where there is any. Above the form it
/// says why the user has to sign in. What follows a sign-in is up to the page: the form only signs in.
#[component]
pub fn SignInForm(props: &SignInFormProps) -> Html {
    let t = use_i18n();
    let client = use_client();
    let session = use_session();
    let providers = use_resource(auth::providers());
    let flash = use_flash();
    let set_flash = use_set_flash();
    let values = match &flash.pending_login {
        Some(login) => Values::default().with("email", &*login.email).with("password", &*login.password),
        None if props.email.is_empty() => flash.values(["email", "password"]),
        None => Values::default().with("email", &*props.email),
    };
    // The e-mail and password that a code is missing for.
    let login_without_code = use_state_eq(|| flash.pending_login.is_some().then(|| key_of(&values)));
    let form = use_form(values, Some("password"), props.scope);
    // Whether somebody else may have chosen the password of the account.
    let password_may_be_a_strangers = use_flag();
    let cannot_leave = use_flag();
    let cookies_blocked = use_flag();
    use_effect_with((), {
        let cookies_blocked = cookies_blocked.setter();
        move |()| cookies_blocked.set(!document::takes_cookies())
    });

    let with_code = *login_without_code == Some(key_of(form.values()));
    let onsubmit = {
        let (form, client, password_may_be_a_strangers) =
            (form.clone(), client.clone(), password_may_be_a_strangers.clone());
        Callback::from(move |()| {
            let (client, login_without_code, form_to_clear) =
                (client.clone(), login_without_code.setter(), form.clone());
            let password_may_be_a_strangers = password_may_be_a_strangers.setter();
            password_may_be_a_strangers.set(false);
            form.submit(
                |values| check(values, with_code),
                |values| async move {
                    let login = Login {
                        email: clean_email(values.get("email")),
                        password: values.get("password").to_owned(),
                        otp: with_code.then(|| otp_of(&values)),
                    };
                    match sign_in(&client, &login).await {
                        Ok(()) => Ok(None),
                        Err(error)
                            if is_unknown(&error) && local_registrations::contains(client.base(), &login.email) =>
                        {
                            password_may_be_a_strangers.set(true);
                            Err(FormErrors::of_form(text::REGISTERED_WRONG_PASSWORD))
                        }
                        Err(error) if error.code() != Some(&ErrorCode::InvalidOtp) => {
                            Err(error_messages::sign_in(&error))
                        }
                        Err(_) if with_code => {
                            form_to_clear.clear(OTP_FIELD.name());
                            Err(error_messages::one_time_code())
                        }
                        Err(_) => {
                            login_without_code.set(Some(key_of(&values)));
                            Ok(None)
                        }
                    }
                },
            );
        })
    };
    use_otp(&form, with_code, &onsubmit);
    use_held_submit(&flash, &onsubmit);

    let why = match &session {
        Session::SignedOut { reason } | Session::Expired { reason, .. } => error_messages::signed_out(*reason),
        _ => None,
    };
    // The e-mail address comes along, but not in the URL.
    let forgotten = {
        let form = form.clone();
        let set_flash = set_flash.clone();
        move |_: MouseEvent| set_flash.emit(Flash::email_in(&form))
    };
    let own_password = {
        let form = form.clone();
        move |_: MouseEvent| set_flash.emit(Flash::email_in(&form).saying(Tone::Info, text::REGISTERED_ELSEWHERE))
    };
    let fields = html! {
        <>
            if *password_may_be_a_strangers {
                <p class="actions" onclick={own_password}>
                    { page_link(props.return_to.append_to(Route::ForgotPassword), "button", t.text(text::OWN_PASSWORD)) }
                </p>
            }
            { EMAIL.show(&form) }
            { PASSWORD.show(&form) }
            if with_code {
                if form.error(OTP_FIELD.name()).is_none() {
                    { alert(Tone::Info, t.text(text::CODE_ASKED)) }
                }
                { OTP_FIELD.show(&form) }
            }
            { submit(t, text::SIGN_IN, form.is_busy()) }
            if !props.over_a_page {
                <p class="form-aside sign-in-forgotten" onclick={forgotten}>
                    { page_link(props.return_to.append_to(Route::ForgotPassword), "", t.text(text::FORGOT_PASSWORD)) }
                </p>
            }
        </>
    };
    let no_providers = Providers::default();
    let providers = providers.state.ready().unwrap_or(&no_providers);
    html! {
        <>
            if let Some((tone, notice)) = flash.notice {
                { alert(tone, t.text(notice)) }
            } else if let Some(why) = why {
                { alert(Tone::Info, t.text(why)) }
            }
            if props.over_a_page {
                <p class="form-aside">{ t.text(text::STILL_THERE) }</p>
            }
            if *cookies_blocked {
                { alert(Tone::Error, t.text(text::COOKIES_BLOCKED)) }
            }
            if !providers.is_password_disabled {
                { form.show(props.labelled_by, &onsubmit, fields) }
            }
            if !providers.sso.is_empty() {
                <section class="sso-ways" aria-label={t.text(text::OTHER_WAYS)}>
                    if !providers.is_password_disabled {
                        <p class="sso-or" aria-hidden="true">{ t.text(text::OR) }</p>
                    }
                    { sso_buttons(t, providers, &client, &props.return_to, &cannot_leave) }
                    if props.over_a_page {
                        <p class="form-aside">{ t.text(text::LEADS_AWAY) }</p>
                    }
                </section>
            }
        </>
    }
}

/// Returns what a code belongs to: with another e-mail address or password it is not known whether a code is missing.
fn key_of(values: &Values) -> (String, String) {
    (clean_email(values.get("email")), values.get("password").to_owned())
}

fn check(values: &Values, with_code: bool) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.check("email", validate_email(values.get("email")));
    if values.get("password").is_empty() {
        errors.add("password", text::ENTER_PASSWORD);
    }
    if with_code {
        errors.check(OTP_FIELD.name(), validate_otp(&otp_of(values)));
    }
    errors
}
