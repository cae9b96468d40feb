//! `/register`: the registration form.

use std::rc::Rc;

use lychgate_directus::{
    ErrorCode,
    auth::Login,
    password_policy::PasswordPolicy,
    server,
    users::{self, Registration},
};
use lychgate_session::Client;
use lychgate_yew::{
    resource::{Resource, use_resource},
    use_client,
};
use yew::prelude::*;

use super::check_mail::CheckMail;
use crate::{
    account::{local_registrations, sign_in},
    browser::unicode,
    i18n::{text, use_i18n},
    routing::{
        Route,
        links::{absolute, page_link},
        use_return_to,
    },
    ui::{
        AuthLayout, Field, FieldKind, Flash, Tone, Values, alert,
        error_messages::{self, FormErrors},
        submit, use_flash, use_form, use_heading_focus, use_held_submit, use_password_policy, use_set_flash,
        validation::{clean_email, validate_email, validate_new_password},
    },
};

const FIELDS: [Field; 4] = [
    Field::new("first_name", text::FIRST_NAME, FieldKind::Text, "given-name").optional(true),
    Field::new("last_name", text::LAST_NAME, FieldKind::Text, "family-name").optional(true),
    Field::new("email", text::EMAIL, FieldKind::Email, "username"),
    Field::new_password(text::PASSWORD),
];

/// Registers an account, where Directus has registration switched on. A new account is signed in at once; then the guard redirects. Where
/// Directus wants the e-mail address confirmed first, the page says so, also for an e-mail address that has an account already.
#[component]
pub fn Register() -> Html {
    let t = use_i18n();
    let policy = use_password_policy();
    let client = use_client();
    let project = use_resource(server::info()).state;
    let return_to = use_return_to();
    let flash = use_flash();
    let set_flash = use_set_flash();
    let sent = use_state_eq(|| None::<Rc<Registration>>);

    let values = flash.values(FIELDS.iter().map(Field::name));
    let form = use_form(values, None, "").with_password_policy(&policy);
    let to_be_confirmed = project.ready().map(|project| project.public_registration_verify_email);
    let onsubmit = {
        let (form, client, sent) = (form.clone(), client, sent.setter());
        let page = return_to.append_to(Route::VerifyEmail);
        Callback::from(move |()| {
            let (client, sent) = (client.clone(), sent.clone());
            let (page, refused) = (absolute(&page), policy.clone());
            form.submit(
                |values| check(&policy, values),
                |values| async move {
                    let to_be_confirmed = match to_be_confirmed {
                        Some(known) => known,
                        // Where the settings cannot be read, the answer to the registration tells.
                        None => {
                            let project = client.send(&server::info()).await;
                            project.is_ok_and(|project| project.public_registration_verify_email)
                        }
                    };
                    let page = to_be_confirmed.then_some(page);
                    let registration = register(&client, &values, page, &refused).await?;
                    if to_be_confirmed {
                        local_registrations::remember(client.base(), &registration.email);
                        sent.set(Some(Rc::new(registration)));
                        return Ok(Some(values.with("password", "")));
                    }
                    enter(&client, registration).await.map(|()| None)
                },
            );
        })
    };

    let fields = html! {
        <>
            { for FIELDS.map(|field| field.show(&form)) }
            { submit(t, text::CREATE_ACCOUNT, form.is_busy()) }
        </>
    };
    use_held_submit(&flash, &onsubmit);
    use_heading_focus(sent.is_some());
    let (title, content) = match (&project, &*sent) {
        (_, Some(registration)) => {
            let back = {
                let sent = sent.setter();
                Callback::from(move |()| sent.set(None))
            };
            (text::CHECK_MAIL, html! { <CheckMail registration={registration.clone()} {back} /> })
        }
        (Resource::Ready(project), None) if !project.public_registration => {
            (text::CREATE_AN_ACCOUNT, alert(Tone::Info, t.text(text::REGISTRATION_OFF)))
        }
        // Nobody waits for the settings. Where they cannot be read, sending the form tells.
        (Resource::Loading | Resource::Ready(_) | Resource::Failed(_), None) => {
            (text::CREATE_AN_ACCOUNT, form.show("register", &onsubmit, fields))
        }
    };
    let keep_email = {
        let form = form.clone();
        move |_: MouseEvent| set_flash.emit(Flash::email_in(&form))
    };
    html! {
        <AuthLayout title={t.text(title)} id="register" {project}>
            { content }
            <p class="form-aside" onclick={keep_email}>
                if sent.is_none() {
                    { t.text(text::HAVE_ACCOUNT) }{ " " }
                }
                { page_link(return_to.append_to(Route::SignIn), "", t.text(text::SIGN_IN)) }
            </p>
        </AuthLayout>
    }
}

fn check(policy: &PasswordPolicy, values: &Values) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.check("email", validate_email(values.get("email")));
    errors.check("password", validate_new_password(policy, values.get("password")));
    errors
}

async fn register(
    client: &Client,
    values: &Values,
    verification_url: Option<String>,
    policy: &PasswordPolicy,
) -> Result<Registration, FormErrors> {
    let text = |name| values.get(name).trim().to_owned();
    let registration = Registration {
        email: clean_email(values.get("email")),
        password: unicode::composed(values.get("password")),
        first_name: text("first_name"),
        last_name: text("last_name"),
        verification_url,
    };
    match client.send(&users::register(&registration)).await {
        Ok(()) => Ok(registration),
        Err(error) => Err(FormErrors::from_send(error, |error| error_messages::registration(policy, error))),
    }
}

/// Signs in with the new account. Directus answers alike for a new and for a taken e-mail address: only a sign-in tells them apart.
async fn enter(client: &Client, Registration { email, password, .. }: Registration) -> Result<(), FormErrors> {
    let login = Login { email, password, otp: None };
    sign_in(client, &login).await.map_err(|error| match error.code() {
        Some(ErrorCode::InvalidCredentials | ErrorCode::InvalidOtp | ErrorCode::UserSuspended) => {
            error_messages::email_taken()
        }
        _ => error_messages::sign_in(&error),
    })
}
