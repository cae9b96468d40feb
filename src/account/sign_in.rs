//! Signing in with e-mail and password.

use lychgate_directus::{Error, ErrorCode, auth::Login};
use lychgate_session::Client;

use super::local_registrations;
use crate::browser::unicode;

/// Signs in (`POST /auth/login`), for all forms that do: whoever signs in knows the password, so that the note of a registration in this
/// browser has done its work.
///
/// # Errors
///
/// What Directus says against it; [`ErrorCode::InvalidOtp`](lychgate_directus::ErrorCode::InvalidOtp) where a right password
/// lacks a code.
pub async fn sign_in(client: &Client, login: &Login) -> Result<(), Error> {
    in_either_form(&login.password, is_unknown, async |password| {
        client.sign_in(&Login { password, ..login.clone() }).await
    })
    .await?;
    local_registrations::forget(client.base(), &login.email);
    Ok(())
}

/// Returns whether Directus has answered that it knows no such e-mail and password.
pub fn is_unknown(error: &Error) -> bool {
    error.code() == Some(&ErrorCode::InvalidCredentials)
}

/// Makes `attempt` with `password` as it was typed, and, where that `is_unknown`, once more with its letters in the other form of
/// Unicode: keyboards differ in how they write `é`, and Directus compares bytes. A password without such letters has one form.
///
/// # Errors
///
/// What the last attempt failed with.
pub async fn in_either_form<T, E>(
    password: &str,
    is_unknown: impl Fn(&E) -> bool,
    attempt: impl AsyncFn(String) -> Result<T, E>,
) -> Result<T, E> {
    let mut other =
        [unicode::composed(password), unicode::decomposed(password)].into_iter().find(|form| form != password);
    let mut tried = password.to_owned();
    loop {
        match (attempt(tried).await, other.take()) {
            (Err(error), Some(other)) if is_unknown(&error) => tried = other,
            (outcome, _) => return outcome,
        }
    }
}
