//! Switching on two-factor sign-in.

use std::rc::Rc;

use lychgate_directus::{
    permissions::Permission,
    users::{self, SecondFactor, TfaSecret, User},
};
use lychgate_session::SendError;
use yew::prelude::*;

use crate::{
    account::{in_either_form, is_unknown, use_account},
    browser::{clipboard, document},
    i18n::{text, use_i18n},
    routing::{Route, links::page_link},
    ui::{
        self, Field, PageLayout, Tone, Values, alert, check_otp,
        error_messages::{self, FormErrors},
        otp_of, qr_code, submit, use_flag, use_form, username_field,
    },
};

const PASSWORD: Field = Field::current_password("password");
const OTP_FIELD: Field = ui::OTP_FIELD.hint(text::CODE_HINT_SET_UP);

/// Props of [`SecondFactorSetup`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SecondFactorSetupProps {
    /// The signed-in user.
    pub user: User,
    /// The id of the heading above.
    pub labelled_by: &'static str,
    /// Shown beside the button that goes on.
    #[prop_or_default]
    pub children: Html,
}

/// Asks for the password, shows the secret as a QR code and as text, and asks for a code that proves that the authenticator app has it.
/// Only then is two-factor sign-in switched on. The secret is kept nowhere.
#[component]
pub fn SecondFactorSetup(props: &SecondFactorSetupProps) -> Html {
    let t = use_i18n();
    let account = use_account();
    let client = lychgate_yew::use_client();
    let secret = use_state_eq(|| None::<Rc<TfaSecret>>);
    let form = use_form(Values::default(), None, "tfa-");
    let user = &props.user;
    let takes_password = !user.has_external_provider();

    use_effect_with(secret.is_some(), |is_made| {
        if *is_made {
            document::focus_in_view(".setup-steps");
        }
    });

    let on_begin = {
        let (form, secret, client) = (form.clone(), secret.setter(), client.clone());
        Callback::from(move |()| {
            let (secret, client) = (secret.clone(), client.clone());
            form.submit(
                |values| check_password(values, takes_password),
                |values| async move {
                    let generated = in_either_form(values.get("password"), is_refused, async |password| {
                        client.send(&users::generate_tfa(takes_password.then_some(&*password))).await
                    });
                    let made = generated
                        .await
                        .map_err(|error| FormErrors::from_send(error, error_messages::second_factor_begin))?;
                    secret.set(Some(Rc::new(made)));
                    Ok(Some(Values::default()))
                },
            );
        })
    };
    let on_finish = {
        let (form, secret, user) = (form.clone(), secret.clone(), user.clone());
        let account = account.clone();
        Callback::from(move |()| {
            let (secret, client, account, user) = (secret.clone(), client.clone(), account.clone(), user.clone());
            form.submit(check_otp, |values| async move {
                let Some(secret) = (*secret).clone() else { return Ok(None) };
                let code = otp_of(&values);
                client
                    .send(&users::enable_tfa(&secret, &code))
                    .await
                    .map_err(|error| FormErrors::from_send(error, error_messages::second_factor))?;
                account.show_saved(User { second_factor: SecondFactor::On, ..user });
                Ok(Some(Values::default()))
            });
        })
    };

    let may = account
        .permissions()
        .ready()
        .is_none_or(|permissions| permissions.allow(&Permission::update_own("tfa_secret")));
    if !may {
        return alert(Tone::Info, t.text(text::SET_UP_NOT_ALLOWED));
    }
    match secret.as_deref() {
        None => {
            let fields = html! {
                <>
                    if takes_password {
                        <p class="card-state">{ t.text(text::SET_UP_BEGIN) }</p>
                        { username_field(user) }
                        { PASSWORD.show(&form) }
                    }
                    <div class="actions">{ submit(t, text::CONTINUE, form.is_busy()) }{ props.children.clone() }</div>
                </>
            };
            form.show(props.labelled_by, &on_begin, fields)
        }
        Some(secret) => {
            let fields = html! {
                <>
                    <ol class="setup-steps" tabindex="-1">
                        <li>
                            <p>{ t.text(text::SCAN_CODE) }</p>
                            { qr_code(&secret.otpauth_url, t.text(text::QR_CODE).as_str()) }
                            if secret.otpauth_url.starts_with("otpauth:") {
                                <p><a href={secret.otpauth_url.clone()}>{ t.text(text::OPEN_AUTHENTICATOR) }</a></p>
                            }
                            <p>{ t.text(text::ENTER_KEY) }</p>
                            <SecretText secret={secret.secret.clone()} />
                        </li>
                        <li>
                            <p>{ t.text(text::ENTER_CODE_SHOWN) }</p>
                            { OTP_FIELD.show(&form) }
                        </li>
                    </ol>
                    <div class="actions">{ submit(t, text::SWITCH_ON, form.is_busy()) }{ props.children.clone() }</div>
                </>
            };
            form.show(props.labelled_by, &on_finish, fields)
        }
    }
}

fn is_refused(error: &SendError) -> bool {
    matches!(error, SendError::Directus(error) if is_unknown(error))
}

fn check_password(values: &Values, takes_password: bool) -> FormErrors {
    let mut errors = FormErrors::default();
    if takes_password && values.get("password").is_empty() {
        errors.add("password", text::ENTER_CURRENT_PASSWORD);
    }
    errors
}

#[derive(Clone, PartialEq, Properties)]
struct SecretTextProps {
    secret: AttrValue,
}

/// Shows the secret in groups of four, and a button that copies it.
#[component]
fn SecretText(props: &SecretTextProps) -> Html {
    let t = use_i18n();
    let copied = use_flag();
    let onclick = {
        let (secret, copied) = (props.secret.clone(), copied.setter());
        move |_: MouseEvent| {
            let copied = copied.clone();
            clipboard::copy(&secret, move || copied.set(true));
        }
    };
    html! {
        <div class="secret-text">
            <code dir="ltr" data-testid="tfa-secret">{ groups(&props.secret) }</code>
            <button type="button" class="button" {onclick}>{ t.text(text::COPY) }</button>
            <span class="secret-text-note" role="status">{ if *copied { t.text(text::COPIED).as_str() } else { "" } }</span>
        </div>
    }
}

fn groups(secret: &str) -> String {
    let letters: Vec<_> = secret.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// Shown in place of every page for members, until the user has switched on the two-factor sign-in that their policies ask for.
#[component]
pub fn Enrolment() -> Html {
    let t = use_i18n();
    let account = use_account();
    html! {
        <PageLayout title={t.text(text::TWO_FACTOR)} class="narrow">
            <h1 id="enrolment" tabindex="-1">{ t.text(text::ENROLMENT) }</h1>
            <p>
                { t.text(text::ENROLMENT_WHY) }
            </p>
            if let Some(user) = account.user().ready() {
                <section class="card">
                    <SecondFactorSetup user={user.clone()} labelled_by="enrolment" />
                </section>
            }
            <p>{ page_link(Route::SignOut, "", t.text(text::SIGN_OUT_INSTEAD)) }</p>
        </PageLayout>
    }
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn a_secret_is_read_in_groups_of_four() {
        assert_eq!(groups("ABCDEFGH"), "ABCD EFGH");
        assert_eq!(groups("ABCDEF"), "ABCD EF");
        assert_eq!(groups(""), "");
    }
}
