//! The tokens that Directus issues.

use std::{error, fmt, rc::Rc, str::FromStr, time::Duration};

use jwt_compact::UntrustedToken;
use serde::Deserialize;
use serde_json::Value;

use crate::UserId;

/// An access token. Secret: it prints as dots. Keep it in memory only.
///
/// Parsing reads the user from the token without checking the signature, which is Directus' business: the id tells users apart, and
/// grants nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    bearer: Rc<str>,
    user: UserId,
}

impl AccessToken {
    /// Returns the user that the token was issued to.
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// Returns the token itself.
    pub fn as_str(&self) -> &str {
        &self.bearer
    }

    /// Returns the value of a header `Authorization`.
    pub fn to_authorization(&self) -> String {
        format!("Bearer {}", self.bearer)
    }
}

/// Refuses what is not a JWT, and a JWT without a user id (the token of a share, for example).
impl FromStr for AccessToken {
    type Err = InvalidAccessToken;

    fn from_str(jwt: &str) -> Result<Self, InvalidAccessToken> {
        let user = Claims::read(jwt).and_then(|claims| claims.id).ok_or(InvalidAccessToken)?;
        Ok(Self { bearer: jwt.into(), user: UserId::from(user) })
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessToken(… of {})", self.user.as_str())
    }
}

/// The text is not the access token of a Directus user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidAccessToken;

impl fmt::Display for InvalidAccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an access token of a Directus user")
    }
}

impl error::Error for InvalidAccessToken {}

/// The token in a link that Directus sends by mail. Secret: it prints as dots. Keep it in memory only.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken(Rc<str>);

impl LinkToken {
    /// Returns the e-mail that the link was sent to, if the token names one. Nobody has checked the token: show the e-mail to the person
    /// who has the link, and use it for nothing else.
    pub fn email(&self) -> Option<String> {
        Claims::read(&self.0)?.email
    }

    /// Returns the token itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Trims white space, and refuses an empty text. Whether the token is valid, Directus says.
impl FromStr for LinkToken {
    type Err = EmptyLinkToken;

    fn from_str(text: &str) -> Result<Self, EmptyLinkToken> {
        let text = text.trim();
        if text.is_empty() { Err(EmptyLinkToken) } else { Ok(Self(text.into())) }
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken(…)")
    }
}

/// The link has no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmptyLinkToken;

impl fmt::Display for EmptyLinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the token of the link is empty")
    }
}

impl error::Error for EmptyLinkToken {}

/// What Directus writes into its JWTs, as far as this crate reads it: `id` into access tokens, `email` into links.
#[derive(Deserialize)]
struct Claims {
    id: Option<String>,
    email: Option<String>,
}

impl Claims {
    /// Reads `jwt` without checking its signature: nothing that grants access may rest on it.
    fn read(jwt: &str) -> Option<Self> {
        let token = UntrustedToken::new(jwt).ok()?; // Why it is not a JWT helps nobody.
        Some(token.deserialize_claims_unchecked().ok()?.custom) // Likewise.
    }
}

/// The answer to a sign-in and to a refresh.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenReply {
    /// The new access token; `None` in [`AuthMode::Session`](crate::AuthMode::Session).
    pub access_token: Option<AccessToken>,
    /// How long token or session are valid, counted from the answer.
    pub lifetime: Duration,
}

impl TokenReply {
    pub(crate) fn decode_with_token(answer: &Value) -> Option<Self> {
        let token = answer.get("data")?.get("access_token")?.as_str()?;
        let token = token.parse().ok()?; // Any other token is of no use here.
        Some(Self { access_token: Some(token), ..Self::decode_without_token(answer)? })
    }

    pub(crate) fn decode_without_token(answer: &Value) -> Option<Self> {
        let lifetime = Duration::from_millis(answer.get("data")?.get("expires")?.as_u64()?);
        Some(Self { access_token: None, lifetime })
    }
}
