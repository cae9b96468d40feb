//! What other tabs do to the session: they hand over tokens, sign out, and sign somebody else in.

use super::{Epoch, SessionManager, Subscription};
use crate::{
    environment::{SessionHint, UserTag},
    state::{Event, Session, SignedOutReason},
    tabs::{Message, NotAMessage, SharedToken},
};

impl SessionManager {
    /// To be called with every message of another tab.
    pub fn on_message(&self, text: &str) {
        match text.parse() {
            Ok(Message::Ask) => self.share_token(false),
            Ok(Message::SharedToken(it)) => self.receive_token(it),
            // Old news where somebody has signed in since.
            Ok(Message::SignedOut) if self.is_signed_out_by_hint() || !self.0.environment.is_hint_shared() => {
                self.sign_out_as_elsewhere();
                // Whoever said so may be gone by now.
                if self.0.environment.hint() == SessionHint::LogoutPending {
                    drop(self.begin_logout());
                }
            }
            Ok(Message::Changed) => self.0.changes.notify(()),
            Ok(Message::SignedOut) | Err(NotAMessage) => {}
        }
    }

    /// Says to the other tabs that the person has changed something of their account. What, they ask Directus.
    pub fn notify_account_changed(&self) {
        self.0.environment.post(&Message::Changed.to_string());
    }

    /// Calls `listener` whenever another tab says so, until the subscription is dropped.
    pub fn on_account_changed(&self, listener: impl Fn() + 'static) -> Subscription {
        self.0.changes.subscribe(move |()| listener())
    }

    /// Whether the browser remembers that somebody has signed out.
    fn is_signed_out_by_hint(&self) -> bool {
        matches!(self.0.environment.hint(), SessionHint::LogoutPending | SessionHint::SignedOut)
    }

    /// To be called when the page comes back to life, and when the browser's memory may have changed: makes up for what
    /// other tabs have done meanwhile, and renews what has run out.
    pub fn on_resume(&self) {
        let session = self.session();
        match self.0.environment.hint() {
            SessionHint::LogoutPending | SessionHint::SignedOut if session.owner().is_some() => {
                self.sign_out_as_elsewhere()
            }
            SessionHint::SignedIn(tag) => match session.owner().map(UserTag::of) {
                Some(known) if known != tag => self.switch_user(),
                Some(_) => self.catch_up(),
                None if matches!(session, Session::SignedOut { .. }) => self.ask(),
                None => self.catch_up(),
            },
            // The session has ended, or so another tab says: Directus knows.
            SessionHint::Nothing if session.user().is_some() => {
                self.forget();
                drop(self.refresh());
            }
            SessionHint::Nothing | SessionHint::LogoutPending | SessionHint::SignedOut => self.catch_up(),
        }
        if self.0.environment.hint() == SessionHint::LogoutPending {
            drop(self.begin_logout());
        }
        self.advertise();
    }

    /// Renews what has run out.
    fn catch_up(&self) {
        let is_behind = match self.session() {
            Session::Unreachable { .. } => true,
            Session::SignedIn { .. } => self.usable_for().is_none(),
            // Another tab has signed in again.
            Session::Expired { .. } => matches!(self.0.environment.hint(), SessionHint::SignedIn(_)),
            Session::Booting | Session::SignedOut { .. } => false,
        };
        if is_behind && self.may_ask() {
            drop(self.refresh());
        }
    }

    /// To be called when the page goes away, for good or into the back/forward cache.
    pub fn on_page_hide(&self) {
        self.0.environment.advertise_token(None);
    }

    fn advertise(&self) {
        if let Some(left) = self.usable_for() {
            self.0.environment.advertise_token(Some(self.0.environment.wall().saturating_add(left)));
        }
    }

    /// Gives the other tabs what there is to give.
    pub(super) fn share_token(&self, is_sign_in: bool) {
        if let (Some(authorization), Some(usable_for)) = (self.fresh_authorization(), self.usable_for()) {
            let said_at = self.0.environment.wall();
            let message = Message::SharedToken(SharedToken { authorization, usable_for, said_at, is_sign_in });
            self.0.environment.post(&message.to_string());
        }
    }

    fn receive_token(&self, it: SharedToken) {
        // It was said earlier than it is heard where this tab was asleep.
        let age = self.0.environment.wall().saturating_sub(it.said_at);
        let usable_for = it.usable_for.saturating_sub(age);
        let is_refused = self.0.refused.borrow().as_ref() == Some(&it.authorization);
        if usable_for.is_zero() || is_refused || !self.believes(&it) {
            return;
        }
        let session = self.session();
        if it.is_sign_in || session.owner().is_some_and(|owner| *owner != it.authorization.user) {
            let before = self.0.epoch.get();
            self.begin_epoch(Epoch { sign_ins: before.sign_ins + 1, ..before });
        }
        // Of two tokens of one user the one that lasts longer is kept.
        if self.usable_for().is_none_or(|left| left < usable_for) || session.user() != Some(&it.authorization.user) {
            self.adopt(it.authorization, usable_for);
        }
    }

    /// Whether a token that is handed over goes with what this browser remembers: a tab that was asleep may not know yet
    /// that somebody has signed out, or that somebody else has signed in.
    fn believes(&self, it: &SharedToken) -> bool {
        match self.0.environment.hint() {
            // Whoever signs somebody in makes the browser remember first, and then says so.
            SessionHint::SignedIn(tag) if tag == UserTag::of(&it.authorization.user) => true,
            _ if self.0.environment.is_hint_shared() => false,
            _ if it.is_sign_in => true,
            SessionHint::SignedIn(_) | SessionHint::LogoutPending | SessionHint::SignedOut => false,
            SessionHint::Nothing => match self.session() {
                Session::Booting | Session::SignedIn { .. } | Session::Unreachable { .. } => true,
                Session::SignedOut { reason } => reason == SignedOutReason::NotAsked,
                // Whoever gave this token has not heard of the end yet.
                Session::Expired { .. } => false,
            },
        }
    }

    /// Somebody else has signed in: what belongs to the one before goes from the screen at once.
    fn switch_user(&self) {
        let before = self.0.epoch.get();
        self.begin_epoch(Epoch { sign_ins: before.sign_ins + 1, ..before });
        self.forget();
        self.transition(Event::Replaced);
        drop(self.refresh());
    }

    pub(super) fn sign_out_as_elsewhere(&self) {
        if matches!(self.session(), Session::SignedOut { .. }) {
            return;
        }
        let before = self.0.epoch.get();
        self.begin_epoch(Epoch { sign_outs: before.sign_outs + 1, ..before });
        self.forget();
        if !self.0.environment.is_hint_shared() {
            self.0.environment.set_hint(SessionHint::SignedOut);
        }
        self.transition(Event::SignedOutElsewhere);
    }
}
