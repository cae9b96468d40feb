//! What a sign-in and a refresh give.

use std::{fmt, rc::Rc, str::FromStr, time::Duration};

use jwt_compact::UntrustedToken;
use serde::Deserialize;
use serde_json::Value;

use super::UserId;

/// An access token. Secret: it prints as dots, and lives in memory only.
#[derive(Clone, PartialEq, Eq)]
pub struct AccessToken {
    bearer: Rc<str>,
    user: UserId,
}

impl AccessToken {
    /// The user it was made for.
    pub fn user(&self) -> &UserId {
        &self.user
    }

    /// The token itself.
    pub fn as_str(&self) -> &str {
        &self.bearer
    }

    /// The value of an `Authorization` header.
    pub fn to_authorization(&self) -> String {
        format!("Bearer {}", self.bearer)
    }
}

/// Reads the user out of a Directus access token. The signature is Directus' business: the id serves to tell people apart on this page,
/// never to grant anything. Refuses what is no JWT, or carries no user id (a share's token, say).
impl FromStr for AccessToken {
    type Err = NotAnAccessToken;

    fn from_str(jwt: &str) -> Result<Self, NotAnAccessToken> {
        let user = Claims::read(jwt).and_then(|claims| claims.id).ok_or(NotAnAccessToken)?;
        Ok(Self { bearer: jwt.into(), user: UserId::from(user) })
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccessToken(… of {})", self.user.as_str())
    }
}

/// The token in a link that Directus sends by mail. Secret: it prints as dots, and lives in memory only.
#[derive(Clone, PartialEq, Eq)]
pub struct LinkToken(Rc<str>);

impl LinkToken {
    /// The token `text`; `None` where there is nothing in it.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.into()))
    }

    /// The address that the link was sent to, as far as the token says. Nobody has checked that: it is good for showing to
    /// the person who has the link, and for nothing else.
    pub fn email(&self) -> Option<String> {
        Claims::read(&self.0)?.email
    }

    /// The token itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LinkToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkToken(…)")
    }
}

/// What Directus writes into its JWTs, as far as this crate reads it: `id` into access tokens, `email` into links.
#[derive(Deserialize)]
struct Claims {
    id: Option<String>,
    email: Option<String>,
}

impl Claims {
    /// Reads `jwt` without checking its signature, which is Directus' business: nothing that grants access may rest on it.
    fn read(jwt: &str) -> Option<Self> {
        let token = UntrustedToken::new(jwt).ok()?; // Why it is no JWT is no news to a person.
        Some(token.deserialize_claims_unchecked().ok()?.custom) // Likewise.
    }
}

/// The text is not a Directus user's access token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnAccessToken;

impl fmt::Display for NotAnAccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an access token of a Directus user")
    }
}

impl std::error::Error for NotAnAccessToken {}

/// The answer of `POST /auth/login` and `POST /auth/refresh`.
#[derive(Debug, Clone, PartialEq)]
pub struct TokenReply {
    /// The new access token; there in cookie mode only.
    pub access_token: Option<AccessToken>,
    /// How long token or session are good for, from now. Directus sends milliseconds.
    pub lifetime: Duration,
}

impl TokenReply {
    pub(super) fn read_with_token(answer: &Value) -> Option<Self> {
        let token = answer.get("data")?.get("access_token")?.as_str()?;
        let token = token.parse().ok()?; // Any other token is of no use here.
        Some(Self { access_token: Some(token), ..Self::read_without_token(answer)? })
    }

    pub(super) fn read_without_token(answer: &Value) -> Option<Self> {
        let lifetime = Duration::from_millis(answer.get("data")?.get("expires")?.as_u64()?);
        Some(Self { access_token: None, lifetime })
    }
}
