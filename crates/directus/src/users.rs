//! `/users/*`: registration, invitations and the own account.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::{Credentials, FileId, LinkToken, Method, Request, UserId, auth::Chosen, decode::string_field};

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
    /// `avatar`: the id of a file.
    Avatar,
    /// `language`, such as `en-US`.
    Language,
    /// `appearance`: see [`Appearance`].
    Appearance,
    /// `password`; it is never read, and changing it ends every session of the user.
    Password,
}

impl ProfileField {
    /// What a person writes about themselves, in the order in which it is read.
    pub const DETAILS: [Self; 5] = [Self::FirstName, Self::LastName, Self::Title, Self::Location, Self::Description];

    /// Directus' name of the field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Title => "title",
            Self::Location => "location",
            Self::Description => "description",
            Self::Avatar => "avatar",
            Self::Language => "language",
            Self::Appearance => "appearance",
            Self::Password => "password",
        }
    }
}

/// Whether pages are dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Appearance {
    /// As the device is.
    #[default]
    Auto,
    /// Never.
    Light,
    /// Always.
    Dark,
}

impl Appearance {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Directus' name of it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Reads Directus' name of it; anything else is [`Auto`](Appearance::Auto).
impl From<&str> for Appearance {
    fn from(name: &str) -> Self {
        Self::ALL.into_iter().find(|appearance| appearance.as_str() == name).unwrap_or_default()
    }
}

/// Whether a sign-in takes a one-time code besides the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecondFactor {
    /// It does.
    On,
    /// It does not.
    Off,
    /// The role may not know.
    #[default]
    Unknown,
}

/// The own user, as far as the role may read it: a field that it may not read is `None`, like one without a value.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    /// Always readable.
    pub id: UserId,
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
    /// The person's avatar.
    pub avatar: Option<FileId>,
    /// What the person wants to be written to in, such as `en-US`.
    pub language: Option<String>,
    /// Whether pages are dark; `None` where the role may not know.
    pub appearance: Option<Appearance>,
    /// Whether a one-time code is asked for at the sign-in.
    pub second_factor: SecondFactor,
    /// Who keeps the password: `default` is Directus itself.
    pub provider: Option<String>,
    /// When the person was last here: ISO 8601, in UTC.
    pub last_access: Option<String>,
}

impl User {
    /// Makes a user of whom only the id is known.
    pub fn new(id: UserId) -> Self {
        Self {
            id,
            email: None,
            first_name: None,
            last_name: None,
            title: None,
            location: None,
            description: None,
            avatar: None,
            language: None,
            appearance: None,
            second_factor: SecondFactor::Unknown,
            provider: None,
            last_access: None,
        }
    }

    fn read(answer: &Value) -> Option<Self> {
        let data = answer.get("data")?;
        Some(Self {
            id: string_field(data, "id")?.into(),
            email: string_field(data, "email"),
            first_name: string_field(data, "first_name"),
            last_name: string_field(data, "last_name"),
            title: string_field(data, "title"),
            location: string_field(data, "location"),
            description: string_field(data, "description"),
            avatar: string_field(data, "avatar").map(FileId::from),
            language: string_field(data, "language"),
            appearance: data
                .get("appearance")
                .map(|appearance| Appearance::from(appearance.as_str().unwrap_or_default())),
            second_factor: match data.get("tfa_secret") {
                None => SecondFactor::Unknown,
                Some(Value::Null) => SecondFactor::Off,
                // The secret itself is never sent.
                Some(_) => SecondFactor::On,
            },
            provider: string_field(data, "provider"),
            last_access: string_field(data, "last_access"),
        })
    }

    /// Whether somebody else than Directus keeps the password. Where the role may not know, Directus does.
    pub fn is_of_provider(&self) -> bool {
        self.provider.as_deref().is_some_and(|provider| provider != "default")
    }

    /// What the person is called; `None` where there is no name, or none that may be read.
    pub fn full_name(&self) -> Option<String> {
        let names: Vec<_> = [&self.first_name, &self.last_name].into_iter().flatten().map(|name| name.trim()).collect();
        let name = names.join(" ");
        (!name.trim().is_empty()).then(|| name.trim().to_owned())
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
            ProfileField::Avatar => self.avatar.as_ref().map(FileId::as_str),
            ProfileField::Language => self.language.as_deref(),
            ProfileField::Appearance => self.appearance.map(Appearance::as_str),
            ProfileField::Password => None,
        }
    }
}

/// Changes to the own user: only fields in it are sent, `null` empties one.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct UserPatch(Vec<(ProfileField, Option<String>)>);

impl UserPatch {
    /// The change of one field; `None` empties it.
    pub fn of(field: ProfileField, value: Option<String>) -> Self {
        Self(vec![(field, value)])
    }

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

/// All that the role may read. Fields that are named, Directus gives all or, where one of them is out of reach, none of.
const READABLE: &str = "*";

/// `GET /users/me`: the own user. Answers the id alone where the role may read nothing of it.
pub fn me() -> Request<User> {
    Request::with_reader(Method::Get, Credentials::User, &["users", "me"], User::read).query("fields", READABLE)
}

/// `GET /users/me`: who this is, which every role may know.
pub fn my_id() -> Request<UserId> {
    let id = |answer: &Value| answer.get("data")?.get("id")?.as_str().map(UserId::from);
    Request::with_reader(Method::Get, Credentials::User, &["users", "me"], id).query("fields", "id")
}

/// `PATCH /users/me`: changes the own user, and answers with the user afterwards.
///
/// A patch that holds `email` or `password` ends every session of the user, even if the value stays. Refused with 403
/// `FORBIDDEN` for a field that the role may not change, 400 `FAILED_VALIDATION`, 400 `RECORD_NOT_UNIQUE` for a taken address.
pub fn update_me(patch: &UserPatch) -> Request<User> {
    Request::with_reader(Method::Patch, Credentials::User, &["users", "me"], User::read)
        .query("fields", READABLE)
        .json(patch)
}

/// `DELETE /users/:id`: removes an account; the own one, where the role may. Refused with 403 `FORBIDDEN`.
pub fn delete(id: &UserId) -> Request<()> {
    Request::new(Method::Delete, Credentials::User, &["users", id.as_str()])
}

/// What an authenticator app makes codes from, as long as it is not [switched on](enable_tfa) yet. Secret: it prints as dots.
#[derive(Clone, PartialEq, Eq)]
pub struct TfaSecret {
    /// In base 32, for people to type.
    pub secret: String,
    /// The same with the account's name, for a QR code.
    pub otpauth_url: String,
}

impl fmt::Debug for TfaSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TfaSecret(…)")
    }
}

/// `POST /users/me/tfa/generate`: a new secret. Nothing is switched on by it. `password` is `None` for an account of a provider.
///
/// Refused with 401 `INVALID_CREDENTIALS` for a wrong password, 400 `INVALID_PAYLOAD` where two-factor sign-in is on already.
pub fn generate_tfa(password: Option<&str>) -> Request<TfaSecret> {
    #[derive(Serialize)]
    struct Generate<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        password: Option<&'a str>,
    }
    Request::with_reader(Method::Post, Credentials::User, &["users", "me", "tfa", "generate"], |answer| {
        let data = answer.get("data")?;
        Some(TfaSecret { secret: string_field(data, "secret")?, otpauth_url: string_field(data, "otpauth_url")? })
    })
    .json(&Generate { password })
}

/// `POST /users/me/tfa/enable`: from now on a sign-in takes a code made from `secret`; `otp` shows that somebody can make one.
///
/// Refused with 400 `INVALID_PAYLOAD` for a wrong code, 403 `FORBIDDEN` where the role may not change `tfa_secret`.
pub fn enable_tfa(secret: &TfaSecret, otp: &str) -> Request<()> {
    #[derive(Serialize)]
    struct Enable<'a> {
        secret: &'a str,
        otp: &'a str,
    }
    Request::new(Method::Post, Credentials::User, &["users", "me", "tfa", "enable"])
        .json(&Enable { secret: &secret.secret, otp })
}

/// `POST /users/me/tfa/disable`: a sign-in takes the password alone again. Refused like [`enable_tfa`].
pub fn disable_tfa(otp: &str) -> Request<()> {
    #[derive(Serialize)]
    struct Disable<'a> {
        otp: &'a str,
    }
    Request::new(Method::Post, Credentials::User, &["users", "me", "tfa", "disable"]).json(&Disable { otp })
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
    Request::new(Method::Post, Credentials::Anonymous, &["users", "register"]).json(registration)
}

/// `GET /users/register/verify-email`: opens the account that a registration made. It leads to Studio when it is done; that is
/// not followed.
///
/// Refused with 401 `TOKEN_EXPIRED`, 403 `INVALID_TOKEN`, 403 `FORBIDDEN` (another kind of link), 400 `INVALID_PAYLOAD` (used, or
/// there is no such account any more).
pub fn verify_email(token: &LinkToken) -> Request<()> {
    Request::new(Method::Get, Credentials::Anonymous, &["users", "register", "verify-email"])
        .query("token", token.as_str())
        .done_by_redirect()
}

/// [`verify_email`] where somebody else may have chosen the password: the extension lychgate-guard opens the account without one, so that
/// nobody gets in before its owner has set their own by mail. A Directus without it takes no notice, and the password stays.
pub fn verify_email_and_forget_password(token: &LinkToken) -> Request<()> {
    verify_email(token).query("forget_password", "1")
}

/// `POST /users/invite/accept`: opens the account that an invitation made, with this password. It does not sign in.
///
/// Refused with 401 `TOKEN_EXPIRED`, 403 `INVALID_TOKEN`, 403 `FORBIDDEN` (another kind of link), 400 `INVALID_INVITE` (used, or
/// taken back), 400 `FAILED_VALIDATION` (the password breaks the site's rule; the link stays good).
pub fn accept_invite(token: &LinkToken, password: &str) -> Request<()> {
    Request::new(Method::Post, Credentials::Anonymous, &["users", "invite", "accept"])
        .json(&Chosen { token: token.as_str(), password })
}
