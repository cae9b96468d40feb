//! `/signin`: the sign-in form.

use yew::prelude::*;

use super::{use_project, use_return_to};
use crate::{
    components::{Field, FieldKind, Page, Tone, Values, alert, page_link, submit, use_flag, use_form},
    directus::{Code, auth::Credentials},
    route::Route,
    session::{Session, use_client, use_session},
    wording::{self, Problems},
};

const EMAIL: Field = Field::new("email", "E-mail", FieldKind::Email, "username");
const PASSWORD: Field = Field::new("password", "Password", FieldKind::Password, "current-password");
const CODE: Field =
    Field::new("otp", "Code", FieldKind::Code, "one-time-code").hint("Six digits from your authenticator app");

/// The sign-in form. Where to go afterwards is the guard's business: this page is for guests, and there is no guest any more.
#[component]
pub fn SignIn() -> Html {
    let client = use_client();
    let session = use_session();
    let project = use_project();
    let return_to = use_return_to();
    let form = use_form(Values::default(), Some("password"));
    let code_asked = use_flag();

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
        Session::SignedOut { reason } => wording::signed_out(*reason),
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
        <Page title="Sign in" class="gate">
            <div class="gate-card">
                <h1 id="sign-in" tabindex="-1">{ "Sign in" }</h1>
                if let Some(why) = why {
                    { alert(Tone::Info, why) }
                }
                { form.show("sign-in", &onsubmit, fields) }
                // A link that leads to a closed door helps nobody: it appears once the door is known to be open.
                if project.ready().is_some_and(|project| project.public_registration) {
                    <p class="form-aside">
                        { "New here? " }
                        { page_link(return_to.append_to(Route::Register), "", "Create an account") }
                    </p>
                }
            </div>
        </Page>
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
