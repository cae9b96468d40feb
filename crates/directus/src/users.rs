//! `/users/*`: registration, invitations and the signed-in user.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::{Credentials, FileId, LinkToken, Method, Request, UserId, auth::NewPassword, decode::string_field};

/// The fields of the signed-in user that a profile shows and changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProfileField {
    /// `email`. Changing it ends every session of the user.
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
    /// `avatar`, the id of a file
    Avatar,
    /// `language`, such as `en-US`
    Language,
    /// `appearance`, see [`Appearance`]
    Appearance,
    /// `password`. It is never read, and changing it ends every session of the user.
    Password,
}

impl ProfileField {
    /// What people write about themselves, in the order of a form.
    pub const DETAILS: [Self; 5] = [Self::FirstName, Self::LastName, Self::Title, Self::Location, Self::Description];

    /// Returns Directus' name of the field.
    pub fn as_str(self) -> &'static str {
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

impl fmt::Display for ProfileField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The colour scheme that a user has chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Appearance {
    /// That of the device.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Appearance {
    /// All of them, in the order of a form.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Returns Directus' name of the colour scheme.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl fmt::Display for Appearance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Takes Directus' name; anything else is [`Appearance::Auto`].
impl From<&str> for Appearance {
    fn from(name: &str) -> Self {
        Self::ALL.into_iter().find(|appearance| appearance.as_str() == name).unwrap_or_default()
    }
}

/// Whether a user signs in with a one-time code besides the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SecondFactor {
    /// With a code.
    On,
    /// Without a code.
    Off,
    /// The user may not read it.
    #[default]
    Unknown,
}

/// The signed-in user. A field that the user may not read is `None`, like one without a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// The id, which every user may read.
    pub id: UserId,
    /// The e-mail that the user signs in with.
    pub email: Option<String>,
    #[allow(missing_docs)]
    pub first_name: Option<String>,
    #[allow(missing_docs)]
    pub last_name: Option<String>,
    /// The user's position, such as "Gardener".
    pub title: Option<String>,
    #[allow(missing_docs)]
    pub location: Option<String>,
    /// What the user writes about themselves.
    pub description: Option<String>,
    /// The user's image.
    pub avatar: Option<FileId>,
    /// The language, such as `en-US`.
    pub language: Option<String>,
    /// The colour scheme; `None` if the user may not read it.
    pub appearance: Option<Appearance>,
    /// Whether the user signs in with a one-time code.
    pub second_factor: SecondFactor,
    /// The provider that the user signs in with; `default` is Directus itself.
    pub provider: Option<String>,
    /// When the user last made a request: ISO 8601, in UTC.
    pub last_access: Option<String>,
}

impl User {
    /// Makes a user with nothing but an id.
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

    fn decode(answer: &Value) -> Option<Self> {
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
                // Directus sends asterisks instead of the secret.
                Some(_) => SecondFactor::On,
            },
            provider: string_field(data, "provider"),
            last_access: string_field(data, "last_access"),
        })
    }

    /// Returns whether the user signs in with another provider, so that Directus has no password of theirs. `false` if the user may not
    /// read it.
    pub fn has_external_provider(&self) -> bool {
        self.provider.as_deref().is_some_and(|provider| provider != "default")
    }

    /// Returns first and last name, or `None` when there is neither.
    pub fn full_name(&self) -> Option<String> {
        let names: Vec<_> = [&self.first_name, &self.last_name].into_iter().flatten().map(|name| name.trim()).collect();
        let name = names.join(" ");
        (!name.trim().is_empty()).then(|| name.trim().to_owned())
    }

    /// Returns the value of `field`, or `None` when it is empty or may not be read.
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

/// Changes to the signed-in user. Only the fields in it are sent. Prints the names of the fields, not the values.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct UserPatch(Vec<(ProfileField, Option<String>)>);

impl UserPatch {
    /// Makes the change of one field; `None` empties it. [`UserPatch::default`] is the empty patch.
    pub fn new(field: ProfileField, value: Option<String>) -> Self {
        Self(vec![(field, value)])
    }

    /// Sets `field` to `value`; `None` empties it.
    pub fn set(&mut self, field: ProfileField, value: Option<String>) {
        self.0.retain(|(changed, _)| *changed != field);
        self.0.push((field, value));
    }

    /// Returns whether the patch changes `field`.
    pub fn contains(&self, field: ProfileField) -> bool {
        self.0.iter().any(|(changed, _)| *changed == field)
    }

    /// Returns the new value of `field`, or `None` when the patch empties it or leaves it.
    pub fn get(&self, field: ProfileField) -> Option<&str> {
        self.0.iter().find(|(changed, _)| *changed == field).and_then(|(_, value)| value.as_deref())
    }

    /// Returns whether the patch changes nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for UserPatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.iter().map(|(field, _)| field.as_str())).finish()
    }
}

impl Serialize for UserPatch {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(field, value)| (field.as_str(), value)))
    }
}

/// All that the user may read. Of fields that are named, Directus gives all or, when one of them may not be read, none.
const READABLE: &str = "*";

/// Makes the request `GET /users/me`: the signed-in user. Needs the permission to read each field of `directus_users`; without any, the
/// answer has the id alone.
pub fn me() -> Request<User> {
    Request::with_decoder(Method::Get, Credentials::User, &["users", "me"], User::decode).query("fields", READABLE)
}

/// Makes the request `GET /users/me` for the id alone. Needs no permission.
pub fn my_id() -> Request<UserId> {
    let id = |answer: &Value| answer.get("data")?.get("id")?.as_str().map(UserId::from);
    Request::with_decoder(Method::Get, Credentials::User, &["users", "me"], id).query("fields", "id")
}

/// Makes the request `PATCH /users/me`: changes the signed-in user, and answers with the changed user. Needs the permission to update
/// each field of the patch.
///
/// A patch with `email` or `password` ends every session of the user, even if the value stays the same. Refused with 403 `FORBIDDEN` (a
/// field may not be changed), 400 `FAILED_VALIDATION`, 400 `RECORD_NOT_UNIQUE` (another user has this e-mail).
pub fn update_me(patch: &UserPatch) -> Request<User> {
    Request::with_decoder(Method::Patch, Credentials::User, &["users", "me"], User::decode)
        .query("fields", READABLE)
        .json(patch)
}

/// Makes the request `DELETE /users/:id`. Needs the permission to delete the user, which can be narrowed to the own one.
///
/// Refused with 403 `FORBIDDEN` without it.
pub fn delete(id: &UserId) -> Request<()> {
    Request::new(Method::Delete, Credentials::User, &["users", id.as_str()])
}

/// A secret from which an authenticator app makes one-time codes. It means nothing before [`enable_tfa`]. Secret: it prints as dots.
#[derive(Clone, PartialEq, Eq)]
pub struct TfaSecret {
    /// The secret in base 32, for people who type it.
    pub secret: String,
    /// The secret with the name of the account, for a QR code.
    pub otpauth_url: String,
}

impl fmt::Debug for TfaSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TfaSecret(…)")
    }
}

/// Makes the request `POST /users/me/tfa/generate`: a new secret, which is not in use yet. `password` is that of the user, or `None` for a
/// user with [an external provider](User::has_external_provider).
///
/// Refused with 401 `INVALID_CREDENTIALS` (wrong password), 400 `INVALID_PAYLOAD` (two-factor sign-in is on already).
pub fn generate_tfa(password: Option<&str>) -> Request<TfaSecret> {
    #[derive(Serialize)]
    struct Generate<'a> {
        #[serde(skip_serializing_if = "Option::is_none")]
        password: Option<&'a str>,
    }
    Request::with_decoder(Method::Post, Credentials::User, &["users", "me", "tfa", "generate"], |answer| {
        let data = answer.get("data")?;
        Some(TfaSecret { secret: string_field(data, "secret")?, otpauth_url: string_field(data, "otpauth_url")? })
    })
    .json(&Generate { password })
}

/// Makes the request `POST /users/me/tfa/enable`: switches two-factor sign-in on, with codes made from `secret`. `otp` is such a code. Needs
/// the permission to update the own `tfa_secret`.
///
/// Refused with 400 `INVALID_PAYLOAD` (wrong code), 403 `FORBIDDEN`.
pub fn enable_tfa(secret: &TfaSecret, otp: &str) -> Request<()> {
    #[derive(Serialize)]
    struct Enable<'a> {
        secret: &'a str,
        otp: &'a str,
    }
    Request::new(Method::Post, Credentials::User, &["users", "me", "tfa", "enable"])
        .json(&Enable { secret: &secret.secret, otp })
}

/// Makes the request `POST /users/me/tfa/disable`: switches two-factor sign-in off. Needs the same permission as [`enable_tfa`], and is
/// refused alike.
pub fn disable_tfa(otp: &str) -> Request<()> {
    #[derive(Serialize)]
    struct Disable<'a> {
        otp: &'a str,
    }
    Request::new(Method::Post, Credentials::User, &["users", "me", "tfa", "disable"]).json(&Disable { otp })
}

/// A new account. Empty names are not sent: Directus refuses empty texts. Secret: it prints as dots.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Registration {
    /// The e-mail to sign in with.
    pub email: String,
    /// The password to sign in with.
    pub password: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[allow(missing_docs)]
    pub first_name: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    #[allow(missing_docs)]
    pub last_name: String,
    /// The absolute URL of the app that the mail links to when the e-mail has to be verified. Directus refuses a URL that
    /// `USER_REGISTER_URL_ALLOW_LIST` lacks, even when it sends no mail: use `None` then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verification_url: Option<String>,
}

impl Registration {
    /// Makes a registration without names and without a link.
    pub fn new(email: impl Into<String>, password: impl Into<String>) -> Self {
        Self {
            email: email.into(),
            password: password.into(),
            first_name: String::new(),
            last_name: String::new(),
            verification_url: None,
        }
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registration(…)")
    }
}

/// Makes the request `POST /users/register`: creates an account with the default role. Needs no permission, but that registration is on.
///
/// It does not sign in. It answers 204 for a taken e-mail as well, so that nobody can find out who has an account. When the e-mail has to
/// be verified, Directus mails a link with a [`LinkToken`] in its query parameter `token`; again for an account that waits for that, whose
/// first password stays.
///
/// Refused with 403 `FORBIDDEN` (registration is off, or its filter refuses the e-mail), 400 `FAILED_VALIDATION` (e-mail or password
/// break a rule), 400 `INVALID_PAYLOAD` (no e-mail, or [the URL is not allowed](crate::Error::is_url_not_allowed)), 429
/// `REQUESTS_EXCEEDED`.
pub fn register(registration: &Registration) -> Request<()> {
    Request::new(Method::Post, Credentials::Anonymous, &["users", "register"]).json(registration)
}

/// Makes the request `GET /users/register/verify-email`: activates the account that a registration created. Directus answers with a
/// redirect to Studio, which is not followed.
///
/// Refused with 401 `TOKEN_EXPIRED`, 403 `INVALID_TOKEN`, 403 `FORBIDDEN` (the token of another kind of link), 400 `INVALID_PAYLOAD` (the
/// link was used, or the account is gone).
pub fn verify_email(token: &LinkToken) -> Request<()> {
    Request::new(Method::Get, Credentials::Anonymous, &["users", "register", "verify-email"])
        .query("token", token.as_str())
        .accept_redirect()
}

/// Makes the request [`verify_email`] for an account whose password somebody else may have chosen: Lychgate's Directus extension
/// `lychgate-guard` activates the account without its password, so that only the owner of the e-mail can set one. A Directus without the
/// extension ignores the difference, and the password stays.
pub fn verify_email_and_forget_password(token: &LinkToken) -> Request<()> {
    verify_email(token).query("forget_password", "1")
}

/// Makes the request `POST /users/invite/accept`: activates the account that an invitation created, with this password. It does not sign
/// in.
///
/// Refused with 401 `TOKEN_EXPIRED`, 403 `INVALID_TOKEN`, 403 `FORBIDDEN` (the token of another kind of link), 400 `INVALID_INVITE` (the
/// invitation was accepted or withdrawn), 400 `FAILED_VALIDATION` (the password breaks the rule for passwords; the link stays valid).
pub fn accept_invite(token: &LinkToken, password: &str) -> Request<()> {
    Request::new(Method::Post, Credentials::Anonymous, &["users", "invite", "accept"])
        .json(&NewPassword { token: token.as_str(), password })
}
