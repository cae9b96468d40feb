//! The right to send requests as a user.

use std::time::Duration;

use lychgate_directus::{AccessToken, Directus, Error, TokenReply, UserId, users};

/// The right to send requests as a user, for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Authorization {
    /// The user whom the requests are sent as.
    pub user: UserId,
    /// The access token to send; `None` in session mode, where the cookie goes along instead.
    pub token: Option<AccessToken>,
}

impl Authorization {
    /// Returns the authorization in the answer to a sign-in or a refresh. In session mode that does not say whose session it is, so
    /// `GET /users/me` is asked, which every signed-in user may.
    pub(super) async fn from_reply(reply: &TokenReply, directus: &Directus) -> Result<Self, Error> {
        let user = match &reply.access_token {
            Some(token) => token.user().clone(),
            None => directus.send(&users::my_id(), None).await?,
        };
        Ok(Self { user, token: reply.access_token.clone() })
    }
}

/// How long before its end a token is renewed: time for a request to arrive.
const RENEW_BEFORE_END: Duration = Duration::from_secs(30);

/// Returns how long a token that lives for `lifetime` is used: 30 seconds less, or a tenth less where that is shorter.
pub fn usable_lifetime(lifetime: Duration) -> Duration {
    lifetime.saturating_sub(RENEW_BEFORE_END.min(lifetime / 10))
}
