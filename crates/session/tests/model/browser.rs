//! What the pages of one browser share, and the session's environment on top of it.

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    future::Future,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll},
    time::Duration,
};

use lychgate_directus::AuthMode;
use lychgate_session::{
    Session, SignedOutReason,
    environment::{Attention, Environment, Lock, LockGuard, SessionHint, Task, UserTag},
    keeper::{ASK, Keeper, NOTHING},
    tabs::{Message as Said, TokenOrigin},
};

use crate::{
    directus::{Who, Wire},
    tab::{News, Tab, Timer, hash_of},
};

/// What must never happen, and what has to happen on some path for the exploration to be complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Event {
    SignedOutWithGoodCookie,
    SignedInAfterSignOut,
    TwoRefreshes,
    RefreshesMet,
    TwoPeople,
    SomebodyElsesAnswer,
    ToldBeforeKeeper,
    KeptAfterSignOut,
    Shared,
    Kept,
    KeeperEnded,
    DeadPagesCookieLanded,
    LockWaitedInVain,
    SessionExpired,
}

/// A place in the queue for the lock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ticket {
    pub page: u32,
    number: u32,
}

pub struct Browser {
    pub mode: AuthMode,
    pub now: Cell<Duration>,
    pub hint: Cell<SessionHint>,
    /// When the pending refresh began.
    pub refresh_pending: Cell<Option<Duration>>,
    pub refresh_time: Cell<Option<Duration>>,
    /// By page.
    pub advertisements: RefCell<BTreeMap<u32, Duration>>,
    pub lock_holder: Cell<Option<Ticket>>,
    pub lock_queue: RefCell<VecDeque<Ticket>>,
    tickets: Cell<u32>,
    pub wire: RefCell<Wire>,
    pub pages: RefCell<Vec<Option<Rc<Tab>>>>,
    /// None where the browser has none.
    pub keeper: RefCell<Option<Keeper>>,
    /// What it has not heard yet, by page.
    pub keeper_news: RefCell<BTreeMap<u32, VecDeque<String>>>,
    /// When the last `forget` that it has heard was sent, by the wall clock.
    keeper_forgot: Cell<Option<Duration>>,
    pub happened: RefCell<Vec<Event>>,
    /// The person has signed out, and nobody tries to sign in.
    pub is_out: Cell<bool>,
}

/// The wall clock runs like the monotonic one.
const WALL: Duration = Duration::from_secs(1_780_000_000);

impl Browser {
    pub fn new(mode: AuthMode, slots: usize, has_keeper: bool) -> Rc<Self> {
        Rc::new(Self {
            mode,
            now: Cell::new(Duration::from_secs(5)),
            hint: Cell::new(crate::support::remembered(Who::Ada.id())),
            refresh_pending: Cell::default(),
            refresh_time: Cell::default(),
            advertisements: RefCell::default(),
            lock_holder: Cell::default(),
            lock_queue: RefCell::default(),
            tickets: Cell::default(),
            wire: RefCell::new(Wire::new(mode)),
            pages: RefCell::new(vec![None; slots]),
            keeper: RefCell::new(has_keeper.then(Keeper::default)),
            keeper_news: RefCell::default(),
            keeper_forgot: Cell::default(),
            happened: RefCell::default(),
            is_out: Cell::default(),
        })
    }

    pub fn happens(&self, event: Event) {
        self.happened.borrow_mut().push(event);
    }

    pub fn open(&self) -> Vec<Rc<Tab>> {
        self.pages.borrow().iter().flatten().cloned().collect()
    }

    /// Shorter times make no difference, now or later.
    pub fn effective_refresh_time(&self) -> Option<Duration> {
        self.refresh_time.get().map(|time| time.max(Duration::from_millis(500)))
    }

    pub fn session_changed(&self, session: &Session) {
        let is_good = self.wire.borrow().signed_in(self.now.get()).is_some();
        match session {
            Session::SignedIn { .. } if self.is_out.get() => self.happens(Event::SignedInAfterSignOut),
            Session::Expired { .. }
            | Session::SignedOut {
                reason: SignedOutReason::NeverSignedIn | SignedOutReason::Expired | SignedOutReason::Suspended,
            } if is_good && !self.is_out.get() => self.happens(Event::SignedOutWithGoodCookie),
            Session::Expired { .. } => self.happens(Event::SessionExpired),
            _ => {}
        }
    }

    /// Whether the cookie of a sign-in is there, and its page does not know the user yet.
    pub fn is_changing_over(&self) -> bool {
        self.open().iter().any(|tab| tab.signing_in.get() > 0 && tab.has_login_arrived.get())
    }

    /// The next in the queue for the lock, if it is free.
    pub fn next_with_lock(&self) -> Option<Ticket> {
        if self.lock_holder.get().is_some() {
            return None;
        }
        self.lock_queue.borrow().front().copied()
    }

    pub fn give_lock(&self, ticket: Ticket) {
        self.lock_queue.borrow_mut().retain(|waiting| *waiting != ticket);
        self.lock_holder.set(Some(ticket));
    }

    /// Releases the lock of a page that dies.
    pub fn leave_lock(&self, page: u32) {
        self.lock_queue.borrow_mut().retain(|waiting| waiting.page != page);
        if self.lock_holder.get().is_some_and(|holder| holder.page == page) {
            self.lock_holder.set(None);
        }
    }

    fn queue_for_keeper(&self, page: u32, message: &str) {
        self.keeper_news.borrow_mut().entry(page).or_default().push_back(message.to_owned());
    }

    /// The keeper hears the next message of a page, and answers it. Returns the page, if it is still there.
    pub fn keeper_hears(&self, page: u32) -> Option<Rc<Tab>> {
        let message = {
            let mut news = self.keeper_news.borrow_mut();
            let queue = news.get_mut(&page)?;
            let message = queue.pop_front()?;
            if queue.is_empty() {
                news.remove(&page);
            }
            message
        };
        self.keeper_forgot.set(self.keeper_forgot.get().max(forget_sent_at(&message)));
        let answer = self.keeper.borrow_mut().as_mut()?.on_message(&message, self.wall())?;
        let tab = self.pages.borrow().iter().flatten().find(|tab| tab.number == page).cloned()?;
        tab.kept.replace(Some(Some(answer).filter(|answer| answer != NOTHING)));
        Some(tab)
    }

    /// A browser ends its keeper at any moment, with all that it has not heard. The next message begins another one.
    pub fn end_keeper(&self) {
        self.keeper.replace(Some(Keeper::default()));
        self.keeper_news.borrow_mut().clear();
        self.keeper_forgot.set(None);
        self.happens(Event::KeeperEnded);
    }

    /// What a message to the keeper says, with the age of it.
    pub fn hash_of_keeper_message(&self, message: &str) -> u64 {
        if message == ASK {
            return 5;
        }
        match forget_sent_at(message) {
            Some(sent_at) => hash_of(("forget", self.wall().saturating_sub(sent_at))),
            None => self.hash_of_message(message),
        }
    }

    fn wall(&self) -> Duration {
        WALL.saturating_add(self.now.get())
    }

    /// How long ago the last `forget` was sent, as long as an older message may arrive.
    pub fn forgotten_for(&self) -> Option<Duration> {
        let forgot = self.keeper_forgot.get()?;
        let age = self.wall().saturating_sub(forgot);
        Some(age).filter(|age| age.is_zero() || !self.keeper_news.borrow().is_empty())
    }

    /// What the keeper keeps, as far as it matters later.
    pub fn hash_of_kept(&self) -> Option<u64> {
        let mut keeper = self.keeper.borrow_mut();
        let kept = keeper.as_mut()?.kept(self.wall())?;
        Some(self.hash_of_message(kept))
    }

    fn tell_others(&self, number: u32, news: &News) {
        for tab in self.pages.borrow().iter().flatten().filter(|tab| tab.number != number) {
            tab.news.borrow_mut().push_back(news.clone());
        }
    }

    pub fn learn_message(&self, tab: &Tab, text: &str) {
        tab.learn(self.hash_of_message(text));
        if matches!(text.parse::<Said>().ok(), Some(Said::SharedToken(_))) && tab.session() == Session::Booting {
            self.happens(Event::Shared);
        }
    }

    pub fn hash_of_message(&self, text: &str) -> u64 {
        match text.parse::<Said>().ok() {
            Some(Said::SharedToken(it)) => {
                let age = self.wall().saturating_sub(it.sent_at);
                hash_of((Who::of(it.authorization.user.as_str()), it.usable_for, age, it.origin == TokenOrigin::SignIn))
            }
            Some(Said::TokenRequest) => 1,
            Some(Said::SignedOut) => 2,
            Some(Said::AccountChanged) => 4,
            None => 3,
        }
    }
}

/// Waits for the lock.
struct Locking {
    tab: Rc<Tab>,
    wait: Duration,
    asked: Option<Asked>,
}

struct Asked {
    ticket: Ticket,
    after_another: bool,
    /// A page that finds the lock free gets it at once.
    bound: Option<Timer>,
}

/// Waits for the keeper.
struct AskingKeeper {
    tab: Rc<Tab>,
    timer: Timer,
}

impl Future for AskingKeeper {
    type Output = Option<String>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.tab.is_dead.get() {
            return Poll::Ready(None);
        }
        let tab = self.tab.clone();
        let answer = tab.kept.take();
        if let Some(answer) = answer {
            tab.learn(("kept", answer.as_ref().map(|answer| tab.browser.hash_of_message(answer))));
            if answer.is_some() {
                tab.browser.happens(Event::Kept);
            }
            return Poll::Ready(answer);
        }
        Pin::new(&mut self.timer).poll(context).map(|()| None)
    }
}

/// Releases the lock when it is dropped.
struct Release(Rc<Tab>, Ticket);

impl Drop for Release {
    fn drop(&mut self) {
        let holder = &self.0.browser.lock_holder;
        if holder.get() == Some(self.1) {
            holder.set(None);
        }
    }
}

impl Locking {
    fn ask(&self) -> Asked {
        let browser = &self.tab.browser;
        let after_another = browser.lock_holder.get().is_some() || !browser.lock_queue.borrow().is_empty();
        let number = browser.tickets.get() + 1;
        browser.tickets.set(number);
        let ticket = Ticket { page: self.tab.number, number };
        browser.lock_queue.borrow_mut().push_back(ticket);
        Asked { ticket, after_another, bound: after_another.then(|| self.tab.timer(self.wait)) }
    }
}

impl Future for Locking {
    type Output = Lock;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Lock> {
        let tab = self.tab.clone();
        if tab.is_dead.get() {
            return Poll::Ready(Lock::Acquired { guard: Box::new(()), after_another: false });
        }
        if self.asked.is_none() {
            self.asked = Some(self.ask());
        }
        let Some(Asked { ticket, after_another, bound }) = &mut self.asked else { return Poll::Pending };
        if tab.browser.lock_holder.get() == Some(*ticket) {
            tab.learn(("lock", *after_another));
            return Poll::Ready(Lock::Acquired {
                guard: Box::new(Release(tab, *ticket)) as LockGuard,
                after_another: *after_another,
            });
        }
        if bound.as_mut().is_some_and(|bound| Pin::new(bound).poll(context).is_ready()) {
            tab.browser.lock_queue.borrow_mut().retain(|waiting| waiting != ticket);
            tab.learn("no lock");
            tab.facts.borrow_mut().troubles += 1;
            tab.browser.happens(Event::LockWaitedInVain);
            return Poll::Ready(Lock::TimedOut);
        }
        Poll::Pending
    }
}

impl Environment for Tab {
    fn now(&self) -> Duration {
        self.browser.now.get()
    }

    fn wall(&self) -> Duration {
        WALL + self.browser.now.get()
    }

    fn sleep(&self, duration: Duration) -> Task {
        Box::pin(self.timer(duration))
    }

    fn random(&self) -> f64 {
        0.5
    }

    fn spawn(&self, task: Task) {
        self.begin(task);
    }

    fn attention(&self) -> Attention {
        if self.is_dead.get() { Attention::Hidden } else { Attention::Idle }
    }

    fn is_offline(&self) -> bool {
        false
    }

    fn lock(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Lock>>> {
        if self.hint() == SessionHint::LogoutPending {
            self.facts.borrow_mut().logout_attempts += 1;
        }
        Box::pin(Locking { tab: self.this.upgrade().expect("it is here"), wait, asked: None })
    }

    fn hint(&self) -> SessionHint {
        if self.is_dead.get() {
            return SessionHint::SignedOut;
        }
        let hint = self.browser.hint.get();
        self.learn(hash_of_hint(hint));
        hint
    }

    fn is_hint_shared(&self) -> bool {
        true
    }

    fn set_hint(&self, hint: SessionHint) {
        self.check_keeper_knows(hint);
        // Storage reports changes only.
        if !self.is_dead.get() && self.browser.hint.replace(hint) != hint {
            self.browser.tell_others(self.number, &News::Noted);
        }
    }

    fn refresh_pending(&self) -> Option<Duration> {
        let age = self.browser.refresh_pending.get().map(|began| self.browser.now.get().saturating_sub(began));
        self.learn(("pending", age));
        age.filter(|_| !self.is_dead.get())
    }

    fn set_refresh_pending(&self, age: Option<Duration>) {
        if !self.is_dead.get() {
            self.browser.refresh_pending.set(age.map(|age| self.browser.now.get().saturating_sub(age)));
        }
    }

    fn refresh_time(&self) -> Option<Duration> {
        self.learn(("time", self.browser.effective_refresh_time()));
        self.browser.refresh_time.get()
    }

    fn set_refresh_time(&self, time: Duration) {
        if !self.is_dead.get() {
            self.browser.refresh_time.set(Some(time));
        }
    }

    fn post(&self, message: &str) {
        if !self.is_dead.get() {
            if message.parse() == Ok(Said::SignedOut) {
                self.check_keeper_knows(SessionHint::SignedOut);
            }
            self.browser.tell_others(self.number, &News::Said(message.to_owned()));
        }
    }

    fn advertise_token(&self, until: Option<Duration>) {
        if self.is_dead.get() {
            return;
        }
        self.facts.borrow_mut().renew_at = until.map(|until| until - WALL);
        let mut advertisements = self.browser.advertisements.borrow_mut();
        match until {
            Some(until) => advertisements.insert(self.number, until - WALL),
            None => advertisements.remove(&self.number),
        };
    }

    fn is_token_advertised(&self) -> bool {
        let now = self.browser.now.get();
        let advertisements = self.browser.advertisements.borrow();
        let is_token_advertised = advertisements.iter().any(|(number, until)| *number != self.number && *until > now);
        self.learn(("advertised", is_token_advertised));
        is_token_advertised && !self.is_dead.get()
    }

    fn clear_advertisements(&self) {
        if !self.is_dead.get() {
            self.browser.advertisements.borrow_mut().retain(|number, _| *number == self.number);
        }
    }

    fn tell_keeper(&self, message: &str) {
        if !self.is_dead.get() && self.browser.keeper.borrow().is_some() {
            self.given_to_keeper.set(match message.parse() {
                Ok(Said::SharedToken(it)) => Some(UserTag::from(&it.authorization.user)),
                _ => None,
            });
            self.browser.queue_for_keeper(self.number, message);
        }
    }

    fn kept_token(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Option<String>>>> {
        if self.is_dead.get() || self.browser.keeper.borrow().is_none() {
            return Box::pin(std::future::ready(None));
        }
        self.browser.queue_for_keeper(self.number, ASK);
        Box::pin(AskingKeeper { tab: self.this.upgrade().expect("it is here"), timer: self.timer(wait) })
    }
}

impl Tab {
    /// Whoever tells other pages of the end of a session has told the keeper before.
    fn check_keeper_knows(&self, hint: SessionHint) {
        let given = self.given_to_keeper.get();
        if !self.is_dead.get() && given.is_some_and(|given| hint != SessionHint::SignedIn(given)) {
            self.browser.happens(Event::ToldBeforeKeeper);
        }
    }
}

/// When a message that has the keeper forget was sent, by the wall clock.
fn forget_sent_at(message: &str) -> Option<Duration> {
    message.strip_prefix("forget ")?.parse().ok().map(Duration::from_millis)
}

pub fn hash_of_hint(hint: SessionHint) -> u64 {
    match hint {
        SessionHint::Nothing => 0,
        SessionHint::SignedIn(tag) => u64::from(tag.0) << 2,
        SessionHint::LogoutPending => 1,
        SessionHint::SignedOut => 2,
        SessionHint::Ended(tag) => u64::from(tag.0) << 2 | 3,
    }
}
