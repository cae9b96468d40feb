//! The refresh protocol. Directus' cookie mode kills the old refresh token the moment it makes a new one, so a second
//! request with the same cookie is lost, and so is the sign-in if its 401 is believed too soon.

use std::time::Duration;

use super::{
    ports::{Memory, Ports},
    state::{Cause, Ended},
};
use crate::directus::{Code, Directus, Error, TokenReply, auth};

/// How long a refresh, a sign-in or a sign-out waits for the lock, and so for another tab. Longer than a request can take: its page is gone by then, or as good as.
pub(super) const LOCK_WAIT: Duration = Duration::from_secs(25);

/// Waits before asking again after a 401 while the answer to another page's refresh, and the cookie in it, may still be on its way.
const COOKIE_LANDS_WITHIN: [Duration; 5] = [
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
    Duration::from_millis(800),
    Duration::from_millis(1600),
];

/// What came of a refresh.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// A new token.
    Renewed(TokenReply),
    /// Nobody is signed in, with authority.
    Ended(Ended),
    /// The person has signed out, and Directus has not heard of it yet: nobody is to be signed in by this.
    SignOutUnfinished,
    /// Directus could not be asked; whoever is signed in still is.
    ContactLost(Cause),
}

/// Asks Directus for a new access token by the refresh cookie, alone among all tabs of this browser where Web Locks exist.
pub async fn refresh(directus: &Directus, ports: &dyn Ports) -> Outcome {
    let lock = ports.lock(LOCK_WAIT).await;
    if ports.memory() == Memory::SignOutUnfinished {
        return Outcome::SignOutUnfinished;
    }
    // An unseen answer means that a page died in mid-refresh, or, without locks, that another tab is at it.
    let mut patience = if ports.refresh_pending() { COOKIE_LANDS_WITHIN.iter() } else { [].iter() };
    let mut stale_studio_cookie = false;
    ports.set_refresh_pending(true);
    let outcome = loop {
        match read(&directus.send(&auth::refresh(), None).await) {
            Answer::Final(outcome) => break outcome,
            Answer::Rotated => match patience.next() {
                Some(wait) => ports.sleep(*wait).await,
                None => break Outcome::Ended(Ended::Rejected),
            },
            // That answer has emptied the cookie which was in the way.
            Answer::StaleStudioCookie if !stale_studio_cookie => stale_studio_cookie = true,
            Answer::StaleStudioCookie => break Outcome::Ended(Ended::Rejected),
        }
    };
    // Without an answer the server may have rotated all the same; then the mark stays for whoever asks next.
    ports.set_refresh_pending(matches!(outcome, Outcome::ContactLost(Cause::Network)));
    let signed_out_meanwhile = ports.memory() == Memory::SignOutUnfinished;
    drop(lock);
    if signed_out_meanwhile { Outcome::SignOutUnfinished } else { outcome }
}

/// What an answer to `/auth/refresh` means.
enum Answer {
    Final(Outcome),
    Rotated,
    StaleStudioCookie,
}

fn read(answer: &Result<TokenReply, Error>) -> Answer {
    let error = match answer {
        Ok(reply) => return Answer::Final(Outcome::Renewed(reply.clone())),
        Err(error) => error,
    };
    if error.is_unreachable() {
        return Answer::Final(Outcome::ContactLost(Cause::from(error)));
    }
    match error.code() {
        Some(Code::InvalidPayload) => Answer::Final(Outcome::Ended(Ended::NoToken)),
        Some(Code::UserSuspended) => Answer::Final(Outcome::Ended(Ended::Suspended)),
        Some(Code::InvalidCredentials) => Answer::Rotated,
        Some(Code::TokenExpired | Code::InvalidToken) => Answer::StaleStudioCookie,
        // Not a word about the session: a firewall, a wrong address. Whoever is signed in stays so.
        Some(_) | None => Answer::Final(Outcome::ContactLost(Cause::Server)),
    }
}
