//! The e-mail address and the password, each with a form that opens where it is wanted. A form leaves the page once it has done its
//! work: that tells password managers that it has.

use yew::prelude::*;

use super::confirmation::use_confirmation;
use crate::{
    account::use_account,
    browser::document,
    components::{Field, FieldKind, Tone, Values, alert, submit, use_flag, use_form, username},
    directus::users::{ProfileField, User, UserPatch},
    session::use_client,
    wording::{self, Problems},
};

const EMAIL: Field = Field::new("email", "New e-mail address", FieldKind::Email, "email");
const PASSWORD: Field = Field::new("password", "New password", FieldKind::Password, "new-password")
    .hint("At least 8 characters. Longer is better.");

/// Whether a section's form is open; opening it moves the focus to the element `field`, closing it to the element `button`.
#[hook]
pub(super) fn use_opening(field: &'static str, button: &'static str) -> UseStateHandle<bool> {
    let open = use_flag();
    let was_open = use_mut_ref(|| false);
    use_effect_with(*open, move |open| {
        if *open {
            document::focus(field);
        } else if *was_open.borrow() {
            document::focus(button);
        }
        was_open.replace(*open);
    });
    open
}

/// The buttons of an open form.
pub(super) fn buttons(label: &'static str, busy: bool, open: &UseStateHandle<bool>) -> Html {
    let open = open.setter();
    html! {
        <div class="actions">
            { submit(label, busy) }
            <button type="button" class="button" onclick={move |_| open.set(false)}>{ "Cancel" }</button>
        </div>
    }
}

/// Props of [`EmailSection`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct EmailSectionProps {
    /// The person.
    pub user: User,
    /// Their address.
    pub email: AttrValue,
    /// Whether they may change it.
    pub may_change: bool,
}

/// The e-mail address.
#[component]
pub fn EmailSection(props: &EmailSectionProps) -> Html {
    let open = use_opening("#email-email", "#change-email");
    let done = use_flag();
    let on_open = {
        let (open, done) = (open.setter(), done.setter());
        move |_| {
            done.set(false);
            open.set(true);
        }
    };
    html! {
        <section class="card" aria-labelledby="email-heading">
            <h2 id="email-heading">{ "E-mail address" }</h2>
            <p class="card-state">{ &props.email }</p>
            if *done {
                { alert(Tone::Success, "Your e-mail address is changed. You stay signed in here; other devices are signed out.") }
            }
            if *open {
                <EmailForm user={props.user.clone()} open={open.clone()} {done} />
            } else if props.may_change {
                <button type="button" class="button" id="change-email" onclick={on_open}>{ "Change e-mail address" }</button>
            }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct FormProps {
    user: User,
    /// To be closed.
    open: UseStateHandle<bool>,
    /// To be set where it was done.
    done: UseStateHandle<bool>,
}

#[component]
fn EmailForm(props: &FormProps) -> Html {
    let (client, account) = (use_client(), use_account());
    let form = use_form(Values::default(), None, "email-");
    let confirmation = use_confirmation(&props.user, "password");
    let onsubmit = {
        let (form, confirmation, props) = (form.clone(), confirmation.clone(), props.clone());
        Callback::from(move |()| {
            let (client, account, confirmation, props) =
                (client.clone(), account.clone(), confirmation.clone(), props.clone());
            form.submit(
                |values| {
                    let mut problems = Problems::default();
                    wording::check_email(&mut problems, values.get("email"));
                    if values.get("email").trim() == props.user.email.as_deref().unwrap_or_default() {
                        problems.add("email", "This is your e-mail address already.");
                    }
                    confirmation.check(&mut problems, values);
                    problems
                },
                {
                    let (confirmation, props) = (confirmation.clone(), props.clone());
                    |values| async move {
                        let email = values.get("email").trim().to_owned();
                        let patch = UserPatch::of(ProfileField::Email, Some(email));
                        let current = confirmation.credentials(&props.user, &values);
                        let changed = client.change_credentials(&current, &patch).await;
                        let user = changed.map_err(|error| {
                            confirmation.problems(error, wording::profile, "Your e-mail address is changed, but you could not be signed in again. Please sign in with the new one.")
                        })?;
                        account.changed(user);
                        props.done.set(true);
                        props.open.set(false);
                        Ok(None)
                    }
                },
            );
        })
    };
    let fields = html! {
        <>
            { EMAIL.show(&form) }
            { confirmation.show(&form) }
            <p class="form-aside">{ "You stay signed in here; other devices are signed out." }</p>
            { buttons("Save e-mail address", form.is_busy(), &props.open) }
        </>
    };
    form.show("email-heading", &onsubmit, fields)
}

/// Props of [`PasswordSection`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct PasswordSectionProps {
    /// The person.
    pub user: User,
}

/// The password.
#[component]
pub fn PasswordSection(props: &PasswordSectionProps) -> Html {
    let open = use_opening("#password-current_password", "#change-password");
    let done = use_flag();
    let on_open = {
        let (open, done) = (open.setter(), done.setter());
        move |_| {
            done.set(false);
            open.set(true);
        }
    };
    html! {
        <section class="card" aria-labelledby="password-heading">
            <h2 id="password-heading">{ "Password" }</h2>
            if *done {
                { alert(Tone::Success, "Your password is changed. You stay signed in here; other devices are signed out.") }
            }
            if *open {
                <PasswordForm user={props.user.clone()} open={open.clone()} {done} />
            } else {
                <button type="button" class="button" id="change-password" onclick={on_open}>{ "Change password" }</button>
            }
        </section>
    }
}

#[component]
fn PasswordForm(props: &FormProps) -> Html {
    let (client, account) = (use_client(), use_account());
    let form = use_form(Values::default(), None, "password-");
    let confirmation = use_confirmation(&props.user, "current_password");
    let onsubmit = {
        let (form, confirmation, props) = (form.clone(), confirmation.clone(), props.clone());
        Callback::from(move |()| {
            let (client, account, confirmation, props) =
                (client.clone(), account.clone(), confirmation.clone(), props.clone());
            form.submit(
                |values| {
                    let mut problems = Problems::default();
                    confirmation.check(&mut problems, values);
                    wording::check_new_password(&mut problems, values.get("password"));
                    problems
                },
                {
                    let (confirmation, props) = (confirmation.clone(), props.clone());
                    |values| async move {
                        let password = values.get("password").to_owned();
                        let patch = UserPatch::of(ProfileField::Password, Some(password));
                        let current = confirmation.credentials(&props.user, &values);
                        let changed = client.change_credentials(&current, &patch).await;
                        let user = changed.map_err(|error| {
                            confirmation.problems(error, wording::new_password, "Your password is changed, but you could not be signed in again. Please sign in with the new one.")
                        })?;
                        account.changed(user);
                        props.done.set(true);
                        props.open.set(false);
                        Ok(None)
                    }
                },
            );
        })
    };
    let fields = html! {
        <>
            { username(&props.user) }
            { confirmation.show(&form) }
            { PASSWORD.show(&form) }
            <p class="form-aside">{ "You stay signed in here; other devices are signed out." }</p>
            { buttons("Save password", form.is_busy(), &props.open) }
        </>
    };
    form.show("password-heading", &onsubmit, fields)
}
