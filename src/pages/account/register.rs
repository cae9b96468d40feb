//! `/register`: the registration form.

use yew::prelude::*;

use super::{use_project, use_return_to};
use crate::{
    components::{Field, FieldKind, Page, Shape, Tone, Values, alert, page_link, placeholder, submit, use_form},
    directus::{
        Code,
        auth::Credentials,
        users::{self, Registration},
    },
    resource::Resource,
    route::Route,
    session::{Client, SendError, use_client},
    wording::{self, Problems},
};

const FIELDS: [Field; 4] = [
    Field::new("first_name", "First name", FieldKind::Text, "given-name").optional(true),
    Field::new("last_name", "Last name", FieldKind::Text, "family-name").optional(true),
    Field::new("email", "E-mail", FieldKind::Email, "username"),
    Field::new("password", "Password", FieldKind::Password, "new-password")
        .hint("At least 8 characters. Longer is better."),
];

/// Registration, where Directus has it switched on. A new account is signed in at once; then the guard leads on. Where
/// Directus wants the address confirmed first, the page says so.
#[component]
pub fn Register() -> Html {
    let client = use_client();
    let project = use_project();
    let return_to = use_return_to();
    let sent_to = use_state_eq(|| None::<AttrValue>);

    let form = use_form(Values::default(), None, "");
    let to_be_confirmed = project.ready().is_some_and(|project| project.public_registration_verify_email);
    let onsubmit = {
        let (form, client, sent_to) = (form.clone(), client, sent_to.setter());
        Callback::from(move |()| {
            let (client, sent_to) = (client.clone(), sent_to.clone());
            form.submit(check, |values| async move {
                let credentials = register(&client, &values).await?;
                if to_be_confirmed {
                    sent_to.set(Some(credentials.email.into()));
                    return Ok(Some(Values::default()));
                }
                sign_in(&client, &credentials).await.map(|()| None)
            });
        })
    };

    let fields = html! {
        <>
            { for FIELDS.map(|field| field.show(&form)) }
            { submit("Create account", form.is_busy()) }
        </>
    };
    let content = match (&project, &*sent_to) {
        (Resource::Loading, _) => placeholder(Shape::Form),
        (_, Some(email)) => alert(
            Tone::Success,
            html! {
                <>
                    { "Almost there: we have sent a link to " }<strong>{ email }</strong>
                    { ". Open it to confirm your address, then sign in." }
                </>
            },
        ),
        (Resource::Ready(project), None) if !project.public_registration => {
            alert(Tone::Info, "Registration is switched off on this site.")
        }
        // Where the settings can't be read, the form itself finds out.
        (Resource::Ready(_) | Resource::Failed(_), None) => form.show("register", &onsubmit, fields),
    };
    html! {
        <Page title="Create an account" class="gate" settled={project.is_settled()}>
            <div class="gate-card">
                <h1 id="register" tabindex="-1">{ "Create an account" }</h1>
                { content }
                <p class="form-aside">
                    { "Already have an account? " }
                    { page_link(return_to.append_to(Route::SignIn), "", "Sign in") }
                </p>
            </div>
        </Page>
    }
}

fn check(values: &Values) -> Problems {
    let mut problems = Problems::default();
    wording::check_email(&mut problems, values.get("email"));
    wording::check_new_password(&mut problems, values.get("password"));
    problems
}

async fn register(client: &Client, values: &Values) -> Result<Credentials, Problems> {
    let text = |name| values.get(name).trim().to_owned();
    let registration = Registration {
        email: text("email"),
        password: values.get("password").to_owned(),
        first_name: text("first_name"),
        last_name: text("last_name"),
    };
    match client.send(&users::register(&registration)).await {
        Ok(()) => {
            let Registration { email, password, .. } = registration;
            Ok(Credentials { email, password, otp: None })
        }
        Err(SendError::Directus(error)) => Err(wording::registration(&error)),
        Err(error) => Err(Problems::of_form(wording::send_failure(&error))),
    }
}

/// Directus answers alike for a new and for a taken address; whether the password opens the account tells.
async fn sign_in(client: &Client, credentials: &Credentials) -> Result<(), Problems> {
    client.sign_in(credentials).await.map_err(|error| match error.code() {
        Some(Code::InvalidCredentials | Code::InvalidOtp | Code::UserSuspended) => wording::email_taken(),
        _ => wording::sign_in(&error),
    })
}
