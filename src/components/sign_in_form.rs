//! The sign-in form: on its page, and over a page whose session has ended.

use yew::prelude::*;

use super::{Field, FieldKind, Tone, Values, alert, submit, use_flag, use_form};
use crate::{
    browser::document,
    directus::{Code, auth::Credentials},
    session::{Session, use_client, use_session},
    wording::{self, Problems},
};

const EMAIL: Field = Field::new("email", "E-mail", FieldKind::Email, "username");
const PASSWORD: Field = Field::new("password", "Password", FieldKind::Password, "current-password");
const CODE: Field =
    Field::new("otp", "Code", FieldKind::Code, "one-time-code").hint("Six digits from your authenticator app");

/// Props of [`SignInForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SignInFormProps {
    /// The id of the heading that says what the form is for.
    pub labelled_by: &'static str,
    /// What the ids of the fields begin with.
    #[prop_or_default]
    pub scope: &'static str,
}

/// Asks for e-mail and password, and for a code where the account takes one; says first why the person has to sign in.
/// What happens once they have is up to whoever shows the form.
#[component]
pub fn SignInForm(props: &SignInFormProps) -> Html {
    let client = use_client();
    let session = use_session();
    let form = use_form(Values::default(), Some("password"), props.scope);
    let code_asked = use_flag();
    let cookies_blocked = use_flag();
    use_effect_with((), {
        let cookies_blocked = cookies_blocked.setter();
        move |()| cookies_blocked.set(!document::takes_cookies())
    });

    let onsubmit = {
        let (form, code_asked) = (form.clone(), code_asked.clone());
        Callback::from(move |()| {
            let (client, with_code, code_asked) = (client.clone(), *code_asked, code_asked.setter());
            form.submit(
                |values| check(values, with_code),
                |values| async move {
                    let otp = with_code.then(|| values.get("otp").split_whitespace().collect());
                    let credentials = Credentials {
                        email: values.get("email").trim().to_owned(),
                        password: values.get("password").to_owned(),
                        otp,
                    };
                    client.sign_in(&credentials).await.map(|()| None).map_err(|error| {
                        if error.code() == Some(&Code::InvalidOtp) {
                            code_asked.set(true);
                            return wording::one_time_code(with_code);
                        }
                        wording::sign_in(&error)
                    })
                },
            );
        })
    };
    let why = match &session {
        Session::SignedOut { reason } | Session::Lapsed { reason, .. } => wording::signed_out(*reason),
        _ => None,
    };
    let fields = html! {
        <>
            { EMAIL.show(&form) }
            { PASSWORD.show(&form) }
            if *code_asked {
                { CODE.show(&form) }
            }
            { submit("Sign in", form.is_busy()) }
        </>
    };
    html! {
        <>
            if let Some(why) = why {
                { alert(Tone::Info, why) }
            }
            if *cookies_blocked {
                { alert(Tone::Error, wording::COOKIES_BLOCKED) }
            }
            { form.show(props.labelled_by, &onsubmit, fields) }
        </>
    }
}

fn check(values: &Values, with_code: bool) -> Problems {
    let mut problems = Problems::default();
    wording::check_email(&mut problems, values.get("email"));
    if values.get("password").is_empty() {
        problems.add("password", "Please enter your password.");
    }
    if with_code && values.get("otp").trim().is_empty() {
        problems.add("otp", "Please enter the code from your authenticator app.");
    }
    problems
}
