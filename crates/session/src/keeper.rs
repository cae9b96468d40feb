//! The keeper: what outlives a page, and has the token for the next one. In a browser that is a service worker.
//!
//! A page that is reloaded asks the keeper, and has its token without a request. A keeper knows nothing of sessions and decides nothing: it is
//! a memory that may be gone at any moment, and a page believes what comes from it only where the hint agrees, as with a token of another tab.
//!
//! | message to a keeper | what it does |
//! |---|---|
//! | a shared token, as tabs send it | keeps it in place of what it had, until the token can no longer be used |
//! | `forget <sent at, ms>` | forgets what it keeps |
//! | `ask` | answers with what it keeps, or `nothing` |
//!
//! A page sends `forget` before it tells anybody of a sign-out, of an account switch, or of the end of a session. Messages of two pages may
//! arrive in any order, so both kinds say when they were sent, by the wall clock: what was sent before that which counts already, is ignored. Of
//! a token and a `forget` of the same millisecond, `forget` counts.
//!
//! [`Keeper`] has these rules for keepers that are written in Rust, for simulations and for tests. The site's own keeper, `src/worker/keeper.js`,
//! has the same; a test of the workspace tries both with the same messages.

use std::{fmt, time::Duration};

use super::tabs::{Message, SharedToken, to_milliseconds};

/// How long a page waits for the keeper. It has just served the page, so that it answers within milliseconds.
pub(crate) const KEEPER_TIMEOUT: Duration = Duration::from_millis(500);

/// Returns the message that has a keeper forget, sent at `wall`, the time since 1970.
pub fn forget(wall: Duration) -> String {
    format!("{FORGET} {}", to_milliseconds(wall))
}

const FORGET: &str = "forget";

/// The message that asks a keeper for what it keeps.
pub const ASK: &str = "ask";

/// The answer of a keeper that keeps nothing.
pub const NOTHING: &str = "nothing";

/// What a keeper knows, and its rules.
#[derive(Default)]
pub struct Keeper {
    kept: Option<Kept>,
    /// When the last `forget` was sent, by the wall clock.
    forgotten_at: Duration,
}

struct Kept {
    message: String,
    /// By the wall clock.
    sent_at: Duration,
    /// Until when the token can be used, by the wall clock.
    until: Duration,
}

/// Prints nothing of the token.
impl fmt::Debug for Keeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keeper")
    }
}

impl Keeper {
    /// Handles a message of a page. `wall` is the time since 1970. Returns the answer, if the page has asked for one. What is no message is
    /// ignored.
    pub fn on_message(&mut self, message: &str, wall: Duration) -> Option<String> {
        if message == ASK {
            return Some(self.kept(wall).unwrap_or(NOTHING).to_owned());
        }
        if let Some(sent_at) = message.strip_prefix(FORGET).and_then(|rest| rest.strip_prefix(' ')?.parse().ok()) {
            self.forget(Duration::from_millis(sent_at));
        } else if let Ok(Message::SharedToken(SharedToken { usable_for, sent_at, .. })) = message.parse() {
            self.keep(Kept { message: message.to_owned(), sent_at, until: sent_at.saturating_add(usable_for) });
        }
        None
    }

    fn forget(&mut self, sent_at: Duration) {
        self.forgotten_at = self.forgotten_at.max(sent_at);
        self.kept.take_if(|kept| kept.sent_at <= sent_at);
    }

    fn keep(&mut self, new: Kept) {
        if new.sent_at > self.forgotten_at && self.kept.as_ref().is_none_or(|kept| kept.sent_at <= new.sent_at) {
            self.kept = Some(new);
        }
    }

    /// Returns what is kept, and forgets it once the token cannot be used any more.
    pub fn kept(&mut self, wall: Duration) -> Option<&str> {
        self.kept.take_if(|kept| kept.until <= wall);
        self.kept.as_ref().map(|kept| kept.message.as_str())
    }
}
