//! `/forgot-password`: asks for a mail that leads to a new password.

use lychgate_directus::{auth, server};
use lychgate_yew::{resource::use_resource, use_client};
use yew::prelude::*;

use crate::{
    i18n::{text, use_i18n},
    routing::{
        Route,
        links::{absolute, page_link},
        use_return_to,
    },
    ui::{
        AuthLayout, Field, FieldKind, Flash, Tone, Values, alert, email_address,
        error_messages::{self, FormErrors},
        submit, use_flash, use_form, use_heading_focus, use_held_submit, use_set_flash,
        validation::{clean_email, validate_email},
    },
};

const EMAIL: Field = Field::new("email", text::EMAIL, FieldKind::Email, "username");

/// Asks for the e-mail address, and says the same whether or not it has an account. Also for users whose account may have a password that
/// somebody else has chosen: the flash of the page before says so.
#[component]
pub fn ForgotPassword() -> Html {
    let t = use_i18n();
    let client = use_client();
    let project = use_resource(server::info()).state;
    let return_to = use_return_to();
    let flash = use_flash();
    let set_flash = use_set_flash();
    let form = use_form(flash.values(["email"]), Some("email"), "");
    let sent_to = use_state_eq(|| None::<AttrValue>);

    let onsubmit = {
        let (form, sent_to) = (form.clone(), sent_to.setter());
        let page = return_to.append_to(Route::ResetPassword);
        Callback::from(move |()| {
            let (client, sent_to, page) = (client.clone(), sent_to.clone(), absolute(&page));
            form.submit(check, |values| async move {
                let email = clean_email(values.get("email"));
                let sent = client.send(&auth::password_request(&email, &page)).await;
                sent.map_err(|error| FormErrors::from_send(error, error_messages::password_request))?;
                sent_to.set(Some(email.into()));
                Ok(None)
            });
        })
    };
    use_held_submit(&flash, &onsubmit);
    let sign_in = {
        let form = form.clone();
        move |_: MouseEvent| set_flash.emit(Flash::email_in(&form))
    };
    let fields = html! {
        <>
            { EMAIL.show(&form) }
            { submit(t, text::SEND_LINK, form.is_busy()) }
        </>
    };
    use_heading_focus(sent_to.is_some());
    let content = match &*sent_to {
        None => html! {
            <>
                if let Some((tone, notice)) = flash.notice {
                    { alert(tone, t.text(notice)) }
                }
                <p>{ t.text(text::LINK_BY_MAIL) }</p>
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
                    { alert(Tone::Success, t.around(text::LINK_ON_ITS_WAY, email_address(email))) }
                    <p>{ t.text(text::NO_MAIL) }</p>
                    <button type="button" class="button" onclick={again}>{ t.text(text::SEND_ANOTHER) }</button>
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
        <AuthLayout title={t.text(title)} id="forgot-password" {project}>
            { content }
            <p class="form-aside" onclick={sign_in}>
                { page_link(return_to.append_to(Route::SignIn), "", t.text(text::BACK_TO_SIGN_IN)) }
            </p>
        </AuthLayout>
    }
}

fn check(values: &Values) -> FormErrors {
    let mut errors = FormErrors::default();
    errors.check("email", validate_email(values.get("email")));
    errors
}
