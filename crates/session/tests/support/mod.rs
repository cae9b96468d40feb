//! A world for the session without a browser: a wire that answers by script, and a clock, a lock and storage that tests can look
//! into. Time passes only when a test says so.

#![allow(dead_code, reason = "every test file takes what it needs")]

use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    future::{Future, ready},
    pin::Pin,
    rc::{Rc, Weak},
    time::Duration,
};

use futures::{
    channel::oneshot,
    executor::{LocalPool, LocalSpawner},
    future::{AbortHandle, Either, abortable, pending, select},
    task::LocalSpawnExt,
};
use lychgate_directus::{AuthMode, BaseUrl, Credentials, Directus, Error, Method, Request, Value};
use lychgate_session::{
    Client, Session,
    authorization::Authorization,
    environment::{Attention, Environment, Lock, LockGuard, SessionHint, Task, UserTag},
    keeper::{ASK, Keeper, NOTHING},
    manager::{AuthorizationError, SessionManager},
    tabs::{Message, SharedToken, TokenOrigin},
};

#[path = "../../../directus/tests/support/mod.rs"]
mod wire;

pub use wire::*;

/// How long before its end a token with [`TOKEN_LIFE`] is renewed.
pub const RENEWED_BEFORE_END: Duration = Duration::from_secs(30);

/// The authorization that a sign-in gives in cookie mode.
pub fn authorization(user: &str, serial: u32) -> Authorization {
    Authorization { user: id(user), token: Some(token(user, serial)) }
}

/// The authorization that a sign-in gives in session mode.
pub fn authorization_by_cookie(user: &str) -> Authorization {
    Authorization { user: id(user), token: None }
}

// ---------------------------------------------------------------------------------------------------------------------
// The browser, and the pages in it

struct Sleeper {
    until: Duration,
    wake: oneshot::Sender<()>,
}

/// What all pages of one browser share.
pub struct Browser {
    now: Cell<Duration>,
    /// How far the wall clock is ahead of the monotonic one.
    pub wall_ahead: Cell<Duration>,
    sleepers: RefCell<Vec<Sleeper>>,
    /// Every sleep so far, without the waits for the lock.
    pub slept: RefCell<Vec<Duration>>,
    pub random: Cell<f64>,
    pub hint: Cell<SessionHint>,
    /// When the pending refresh began, by the wall clock.
    pending: Cell<Option<Duration>>,
    /// The longest time of recent refreshes.
    pub refresh_time: Cell<Option<Duration>>,
    /// The advertised tokens: the number of the page, and until when by the wall clock.
    pub advertisements: RefCell<BTreeMap<usize, Duration>>,
    /// Whether the browser reports that it has no network.
    pub offline: Cell<bool>,
    pub has_locks: Cell<bool>,
    pub has_channel: Cell<bool>,
    pub has_storage: Cell<bool>,
    /// `None` as long as there is none.
    pub keeper: RefCell<Option<Keeper>>,
    locked: Cell<bool>,
    /// The pages that wait for the lock.
    queue: RefCell<VecDeque<(usize, oneshot::Sender<HeldLock>)>>,
    tabs: RefCell<Vec<Rc<Tab>>>,
    /// All messages that pages have posted.
    pub said: RefCell<Vec<Message>>,
    spawner: LocalSpawner,
    this: Weak<Self>,
    log: Log,
}

/// A page's lock; empty once the page has died.
type TabLock = Rc<RefCell<Option<HeldLock>>>;

struct ReleaseOnDrop(TabLock);

impl Drop for ReleaseOnDrop {
    fn drop(&mut self) {
        self.0.take();
    }
}

/// Releases the lock when it is dropped.
struct HeldLock(Rc<Browser>);

impl Drop for HeldLock {
    fn drop(&mut self) {
        self.0.log.write("unlock");
        self.0.unlock();
    }
}

impl Browser {
    fn new(spawner: LocalSpawner, log: Log) -> Rc<Self> {
        Rc::new_cyclic(|this| Self {
            now: Cell::new(Duration::from_secs(5)),
            wall_ahead: Cell::new(Duration::from_secs(1_780_000_000)),
            sleepers: RefCell::default(),
            slept: RefCell::default(),
            random: Cell::new(0.5),
            hint: Cell::default(),
            pending: Cell::default(),
            refresh_time: Cell::default(),
            advertisements: RefCell::default(),
            offline: Cell::new(false),
            has_locks: Cell::new(true),
            has_channel: Cell::new(true),
            has_storage: Cell::new(true),
            keeper: RefCell::default(),
            locked: Cell::default(),
            queue: RefCell::default(),
            tabs: RefCell::default(),
            said: RefCell::default(),
            spawner,
            this: this.clone(),
            log,
        })
    }

    fn timer(&self, duration: Duration) -> oneshot::Receiver<()> {
        let (wake, woken) = oneshot::channel();
        self.sleepers.borrow_mut().push(Sleeper { until: self.now.get().saturating_add(duration), wake });
        woken
    }

    fn lock(&self) -> HeldLock {
        assert!(!self.locked.replace(true), "the lock is taken");
        self.log.write("lock");
        HeldLock(self.this.upgrade().unwrap())
    }

    fn unlock(&self) {
        self.locked.set(false);
        self.queue.borrow_mut().retain(|(_, waiting)| !waiting.is_canceled());
        let next = self.queue.borrow_mut().pop_front();
        if let Some((_, next)) = next {
            drop(next.send(self.lock())); // Is dropped, and so released, where nobody waits any more.
        }
    }

    pub fn wall(&self) -> Duration {
        self.now.get().saturating_add(self.wall_ahead.get())
    }

    /// A keeper that keeps nothing: the first one, or the next after the one before has ended.
    pub fn begin_keeper(&self) {
        self.keeper.replace(Some(Keeper::default()));
    }

    /// What the keeper keeps.
    pub fn kept(&self) -> Option<Message> {
        let mut keeper = self.keeper.borrow_mut();
        keeper.as_mut()?.kept(self.wall()).map(|message| message.parse().unwrap())
    }

    fn keeper_answers(&self, message: &str) -> Option<String> {
        let answer = self.keeper.borrow_mut().as_mut()?.on_message(message, self.wall());
        answer.filter(|answer| answer != NOTHING)
    }

    pub fn is_locked(&self) -> bool {
        self.locked.get()
    }

    /// How many timers are running that somebody waits for.
    pub fn sleeping(&self) -> usize {
        self.sleepers.borrow().iter().filter(|sleeper| !sleeper.wake.is_canceled()).count()
    }

    /// Takes the lock, like another tab.
    pub fn another_tab_locks(&self) -> LockGuard {
        Box::new(self.lock())
    }

    /// Whether a refresh is noted as pending.
    pub fn is_refresh_pending(&self) -> bool {
        self.pending.get().is_some()
    }

    /// Notes a refresh as pending, like a page that began it `age` ago, and died.
    pub fn leave_refresh_pending(&self, age: Duration) {
        self.pending.set(Some(self.wall().saturating_sub(age)));
    }

    /// How many messages of this kind were posted.
    pub fn said(&self, is_kind: impl Fn(&Message) -> bool) -> usize {
        self.said.borrow().iter().filter(|message| is_kind(message)).count()
    }
}

/// What a page receives from the others.
enum News {
    Said(String),
    /// Another page has changed the hint.
    Noted,
}

/// One page of the browser: the session's environment.
pub struct Tab {
    number: usize,
    pub attention: Cell<Attention>,
    /// This page's own hint, where storage is blocked.
    kept_here: Cell<Option<SessionHint>>,
    /// `None` once the page has died.
    manager: RefCell<Option<SessionManager>>,
    inbox: RefCell<VecDeque<News>>,
    /// While it is asleep, messages wait in the inbox.
    is_asleep: Cell<bool>,
    tasks: RefCell<Vec<AbortHandle>>,
    locks: RefCell<Vec<TabLock>>,
    this: Weak<Self>,
    browser: Rc<Browser>,
}

impl Tab {
    /// Suspends the page: from now on it receives nothing.
    pub fn fall_asleep(&self) {
        self.is_asleep.set(true);
    }

    /// Wakes the page: it receives what has come meanwhile, one after the other. The manager is not told to resume.
    pub fn wake_up(&self) {
        self.is_asleep.set(false);
        let count = self.inbox.borrow().len();
        for _ in 0..count {
            self.deliver();
        }
    }

    /// Drops everything that has come while the page was asleep.
    pub fn miss_all(&self) {
        self.inbox.borrow_mut().clear();
    }

    /// Reverses what has come while the page was asleep: messages and changes of storage travel by different ways.
    pub fn turn_round_news(&self) {
        self.inbox.borrow_mut().make_contiguous().reverse();
    }

    /// Ends the page in the middle of whatever it does.
    pub fn die(&self) {
        self.manager.take();
        for task in self.tasks.take() {
            task.abort();
        }
        // Whoever still has the manager keeps its futures alive, too.
        self.browser.queue.borrow_mut().retain(|(number, _)| *number != self.number);
        for lock in self.locks.take() {
            lock.take();
        }
    }

    fn hold(&self, lock: HeldLock) -> LockGuard {
        let lock = Rc::new(RefCell::new(Some(lock)));
        self.locks.borrow_mut().push(lock.clone());
        Box::new(ReleaseOnDrop(lock))
    }

    fn others(&self) -> Vec<Rc<Self>> {
        let tabs = self.browser.tabs.borrow();
        tabs.iter().filter(|tab| tab.number != self.number && tab.manager.borrow().is_some()).cloned().collect()
    }

    fn receive(self: &Rc<Self>, news: News) {
        self.inbox.borrow_mut().push_back(news);
        if !self.is_asleep.get() {
            let tab = self.clone();
            self.browser.spawner.spawn_local(async move { tab.deliver() }).unwrap();
        }
    }

    fn deliver(&self) {
        let manager = self.manager.borrow().clone();
        if let (Some(manager), false) = (manager, self.is_asleep.get()) {
            let news = self.inbox.borrow_mut().pop_front();
            match news {
                Some(News::Said(message)) => manager.on_message(&message),
                Some(News::Noted) => manager.on_resume(),
                None => {}
            }
        }
    }
}

impl Environment for Tab {
    fn now(&self) -> Duration {
        self.browser.now.get()
    }

    fn wall(&self) -> Duration {
        self.browser.wall()
    }

    fn sleep(&self, duration: Duration) -> Task {
        self.browser.slept.borrow_mut().push(duration);
        let woken = self.browser.timer(duration);
        Box::pin(async {
            woken.await.unwrap_or_default();
        })
    }

    fn random(&self) -> f64 {
        self.browser.random.get()
    }

    fn spawn(&self, task: Task) {
        let (task, abort) = abortable(task);
        self.tasks.borrow_mut().push(abort);
        self.browser.spawner.spawn_local(async { task.await.unwrap_or_default() }).unwrap();
    }

    fn attention(&self) -> Attention {
        self.attention.get()
    }

    fn is_offline(&self) -> bool {
        self.browser.offline.get()
    }

    fn lock(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Lock>>> {
        let this = self.this.upgrade().unwrap();
        Box::pin(async move {
            let browser = &this.browser;
            if !browser.has_locks.get() {
                return Lock::Unsupported;
            }
            if !browser.locked.get() {
                return Lock::Acquired { guard: this.hold(browser.lock()), after_another: false };
            }
            let (authorization, granted) = oneshot::channel();
            browser.queue.borrow_mut().push_back((this.number, authorization));
            match select(granted, browser.timer(wait)).await {
                Either::Left((Ok(lock), _)) => Lock::Acquired { guard: this.hold(lock), after_another: true },
                Either::Left(_) => pending().await, // The page has died.
                Either::Right(_) => {
                    browser.log.write("no lock");
                    Lock::TimedOut
                }
            }
        })
    }

    fn hint(&self) -> SessionHint {
        self.kept_here.get().unwrap_or_else(|| self.browser.hint.get())
    }

    fn is_hint_shared(&self) -> bool {
        self.browser.has_storage.get()
    }

    fn set_hint(&self, hint: SessionHint) {
        self.browser.log.write(format!("hint {hint:?}"));
        if !self.browser.has_storage.get() {
            self.kept_here.set(Some(hint));
            return;
        }
        // Storage reports changes only.
        if self.browser.hint.replace(hint) != hint {
            for tab in self.others() {
                tab.receive(News::Noted);
            }
        }
    }

    fn refresh_pending(&self) -> Option<Duration> {
        let noted = self.browser.pending.get().map(|began| self.wall().saturating_sub(began));
        // As in a page: where storage is blocked the note is a cookie, and that there is none proves nothing.
        if self.is_hint_shared() { noted } else { Some(noted.unwrap_or(Duration::MAX)) }
    }

    fn set_refresh_pending(&self, age: Option<Duration>) {
        let began = age.map(|age| self.wall().saturating_sub(age));
        if self.browser.pending.replace(began) != began {
            self.browser.log.write(if began.is_some() { "pending" } else { "not pending" });
        }
    }

    fn refresh_time(&self) -> Option<Duration> {
        self.browser.refresh_time.get()
    }

    fn set_refresh_time(&self, time: Duration) {
        if self.browser.has_storage.get() {
            self.browser.refresh_time.set(Some(time));
        }
    }

    fn post(&self, message: &str) {
        if self.browser.has_channel.get() {
            self.browser.said.borrow_mut().push(message.parse::<Message>().ok().unwrap());
            for tab in self.others() {
                tab.receive(News::Said(message.to_owned()));
            }
        }
    }

    fn advertise_token(&self, until: Option<Duration>) {
        let mut advertisements = self.browser.advertisements.borrow_mut();
        match until {
            Some(until) if self.browser.has_storage.get() => advertisements.insert(self.number, until),
            _ => advertisements.remove(&self.number),
        };
    }

    fn is_token_advertised(&self) -> bool {
        let advertisements = self.browser.advertisements.borrow();
        self.browser.has_channel.get()
            && advertisements.iter().any(|(number, until)| *number != self.number && *until > self.wall())
    }

    fn clear_advertisements(&self) {
        self.browser.advertisements.borrow_mut().retain(|number, _| *number == self.number);
    }

    fn tell_keeper(&self, message: &str) {
        if self.browser.keeper.borrow().is_some() {
            self.browser.log.write(if message.starts_with("forget ") { "forget" } else { "keep" });
            assert_eq!(self.browser.keeper_answers(message), None);
        }
    }

    fn kept_token(&self, _wait: Duration) -> Pin<Box<dyn Future<Output = Option<String>>>> {
        Box::pin(ready(self.browser.keeper_answers(ASK)))
    }
}

/// An open page.
pub struct Page {
    pub manager: SessionManager,
    pub client: Client,
    pub tab: Rc<Tab>,
}

impl Page {
    pub fn session(&self) -> Session {
        self.manager.session()
    }
}

// ---------------------------------------------------------------------------------------------------------------------
// All together

/// A page with its session, and the world around it.
pub struct World {
    pool: RefCell<LocalPool>,
    pub log: Log,
    pub wire: Rc<Wire>,
    pub browser: Rc<Browser>,
    pub directus: Directus,
    pub manager: SessionManager,
    pub client: Client,
    pub tab: Rc<Tab>,
}

/// A future that was started, and its outcome once it is there.
pub struct Begun<T>(Rc<RefCell<Option<T>>>);

impl<T> Begun<T> {
    pub fn is_done(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// The outcome.
    pub fn outcome(self) -> T {
        self.0.take().expect("it is not done yet")
    }
}

impl World {
    pub fn new() -> Self {
        Self::with_mode(AuthMode::Cookie)
    }

    pub fn with_mode(mode: AuthMode) -> Self {
        let pool = LocalPool::new();
        let log = Log::default();
        let wire = Wire::new(log.clone());
        let browser = Browser::new(pool.spawner(), log.clone());
        let directus = Directus::new("/".parse::<BaseUrl>().unwrap(), wire.clone()).with_mode(mode);
        let Page { manager, client, tab } = open_page(&browser, &directus);
        Self { pool: RefCell::new(pool), log, wire, browser, directus, manager, client, tab }
    }

    /// A page on which `user` is signed in, with token number 1, and nothing in log and wire.
    pub fn signed_in(user: &str) -> Self {
        let world = Self::new();
        world.sign_in_by_refresh(user, [tokens(user, 1)]);
        world
    }

    /// Boots the page with a hint of `user`, which these answers sign in, and clears the logs.
    pub fn sign_in_by_refresh(&self, user: &str, answers: impl IntoIterator<Item = Answer>) {
        self.browser.hint.set(remembered(user));
        for answer in answers {
            self.wire.then(answer);
        }
        self.manager.boot();
        self.settle();
        assert_eq!(self.session(), signed_in(user));
        self.forget_what_happened();
    }

    /// Clears the logs of requests, messages and steps.
    pub fn forget_what_happened(&self) {
        self.wire.requests.borrow_mut().clear();
        self.log.clear();
        self.browser.said.borrow_mut().clear();
        self.browser.slept.borrow_mut().clear();
    }

    /// The first page.
    pub fn page(&self) -> Page {
        Page { manager: self.manager.clone(), client: self.client.clone(), tab: self.tab.clone() }
    }

    /// Another page of the same browser: its own manager, the same lock, storage, clock and wire. The pages receive each other's
    /// messages.
    pub fn another_page(&self) -> Page {
        open_page(&self.browser, &self.directus)
    }

    /// Another page that has booted.
    pub fn another_booted_page(&self) -> Page {
        let page = self.another_page();
        page.manager.boot();
        self.settle();
        page
    }

    pub fn session(&self) -> Session {
        self.manager.session()
    }

    /// The time of the monotonic clock.
    pub fn now(&self) -> Duration {
        self.browser.now.get()
    }

    /// Runs everything as far as it goes without time passing.
    pub fn settle(&self) {
        self.pool.borrow_mut().run_until_stalled();
    }

    /// Lets `duration` pass, timer by timer.
    pub fn pass(&self, duration: Duration) {
        let end = self.browser.now.get().saturating_add(duration);
        self.settle();
        loop {
            let next = {
                let mut sleepers = self.browser.sleepers.borrow_mut();
                sleepers.retain(|sleeper| !sleeper.wake.is_canceled());
                let earliest =
                    sleepers.iter().enumerate().min_by_key(|(_, sleeper)| sleeper.until).map(|(index, _)| index);
                earliest.filter(|index| sleepers[*index].until <= end).map(|index| sleepers.remove(index))
            };
            let Some(Sleeper { until, wake }) = next else { break };
            self.browser.now.set(until.max(self.browser.now.get()));
            wake.send(()).unwrap_or_default();
            self.settle();
        }
        self.browser.now.set(end);
    }

    /// Starts `future` and runs it as far as it goes.
    pub fn begin<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> Begun<T> {
        self.begin_on(&self.tab, future)
    }

    /// Starts `future` on another page, and drops it when that page dies.
    pub fn begin_on<T: 'static>(&self, tab: &Tab, future: impl Future<Output = T> + 'static) -> Begun<T> {
        let outcome = Rc::new(RefCell::new(None));
        let slot = outcome.clone();
        tab.spawn(Box::pin(async move {
            let value = future.await;
            slot.replace(Some(value));
        }));
        self.settle();
        Begun(outcome)
    }

    /// Runs `future` to its end without time passing.
    pub fn run<T: 'static>(&self, future: impl Future<Output = T> + 'static) -> T {
        self.begin(future).outcome()
    }

    /// Starts to ask the first page for an authorization.
    pub fn authorize(&self) -> Begun<Result<Authorization, AuthorizationError>> {
        self.authorize_on(&self.manager)
    }

    /// Starts to ask another page for an authorization.
    pub fn authorize_on(&self, manager: &SessionManager) -> Begun<Result<Authorization, AuthorizationError>> {
        let manager = manager.clone();
        self.begin(async move { manager.authorize().await })
    }

    /// Starts to sign in on a page.
    pub fn sign_in_on(&self, client: &Client) -> Begun<Result<(), Error>> {
        let client = client.clone();
        self.begin(async move { client.sign_in(&credentials()).await })
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // A manager holds its tab, and the tab its manager.
        for tab in self.browser.tabs.take() {
            tab.manager.take();
        }
    }
}

fn open_page(browser: &Rc<Browser>, directus: &Directus) -> Page {
    let tab = Rc::new_cyclic(|this| Tab {
        number: browser.tabs.borrow().len(),
        attention: Cell::new(Attention::Idle),
        kept_here: Cell::default(),
        manager: RefCell::default(),
        inbox: RefCell::default(),
        is_asleep: Cell::default(),
        tasks: RefCell::default(),
        locks: RefCell::default(),
        this: this.clone(),
        browser: browser.clone(),
    });
    let manager = SessionManager::new(directus.clone(), tab.clone());
    tab.manager.replace(Some(manager.clone()));
    browser.tabs.borrow_mut().push(tab.clone());
    Page { client: Client::new(manager.clone()), manager, tab }
}

/// A message that shares token number `serial` of `user`, which is new.
pub fn share_token(world: &World, user: &str, serial: u32, origin: TokenOrigin) -> String {
    let sent_at = world.browser.wall();
    let usable_for = TOKEN_LIFE - RENEWED_BEFORE_END;
    Message::SharedToken(SharedToken { authorization: authorization(user, serial), usable_for, sent_at, origin })
        .to_string()
}

/// The session while `user` is signed in.
pub fn signed_in(user: &str) -> Session {
    Session::SignedIn { user: id(user) }
}

/// The hint while `user` is signed in.
pub fn remembered(user: &str) -> SessionHint {
    SessionHint::SignedIn(UserTag::from(&id(user)))
}

/// The hint once the session of `user` has ended without their doing.
pub fn ended(user: &str) -> SessionHint {
    SessionHint::Ended(UserTag::from(&id(user)))
}

/// A request for public content, as an app makes it.
pub fn public_pages() -> Request<Value> {
    Request::new(Method::Get, Credentials::Anonymous, &["items", "pages"])
}
