//! `/profile/delete`: removes the own account.

use lychgate_directus::{
    UserId,
    auth::Login,
    files,
    permissions::{Action, FILES, Permission},
    users::{self, Appearance, User},
};
use lychgate_session::{Client, ReauthenticationError, SendError};
use lychgate_yew::use_client;
use yew::prelude::*;
use yew_router::prelude::*;

use super::confirmation::use_confirmation;
use crate::{
    account::{self, appearance, use_account},
    i18n::{I18n, text, use_i18n, use_languages},
    routing::Route,
    ui::{
        Field, FieldKind, Tone, Values, alert, email_address,
        error_messages::{self, FormErrors},
        submit, use_form, username_field,
        validation::clean_email,
    },
};

const TYPED: Field =
    Field::new("confirm", text::EMAIL_TO_CONFIRM, FieldKind::Email, "off").hint(text::EMAIL_TO_CONFIRM_HINT);

/// Asks for the password and for the e-mail address, removes the account, and leaves nothing of the user in this browser.
pub fn content(t: I18n, user: &User) -> Html {
    if user.email.is_some() && !user.has_external_provider() {
        html! { <DeleteForm user={user.clone()} /> }
    } else {
        alert(Tone::Info, t.text(text::DELETE_NOT_HERE))
    }
}

#[derive(Clone, PartialEq, Properties)]
struct DeleteFormProps {
    user: User,
}

#[component]
fn DeleteForm(props: &DeleteFormProps) -> Html {
    let t = use_i18n();
    let (client, account, navigator) = (use_client(), use_account(), use_navigator());
    let languages = use_languages();
    let form = use_form(Values::default(), None, "delete-");
    let confirmation = use_confirmation(&props.user, "password");
    let user = &props.user;

    let onsubmit = {
        let (form, confirmation, user) = (form.clone(), confirmation.clone(), user.clone());
        Callback::from(move |()| {
            let (client, navigator, user) = (client.clone(), navigator.clone(), user.clone());
            let languages = languages.clone();
            // The field by which the user's own files are found, where they may be removed.
            let removable = account
                .permissions()
                .ready()
                .filter(|permissions| permissions.allow(&Permission::new(Action::Delete, FILES)))
                .and_then(files::OwnerField::readable);
            let confirm = confirmation.clone();
            form.submit(
                |values| {
                    let mut errors = FormErrors::default();
                    confirmation.check(&mut errors, values);
                    let typed = values.get("confirm");
                    if typed.trim().is_empty() {
                        errors.add("confirm", text::ENTER_EMAIL);
                    } else if !is_confirmed(typed, user.email.as_deref()) {
                        errors.add("confirm", text::NOT_YOUR_EMAIL);
                    }
                    errors
                },
                {
                    let user = user.clone();
                    |values| async move {
                        let current = confirm.credentials(&user, &values);
                        let removed = remove(&client, &current, &user, removable).await;
                        removed.map_err(|error| confirm.errors(error, error_messages::deletion, text::NOTHING_SENT))?;
                        appearance::apply(Appearance::Auto);
                        languages.forget_choice();
                        if let Some(navigator) = navigator {
                            navigator.replace(&Route::Goodbye);
                        }
                        // Directus has ended the sessions; this forgets here and in the other tabs, and empties the cookie.
                        drop(client.sign_out());
                        Ok(None)
                    }
                },
            );
        })
    };
    let fields = html! {
        <>
            { username_field(user) }
            { confirmation.show(&form) }
            { TYPED.show(&form) }
            <div class="danger-action">{ submit(t, text::DELETE_MY_ACCOUNT, form.is_busy()) }</div>
        </>
    };
    html! {
        <section class="card card-danger">
            <p>{ t.around(text::DELETE_WARNING, email_address(user.email.as_deref().unwrap_or_default())) }</p>
            { form.show("profile", &onsubmit, fields) }
        </section>
    }
}

/// Checks the password by a sign-in, then removes the user's files and the account. Directus keeps an account that has files.
async fn remove(
    client: &Client,
    current: &Login,
    user: &User,
    removable: Option<files::OwnerField>,
) -> Result<(), ReauthenticationError> {
    account::sign_in(client, current).await.map_err(ReauthenticationError::NotConfirmed)?;
    if let Some(owner) = removable
        && let Ok(files) = client.send(&files::own(owner)).await
        && !files.is_empty()
    {
        let _ = client.send(&files::delete_all(&files)).await; // If files are still there, the next request fails.
    }
    match client.send(&users::delete(&UserId::from(user.id.as_str()))).await {
        Err(SendError::Directus(error)) if error.is_unreachable() => Err(ReauthenticationError::AnswerLost(error)),
        Err(SendError::Directus(error)) => Err(ReauthenticationError::Refused(error)),
        // Signed out, or another user is signed in: nothing was sent.
        Err(_) => Err(ReauthenticationError::SignInAgain),
        Ok(()) => Ok(()),
    }
}

/// Returns whether `typed` is the e-mail address. Capitals don't matter: Directus keeps e-mail addresses without them.
fn is_confirmed(typed: &str, email: Option<&str>) -> bool {
    email.is_some_and(|email| clean_email(typed).eq_ignore_ascii_case(email))
}

#[cfg(test)]
mod tests {
    use super::is_confirmed;

    #[test]
    fn only_the_e_mail_address_of_the_account_confirms() {
        let email = Some("ada@example.com");
        assert!(is_confirmed(" Ada@Example.com ", email));
        for typed in ["", " ", "ada", "ada@example.co", "yes"] {
            assert!(!is_confirmed(typed, email), "{typed}");
        }
        assert!(!is_confirmed("", None));
    }
}
