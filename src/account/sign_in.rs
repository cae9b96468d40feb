//! Signing in with e-mail and password.

use lychgate_directus::{Error, auth::Login};
use lychgate_session::Client;

use super::local_registrations;

/// Signs in (`POST /auth/login`), for all forms that do: whoever signs in knows the password, so that the note of a registration in this
/// browser has done its work.
///
/// # Errors
///
/// What Directus says against it; [`ErrorCode::InvalidOtp`](lychgate_directus::ErrorCode::InvalidOtp) where a right password
/// lacks a code.
pub async fn sign_in(client: &Client, login: &Login) -> Result<(), Error> {
    client.sign_in(login).await?;
    local_registrations::forget(client.base(), &login.email);
    Ok(())
}
