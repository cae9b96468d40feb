//! `/auth/*`: sign-in, refresh, sign-out.

use serde::Serialize;

use super::{Access, Method, Reader, Request, TokenReply};

/// How Directus keeps a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AuthMode {
    /// The refresh token in an HttpOnly cookie, the access token in memory.
    #[default]
    Cookie,
    /// All of it in an HttpOnly cookie: there is no token for scripts at all.
    Session,
}

impl AuthMode {
    /// Directus' name of the mode.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::Session => "session",
        }
    }

    fn reader(self) -> Reader<TokenReply> {
        match self {
            Self::Cookie => TokenReply::read_with_token,
            Self::Session => TokenReply::read_without_token,
        }
    }
}

/// What a person signs in with.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Credentials {
    /// The account's address.
    pub email: String,
    /// Its password.
    pub password: String,
    /// The one-time code of an account with two-factor sign-in; left out otherwise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otp: Option<String>,
}

#[derive(Serialize)]
struct Mode {
    mode: &'static str,
}

/// `POST /auth/login`.
///
/// Refused with 401 `INVALID_CREDENTIALS` (unknown, wrong or inactive alike), 401 `INVALID_OTP` (the password was
/// right, a code is needed), 401 `USER_SUSPENDED`, 400 `INVALID_PAYLOAD`.
pub fn login(credentials: &Credentials, mode: AuthMode) -> Request<TokenReply> {
    #[derive(Serialize)]
    struct Login<'a> {
        #[serde(flatten)]
        credentials: &'a Credentials,
        mode: &'static str,
    }
    Request::with_reader(Method::Post, Access::AuthCookie, &["auth", "login"], mode.reader())
        .json(&Login { credentials, mode: mode.name() })
}

/// `POST /auth/refresh`: a new access token, and a new cookie. In cookie mode that kills the old one at once. It is
/// kept alive, so that the new cookie lands even if the page goes away meanwhile.
pub fn refresh(mode: AuthMode) -> Request<TokenReply> {
    Request::with_reader(Method::Post, Access::AuthCookie, &["auth", "refresh"], mode.reader())
        .json(&Mode { mode: mode.name() })
        .keepalive()
}

/// `POST /auth/logout`: ends the session at Directus and empties the cookies of site and Studio.
///
/// Refused with 400 `INVALID_PAYLOAD` where there is no session to end.
pub fn logout(mode: AuthMode) -> Request<()> {
    Request::new(Method::Post, Access::AuthCookie, &["auth", "logout"]).json(&Mode { mode: mode.name() }).keepalive()
}
