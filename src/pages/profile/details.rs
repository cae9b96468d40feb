//! `/profile`: what users say about themselves.

use lychgate_directus::{
    permissions::Permissions,
    users::{self, ProfileField, User, UserPatch},
};
use lychgate_yew::use_client;
use yew::prelude::*;

use super::{
    avatar::{self, AvatarSection},
    may_change,
    preferences::Preferences,
};
use crate::{
    account::use_account,
    i18n::{
        I18n,
        text::{self, Text},
        use_i18n,
    },
    routing::{Route, links::page_link},
    ui::{
        Field, FieldKind, Tone, UnsavedEdits, Values, alert, email_address,
        error_messages::{self, FormErrors},
        submit, use_form,
    },
};

/// Renders the profile.
pub fn content(t: I18n, user: &User, permissions: &Permissions) -> Html {
    html! {
        <>
            if let Some(email) = &user.email {
                <p class="profile-identity">
                    <span>{ t.around(text::SIGNED_IN_AS, html! { <span data-testid="profile-email">{ email_address(email) }</span> }) }</span>
                    { page_link(Route::Security, "", t.text(text::CHANGE_EMAIL_OR_PASSWORD)) }
                </p>
            }
            if avatar::is_offered(permissions) {
                <AvatarSection user={user.clone()} />
            }
            <DetailsForm user={user.clone()} permissions={permissions.clone()} />
            <Preferences user={user.clone()} permissions={permissions.clone()} />
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct DetailsFormProps {
    /// The user as Directus has them.
    user: User,
    /// What the role may do.
    permissions: Permissions,
}

/// What users say about themselves: what the role may change as fields, the rest to read.
#[component]
fn DetailsForm(props: &DetailsFormProps) -> Html {
    let t = use_i18n();
    let (client, account) = (use_client(), use_account());
    let saved = &props.user;
    let note = use_state_eq(|| None::<(Tone, Text)>);
    let form = use_form(values_of(saved), None, "");
    // Another tab may have saved something: fields that are untouched here take the new values.
    let seen = use_mut_ref(|| saved.clone());
    use_effect_with(saved.clone(), {
        let form = form.clone();
        move |now| {
            let before = seen.replace(now.clone());
            if before != *now {
                form.fill(|typed| merged(typed, &before, now));
            }
        }
    });

    let (editable, fixed): (Vec<_>, Vec<_>) =
        ProfileField::DETAILS.into_iter().partition(|field| may_change(&props.permissions, field.as_str()));

    let onsubmit = {
        let (form, note, saved, editable) = (form.clone(), note.setter(), saved.clone(), editable.clone());
        Callback::from(move |()| {
            let (client, account) = (client.clone(), account.clone());
            let patch = changes(&saved, &form.read(), &editable);
            let unchanged = patch.is_empty();
            note.set(unchanged.then_some((Tone::Info, text::NOTHING_TO_SAVE)));
            if !unchanged {
                let note = note.clone();
                form.submit(
                    |_| FormErrors::default(),
                    |_| async move {
                        let user = client
                            .send(&users::update_me(&patch))
                            .await
                            .map_err(|error| FormErrors::from_send(error, error_messages::profile))?;
                        let values = values_of(&user);
                        account.show_saved(user);
                        note.set(Some((Tone::Success, text::PROFILE_SAVED)));
                        Ok(Some(values))
                    },
                );
            }
        })
    };

    let fields = html! {
        <>
            { for editable.iter().map(|field| form_field(*field).show(&form)) }
            { submit(t, text::SAVE_CHANGES, form.is_busy()) }
            if let Some((tone, text)) = *note {
                { alert(tone, t.text(text)) }
            }
        </>
    };
    let readable: Vec<_> = fixed.into_iter().filter(|field| saved.get(*field).is_some()).collect();
    if editable.is_empty() && readable.is_empty() {
        return alert(Tone::Info, t.text(text::PROFILE_FIXED));
    }
    html! {
        <section class="card" aria-labelledby="about-you">
            <h2 id="about-you">{ t.text(text::ABOUT_YOU) }</h2>
            if editable.is_empty() {
                { alert(Tone::Info, t.text(text::PROFILE_FIXED)) }
            }
            if !readable.is_empty() {
                <dl class="profile-fixed">
                    for field in &readable {
                        <div key={field.as_str()}>
                            <dt>{ t.text(label(*field)) }</dt>
                            <dd>{ saved.get(*field).unwrap_or_default() }</dd>
                        </div>
                    }
                </dl>
            }
            if !editable.is_empty() {
                { form.show("about-you", &onsubmit, fields) }
                <UnsavedEdits are_there={!changes(saved, form.values(), &editable).is_empty()} />
            }
        </section>
    }
}

/// Returns what differs from the saved user, of the `editable` fields. An emptied field is emptied in Directus, too.
fn changes(saved: &User, values: &Values, editable: &[ProfileField]) -> UserPatch {
    let mut patch = UserPatch::default();
    for field in editable {
        let (typed, before) = (values.get(field.as_str()), saved.get(*field).unwrap_or_default());
        // An untouched value stays, blanks around it included.
        if typed != before && typed.trim() != before {
            let typed = typed.trim();
            patch.set(*field, (!typed.is_empty()).then(|| typed.to_owned()));
        }
    }
    patch
}

/// Rebases what was typed on `before` onto `now`: untouched fields take the values of `now`.
fn merged(typed: &Values, before: &User, now: &User) -> Values {
    ProfileField::DETAILS.into_iter().fold(Values::default(), |values, field| {
        let text = typed.get(field.as_str());
        let is_untouched = text == before.get(field).unwrap_or_default();
        values.with(field.as_str(), if is_untouched { now.get(field).unwrap_or_default() } else { text })
    })
}

fn values_of(user: &User) -> Values {
    merged(&Values::default(), &User::new(user.id.clone()), user)
}

fn label(field: ProfileField) -> Text {
    match field {
        ProfileField::FirstName => text::FIRST_NAME,
        ProfileField::LastName => text::LAST_NAME,
        ProfileField::Title => text::TITLE,
        ProfileField::Location => text::LOCATION,
        ProfileField::Description
        // Other forms have these.
        | ProfileField::Email
        | ProfileField::Avatar
        | ProfileField::Language
        | ProfileField::Appearance
        | ProfileField::Password => text::DESCRIPTION,
    }
}

fn form_field(field: ProfileField) -> Field {
    let (kind, autocomplete) = match field {
        ProfileField::FirstName => (FieldKind::Text, "given-name"),
        ProfileField::LastName => (FieldKind::Text, "family-name"),
        ProfileField::Title => (FieldKind::Text, "organization-title"),
        ProfileField::Location => (FieldKind::Text, "address-level2"),
        ProfileField::Description
        // Other forms have these.
        | ProfileField::Email
        | ProfileField::Avatar
        | ProfileField::Language
        | ProfileField::Appearance
        | ProfileField::Password => (FieldKind::Lines, "off"),
    };
    Field::new(field.as_str(), label(field), kind, autocomplete).optional(true)
}

#[cfg(test)]
mod tests {
    use super::{ProfileField, User, Values, changes, merged, values_of};

    fn saved() -> User {
        User {
            email: Some("ada@example.com".to_owned()),
            first_name: Some("Ada".to_owned()),
            title: Some(" Gardener ".to_owned()),
            description: Some("Two\nlines\n".to_owned()),
            ..User::new("ada".into())
        }
    }

    fn typed(name: &'static str, text: &str) -> Values {
        values_of(&saved()).with(name, text)
    }

    fn changed(values: &Values) -> Vec<(ProfileField, Option<String>)> {
        let patch = changes(&saved(), values, &ProfileField::DETAILS);
        let changed = ProfileField::DETAILS.into_iter().filter(|field| patch.contains(*field));
        changed.map(|field| (field, patch.get(field).map(str::to_owned))).collect()
    }

    #[test]
    fn an_untouched_value_is_no_change_blanks_included() {
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
        let values = typed("title", "Weaver").with("first_name", "Grace");
        let patch = changes(&saved(), &values, &[ProfileField::FirstName]);
        assert!(patch.contains(ProfileField::FirstName) && !patch.contains(ProfileField::Title));
    }

    #[test]
    fn what_another_tab_saved_replaces_untouched_values_alone() {
        let now = User {
            first_name: Some("Adelaide".to_owned()),
            last_name: Some("Fenwick".to_owned()),
            title: None,
            ..saved()
        };
        let values = merged(&typed("last_name", "typed here"), &saved(), &now);
        assert_eq!(
            (values.get("first_name"), values.get("last_name"), values.get("title")),
            ("Adelaide", "typed here", "")
        );
        let patch = changes(&now, &values, &ProfileField::DETAILS);
        assert!(patch.contains(ProfileField::LastName) && !patch.contains(ProfileField::FirstName));
    }
}
