//! The e-mail address and the password, and the forms that change them.

use lychgate_directus::{
    Error,
    auth::Login,
    password_policy::PasswordPolicy,
    users::{ProfileField, User, UserPatch},
};
use lychgate_yew::use_client;
use yew::prelude::*;

use super::{
    confirmation::{is_not_confirmed, use_confirmation},
    disclosure::{buttons, use_disclosure},
};
use crate::{
    account::{in_either_form, use_account},
    browser::unicode,
    i18n::{
        text::{self, Text},
        use_i18n,
    },
    ui::{
        Field, FieldKind, Tone, Values, alert, email_address,
        error_messages::{self, FormErrors},
        use_flag, use_form, use_password_policy, username_field,
        validation::{EmailError, clean_email, validate_email, validate_new_password},
    },
};

/// The e-mail address or the password, and how it is changed.
#[derive(Debug)]
pub struct SignInDetail {
    field_of_user: ProfileField,
    /// Stands before the ids of the form's fields.
    scope: &'static str,
    heading: Text,
    heading_id: &'static str,
    /// The id of the button that opens the form.
    button: &'static str,
    /// The selector of the field that has the focus when the form opens.
    first_field: &'static str,
    /// The field for the new value.
    field: Field,
    /// The name of the field for the current password.
    current_password: &'static str,
    change: Text,
    save: Text,
    changed: Text,
    /// The message where the change was made and the sign-in after it failed.
    half_done: Text,
    check: fn(&mut FormErrors, &PasswordPolicy, &str, &User),
    refused: fn(&PasswordPolicy, &Error) -> FormErrors,
}

/// The e-mail address.
pub static EMAIL: SignInDetail = SignInDetail {
    field_of_user: ProfileField::Email,
    scope: "email-",
    heading: text::EMAIL_ADDRESS,
    heading_id: "email-heading",
    button: "change-email",
    first_field: "#email-email",
    field: Field::new("email", text::NEW_EMAIL_ADDRESS, FieldKind::Email, "email"),
    current_password: "password",
    change: text::CHANGE_EMAIL,
    save: text::SAVE_EMAIL,
    changed: text::EMAIL_CHANGED,
    half_done: text::EMAIL_HALF_CHANGED,
    check: check_email,
    refused: |_, error| error_messages::profile(error),
};

/// The password.
pub static PASSWORD: SignInDetail = SignInDetail {
    field_of_user: ProfileField::Password,
    scope: "password-",
    heading: text::PASSWORD,
    heading_id: "password-heading",
    button: "change-password",
    first_field: "#password-current_password",
    field: Field::new_password(text::NEW_PASSWORD),
    current_password: "current_password",
    change: text::CHANGE_PASSWORD,
    save: text::SAVE_PASSWORD,
    changed: text::PASSWORD_CHANGED,
    half_done: text::PASSWORD_HALF_CHANGED,
    check: check_password,
    refused: error_messages::new_password,
};

impl PartialEq for SignInDetail {
    fn eq(&self, other: &Self) -> bool {
        self.field_of_user == other.field_of_user
    }
}

impl SignInDetail {
    fn is_password(&self) -> bool {
        self.field_of_user == ProfileField::Password
    }

    /// Returns the new value: a password in composed letters, an e-mail address without what does not belong to it.
    fn typed(&self, values: &Values) -> String {
        let typed = values.get(self.field.name());
        if self.is_password() { unicode::composed(typed) } else { clean_email(typed) }
    }
}

fn check_email(errors: &mut FormErrors, _: &PasswordPolicy, email: &str, user: &User) {
    match validate_email(email) {
        Err(EmailError::Missing) => errors.add("email", text::ENTER_NEW_EMAIL),
        outcome => errors.check("email", outcome),
    }
    if user.email.as_deref() == Some(email) {
        errors.add("email", text::SAME_EMAIL);
    }
}

fn check_password(errors: &mut FormErrors, policy: &PasswordPolicy, password: &str, _: &User) {
    errors.check("password", validate_new_password(policy, password));
}

/// Props of [`SignInDetailSection`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct SignInDetailSectionProps {
    /// What the section is about.
    pub detail: &'static SignInDetail,
    /// The signed-in user.
    pub user: User,
    /// Whether they may change it.
    pub may_change: bool,
}

/// A sign-in detail, and the form that changes it.
#[component]
pub fn SignInDetailSection(props: &SignInDetailSectionProps) -> Html {
    let t = use_i18n();
    let SignInDetailSectionProps { detail, user, may_change } = props;
    let open = use_disclosure(detail.first_field, detail.button);
    let done = use_flag();
    let on_open = {
        let (open, done) = (open.setter(), done.setter());
        move |_| {
            done.set(false);
            open.set(true);
        }
    };
    html! {
        <section class="card" aria-labelledby={detail.heading_id}>
            <h2 id={detail.heading_id}>{ t.text(detail.heading) }</h2>
            if let (false, Some(email)) = (detail.is_password(), &user.email) {
                <p class="card-state">{ email_address(email) }</p>
            }
            if *done {
                { alert(Tone::Success, t.text(detail.changed)) }
            }
            if *open {
                <ChangeForm {detail} user={user.clone()} {open} {done} />
            } else if *may_change {
                <button type="button" class="button" id={detail.button} onclick={on_open}>{ t.text(detail.change) }</button>
            }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ChangeFormProps {
    detail: &'static SignInDetail,
    user: User,
    /// Whether the form is open; it closes itself.
    open: UseStateHandle<bool>,
    /// Whether the change was made; the form sets it.
    done: UseStateHandle<bool>,
}

#[component]
fn ChangeForm(props: &ChangeFormProps) -> Html {
    let t = use_i18n();
    let policy = use_password_policy();
    let ChangeFormProps { detail, user, open, .. } = props;
    let (client, account) = (use_client(), use_account());
    let form = use_form(Values::default(), None, detail.scope).with_password_policy(&policy);
    let confirmation = use_confirmation(user, detail.current_password);
    let onsubmit = {
        let (form, confirmation, props) = (form.clone(), confirmation.clone(), props.clone());
        Callback::from(move |()| {
            let (client, account, confirmation) = (client.clone(), account.clone(), confirmation.clone());
            let ChangeFormProps { detail, user, open, done } = props.clone();
            let refused = policy.clone();
            form.submit(
                |values| {
                    let mut errors = FormErrors::default();
                    // In the order of the fields.
                    if detail.is_password() {
                        confirmation.check(&mut errors, values);
                    }
                    (detail.check)(&mut errors, &policy, &detail.typed(values), &user);
                    if !detail.is_password() {
                        confirmation.check(&mut errors, values);
                    }
                    errors
                },
                {
                    let (confirmation, user) = (confirmation.clone(), user.clone());
                    move |values| async move {
                        let patch = UserPatch::new(detail.field_of_user, Some(detail.typed(&values)));
                        let current = confirmation.credentials(&user, &values);
                        let changed = in_either_form(&current.password, is_not_confirmed, async |password| {
                            client.change_credentials(&Login { password, ..current.clone() }, &patch).await
                        });
                        let user = changed.await.map_err(|error| {
                            let words = |error: &Error| (detail.refused)(&refused, error);
                            confirmation.errors(error, words, detail.half_done)
                        })?;
                        account.show_saved(user);
                        done.set(true);
                        open.set(false);
                        Ok(None)
                    }
                },
            );
        })
    };
    let new = detail.field.show(&form);
    let fields = html! {
        <>
            if detail.is_password() {
                { username_field(user) }
                { confirmation.show(&form) }
                { new }
            } else {
                { new }
                { confirmation.show(&form) }
            }
            <p class="form-aside">{ t.text(text::OTHER_DEVICES) }</p>
            { buttons(t, detail.save, form.is_busy(), open) }
        </>
    };
    form.show(detail.heading_id, &onsubmit, fields)
}
