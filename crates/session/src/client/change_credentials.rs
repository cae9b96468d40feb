//! A change of e-mail or password. Directus ends all sessions of the user then, so this browser signs in again.

use std::{error, fmt};

use lychgate_directus::{
    Error,
    auth::Login,
    users::{self, ProfileField, User, UserPatch},
};

use super::Client;
use crate::{state::Cause, tabs::TokenOrigin};

/// Why a change of credentials did not go through, or the sign-in after it.
#[derive(Debug, Clone, PartialEq)]
pub enum ReauthenticationError {
    /// The password (or one-time code) was wrong, or could not be checked. Nothing was changed.
    NotConfirmed(Error),
    /// Directus refused the change. Nothing was changed.
    Refused(Error),
    /// No answer to the change came back: whether it was saved is not known. The person stays signed in either way, where Directus
    /// could be reached.
    AnswerLost(Error),
    /// The change was saved, but the person has to sign in again themselves.
    SignInAgain,
}

impl fmt::Display for ReauthenticationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotConfirmed(_) => "the current password could not be confirmed; nothing was changed",
            Self::Refused(_) => "Directus refused the change",
            Self::AnswerLost(_) => "no answer came back; whether the change was saved is not known",
            Self::SignInAgain => "the change was saved; the person has to sign in again",
        })
    }
}

impl error::Error for ReauthenticationError {
    fn source(&self) -> Option<&(dyn error::Error + 'static)> {
        match self {
            Self::NotConfirmed(error) | Self::Refused(error) | Self::AnswerLost(error) => Some(error),
            Self::SignInAgain => None,
        }
    }
}

impl Client {
    /// Saves `patch`, a change of the user's own e-mail or password, by `PATCH /users/me`, which the user needs permission for.
    /// Directus ends all their sessions then, so this browser signs in again with what is valid after the change. `current` is
    /// checked first, by a sign-in: with a wrong password nothing is changed.
    ///
    /// # Errors
    ///
    /// See [`ReauthenticationError`].
    pub async fn change_credentials(&self, current: &Login, patch: &UserPatch) -> Result<User, ReauthenticationError> {
        let manager = &self.manager;
        let next = after_change(current, patch);
        // The lock is held throughout, so that no tab refreshes between the end of the old session and the new one.
        let (lock, start) = manager.begin_sign_in().await.map_err(ReauthenticationError::NotConfirmed)?;
        let confirmed = manager.log_in(current, &start).await.map_err(ReauthenticationError::NotConfirmed)?;
        let token = confirmed.0.token.clone();
        manager.adopt_sign_in(confirmed);
        // Another user may have signed in while this waited for the lock, so the other tabs must switch, too.
        manager.share_token(TokenOrigin::SignIn);

        let answer = match manager.directus().send(&users::update_me(patch), token.as_ref()).await {
            Err(error) if is_refusal(&error) => return Err(ReauthenticationError::Refused(error)),
            answer => answer,
        };
        let mut signed_in = manager.log_in_with_retries(&next, &start).await;
        // Without an answer, either login may be the valid one.
        if answer.is_err() && signed_in.as_ref().is_err_and(is_refusal) {
            signed_in = manager.log_in_with_retries(current, &start).await;
        }
        drop(lock);
        let has_ended = answer.is_ok() && signed_in.as_ref().is_err_and(is_refusal);
        let is_signed_in = signed_in.map(|signed_in| manager.adopt_sign_in(signed_in)).is_ok();
        if has_ended {
            // A one-time code that was good a moment ago, say. The person is asked now, not when the token ends.
            manager.check_after_refused_sign_in();
        }
        manager.share_token(TokenOrigin::SignIn);
        match answer {
            Ok(user) if is_signed_in => Ok(user),
            Ok(_) => Err(ReauthenticationError::SignInAgain),
            Err(error) => Err(ReauthenticationError::AnswerLost(error)),
        }
    }
}

/// Returns what `current` is once `patch` is saved.
fn after_change(current: &Login, patch: &UserPatch) -> Login {
    let mut next = current.clone();
    if let Some(email) = patch.get(ProfileField::Email) {
        email.clone_into(&mut next.email);
    }
    if let Some(password) = patch.get(ProfileField::Password) {
        password.clone_into(&mut next.password);
    }
    next
}

/// Returns whether Directus has refused the request, and so has changed nothing.
fn is_refusal(error: &Error) -> bool {
    !error.is_unreachable() || matches!(Cause::from(error), Cause::TooManyRequests { .. })
}
