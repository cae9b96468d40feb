//! Choosing a password on the page that a link from a mail leads to.

use lychgate_directus::{
    ErrorCode, LinkToken, Request,
    auth::{self, Login},
    password_policy::PasswordPolicy,
    server, users,
};
use lychgate_session::SendError;
use lychgate_yew::{resource::use_resource, use_client};
use yew::prelude::*;
use yew_router::prelude::*;

use crate::{
    account::{local_registrations, sign_in},
    browser::unicode,
    i18n::{
        text::{self, Text},
        use_i18n,
    },
    routing::{Route, links::page_link, use_return_to},
    ui::{
        AuthLayout, Field, Flash, Tone, Values, alert, email_address,
        error_messages::{self, FormErrors, MailLink},
        submit, use_form, use_heading_focus, use_password_policy, use_set_flash,
        validation::validate_new_password,
    },
};

/// The field for the new password.
pub(super) const PASSWORD: Field = Field::new_password(text::NEW_PASSWORD);

/// Why a password is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// The password was forgotten.
    Reset,
    /// The account is new.
    Invite,
}

impl Purpose {
    fn link(self) -> MailLink {
        match self {
            Self::Reset => MailLink::NewPassword,
            Self::Invite => MailLink::Invitation,
        }
    }

    fn request(self, token: &LinkToken, password: &str) -> Request<()> {
        match self {
            Self::Reset => auth::password_reset(token, password),
            Self::Invite => users::accept_invite(token, password),
        }
    }

    /// Returns the title, the label of the button, and what to say when the user has to sign in themselves.
    fn words(self) -> (Text, Text, Text) {
        match self {
            Self::Reset => (text::CHOOSE_NEW_PASSWORD, text::SAVE_AND_SIGN_IN, text::PASSWORD_SAVED),
            Self::Invite => (text::ACCEPT_INVITATION, text::SAVE_AND_SIGN_IN, text::ACCOUNT_OPEN),
        }
    }
}

/// Props of [`NewPassword`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct NewPasswordProps {
    /// Why the password is chosen.
    pub purpose: Purpose,
    /// The token of the link.
    pub token: Option<LinkToken>,
}

/// Asks for a password, and signs in with it. Where that fails, the sign-in form takes over: it asks for a missing code, or says what has
/// gone wrong.
#[component]
pub fn NewPassword(props: &NewPasswordProps) -> Html {
    let t = use_i18n();
    let policy = use_password_policy();
    let client = use_client();
    let project = use_resource(server::info()).state;
    let return_to = use_return_to();
    let navigator = use_navigator();
    let set_flash = use_set_flash();
    let purpose = props.purpose;
    let (title, button, saved) = purpose.words();
    let form = use_form(Values::default(), Some("password"), "").with_password_policy(&policy);
    let bad_link = use_state_eq(|| props.token.is_none().then(|| error_messages::no_link(purpose.link())));
    let email = props.token.as_ref().and_then(LinkToken::email).unwrap_or_default();

    let sign_in_page = return_to.append_to(Route::SignIn);
    let onsubmit = {
        let (form, bad_link, token) = (form.clone(), bad_link.setter(), props.token.clone());
        let (email, sign_in_page, set_flash) = (email.clone(), sign_in_page.clone(), set_flash.clone());
        Callback::from(move |()| {
            let (client, bad_link, token) = (client.clone(), bad_link.clone(), token.clone());
            let (email, sign_in_page, navigator) = (email.clone(), sign_in_page.clone(), navigator.clone());
            let (refused, set_flash) = (policy.clone(), set_flash.clone());
            form.submit(
                |values| check(&policy, values),
                |values| async move {
                    let Some(token) = token else { return Ok(None) };
                    let password = unicode::composed(values.get("password"));
                    if let Err(error) = client.send(&purpose.request(&token, &password)).await {
                        let wrong_with_link = match &error {
                            SendError::Directus(error) => error_messages::bad_link(purpose.link(), error),
                            _ => None,
                        };
                        if wrong_with_link.is_some() {
                            bad_link.set(wrong_with_link);
                            return Ok(Some(Values::default()));
                        }
                        return Err(FormErrors::from_send(error, |error| {
                            error_messages::new_password(&refused, error)
                        }));
                    }
                    local_registrations::forget(client.base(), &email);
                    let login = Login { email, password, otp: None };
                    if let Err(error) = sign_in(&client, &login).await {
                        set_flash.emit(match error.code() {
                            Some(ErrorCode::InvalidOtp) => Flash::pending_login(login),
                            _ => Flash::email(login.email).saying(Tone::Success, saved),
                        });
                    }
                    // The guard of that page redirects whoever is signed in.
                    if let Some(navigator) = navigator {
                        navigator.replace(&sign_in_page);
                    }
                    Ok(Some(Values::default()))
                },
            );
        })
    };
    let fields = html! {
        <>
            // For password managers, which save the password for this e-mail address.
            <input type="email" name="email" autocomplete="username" value={email.clone()} readonly=true hidden=true />
            { PASSWORD.show(&form) }
            { submit(t, button, form.is_busy()) }
        </>
    };
    let keep_email = {
        let email = email.clone();
        move |_: MouseEvent| set_flash.emit(Flash::email(&*email))
    };
    use_heading_focus(bad_link.is_some());
    let content = match *bad_link {
        Some(text) => html! {
            <>
                { alert(Tone::Error, t.text(text)) }
                <p class="actions" onclick={keep_email.clone()}>
                    if purpose == Purpose::Reset {
                        { page_link(return_to.append_to(Route::ForgotPassword), "button button-primary", t.text(text::ASK_FOR_LINK)) }
                    }
                    { page_link(sign_in_page.clone(), if purpose == Purpose::Reset { "button" } else { "button button-primary" }, t.text(text::GO_TO_SIGN_IN)) }
                </p>
            </>
        },
        None => html! {
            <>
                if !email.is_empty() {
                    <p class="auth-for">
                        { t.around(text::FOR_EMAIL, html! { <span data-testid="link-email">{ email_address(&email) }</span> }) }
                    </p>
                }
                { form.show("new-password", &onsubmit, fields) }
                <p class="form-aside" onclick={keep_email}>{ page_link(sign_in_page, "", t.text(text::BACK_TO_SIGN_IN)) }</p>
            </>
        },
    };
    let title = match *bad_link {
        None => title,
        Some(_) if props.token.is_none() => text::LINK_MISSING,
        Some(_) => text::LINK_BROKEN,
    };
    html! { <AuthLayout title={t.text(title)} id="new-password" {project}>{ content }</AuthLayout> }
}

fn check(policy: &PasswordPolicy, values: &Values) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.check("password", validate_new_password(policy, values.get("password")));
    errors
}
