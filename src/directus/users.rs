//! `/users/*`: registration, invitations and the own profile.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Access, LinkToken, Method, Request, UserId, auth::Chosen, decode::text};

/// The fields of the own user that people see and change here, under Directus' names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProfileField {
    /// `email`; changing it ends every session of the user.
    Email,
    /// `first_name`
    FirstName,
    /// `last_name`
    LastName,
    /// `title`
    Title,
    /// `location`
    Location,
    /// `description`
    Description,
}

impl ProfileField {
    /// All of them, in the order in which a person reads them.
    pub const ALL: [Self; 6] =
        [Self::Email, Self::FirstName, Self::LastName, Self::Title, Self::Location, Self::Description];

    /// Directus' name of the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Title => "title",
            Self::Location => "location",
            Self::Description => "description",
        }
    }
}

/// The own user, as far as the role may read it: a field that it may not read is `None`, like one without a value.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// Always readable.
    pub id: String,
    /// The address that the person signs in with.
    pub email: Option<String>,
    #[allow(missing_docs)]
    pub first_name: Option<String>,
    #[allow(missing_docs)]
    pub last_name: Option<String>,
    /// The person's position, such as "Gardener".
    pub title: Option<String>,
    #[allow(missing_docs)]
    pub location: Option<String>,
    /// What the person says about themselves.
    pub description: Option<String>,
}

impl User {
    fn read(answer: &Value) -> Option<Self> {
        let data = answer.get("data")?;
        Some(Self {
            id: text(data, "id")?,
            email: text(data, "email"),
            first_name: text(data, "first_name"),
            last_name: text(data, "last_name"),
            title: text(data, "title"),
            location: text(data, "location"),
            description: text(data, "description"),
        })
    }

    /// The field's value; `None` where it has none or may not be read.
    pub fn get(&self, field: ProfileField) -> Option<&str> {
        match field {
            ProfileField::Email => self.email.as_deref(),
            ProfileField::FirstName => self.first_name.as_deref(),
            ProfileField::LastName => self.last_name.as_deref(),
            ProfileField::Title => self.title.as_deref(),
            ProfileField::Location => self.location.as_deref(),
            ProfileField::Description => self.description.as_deref(),
        }
    }
}

/// Changes to the own user: only fields in it are sent, `null` empties one.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct UserPatch(Vec<(ProfileField, Option<String>)>);

impl UserPatch {
    /// Sets `field` to `value`; `None` empties it.
    pub fn set(&mut self, field: ProfileField, value: Option<String>) {
        self.0.retain(|(changed, _)| *changed != field);
        self.0.push((field, value));
    }

    /// Whether `field` is among the changes.
    pub fn contains(&self, field: ProfileField) -> bool {
        self.0.iter().any(|(changed, _)| *changed == field)
    }

    /// The new value of `field`, if it is among the changes and is not emptied.
    pub fn get(&self, field: ProfileField) -> Option<&str> {
        self.0.iter().find(|(changed, _)| *changed == field).and_then(|(_, value)| value.as_deref())
    }

    /// Whether there is nothing to change.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for UserPatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(field, _)| field.name())).finish()
    }
}

impl Serialize for UserPatch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(field, value)| (field.name(), value)))
    }
}

fn profile_fields() -> String {
    let names: Vec<_> = std::iter::once("id").chain(ProfileField::ALL.map(ProfileField::name)).collect();
    names.join(",")
}

/// `GET /users/me`: the own user. Answers the id alone where the role may read nothing of it.
pub fn me() -> Request<User> {
    Request::with_reader(Method::Get, Access::User, &["users", "me"], User::read).query("fields", &profile_fields())
}

/// `GET /users/me`: who this is, which every role may know.
pub fn my_id() -> Request<UserId> {
    let id = |answer: &Value| answer.get("data")?.get("id")?.as_str().map(UserId::from);
    Request::with_reader(Method::Get, Access::User, &["users", "me"], id).query("fields", "id")
}

/// `PATCH /users/me`: changes the own user, and answers with the user afterwards.
///
/// A patch that holds `email` ends every session of the user, even if the value stays. Refused with 403 `FORBIDDEN`
/// for a field that the role may not change, 400 `FAILED_VALIDATION`, 400 `RECORD_NOT_UNIQUE` for a taken address.
pub fn update_me(patch: &UserPatch) -> Request<User> {
    Request::with_reader(Method::Patch, Access::User, &["users", "me"], User::read)
        .query("fields", &profile_fields())
        .json(patch)
}

/// A new account. Empty names are left out: Directus refuses empty texts.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Registration {
    /// The address to sign in with.
    pub email: String,
    /// The password to sign in with.
    pub password: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[allow(missing_docs)]
    pub first_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[allow(missing_docs)]
    pub last_name: String,
    /// The page of this site that the mail leads to, where the address has to be verified. Directus refuses one that is not on
    /// its list, even where it sends no mail: so it is left out then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification_url: Option<String>,
}

/// `POST /users/register`: makes an account with the default role. It does not sign in, and it answers 204 for an
/// address that is taken as well, so that nobody can find out who has an account. Where the address has to be verified, it
/// sends the mail, and once more for an account that waits for that: its first password stays.
///
/// Refused with 403 `FORBIDDEN` (registration is off, or the address is filtered out), 400 `FAILED_VALIDATION`
/// (the address or the password breaks a rule), 400 `INVALID_PAYLOAD` (no address, or Directus' list lacks
/// `verification_url`), 429 `REQUESTS_EXCEEDED`.
pub fn register(registration: &Registration) -> Request<()> {
    Request::new(Method::Post, Access::Anonymous, &["users", "register"]).json(registration)
}

/// `GET /users/register/verify-email`: opens the account that a registration made. It leads to Studio when it is done; that is
/// not followed.
///
/// Refused with 401 `TOKEN_EXPIRED`, 403 `INVALID_TOKEN`, 403 `FORBIDDEN` (another kind of link), 400 `INVALID_PAYLOAD` (used, or
/// there is no such account any more).
pub fn verify_email(token: &LinkToken) -> Request<()> {
    Request::new(Method::Get, Access::Anonymous, &["users", "register", "verify-email"])
        .query("token", token.as_str())
        .done_by_redirect()
}

/// `POST /users/invite/accept`: opens the account that an invitation made, with this password. It does not sign in.
///
/// Refused with 401 `TOKEN_EXPIRED`, 403 `INVALID_TOKEN`, 403 `FORBIDDEN` (another kind of link), 400 `INVALID_INVITE` (used, or
/// taken back), 400 `FAILED_VALIDATION` (the password breaks the site's rule; the link stays good).
pub fn accept_invite(token: &LinkToken, password: &str) -> Request<()> {
    Request::new(Method::Post, Access::Anonymous, &["users", "invite", "accept"])
        .json(&Chosen { token: token.as_str(), password })
}
