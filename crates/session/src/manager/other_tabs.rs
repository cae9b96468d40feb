//! What other tabs do to the session: they share tokens, sign out, and sign in as another user. And what the keeper does.

use super::{SessionManager, Subscription};
use crate::{
    environment::{SessionHint, UserTag},
    keeper::KEEPER_TIMEOUT,
    state::{Event, Session, SignedOutReason},
    tabs::{Message, ParseMessageError, SharedToken, TokenOrigin},
};

impl SessionManager {
    /// Handles a message of another tab. Call this with everything that arrives on the channel; what is not a message is ignored.
    pub fn on_message(&self, text: &str) {
        match text.parse() {
            Ok(Message::TokenRequest) => self.share_token(TokenOrigin::Refresh),
            Ok(Message::SharedToken(shared)) => self.receive_token(shared),
            // Out of date where somebody has signed in since.
            Ok(Message::SignedOut) if self.is_signed_out_by_hint() || !self.0.environment.is_hint_shared() => {
                self.apply_remote_sign_out();
                // The tab that signed out may be gone by now.
                if self.is_logout_pending() {
                    drop(self.start_logout());
                }
            }
            Ok(Message::AccountChanged) => self.0.account_listeners.notify(()),
            Ok(Message::SignedOut) | Err(ParseMessageError) => {}
        }
    }

    /// Tells the other tabs that the person has changed something of their account. The message does not say what.
    pub(crate) fn notify_account_changed(&self) {
        self.0.environment.post(&Message::AccountChanged.to_string());
    }

    /// Calls `listener` whenever another tab reports a change of the account, until the subscription is dropped.
    pub(crate) fn on_account_changed(&self, listener: impl Fn() + 'static) -> Subscription {
        self.0.account_listeners.subscribe(move |()| listener())
    }

    fn is_signed_out_by_hint(&self) -> bool {
        matches!(self.0.environment.hint(), SessionHint::LogoutPending | SessionHint::SignedOut)
    }

    /// Catches up with what other tabs have done, and refreshes the session where that is due. Call this when the page comes back to
    /// life (visible again, out of the back/forward cache, online again), and when the shared hint has changed.
    pub fn on_resume(&self) {
        let session = self.session();
        match self.0.environment.hint() {
            SessionHint::LogoutPending | SessionHint::SignedOut if session.owner().is_some() => {
                self.apply_remote_sign_out()
            }
            SessionHint::SignedIn(_) | SessionHint::Ended(_) if self.has_owner_changed() => self.switch_user(),
            SessionHint::SignedIn(_) if matches!(session, Session::SignedOut { .. }) => self.check_session(),
            // The session has ended, or so another tab says. Directus knows.
            SessionHint::Nothing | SessionHint::Ended(_) if session.user().is_some() => {
                self.drop_authorization();
                drop(self.refresh());
            }
            _ => self.refresh_if_due(),
        }
        if self.is_logout_pending() {
            drop(self.start_logout());
        }
        self.advertise_token();
    }

    fn refresh_if_due(&self) {
        let is_due = match self.session() {
            Session::Unreachable { .. } => true,
            Session::SignedIn { .. } => self.remaining_time().is_none(),
            // Another tab has signed in again.
            Session::Expired { .. } => matches!(self.0.environment.hint(), SessionHint::SignedIn(_)),
            Session::Booting | Session::SignedOut { .. } => false,
        };
        if is_due && self.may_retry_now() {
            drop(self.refresh());
        }
    }

    /// Stops advertising this page's token, and leaves it with the keeper, which may have ended since it was given the token: the next page
    /// may be this one again. Call this when the page goes away, for good or into the back/forward cache.
    pub fn on_page_hide(&self) {
        self.0.environment.advertise_token(None);
        let hint = self.0.environment.hint();
        if self.usable_authorization().is_some_and(|it| hint == SessionHint::SignedIn(UserTag::from(&it.user))) {
            self.keep_token();
        }
    }

    /// Gives this page's token to the keeper.
    pub(super) fn keep_token(&self) {
        if let Some(message) = self.shared_token(TokenOrigin::Refresh) {
            self.0.environment.tell_keeper(&message);
        }
    }

    /// Takes the token that the keeper has from before this page, once in the life of the page. Returns whether there is one that can be used.
    pub(super) async fn take_kept_token(&self) -> bool {
        let is_hinted = matches!(self.0.environment.hint(), SessionHint::SignedIn(_));
        if self.0.has_asked_keeper.replace(true) || !is_hinted {
            return false;
        }
        let kept = self.0.environment.kept_token(KEEPER_TIMEOUT).await;
        if let Some(Ok(Message::SharedToken(shared))) = kept.map(|text| text.parse()) {
            self.receive_token(shared);
        }
        self.remaining_time().is_some()
    }

    fn advertise_token(&self) {
        if let Some(left) = self.remaining_time() {
            self.0.environment.advertise_token(Some(self.0.environment.wall().saturating_add(left)));
        }
    }

    /// Shares this tab's token with the others, where it has one that can be used.
    pub(crate) fn share_token(&self, origin: TokenOrigin) {
        if let Some(message) = self.shared_token(origin) {
            self.0.environment.post(&message);
        }
    }

    fn shared_token(&self, origin: TokenOrigin) -> Option<String> {
        let (authorization, usable_for) = (self.usable_authorization()?, self.remaining_time()?);
        let sent_at = self.0.environment.wall();
        Some(Message::SharedToken(SharedToken { authorization, usable_for, sent_at, origin }).to_string())
    }

    fn receive_token(&self, shared: SharedToken) {
        // A suspended tab receives messages late.
        let age = self.0.environment.wall().saturating_sub(shared.sent_at);
        let usable_for = shared.usable_for.saturating_sub(age);
        let is_refused = self.0.refused.borrow().as_ref() == Some(&shared.authorization);
        if is_refused || !self.is_believable(&shared) {
            return;
        }
        let session = self.session();
        let is_sign_in = shared.origin == TokenOrigin::SignIn;
        let is_other_user = session.owner().is_some_and(|owner| *owner != shared.authorization.user);
        if usable_for.is_zero() {
            // Too late for the token, but not for the news of who has signed in.
            if is_sign_in && is_other_user {
                self.switch_user();
            }
            return;
        }
        if is_sign_in || is_other_user {
            self.begin_sign_in_epoch();
        }
        // Of two tokens of one user, keep the one that lasts longer.
        let is_longer = self.remaining_time().is_none_or(|left| left < usable_for);
        if is_longer || session.user() != Some(&shared.authorization.user) {
            self.adopt(shared.authorization, usable_for);
        }
    }

    /// Returns whether a shared token agrees with the hint. The tab that shares it may have been suspended, and not know yet that
    /// somebody has signed out, or that another user has signed in.
    fn is_believable(&self, shared: &SharedToken) -> bool {
        match self.0.environment.hint() {
            // A tab in which somebody signs in sets the hint first, and shares the token then.
            SessionHint::SignedIn(tag) if tag == UserTag::from(&shared.authorization.user) => true,
            _ if self.0.environment.is_hint_shared() => false,
            _ if shared.origin == TokenOrigin::SignIn => true,
            SessionHint::SignedIn(_) | SessionHint::LogoutPending | SessionHint::SignedOut => false,
            SessionHint::Nothing | SessionHint::Ended(_) => match self.session() {
                Session::Booting | Session::SignedIn { .. } | Session::Unreachable { .. } => true,
                Session::SignedOut { reason } => reason == SignedOutReason::NotChecked,
                // The tab that shares this token has not heard of the end yet.
                Session::Expired { .. } => false,
            },
        }
    }

    /// Another user has signed in: what belongs to the previous one goes from the screen at once.
    fn switch_user(&self) {
        self.begin_sign_in_epoch();
        self.drop_authorization();
        self.transition(Event::UserSwitched);
        drop(self.refresh());
    }

    /// The person has signed out in another tab.
    pub(super) fn apply_remote_sign_out(&self) {
        if matches!(self.session(), Session::SignedOut { .. }) {
            return;
        }
        self.begin_sign_out_epoch();
        self.drop_authorization();
        if !self.0.environment.is_hint_shared() {
            self.0.environment.set_hint(SessionHint::SignedOut);
        }
        self.transition(Event::SignedOutElsewhere);
    }
}
