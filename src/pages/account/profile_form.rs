//! The form on the profile page.

use yew::prelude::*;

use crate::{
    components::{Field, FieldKind, Tone, Values, alert, submit, use_form},
    directus::{
        auth::Credentials,
        permissions::Permissions,
        users::{self, ProfileField, User, UserPatch},
    },
    session::{ChangeEmailError, Client, SendError, use_client},
    wording::{self, Problems},
};

/// Asked for when the address changes.
const PASSWORD: Field = Field::new("password", "Current password", FieldKind::Password, "current-password")
    .hint("Changing your e-mail address takes your password. You stay signed in here; other devices are signed out.");

/// What came of the last try to save.
#[derive(Clone)]
struct Last {
    /// The user as Directus has it.
    user: User,
    /// What to say about it.
    note: Option<(Tone, &'static str)>,
}

/// Props of [`ProfileForm`].
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct ProfileFormProps {
    /// The user as loaded.
    pub user: User,
    /// What the role may do.
    pub permissions: Permissions,
}

/// The own profile: what the role may change as fields, the rest to read.
#[component]
pub fn ProfileForm(props: &ProfileFormProps) -> Html {
    let client = use_client();
    let last = use_state(|| Last { user: props.user.clone(), note: None });
    let saved = &last.user;
    let form = use_form(values_of(&props.user), None, "");

    let (editable, fixed): (Vec<_>, Vec<_>) =
        ProfileField::ALL.into_iter().partition(|field| props.permissions.may_update("directus_users", field.name()));
    let patch = changes(saved, form.values(), &editable);

    let onsubmit = {
        let (form, last, patch) = (form.clone(), last.clone(), patch.clone());
        Callback::from(move |()| {
            let (client, patch, user) = (client.clone(), patch.clone(), last.user.clone());
            let last = last.setter();
            let unchanged = patch.is_empty();
            let note = unchanged.then_some((Tone::Info, "There is nothing to save: nothing has changed."));
            last.set(Last { user: user.clone(), note });
            if !unchanged {
                form.submit(
                    |values| check(values, &patch),
                    |values| {
                        let patch = patch.clone();
                        async move {
                            let user = save(&client, &patch, &user, &values).await?;
                            let values = values_of(&user);
                            last.set(Last { user, note: Some((Tone::Success, "Your profile is saved.")) });
                            Ok(Some(values))
                        }
                    },
                );
            }
        })
    };

    let fields = html! {
        <>
            for field in editable.iter() {
                <>
                    { shown(*field).show(&form) }
                    if *field == ProfileField::Email && patch.contains(ProfileField::Email) {
                        { PASSWORD.show(&form) }
                    }
                </>
            }
            { submit("Save changes", form.is_busy()) }
        </>
    };
    html! {
        <>
            if let Some(email) = &saved.email {
                <p class="profile-identity">
                    { "Signed in as " }<strong data-testid="profile-email">{ email }</strong>
                </p>
            }
            if !fixed.is_empty() {
                <dl class="profile-fixed">
                    for field in fixed.iter().filter(|field| saved.get(**field).is_some()) {
                        <div key={field.name()}>
                            <dt>{ label(*field) }</dt>
                            <dd>{ saved.get(*field).unwrap_or_default() }</dd>
                        </div>
                    }
                </dl>
            }
            if let Some((tone, text)) = last.note {
                { alert(tone, text) }
            }
            if editable.is_empty() {
                { alert(Tone::Info, "Your account may not change its profile.") }
            } else {
                { form.show("profile", &onsubmit, fields) }
            }
        </>
    }
}

async fn save(client: &Client, patch: &UserPatch, user: &User, values: &Values) -> Result<User, Problems> {
    if !patch.contains(ProfileField::Email) {
        return client.send(&users::update_me(patch)).await.map_err(|error| match error {
            SendError::Directus(error) => wording::profile(&error),
            error => Problems::of_form(wording::send_failure(&error)),
        });
    }
    let email = user.email.clone().unwrap_or_default();
    let current = Credentials { email, password: values.get("password").to_owned(), otp: None };
    client.change_profile_with_email(&current, patch).await.map_err(|error| match error {
        ChangeEmailError::NotConfirmed(error) => wording::confirmation(&error),
        ChangeEmailError::Refused(error) => wording::profile(&error),
        ChangeEmailError::AnswerLost(_) => Problems::of_form(
            "No answer came from the server, so it is not known whether your profile was saved. Please load the page again to see.",
        ),
        ChangeEmailError::SignInAgain => Problems::of_form(
            "Your profile is saved, but you could not be signed in again with the new e-mail address. Please sign in with it soon.",
        ),
    })
}

/// What differs from the saved user, of the fields that may be changed. An emptied field is emptied at Directus too.
fn changes(saved: &User, values: &Values, editable: &[ProfileField]) -> UserPatch {
    let mut patch = UserPatch::default();
    for field in editable {
        let (typed, before) = (values.get(field.name()), saved.get(*field).unwrap_or_default());
        // What stands there untouched stays, blanks at its ends included.
        if typed != before && typed.trim() != before {
            let typed = typed.trim();
            patch.set(*field, (!typed.is_empty()).then(|| typed.to_owned()));
        }
    }
    patch
}

fn check(values: &Values, patch: &UserPatch) -> Problems {
    let mut problems = Problems::default();
    if patch.contains(ProfileField::Email) {
        wording::check_email(&mut problems, values.get("email"));
        if values.get("password").is_empty() {
            problems.add("password", "Please enter your current password to change your e-mail address.");
        }
    }
    problems
}

fn values_of(user: &User) -> Values {
    ProfileField::ALL
        .into_iter()
        .fold(Values::default(), |values, field| values.with(field.name(), user.get(field).unwrap_or_default()))
}

fn label(field: ProfileField) -> &'static str {
    match field {
        ProfileField::Email => "E-mail",
        ProfileField::FirstName => "First name",
        ProfileField::LastName => "Last name",
        ProfileField::Title => "Title",
        ProfileField::Location => "Location",
        ProfileField::Description => "Description",
    }
}

fn shown(field: ProfileField) -> Field {
    let (kind, autocomplete) = match field {
        ProfileField::Email => (FieldKind::Email, "email"),
        ProfileField::FirstName => (FieldKind::Text, "given-name"),
        ProfileField::LastName => (FieldKind::Text, "family-name"),
        ProfileField::Title => (FieldKind::Text, "organization-title"),
        ProfileField::Location => (FieldKind::Text, "address-level2"),
        ProfileField::Description => (FieldKind::Lines, "off"),
    };
    Field::new(field.name(), label(field), kind, autocomplete).optional(field != ProfileField::Email)
}

#[cfg(test)]
mod tests {
    use super::{ProfileField, User, Values, changes, check, values_of};

    fn saved() -> User {
        User {
            id: "ada".to_owned(),
            email: Some("ada@example.com".to_owned()),
            first_name: Some("Ada".to_owned()),
            last_name: None,
            title: Some(" Gardener ".to_owned()),
            location: None,
            description: Some("Two\nlines\n".to_owned()),
        }
    }

    fn typed(name: &'static str, text: &str) -> Values {
        values_of(&saved()).with(name, text)
    }

    fn changed(values: &Values) -> Vec<(ProfileField, Option<String>)> {
        let patch = changes(&saved(), values, &ProfileField::ALL);
        let changed = ProfileField::ALL.into_iter().filter(|field| patch.contains(*field));
        changed.map(|field| (field, patch.get(field).map(str::to_owned))).collect()
    }

    #[test]
    fn what_nobody_touched_is_no_change_blanks_included() {
        assert_eq!(changed(&values_of(&saved())), []);
    }

    #[test]
    fn only_the_field_that_was_changed_is_sent_without_blanks_around_it() {
        assert_eq!(changed(&typed("last_name", " Lovelace ")), [(ProfileField::LastName, Some("Lovelace".to_owned()))]);
    }

    #[test]
    fn blanks_alone_are_no_change() {
        assert_eq!(changed(&typed("first_name", " Ada ")), []);
        assert_eq!(changed(&typed("last_name", "   ")), []);
    }

    #[test]
    fn an_emptied_field_is_emptied() {
        assert_eq!(changed(&typed("first_name", "")), [(ProfileField::FirstName, None)]);
        assert_eq!(changed(&typed("first_name", "  ")), [(ProfileField::FirstName, None)]);
    }

    #[test]
    fn what_may_not_be_changed_is_not_sent() {
        let values = typed("email", "new@example.com").with("first_name", "Grace");
        let patch = changes(&saved(), &values, &[ProfileField::FirstName]);
        assert!(patch.contains(ProfileField::FirstName) && !patch.contains(ProfileField::Email));
    }

    #[test]
    fn only_a_new_address_takes_the_password() {
        let values = typed("first_name", "Grace");
        assert!(check(&values, &changes(&saved(), &values, &ProfileField::ALL)).is_empty());
        let values = typed("email", "new@example.com");
        let patch = changes(&saved(), &values, &ProfileField::ALL);
        assert!(check(&values, &patch).of("password").is_some());
        assert!(check(&values.clone().with("password", "x"), &patch).is_empty());
        let values = typed("email", "nonsense").with("password", "x");
        assert!(check(&values, &changes(&saved(), &values, &ProfileField::ALL)).of("email").is_some());
    }
}
