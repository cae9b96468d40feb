//! `/auth/*`: sign-in, refresh, sign-out, all in cookie mode.

use serde::Serialize;

use super::{Access, Method, Request, TokenReply};

/// The refresh token travels in an HttpOnly cookie that no script can read.
const COOKIE_MODE: &str = "cookie";

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
pub fn login(credentials: &Credentials) -> Request<TokenReply> {
    #[derive(Serialize)]
    struct Login<'a> {
        #[serde(flatten)]
        credentials: &'a Credentials,
        mode: &'static str,
    }
    Request::with_reader(Method::Post, Access::RefreshCookie, &["auth", "login"], TokenReply::read)
        .json(&Login { credentials, mode: COOKIE_MODE })
}

/// `POST /auth/refresh`: a new access token, and a new refresh token that kills the old one at once. It is kept
/// alive, so that the new cookie lands even if the page goes away meanwhile.
pub fn refresh() -> Request<TokenReply> {
    Request::with_reader(Method::Post, Access::RefreshCookie, &["auth", "refresh"], TokenReply::read)
        .json(&Mode { mode: COOKIE_MODE })
        .keepalive()
}

/// `POST /auth/logout`: ends the session at Directus and empties the cookies of site and Studio.
///
/// Refused with 400 `INVALID_PAYLOAD` where there is no session to end.
pub fn logout() -> Request<()> {
    Request::new(Method::Post, Access::RefreshCookie, &["auth", "logout"]).json(&Mode { mode: COOKIE_MODE }).keepalive()
}
