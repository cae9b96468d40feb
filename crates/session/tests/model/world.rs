//! The whole world: what can happen, and what follows from it.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    rc::Rc,
    time::Duration,
};

use lychgate_directus::{AuthMode, auth::Login, users};
use lychgate_session::{
    Session, SignedOutReason,
    environment::{SessionHint, UserTag},
};

use crate::{
    browser::{Browser, Event, hash_of_hint},
    directus::{Failure, Kind, Message, Reply, Stage, Who},
    tab::Tab,
};

/// What can happen. A page is named by its place, a message by its place among those in flight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    Open(u8),
    /// In the middle of whatever the page does. With [`Open`](Self::Open) after it this is a reload.
    Crash(u8),
    /// The same, with time to say that the page goes.
    Leave(u8),
    FallAsleep(u8),
    WakeUp(u8),
    /// Without ever receiving what the others have sent.
    WakeUpDeaf(u8),
    /// A page needs a token (in session mode: sends a request).
    Need(u8),
    SignIn(u8, Who),
    SignOut(u8),
    /// All tokens end.
    TokensEnd,
    /// A message advances by one step: into Directus, through it, back to the page.
    Serve(u8),
    Land(u8),
    /// The request never reaches Directus; the page sees the connection fail.
    LoseRequest(u8),
    /// A proxy answers that the server is down.
    BadGateway(u8),
    LoseAnswer(u8),
    /// The cookie arrives, and the rest of the answer never does.
    BreakOff(u8),
    /// The message is delayed. (Otherwise time stands still while it is in flight and somebody waits for it.)
    Dawdle(u8),
    /// The page times out. The request goes on.
    TimeOut(u8),
    /// Time advances to the next moment at which something is due.
    Tick,
    /// The page receives the next message of another page, or its change of the hint.
    Hear(u8),
    /// The first in the queue gets the lock.
    GiveLock,
    /// The keeper hears the next message of a page, by its place among those that have sent any.
    KeeperHears(u8),
    KeeperEnds,
}

/// How often each disturbance may happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Budget {
    /// All of the following together.
    pub all: u8,
    pub crashes: u8,
    pub sleeps: u8,
    pub needs: u8,
    pub sign_ins: u8,
    pub sign_outs: u8,
    pub ends: u8,
    pub delays: u8,
    pub faults: u8,
    pub keeper_ends: u8,
}

/// The setup of the world.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    pub mode: AuthMode,
    pub tabs: usize,
    pub budget: Budget,
    /// The lock and messages of other tabs take a step of their own, and anything may happen before it.
    pub is_fine: bool,
    /// A second user may sign in.
    pub has_ben: bool,
    pub has_keeper: bool,
    /// What happens first, outside of the budget.
    pub start: &'static [Act],
}

/// Two pages are open, Ada is signed in, and their token has ended.
pub const OUT_OF_TOKENS: &[Act] =
    &[Act::Open(0), Act::Serve(0), Act::Serve(0), Act::Land(0), Act::Open(1), Act::TokensEnd];

/// What matters of the path so far. Part of the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Past {
    /// Who should be signed in, by what people have done.
    pub expected: Option<Who>,
    /// The result of a sign-in is not known.
    pub is_unsure: bool,
    /// The only good cookie was lost with its answer.
    pub is_cookie_lost: bool,
    /// In session mode: a cookie has arrived that is older than the one it replaced.
    pub is_overtaken: bool,
    /// In session mode, after either: nobody sent a request before the old cookie expired.
    pub is_grace_over: bool,
    /// The violations, a bit each.
    pub wrong: u16,
}

pub struct World {
    pub setup: Setup,
    pub browser: Rc<Browser>,
    pub budget: Budget,
    pub past: Past,
    pages_made: u32,
    /// Time has advanced, and nothing was sent: what nobody waits for might as well have advanced before.
    is_idle: bool,
}

impl Drop for World {
    fn drop(&mut self) {
        let pages = self.browser.pages.take();
        pages.iter().flatten().for_each(|tab| tab.die());
    }
}

impl World {
    /// A browser with a hint of Ada, and a good cookie.
    pub fn new(setup: Setup) -> Self {
        let past = Past {
            expected: Some(Who::Ada),
            is_unsure: false,
            is_cookie_lost: false,
            is_overtaken: false,
            is_grace_over: false,
            wrong: 0,
        };
        // One more place for the tab that is opened at the end.
        let browser = Browser::new(setup.mode, setup.tabs + 1, setup.has_keeper);
        let mut world = Self { setup, browser, budget: setup.budget, past, pages_made: 0, is_idle: false };
        for act in setup.start {
            world.perform(*act);
        }
        world.budget = setup.budget;
        world
    }

    pub fn tab(&self, place: u8) -> Rc<Tab> {
        self.browser.pages.borrow()[usize::from(place)].clone().expect("there is a page")
    }

    fn by_number(&self, number: Option<u32>) -> Option<Rc<Tab>> {
        self.browser.pages.borrow().iter().flatten().find(|tab| Some(tab.number) == number).cloned()
    }

    pub fn now(&self) -> Duration {
        self.browser.now.get()
    }

    // -----------------------------------------------------------------------------------------------------------------
    // What can happen

    pub fn acts(&self) -> Vec<Act> {
        let mut acts = Vec::new();
        let pages = self.browser.pages.borrow();
        if let Some(free) = pages[..self.setup.tabs].iter().position(Option::is_none) {
            acts.push(Act::Open(place(free)));
        }
        for (index, tab) in pages.iter().enumerate() {
            if let Some(tab) = tab {
                self.acts_of_page(place(index), tab, &mut acts);
            }
        }
        for (index, message) in self.browser.wire.borrow().messages.iter().enumerate() {
            self.acts_of_message(place(index), message, &mut acts);
        }
        if self.setup.is_fine && self.browser.next_with_lock().is_some() {
            acts.push(Act::GiveLock);
        }
        if self.setup.is_fine {
            acts.extend((0..self.browser.keeper_news.borrow().len()).map(|index| Act::KeeperHears(place(index))));
        }
        let has_use = || self.browser.hash_of_kept().is_some() || !self.browser.keeper_news.borrow().is_empty();
        if self.may(self.budget.keeper_ends) && has_use() {
            acts.push(Act::KeeperEnds);
        }
        if self.next_moment().is_some() {
            acts.push(Act::Tick);
        }
        if self.may(self.budget.ends) && self.tokens_end().is_some() {
            acts.push(Act::TokensEnd);
        }
        acts
    }

    fn may(&self, left: u8) -> bool {
        self.budget.all > 0 && left > 0
    }

    fn acts_of_page(&self, page: u8, tab: &Tab, acts: &mut Vec<Act>) {
        let budget = &self.budget;
        if self.may(budget.crashes) {
            acts.push(Act::Crash(page));
            if self.setup.has_keeper && !tab.is_asleep.get() {
                acts.push(Act::Leave(page));
            }
        }
        if tab.is_asleep.get() {
            acts.push(Act::WakeUp(page));
            if !tab.news.borrow().is_empty() {
                acts.push(Act::WakeUpDeaf(page));
            }
            return;
        }
        if self.setup.is_fine && !tab.news.borrow().is_empty() {
            acts.push(Act::Hear(page));
        }
        if self.may(budget.sleeps) {
            acts.push(Act::FallAsleep(page));
        }
        if self.may(budget.needs) {
            acts.push(Act::Need(page));
        }
        if self.may(budget.sign_outs) {
            acts.push(Act::SignOut(page));
        }
        if self.may(budget.sign_ins) && tab.signing_in.get() == 0 {
            if tab.owner().is_none() || tab.session().user().is_none() {
                acts.push(Act::SignIn(page, Who::Ada));
            }
            if self.setup.has_ben {
                acts.push(Act::SignIn(page, Who::Ben));
            }
        }
    }

    fn acts_of_message(&self, index: u8, message: &Message, acts: &mut Vec<Act>) {
        let is_waited_for = message.page.is_some();
        if self.is_idle && !is_waited_for && message.due() > self.now() {
            return;
        }
        if let Stage::Back(..) = message.stage {
            acts.push(Act::Land(index));
            if self.may(self.budget.faults) {
                acts.push(Act::LoseAnswer(index));
                if is_waited_for {
                    acts.push(Act::BreakOff(index));
                }
            }
        } else {
            acts.push(Act::Serve(index));
            if self.may(self.budget.faults) && message.stage == Stage::Leaving {
                acts.push(Act::LoseRequest(index));
                if is_waited_for {
                    acts.push(Act::BadGateway(index));
                }
            }
        }
        if self.may(self.budget.delays) && !message.is_slow && message.sent == self.now() {
            acts.push(Act::Dawdle(index));
        }
        if self.may(self.budget.faults) && is_waited_for && message.keepalive {
            acts.push(Act::TimeOut(index));
        }
    }

    /// When something is due next: a timer of a page that is awake, or a message that can't take longer. `None` if
    /// nothing is, or if something has to happen before.
    fn next_moment(&self) -> Option<Duration> {
        let now = self.now();
        let tabs = self.browser.open();
        let awake = || tabs.iter().filter(|tab| !tab.is_asleep.get());
        let messages = &self.browser.wire.borrow().messages;
        // An outage has an end, and a suspended page that holds the lock wakes up at some time.
        let is_too_long = awake().any(|tab| tab.facts.borrow().troubles > 2 || tab.facts.borrow().logout_attempts > 4);
        let has_news = awake().any(|tab| !tab.news.borrow().is_empty())
            || self.browser.next_with_lock().is_some()
            || !self.browser.keeper_news.borrow().is_empty();
        if is_too_long || has_news || messages.iter().any(|message| message.due() <= now) {
            return None;
        }
        let timers = awake().filter_map(|tab| tab.due());
        timers.chain(messages.iter().map(Message::due)).min()
    }

    /// When all tokens have ended; `None` while anything is in flight.
    fn tokens_end(&self) -> Option<Duration> {
        let tabs = self.browser.open();
        let is_busy = tabs.iter().any(|tab| !tab.is_asleep.get() && tab.due().is_some());
        let is_quiet = !is_busy && self.browser.wire.borrow().messages.is_empty();
        let last = tabs.iter().filter_map(|tab| tab.facts.borrow().renew_at).max();
        last.filter(|last| is_quiet && *last > self.now())
    }

    // -----------------------------------------------------------------------------------------------------------------
    // What follows

    pub fn perform(&mut self, act: Act) {
        self.pay(act);
        let sent = self.browser.wire.borrow().sent();
        match act {
            Act::Open(page) => self.open(page),
            Act::Crash(page) => self.crash(page),
            Act::Leave(page) => {
                let tab = self.tab(page);
                tab.manager().on_page_hide();
                tab.run();
                self.crash(page);
            }
            Act::FallAsleep(page) => self.tab(page).is_asleep.set(true),
            Act::WakeUp(page) => self.wake_up(page),
            Act::WakeUpDeaf(page) => {
                self.tab(page).news.borrow_mut().clear();
                self.wake_up(page);
            }
            Act::Need(page) => self.need(page),
            Act::SignIn(page, who) => self.sign_in(page, who),
            Act::SignOut(page) => self.sign_out(page),
            Act::TokensEnd => self.browser.now.set(self.tokens_end().unwrap_or_else(|| self.now())),
            Act::Serve(index) => {
                // Where no cookie comes back, the time does not matter: the old one stays as good or bad as it was.
                if matches!(self.serve(index), Stage::Back(_, None)) {
                    self.bring(index);
                }
            }
            Act::Land(index) => self.bring(index),
            Act::BreakOff(index) => {
                let message = self.land(index);
                self.answer(&message, Err(Failure::Network));
            }
            Act::LoseRequest(index) | Act::LoseAnswer(index) => {
                let message = self.browser.wire.borrow_mut().messages.remove(usize::from(index));
                self.past.is_cookie_lost |= message.is_rotation_done();
                self.answer(&message, Err(Failure::Network));
            }
            Act::BadGateway(index) => {
                let message = self.browser.wire.borrow_mut().messages.remove(usize::from(index));
                self.answer(&message, Ok(Reply::Broken));
            }
            Act::TimeOut(index) => {
                let message = self.browser.wire.borrow().messages[usize::from(index)];
                if let Some(orphan) = self.browser.wire.borrow_mut().messages.get_mut(usize::from(index)) {
                    (orphan.page, orphan.is_slow) = (None, true);
                }
                self.answer(&message, Err(Failure::TimedOut));
            }
            Act::Dawdle(index) => self.browser.wire.borrow_mut().messages[usize::from(index)].is_slow = true,
            Act::Tick => self.tick(),
            Act::Hear(page) => self.on_message(&self.tab(page)),
            Act::GiveLock => self.give_lock(),
            Act::KeeperHears(index) => self.keeper_hears(index),
            Act::KeeperEnds => self.browser.end_keeper(),
        }
        self.settle();
        self.is_idle = act == Act::Tick && self.browser.wire.borrow().sent() == sent;
        self.look();
    }

    fn pay(&mut self, act: Act) {
        let budget = &mut self.budget;
        let left = match act {
            Act::Crash(_) | Act::Leave(_) => &mut budget.crashes,
            Act::KeeperEnds => &mut budget.keeper_ends,
            Act::FallAsleep(_) => &mut budget.sleeps,
            Act::Need(_) => &mut budget.needs,
            Act::SignIn(..) => &mut budget.sign_ins,
            Act::SignOut(_) => &mut budget.sign_outs,
            Act::TokensEnd => &mut budget.ends,
            Act::Dawdle(_) => &mut budget.delays,
            Act::LoseRequest(_) | Act::LoseAnswer(_) | Act::BreakOff(_) | Act::TimeOut(_) | Act::BadGateway(_) => {
                &mut budget.faults
            }
            Act::Open(_)
            | Act::WakeUp(_)
            | Act::WakeUpDeaf(_)
            | Act::Serve(_)
            | Act::Land(_)
            | Act::Tick
            | Act::Hear(_)
            | Act::GiveLock
            | Act::KeeperHears(_) => return,
        };
        *left = left.saturating_sub(1);
        budget.all = budget.all.saturating_sub(1);
    }

    fn open(&mut self, page: u8) {
        self.pages_made += 1;
        let tab = Tab::open(&self.browser, self.pages_made);
        self.browser.pages.borrow_mut()[usize::from(page)] = Some(tab.clone());
        tab.manager().boot();
        tab.run();
    }

    fn crash(&mut self, page: u8) {
        let tab = self.browser.pages.borrow_mut()[usize::from(page)].take().expect("there is a page");
        if tab.signing_in.get() > 0 {
            self.sign_in_ended(&tab, None);
        }
        let messages = &mut self.browser.wire.borrow_mut().messages;
        messages.retain(|message| message.page != Some(tab.number) || message.keepalive);
        for message in messages.iter_mut().filter(|message| message.page == Some(tab.number)) {
            (message.page, message.is_slow) = (None, true);
        }
        tab.die();
    }

    fn wake_up(&mut self, page: u8) {
        let tab = self.tab(page);
        tab.is_asleep.set(false);
        while let Some(news) = { tab.news.borrow_mut().pop_front() } {
            tab.on_message(news);
        }
        tab.ring();
        tab.learn("awake");
        tab.manager().on_resume();
        tab.run();
    }

    fn need(&self, page: u8) {
        let tab = self.tab(page);
        tab.learn("need");
        tab.waiters.set(tab.waiters.get() + 1);
        let this = tab.clone();
        let mode = self.setup.mode;
        tab.begin(Box::pin(async move {
            let (manager, client) = (this.manager(), this.client());
            let reader = manager.session().user().cloned();
            if mode == AuthMode::Cookie {
                let authorization = manager.authorize().await;
                if !this.is_dead.get()
                    && authorization.is_ok_and(|authorization| manager.session().user() != Some(&authorization.user))
                {
                    this.browser.happens(Event::SomebodyElsesAnswer);
                }
            } else {
                let who = client.send(&users::my_id()).await;
                // Where the page has switched to another user, nobody sees the answer. That the cookie of a sign-in is there
                // before its user is known cannot be avoided.
                let is_shown = !this.is_dead.get() && manager.session().user() == reader.as_ref();
                let is_wrong = reader.is_some_and(|reader| who.is_ok_and(|who| who != reader));
                if is_shown && is_wrong && !this.browser.is_changing_over() {
                    this.browser.happens(Event::SomebodyElsesAnswer);
                }
            }
            this.waiters.set(this.waiters.get() - 1);
        }));
        tab.run();
    }

    fn sign_in(&mut self, page: u8, who: Who) {
        let tab = self.tab(page);
        tab.learn(("sign in", who));
        tab.signing_in.set(1);
        tab.has_login_arrived.set(false);
        self.browser.is_out.set(false);
        let client = tab.client();
        let this = tab.clone();
        let credentials = Login { email: format!("{who:?}"), password: "correct horse".to_owned(), otp: None };
        tab.begin(Box::pin(async move {
            let signed_in = client.sign_in(&credentials).await;
            // Read by `look`.
            this.signing_in.set(if signed_in.is_ok() { 2 + who as u32 } else { 4 });
        }));
        tab.run();
    }

    fn sign_in_ended(&mut self, tab: &Tab, who: Option<Who>) {
        tab.signing_in.set(0);
        match who {
            Some(_) => {
                self.past.expected = who;
                self.past.is_unsure = self.is_signing_in();
            }
            // The cookie is there, and its user is not known.
            None if tab.has_login_arrived.get() => self.past.is_unsure = true,
            None => {}
        }
        let is_out = self.past.expected.is_none() && !self.past.is_unsure && !self.is_signing_in();
        self.browser.is_out.set(is_out);
    }

    fn is_signing_in(&self) -> bool {
        self.browser.open().iter().any(|tab| tab.signing_in.get() > 0)
    }

    fn sign_out(&mut self, page: u8) {
        let tab = self.tab(page);
        tab.learn("sign out");
        self.browser.wire.borrow_mut().sign_out();
        self.past.expected = None;
        // A sign-in in another tab that has not been sent yet goes on.
        self.past.is_unsure = self.browser.open().iter().any(|tab| tab.signing_in.get() > 0);
        self.browser.is_out.set(!self.past.is_unsure);
        drop(tab.client().sign_out());
        tab.run();
    }

    /// The answer arrives at the page.
    fn bring(&mut self, index: u8) {
        let message = self.land(index);
        if let Stage::Back(reply, _) = message.stage {
            self.answer(&message, Ok(reply));
        }
    }

    fn serve(&mut self, index: u8) -> Stage {
        let now = self.now();
        let mut wire = self.browser.wire.borrow_mut();
        let before = wire.messages[usize::from(index)];
        wire.serve(usize::from(index), now);
        let after = wire.messages[usize::from(index)].stage;
        drop(wire);
        if self.setup.mode == AuthMode::Session
            && (self.past.is_cookie_lost || self.past.is_overtaken)
            && before.kind == Kind::Refresh
            && matches!(after, Stage::Back(Reply::Rejected, _))
        {
            self.past.is_grace_over = true;
        }
        after
    }

    fn land(&mut self, index: u8) -> Message {
        let message = self.browser.wire.borrow_mut().land(usize::from(index));
        self.past.is_overtaken |= self.browser.wire.borrow().is_cookie_followed();
        if message.page.is_none() && matches!(message.stage, Stage::Back(_, Some(Some(_)))) {
            self.browser.happens(Event::DeadPagesCookieLanded);
        }
        message
    }

    fn answer(&mut self, message: &Message, answer: Result<Reply, Failure>) {
        let Some(tab) = self.by_number(message.page) else { return };
        if matches!((message.kind, message.stage), (Kind::Login(_), Stage::Back(Reply::Tokens(_), _))) {
            tab.has_login_arrived.set(true);
        }
        tab.answer(message.number, message.kind, answer);
    }

    fn tick(&mut self) {
        let Some(moment) = self.next_moment() else { return };
        self.browser.now.set(moment.max(self.now()));
        // One page at a time; others that are due at the same moment follow.
        let due = self
            .browser
            .open()
            .into_iter()
            .find(|tab| !tab.is_asleep.get() && tab.due().is_some_and(|due| due <= moment));
        if let Some(tab) = due {
            tab.ring();
        }
    }

    fn on_message(&self, tab: &Tab) {
        let news = tab.news.borrow_mut().pop_front();
        if let Some(news) = news {
            tab.on_message(news);
        }
    }

    fn give_lock(&self) {
        let Some(next) = self.browser.next_with_lock() else { return };
        self.browser.give_lock(next);
        if let Some(tab) = self.by_number(Some(next.page)).filter(|tab| !tab.is_asleep.get()) {
            tab.run();
        }
    }

    fn keeper_hears(&self, index: u8) {
        let page = self.browser.keeper_news.borrow().keys().nth(usize::from(index)).copied();
        let asker = page.and_then(|page| self.browser.keeper_hears(page));
        if let Some(tab) = asker.filter(|tab| !tab.is_asleep.get()) {
            tab.run();
        }
    }

    /// Delivers messages and the lock, where that takes no step of its own.
    fn settle(&mut self) {
        if self.setup.is_fine {
            return;
        }
        loop {
            let hears = |tab: &Rc<Tab>| !tab.is_asleep.get() && !tab.news.borrow().is_empty();
            if !self.browser.keeper_news.borrow().is_empty() {
                self.keeper_hears(0);
            } else if let Some(tab) = self.browser.open().into_iter().find(hears) {
                self.on_message(&tab);
            } else if self.browser.next_with_lock().is_some() {
                self.give_lock();
            } else {
                break;
            }
        }
    }

    /// Looks for violations.
    fn look(&mut self) {
        let now = self.now();
        for tab in self.browser.open() {
            match tab.signing_in.get() {
                2 => self.sign_in_ended(&tab, Some(Who::Ada)),
                3 => self.sign_in_ended(&tab, Some(Who::Ben)),
                4 => self.sign_in_ended(&tab, None),
                _ => {}
            }
        }
        let awake: Vec<_> = self.browser.open().into_iter().filter(|tab| !tab.is_asleep.get()).collect();
        let has_news = awake.iter().any(|tab| !tab.news.borrow().is_empty());
        let owners: Vec<_> = awake.iter().filter_map(|tab| tab.owner()).collect();
        if !has_news && owners.windows(2).any(|pair| pair[0] != pair[1]) {
            self.browser.happens(Event::TwoPeople);
        }
        let is_told = !has_news && self.browser.keeper_news.borrow().is_empty();
        if is_told && self.browser.is_out.get() && self.browser.hash_of_kept().is_some() {
            self.browser.happens(Event::KeptAfterSignOut);
        }
        let mut wire = self.browser.wire.borrow_mut();
        wire.prune(now);
        let refreshes = wire.messages.iter().filter(|message| message.kind == Kind::Refresh && message.page.is_some());
        if refreshes.count() > 1 {
            self.browser.happens(Event::TwoRefreshes);
        }
        if wire.do_refreshes_meet() {
            self.browser.happens(Event::RefreshesMet);
        }
        drop(wire);
        for event in &*self.browser.happened.borrow() {
            self.past.wrong |= match event {
                Event::SignedOutWithGoodCookie
                | Event::SignedInAfterSignOut
                | Event::TwoRefreshes
                | Event::RefreshesMet
                | Event::TwoPeople
                | Event::SomebodyElsesAnswer
                | Event::ToldBeforeKeeper
                | Event::KeptAfterSignOut => 1 << *event as u16,
                _ => 0,
            };
        }
    }

    /// For the description of a path.
    pub fn describe(&self) -> String {
        let now = self.now();
        let wire = self.browser.wire.borrow();
        let pages: Vec<_> = self.browser.open().iter().map(|tab| tab.session().name()).collect();
        let messages: Vec<_> = wire.messages.iter().map(|message| (message.kind, message.stage)).collect();
        let (jar, hint, pending) = (wire.describe(now), self.browser.hint.get(), self.browser.refresh_pending.get());
        format!("{now:?}, {pages:?}, jar {jar}, {hint:?}, pending {pending:?}, in flight {messages:?}")
    }

    // -----------------------------------------------------------------------------------------------------------------
    // Fingerprint

    /// Hashes everything that determines what can happen from now on. Swapping two pages gives the same hash.
    pub fn fingerprint(&self) -> u64 {
        let browser = &self.browser;
        let now = self.now();
        let wire = browser.wire.borrow();
        let advertisements = browser.advertisements.borrow();
        let left = |until: Duration| until.saturating_sub(now);
        let mut pages: Vec<u64> = browser
            .pages
            .borrow()
            .iter()
            .map(|tab| {
                let mut state = DefaultHasher::new();
                if let Some(tab) = tab {
                    tab.hash(&mut state);
                    browser.lock_holder.get().is_some_and(|holder| holder.page == tab.number).hash(&mut state);
                    let queue = browser.lock_queue.borrow();
                    for (place, _) in queue.iter().enumerate().filter(|(_, ticket)| ticket.page == tab.number) {
                        place.hash(&mut state);
                    }
                    advertisements
                        .get(&tab.number)
                        .map(|until| left(*until))
                        .filter(|left| !left.is_zero())
                        .hash(&mut state);
                    for message in wire.messages.iter().filter(|message| message.page == Some(tab.number)) {
                        wire.hash_message(message, now, &mut state);
                    }
                    self.hash_keeper_news(tab.number, &mut state);
                }
                state.finish()
            })
            .collect();
        pages.sort_unstable();
        let mut state = DefaultHasher::new();
        pages.hash(&mut state);
        let is_dead = |number: u32| browser.open().iter().all(|tab| tab.number != number);
        let mut left_over: Vec<_> = advertisements
            .iter()
            .filter(|(number, until)| is_dead(**number) && **until > now)
            .map(|(_, until)| left(*until))
            .collect();
        left_over.sort_unstable();
        left_over.hash(&mut state);
        let mut last_words: Vec<_> = browser
            .keeper_news
            .borrow()
            .keys()
            .filter(|number| is_dead(**number))
            .map(|number| {
                let mut state = DefaultHasher::new();
                self.hash_keeper_news(*number, &mut state);
                state.finish()
            })
            .collect();
        last_words.sort_unstable();
        last_words.hash(&mut state);
        (browser.hash_of_kept(), browser.forgotten_for()).hash(&mut state);
        for message in wire.messages.iter().filter(|message| message.page.is_none()) {
            wire.hash_message(message, now, &mut state);
        }
        wire.hash_directus(now, &mut state);
        hash_of_hint(browser.hint.get()).hash(&mut state);
        browser.refresh_pending.get().map(|began| now.saturating_sub(began)).hash(&mut state);
        (browser.effective_refresh_time(), browser.is_out.get(), self.budget, self.past, self.is_idle).hash(&mut state);
        state.finish()
    }

    fn hash_keeper_news(&self, page: u32, state: &mut DefaultHasher) {
        if let Some(queue) = self.browser.keeper_news.borrow().get(&page) {
            for message in queue {
                self.browser.hash_of_keeper_message(message).hash(state);
            }
        }
    }
}

fn place(index: usize) -> u8 {
    u8::try_from(index).expect("there are few")
}

// ---------------------------------------------------------------------------------------------------------------------
// The end

/// What follows from a state if nothing more goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct End {
    /// Something waits for ever.
    pub is_stuck: bool,
    /// Somebody should be signed in, and is not.
    pub is_lost: bool,
    /// Somebody should be signed out, and is not.
    pub is_risen: bool,
    /// Directus keeps a session that the person has signed out of.
    pub is_session_left: bool,
    /// In session mode: nobody sent a request before the old cookie expired.
    pub is_grace_over: bool,
    /// Pages and browser do not agree on who is signed in.
    pub is_mixed: bool,
}

impl World {
    /// Wakes all pages, and answers all requests. Then the tokens end, every page needs a new one, and a tab is opened that checks the
    /// session.
    pub fn end(&mut self) -> End {
        self.setup.is_fine = false;
        self.settle();
        let mut places: Vec<u8> = (0..self.setup.tabs)
            .map(place)
            .filter(|page| self.browser.pages.borrow()[usize::from(*page)].is_some())
            .collect();
        for page in &places {
            if self.tab(*page).is_asleep.get() {
                self.perform(Act::WakeUp(*page));
            }
        }
        let mut is_stuck = !self.calm_down();
        is_stuck |= self.browser.open().iter().any(|tab| !is_settled(&tab.session()));
        if places.is_empty() {
            places.push(0);
            self.open(0);
            self.settle();
            is_stuck |= !self.calm_down();
        }
        self.browser.now.set(self.now() + Duration::from_secs(100_000));
        for page in &places {
            self.need(*page);
        }
        self.settle();
        is_stuck |= !self.calm_down();
        let last = place(self.setup.tabs);
        self.open(last);
        self.settle();
        is_stuck |= !self.calm_down();
        // Like a page for members.
        if self.tab(last).session() == (Session::SignedOut { reason: SignedOutReason::NotChecked }) {
            self.tab(last).client().check_session();
            self.tab(last).run();
            self.settle();
            is_stuck |= !self.calm_down();
        }
        is_stuck |= self.browser.open().iter().any(|tab| !is_settled(&tab.session()));
        End { is_stuck, ..self.judge() }
    }

    /// Lets everything come to its end, and returns whether it does.
    fn calm_down(&mut self) -> bool {
        const STEPS: usize = 500;
        for _ in 0..STEPS {
            let message = self.browser.wire.borrow().messages.first().copied();
            match message {
                Some(Message { stage: Stage::Back(..), .. }) => self.perform(Act::Land(0)),
                Some(_) => self.perform(Act::Serve(0)),
                None => {
                    let Some(due) = self.browser.open().iter().filter_map(|tab| tab.due()).min() else { break };
                    self.browser.now.set(due.max(self.now()));
                    for tab in self.browser.open() {
                        tab.ring();
                        self.settle();
                    }
                    self.look();
                }
            }
        }
        let tabs = self.browser.open();
        tabs.iter()
            .all(|tab| tab.is_quiet() && tab.waiters.get() == 0 && tab.signing_in.get() == 0 && tab.due().is_none())
            && self.browser.lock_holder.get().is_none()
            && self.browser.lock_queue.borrow().is_empty()
            && self.browser.wire.borrow().messages.is_empty()
    }

    fn judge(&self) -> End {
        let tabs = self.browser.open();
        let users: Vec<_> = tabs.iter().map(|tab| tab.session().user().map(|id| Who::of(id.as_str()))).collect();
        let now = self.now();
        let cookie = self.browser.wire.borrow().signed_in(now);
        let Past { expected, is_unsure, .. } = self.past;
        let remembered = match self.browser.hint.get() {
            SessionHint::SignedIn(tag) if tag == UserTag::from(&crate::support::id(Who::Ben.id())) => Some(Who::Ben),
            SessionHint::SignedIn(_) => Some(Who::Ada),
            _ => None,
        };
        let somebody = |who: &Option<Who>| who.is_some();
        End {
            is_stuck: false,
            is_grace_over: self.past.is_grace_over,
            is_lost: !is_unsure && expected.is_some() && users.iter().chain([&cookie]).any(|user| *user != expected),
            is_risen: !is_unsure
                && expected.is_none()
                && (users.iter().any(somebody)
                    || cookie.is_some()
                    || self.browser.hint.get() != SessionHint::SignedOut),
            is_session_left: !is_unsure && expected.is_none() && self.browser.wire.borrow().is_session_left(now),
            is_mixed: users.iter().flatten().any(|user| Some(*user) != remembered),
        }
    }
}

fn is_settled(session: &Session) -> bool {
    !matches!(session, Session::Booting | Session::Unreachable { .. })
}
