//! What other tabs do to the session: they hand over tokens, sign out, and sign somebody else in.

use super::{Epoch, Keeper, Subscription};
use crate::session::{
    ports::{Memory, UserTag},
    state::{Event, Session, SignedOutReason},
    tabs::{HandOver, Message},
};

impl Keeper {
    /// To be called with every message of another tab.
    pub fn hear(&self, text: &str) {
        match Message::parse(text) {
            Some(Message::Ask) => self.hand_over(false),
            Some(Message::HandOver(it)) => self.take_over(it),
            // Old news where somebody has signed in since.
            Some(Message::SignedOut) if self.is_out_by_memory() || !self.0.ports.is_memory_shared() => {
                self.sign_out_as_elsewhere();
                // Whoever said so may be gone by now.
                if self.0.ports.memory() == Memory::SignOutUnfinished {
                    drop(self.finish_sign_out());
                }
            }
            Some(Message::Changed) => self.0.changes.tell(()),
            Some(Message::SignedOut) | None => {}
        }
    }

    /// Says to the other tabs that the person has changed something of their account. What, they ask Directus.
    pub fn say_changed(&self) {
        self.0.ports.post(&Message::Changed.to_text());
    }

    /// Calls `listener` whenever another tab says so, until the subscription is dropped.
    pub fn on_changed(&self, listener: impl Fn() + 'static) -> Subscription {
        self.0.changes.subscribe(move |()| listener())
    }

    /// Whether the browser remembers that somebody has signed out.
    fn is_out_by_memory(&self) -> bool {
        matches!(self.0.ports.memory(), Memory::SignOutUnfinished | Memory::SignedOut)
    }

    /// To be called when the page comes back to life, and when the browser's memory may have changed: makes up for what
    /// other tabs have done meanwhile, and renews what has run out.
    pub fn wake(&self) {
        let session = self.session();
        match self.0.ports.memory() {
            Memory::SignOutUnfinished | Memory::SignedOut if session.owner().is_some() => self.sign_out_as_elsewhere(),
            Memory::SignedIn(tag) => match session.owner().map(UserTag::of) {
                Some(known) if known != tag => self.make_way(),
                Some(_) => self.catch_up(),
                None if matches!(session, Session::SignedOut { .. }) => self.ask(),
                None => self.catch_up(),
            },
            // The session has ended, or so another tab says: Directus knows.
            Memory::Nothing if session.user().is_some() => {
                self.forget();
                drop(self.refresh());
            }
            Memory::Nothing | Memory::SignOutUnfinished | Memory::SignedOut => self.catch_up(),
        }
        if self.0.ports.memory() == Memory::SignOutUnfinished {
            drop(self.finish_sign_out());
        }
        self.offer();
    }

    /// Renews what has run out.
    fn catch_up(&self) {
        let is_behind = match self.session() {
            Session::Unreachable { .. } => true,
            Session::SignedIn { .. } => self.usable_for().is_none(),
            // Another tab has signed in again.
            Session::Lapsed { .. } => matches!(self.0.ports.memory(), Memory::SignedIn(_)),
            Session::Booting | Session::SignedOut { .. } => false,
        };
        if is_behind && self.may_ask() {
            drop(self.refresh());
        }
    }

    /// To be called when the page goes away, for good or into the back/forward cache.
    pub fn rest(&self) {
        self.0.ports.offer(None);
    }

    fn offer(&self) {
        if let Some(left) = self.usable_for() {
            self.0.ports.offer(Some(self.0.ports.wall().saturating_add(left)));
        }
    }

    /// Gives the other tabs what there is to give.
    pub(super) fn hand_over(&self, is_sign_in: bool) {
        if let (Some(grant), Some(usable_for)) = (self.fresh_grant(), self.usable_for()) {
            let said_at = self.0.ports.wall();
            let message = Message::HandOver(HandOver { grant, usable_for, said_at, is_sign_in });
            self.0.ports.post(&message.to_text());
        }
    }

    fn take_over(&self, it: HandOver) {
        // It was said earlier than it is heard where this tab was asleep.
        let age = self.0.ports.wall().saturating_sub(it.said_at);
        let usable_for = it.usable_for.saturating_sub(age);
        let is_refused = self.0.refused.borrow().as_ref() == Some(&it.grant);
        if usable_for.is_zero() || is_refused || !self.believes(&it) {
            return;
        }
        let session = self.session();
        if it.is_sign_in || session.owner().is_some_and(|owner| *owner != it.grant.user) {
            let before = self.0.epoch.get();
            self.begin_epoch(Epoch { sign_ins: before.sign_ins + 1, ..before });
        }
        // Of two tokens of one user the one that lasts longer is kept.
        if self.usable_for().is_none_or(|left| left < usable_for) || session.user() != Some(&it.grant.user) {
            self.adopt(it.grant, usable_for);
        }
    }

    /// Whether a token that is handed over goes with what this browser remembers: a tab that was asleep may not know yet
    /// that somebody has signed out, or that somebody else has signed in.
    fn believes(&self, it: &HandOver) -> bool {
        match self.0.ports.memory() {
            // Whoever signs somebody in makes the browser remember first, and then says so.
            Memory::SignedIn(tag) if tag == UserTag::of(&it.grant.user) => true,
            _ if self.0.ports.is_memory_shared() => false,
            _ if it.is_sign_in => true,
            Memory::SignedIn(_) | Memory::SignOutUnfinished | Memory::SignedOut => false,
            Memory::Nothing => match self.session() {
                Session::Booting | Session::SignedIn { .. } | Session::Unreachable { .. } => true,
                Session::SignedOut { reason } => reason == SignedOutReason::NotAsked,
                // Whoever gave this token has not heard of the end yet.
                Session::Lapsed { .. } => false,
            },
        }
    }

    /// Somebody else has signed in: what belongs to the one before goes from the screen at once.
    fn make_way(&self) {
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
        if !self.0.ports.is_memory_shared() {
            self.0.ports.remember(Memory::SignedOut);
        }
        self.transition(Event::SignedOutElsewhere);
    }
}
