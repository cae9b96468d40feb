//! Leave to send requests as a user.

use std::time::Duration;

use lychgate_directus::{AccessToken, Directus, Error, TokenReply, UserId, users};

/// Leave to send requests as a user, for a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Authorization {
    /// Whom the requests are sent as.
    pub user: UserId,
    /// What goes along with them; `None` in session mode, where the cookie does.
    pub token: Option<AccessToken>,
}

impl Authorization {
    /// The grant that a sign-in or a refresh gave. In session mode Directus has to be asked whose it is.
    ///
    /// # Errors
    ///
    /// What `GET /users/me` refuses, in session mode.
    pub(super) async fn of(reply: &TokenReply, directus: &Directus) -> Result<Self, Error> {
        let user = match &reply.access_token {
            Some(token) => token.user().clone(),
            None => directus.send(&users::my_id(), None).await?,
        };
        Ok(Self { user, token: reply.access_token.clone() })
    }
}

/// How long before its end a token is renewed: time for a request to arrive.
const RENEW_BEFORE_END: Duration = Duration::from_secs(30);

/// How long a token of this lifetime is used: a little less, at most a tenth.
pub fn usable_for(lifetime: Duration) -> Duration {
    lifetime.saturating_sub(RENEW_BEFORE_END.min(lifetime / 10))
}
