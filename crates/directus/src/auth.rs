//! `/auth/*`: sign-in, refresh, sign-out, password reset and single sign-on.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use crate::{BaseUrl, Credentials, Decoder, LinkToken, Method, Request, TokenReply, decode::string_field};

/// Where Directus keeps a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AuthMode {
    /// The refresh token in an HttpOnly cookie, the access token in the memory of the client.
    #[default]
    Cookie,
    /// All of it in one HttpOnly cookie: scripts see no token at all.
    Session,
}

impl AuthMode {
    /// Returns Directus' name of the mode.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::Session => "session",
        }
    }

    fn decoder(self) -> Decoder<TokenReply> {
        match self {
            Self::Cookie => TokenReply::decode_with_token,
            Self::Session => TokenReply::decode_without_token,
        }
    }
}

impl fmt::Display for AuthMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a person signs in with. Secret: it prints as dots.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Login {
    /// The e-mail of the account.
    pub email: String,
    /// The password of the account.
    pub password: String,
    /// The one-time code of an account with two-factor sign-in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub otp: Option<String>,
}

impl Login {
    /// Makes a login without a one-time code.
    pub fn new(email: impl Into<String>, password: impl Into<String>) -> Self {
        Self { email: email.into(), password: password.into(), otp: None }
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Login(…)")
    }
}

#[derive(Serialize)]
struct Mode {
    mode: &'static str,
}

/// Makes the request `POST /auth/login`: signs in, and sets the session's cookie.
///
/// Refused with 401 `INVALID_CREDENTIALS` (unknown, wrong or inactive alike), 401 `INVALID_OTP` (the password is right, the account
/// needs a code), 401 `USER_SUSPENDED`, 400 `INVALID_PAYLOAD`.
pub fn login(login: &Login, mode: AuthMode) -> Request<TokenReply> {
    #[derive(Serialize)]
    struct Body<'a> {
        #[serde(flatten)]
        login: &'a Login,
        mode: &'static str,
    }
    Request::with_decoder(Method::Post, Credentials::AuthCookie, &["auth", "login"], mode.decoder())
        .json(&Body { login, mode: mode.as_str() })
}

/// Makes the request `POST /auth/refresh`: exchanges the session's cookie for a new one and, in [`AuthMode::Cookie`], a new access
/// token. In that mode the old cookie is invalid from then on, so the request is kept alive: the new cookie arrives even if the page
/// goes away.
///
/// Refused with 401 `INVALID_CREDENTIALS` (the session has ended, or another refresh has used the cookie), 400 `INVALID_PAYLOAD`
/// (there is no cookie), 401 `USER_SUSPENDED`.
pub fn refresh(mode: AuthMode) -> Request<TokenReply> {
    Request::with_decoder(Method::Post, Credentials::AuthCookie, &["auth", "refresh"], mode.decoder())
        .json(&Mode { mode: mode.as_str() })
        .keepalive()
}

/// Makes the request `POST /auth/logout`: ends the session, and removes the cookies of the site and of Studio.
///
/// Refused with 400 `INVALID_PAYLOAD` when there is no session.
pub fn logout(mode: AuthMode) -> Request<()> {
    Request::new(Method::Post, Credentials::AuthCookie, &["auth", "logout"])
        .json(&Mode { mode: mode.as_str() })
        .keepalive()
}

/// Makes the request `POST /auth/password/request`: mails a link to `reset_url`, an absolute URL of the app, with a [`LinkToken`] in its
/// query parameter `token`. Answers 204 whether or not there is such an account, after the same time.
///
/// Refused with 400 `INVALID_PAYLOAD` when `PASSWORD_RESET_URL_ALLOW_LIST` lacks `reset_url`
/// ([`Error::is_url_not_allowed`](crate::Error::is_url_not_allowed)).
pub fn password_request(email: &str, reset_url: &str) -> Request<()> {
    #[derive(Serialize)]
    struct Body<'a> {
        email: &'a str,
        reset_url: &'a str,
    }
    Request::new(Method::Post, Credentials::Anonymous, &["auth", "password", "request"])
        .json(&Body { email, reset_url })
}

/// The token of a link, and the password that was chosen on its page.
#[derive(Serialize)]
pub(crate) struct NewPassword<'a> {
    pub(crate) token: &'a str,
    pub(crate) password: &'a str,
}

/// Makes the request `POST /auth/password/reset`: sets a new password. Ends all sessions of the user, and does not sign in.
///
/// Refused with 401 `TOKEN_EXPIRED` (after a day), 403 `INVALID_TOKEN`, 403 `FORBIDDEN` (the link was used, or the account is not
/// active), 400 `FAILED_VALIDATION` (the password breaks the rule for passwords; the link stays valid).
pub fn password_reset(token: &LinkToken, password: &str) -> Request<()> {
    Request::new(Method::Post, Credentials::Anonymous, &["auth", "password", "reset"])
        .json(&NewPassword { token: token.as_str(), password })
}

/// A provider of single sign-on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// The name in URLs.
    pub name: String,
    /// The name for people.
    pub label: String,
    /// The name of an icon in Studio's icon font.
    pub icon: Option<String>,
}

/// The ways to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Providers {
    /// The providers of single sign-on, to which a browser can be sent.
    pub sso: Vec<Provider>,
    /// Whether signing in with e-mail and password is switched off (`AUTH_DISABLE_DEFAULT`).
    pub is_password_disabled: bool,
}

/// Makes the request `GET /auth`: the ways to sign in. Needs no permission.
pub fn providers() -> Request<Providers> {
    Request::with_decoder(Method::Get, Credentials::Anonymous, &["auth"], |answer| {
        let provider = |entry: &Value| {
            // A browser cannot be sent to the others, such as LDAP.
            let is_sso = matches!(entry.get("driver")?.as_str()?, "oauth2" | "openid" | "saml");
            let name = string_field(entry, "name").filter(|name| is_sso && !name.is_empty())?;
            let label = string_field(entry, "label").filter(|label| !label.trim().is_empty());
            Some(Provider {
                label: label.unwrap_or_else(|| capitalised(&name)),
                icon: string_field(entry, "icon"),
                name,
            })
        };
        let disabled = answer.get("disableDefault");
        Some(Providers {
            sso: answer.get("data")?.as_array()?.iter().filter_map(provider).collect(),
            is_password_disabled: disabled.is_some_and(|disabled| *disabled == true || *disabled == "true"),
        })
    })
}

fn capitalised(name: &str) -> String {
    let mut name = name.to_owned();
    if let Some(first) = name.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// Returns the URL of `GET /auth/login/:provider`, to which the browser navigates for single sign-on.
///
/// The provider sends the person back to `redirect`, an absolute URL of the origin of Directus' `PUBLIC_URL` or on the provider's
/// `REDIRECT_ALLOW_LIST`: with a session cookie, or after a failure with `?reason=<code>` instead of the query of `redirect`. `otp` is
/// the one-time code of an account with two-factor sign-in.
pub fn sso_url(base: &BaseUrl, provider: &str, redirect: &str, otp: Option<&str>) -> String {
    let request: Request<()> =
        Request::new(Method::Get, Credentials::AuthCookie, &["auth", "login", provider]).query("redirect", redirect);
    let request = match otp {
        Some(otp) => request.query("otp", otp),
        None => request,
    };
    base.join(request.path_and_query())
}
