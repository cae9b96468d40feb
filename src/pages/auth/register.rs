//! `/register`: the registration form.

use std::rc::Rc;

use lychgate_directus::{
    ErrorCode,
    auth::Login,
    users::{self, Registration},
};
use lychgate_session::{Client, SendError};
use lychgate_yew::{resource::Resource, use_client};
use yew::prelude::*;

use super::check_mail::CheckMail;
use crate::{
    account::local_registrations,
    i18n::{locale::use_language, text},
    routing::{
        Route,
        links::{absolute, page_link},
        use_return_to,
    },
    ui::{
        AuthLayout, Field, FieldKind, Flash, Shape, Tone, Values, alert,
        error_messages::{self, FormErrors},
        placeholder, submit, use_flash, use_form, use_password_policy, use_project, use_step,
    },
};

const FIELDS: [Field; 4] = [
    Field::new("first_name", text::FIRST_NAME, FieldKind::Text, "given-name").optional(true),
    Field::new("last_name", text::LAST_NAME, FieldKind::Text, "family-name").optional(true),
    Field::new("email", text::EMAIL, FieldKind::Email, "username"),
    Field::new_password(text::PASSWORD),
];

/// Registration, where Directus has it switched on. A new account is signed in at once; then the guard leads on. Where
/// Directus wants the address confirmed first, the page says so, and the same for an address that has an account already.
#[component]
pub fn Register() -> Html {
    use_language();
    use_password_policy();
    let client = use_client();
    let project = use_project();
    let return_to = use_return_to();
    let flash = use_flash();
    let sent = use_state_eq(|| None::<Rc<Registration>>);

    let form = use_form(Values::default().with("email", &*flash.email), None, "");
    let to_be_confirmed = project.ready().is_some_and(|project| project.public_registration_verify_email);
    let onsubmit = {
        let (form, client, sent) = (form.clone(), client, sent.setter());
        let page = return_to.append_to(Route::VerifyEmail);
        Callback::from(move |()| {
            let (client, sent) = (client.clone(), sent.clone());
            let page = to_be_confirmed.then(|| absolute(&page));
            form.submit(check, |values| async move {
                let registration = register(&client, &values, page).await?;
                if to_be_confirmed {
                    local_registrations::remember(client.base(), &registration.email);
                    sent.set(Some(Rc::new(registration)));
                    return Ok(Some(values.with("password", "")));
                }
                sign_in(&client, registration).await.map(|()| None)
            });
        })
    };

    let fields = html! {
        <>
            { for FIELDS.map(|field| field.show(&form)) }
            { submit(text::CREATE_ACCOUNT, form.is_busy()) }
        </>
    };
    use_step(sent.is_some());
    let (title, content) = match (&project, &*sent) {
        (Resource::Loading, _) => (text::CREATE_AN_ACCOUNT, placeholder(Shape::Form)),
        (_, Some(registration)) => {
            let back = {
                let sent = sent.setter();
                Callback::from(move |()| sent.set(None))
            };
            (text::CHECK_MAIL, html! { <CheckMail registration={registration.clone()} {back} /> })
        }
        (Resource::Ready(project), None) if !project.public_registration => {
            (text::CREATE_AN_ACCOUNT, alert(Tone::Info, text::REGISTRATION_OFF))
        }
        // Where the settings can't be read, the form itself finds out.
        (Resource::Ready(_) | Resource::Failed(_), None) => {
            (text::CREATE_AN_ACCOUNT, form.show("register", &onsubmit, fields))
        }
    };
    let hand_on = {
        let email = form.values().get("email").trim().to_owned();
        move |_: MouseEvent| Flash::email(&*email).set_flash()
    };
    let settled = project.is_settled();
    html! {
        <AuthLayout {title} id="register" {project} {settled}>
            { content }
            <p class="form-aside" onclick={hand_on}>
                if sent.is_none() {
                    { text::HAVE_ACCOUNT }{ " " }
                }
                { page_link(return_to.append_to(Route::SignIn), "", text::SIGN_IN) }
            </p>
        </AuthLayout>
    }
}

fn check(values: &Values) -> FormErrors {
    let mut problems = FormErrors::default();
    error_messages::validate_email(&mut problems, values.get("email"));
    error_messages::validate_new_password(&mut problems, values.get("password"));
    problems
}

async fn register(
    client: &Client,
    values: &Values,
    verification_url: Option<String>,
) -> Result<Registration, FormErrors> {
    let text = |name| values.get(name).trim().to_owned();
    let registration = Registration {
        email: text("email"),
        password: values.get("password").to_owned(),
        first_name: text("first_name"),
        last_name: text("last_name"),
        verification_url,
    };
    match client.send(&users::register(&registration)).await {
        Ok(()) => Ok(registration),
        Err(SendError::Directus(error)) => Err(error_messages::registration(&error)),
        Err(error) => Err(FormErrors::of_form(error_messages::send_failure(&error))),
    }
}

/// Directus answers alike for a new and for a taken address; whether the password opens the account tells.
async fn sign_in(client: &Client, Registration { email, password, .. }: Registration) -> Result<(), FormErrors> {
    let credentials = Login { email, password, otp: None };
    client.sign_in(&credentials).await.map_err(|error| match error.code() {
        Some(ErrorCode::InvalidCredentials | ErrorCode::InvalidOtp | ErrorCode::UserSuspended) => {
            error_messages::email_taken()
        }
        _ => error_messages::sign_in(&error),
    })
}
