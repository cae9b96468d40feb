//! `/forgot-password`: asks for a mail that leads to a new password.

use lychgate_directus::auth;
use lychgate_session::{Client, SendError};
use lychgate_yew::use_client;
use yew::prelude::*;

use crate::{
    i18n::{locale::use_language, text},
    routing::{
        Route,
        links::{absolute, page_link},
        use_return_to,
    },
    ui::{
        AuthLayout, Field, FieldKind, Flash, Tone, Values, alert, email_address,
        error_messages::{self, FormErrors},
        submit, use_flash, use_form, use_project, use_step,
    },
};

const EMAIL: Field = Field::new("email", text::EMAIL, FieldKind::Email, "username");

/// Asks for the address, and says the same whether or not it has an account. Who has not forgotten anything, but whose account may have a
/// password that somebody else has chosen, comes with word of that.
#[component]
pub fn ForgotPassword() -> Html {
    use_language();
    let client = use_client();
    let project = use_project();
    let return_to = use_return_to();
    let flash = use_flash();
    let form = use_form(Values::default().with("email", &*flash.email), Some("email"), "");
    let sent_to = use_state_eq(|| None::<AttrValue>);

    let onsubmit = {
        let (form, sent_to) = (form.clone(), sent_to.setter());
        let page = return_to.append_to(Route::ResetPassword);
        Callback::from(move |()| {
            let (client, sent_to, page) = (client.clone(), sent_to.clone(), absolute(&page));
            form.submit(check, |values| async move {
                let email = values.get("email").trim().to_owned();
                request(&client, &email, &page).await?;
                sent_to.set(Some(email.into()));
                Ok(None)
            });
        })
    };
    let sign_in = {
        let email = form.values().get("email").trim().to_owned();
        move |_: MouseEvent| Flash::email(&*email).set_flash()
    };
    let fields = html! {
        <>
            { EMAIL.show(&form) }
            { submit(text::SEND_LINK, form.is_busy()) }
        </>
    };
    use_step(sent_to.is_some());
    let content = match &*sent_to {
        None => html! {
            <>
                if let Some((tone, notice)) = flash.notice {
                    { alert(tone, notice) }
                }
                <p>{ text::LINK_BY_MAIL }</p>
                { form.show("forgot-password", &onsubmit, fields) }
            </>
        },
        Some(email) => {
            let again = {
                let sent_to = sent_to.setter();
                move |_: MouseEvent| sent_to.set(None)
            };
            html! {
                <>
                    { alert(Tone::Success, text::LINK_ON_ITS_WAY.around(email_address(email))) }
                    <p>{ text::NO_MAIL }</p>
                    <button type="button" class="button" onclick={again}>{ text::SEND_ANOTHER }</button>
                </>
            }
        }
    };
    let title = match (&*sent_to, &flash.notice) {
        (Some(_), _) => text::CHECK_MAIL,
        (None, Some(_)) => text::OWN_PASSWORD,
        (None, None) => text::FORGOT_PASSWORD,
    };
    html! {
        <AuthLayout {title} id="forgot-password" {project}>
            { content }
            <p class="form-aside" onclick={sign_in}>
                { page_link(return_to.append_to(Route::SignIn), "", text::BACK_TO_SIGN_IN) }
            </p>
        </AuthLayout>
    }
}

fn check(values: &Values) -> FormErrors {
    let mut problems = FormErrors::default();
    error_messages::validate_email(&mut problems, values.get("email"));
    problems
}

async fn request(client: &Client, email: &str, page: &str) -> Result<(), FormErrors> {
    client.send(&auth::password_request(email, page)).await.map_err(|error| match error {
        SendError::Directus(error) => error_messages::password_request(&error),
        error => FormErrors::of_form(error_messages::send_failure(&error)),
    })
}
