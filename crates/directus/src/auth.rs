//! `/auth/*`: sign-in, refresh, sign-out, a forgotten password, and the other ways in.

use serde::Serialize;
use serde_json::Value;

use super::{BaseUrl, Credentials, LinkToken, Method, Reader, Request, TokenReply, decode::string_field};

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
    pub fn as_str(self) -> &'static str {
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
pub struct Login {
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
pub fn login(login: &Login, mode: AuthMode) -> Request<TokenReply> {
    #[derive(Serialize)]
    struct Body<'a> {
        #[serde(flatten)]
        login: &'a Login,
        mode: &'static str,
    }
    Request::with_reader(Method::Post, Credentials::AuthCookie, &["auth", "login"], mode.reader())
        .json(&Body { login, mode: mode.as_str() })
}

/// `POST /auth/refresh`: a new access token, and a new cookie. In cookie mode that kills the old one at once. It is
/// kept alive, so that the new cookie lands even if the page goes away meanwhile.
pub fn refresh(mode: AuthMode) -> Request<TokenReply> {
    Request::with_reader(Method::Post, Credentials::AuthCookie, &["auth", "refresh"], mode.reader())
        .json(&Mode { mode: mode.as_str() })
        .keepalive()
}

/// `POST /auth/logout`: ends the session at Directus and empties the cookies of site and Studio.
///
/// Refused with 400 `INVALID_PAYLOAD` where there is no session to end.
pub fn logout(mode: AuthMode) -> Request<()> {
    Request::new(Method::Post, Credentials::AuthCookie, &["auth", "logout"])
        .json(&Mode { mode: mode.as_str() })
        .keepalive()
}

/// `POST /auth/password/request`: mails a link for choosing a new password, to a page of this site (`reset_url`). Answers 204
/// whether or not there is such an account, after the same time.
///
/// Refused with 400 `INVALID_PAYLOAD` where Directus' list of allowed addresses lacks `reset_url`.
pub fn password_request(email: &str, reset_url: &str) -> Request<()> {
    #[derive(Serialize)]
    struct Asked<'a> {
        email: &'a str,
        reset_url: &'a str,
    }
    Request::new(Method::Post, Credentials::Anonymous, &["auth", "password", "request"])
        .json(&Asked { email, reset_url })
}

/// A link from a mail, and the password that was chosen on its page.
#[derive(Serialize)]
pub(super) struct Chosen<'a> {
    pub(super) token: &'a str,
    pub(super) password: &'a str,
}

/// `POST /auth/password/reset`: sets a new password. It ends all sessions of the user, and does not sign in.
///
/// Refused with 401 `TOKEN_EXPIRED` (after a day), 403 `INVALID_TOKEN`, 403 `FORBIDDEN` (used, or the account is not active),
/// 400 `FAILED_VALIDATION` (the password breaks the site's rule; the link stays good).
pub fn password_reset(token: &LinkToken, password: &str) -> Request<()> {
    Request::new(Method::Post, Credentials::Anonymous, &["auth", "password", "reset"])
        .json(&Chosen { token: token.as_str(), password })
}

/// Somebody else who signs people in: single sign-on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provider {
    /// Its name in addresses.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// The name of its sign in Studio's font.
    pub icon: Option<String>,
}

/// The ways to sign in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Providers {
    /// Those that the browser is sent to.
    pub elsewhere: Vec<Provider>,
    /// Whether e-mail and password are none of them.
    pub no_password: bool,
}

/// `GET /auth`: the ways to sign in.
pub fn providers() -> Request<Providers> {
    Request::with_reader(Method::Get, Credentials::Anonymous, &["auth"], |answer| {
        let provider = |entry: &Value| {
            // To others, such as LDAP, nobody can be sent.
            let is_elsewhere = matches!(entry.get("driver")?.as_str()?, "oauth2" | "openid" | "saml");
            let name = string_field(entry, "name").filter(|name| is_elsewhere && !name.is_empty())?;
            let label = string_field(entry, "label").filter(|label| !label.trim().is_empty());
            Some(Provider {
                label: label.unwrap_or_else(|| capitalised(&name)),
                icon: string_field(entry, "icon"),
                name,
            })
        };
        let disabled = answer.get("disableDefault");
        Some(Providers {
            elsewhere: answer.get("data")?.as_array()?.iter().filter_map(provider).collect(),
            no_password: disabled.is_some_and(|disabled| *disabled == true || *disabled == "true"),
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

/// `GET /auth/login/:provider`: the address that the browser is sent to for single sign-on. From there the person comes back to
/// `back`, an absolute address, which has to be of the origin of Directus' `PUBLIC_URL` or on the provider's list; with a cookie,
/// or where it failed without the query of `back` and with `?reason=<code>`. `otp` is the code of an account with two-factor
/// sign-in.
pub fn sso_url(base: &BaseUrl, provider: &str, back: &str, otp: Option<&str>) -> String {
    let request: Request<()> =
        Request::new(Method::Get, Credentials::AuthCookie, &["auth", "login", provider]).query("redirect", back);
    let request = match otp {
        Some(otp) => request.query("otp", otp),
        None => request,
    };
    base.join(request.path_and_query())
}
