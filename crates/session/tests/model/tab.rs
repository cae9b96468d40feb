//! A page: the real code of the session, with its own executor, and an environment that records everything the code learns.
//!
//! What the code does next is determined by what it has learnt so far. When no future of the page is left, all that it has learnt is in
//! the state of its manager, and the record is dropped.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    future::Future,
    hash::{DefaultHasher, Hash, Hasher},
    pin::Pin,
    rc::{Rc, Weak},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::Duration,
};

use lychgate_directus::{BaseUrl, Directus, HttpRequest, HttpResponse, SendFuture, Transport, TransportError};
use lychgate_session::{
    Client, Session, SessionManager, Subscription,
    environment::{Task, UserTag},
};

use crate::{
    browser::Browser,
    directus::{Failure, Kind, Reply, Who, answer},
};

/// What a page receives from the others.
#[derive(Clone)]
pub enum News {
    Said(String),
    /// Another page has changed the hint.
    Noted,
}

/// The state of a manager without futures, as far as it matters later. Times are absolute.
#[derive(Clone, Default)]
pub struct Facts {
    pub session: u64,
    /// When its token has to be renewed.
    pub renew_at: Option<Duration>,
    /// When its last failed refresh was sent, and what it knew then.
    pub failed: Option<(Duration, u64)>,
    /// How many logouts it has attempted.
    pub logout_attempts: u32,
    /// How often in a row Directus was unreachable.
    pub troubles: u32,
    pub next_retry: Option<Duration>,
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The number of a request, its kind, and its result.
type Heard = (u32, Kind, Result<Reply, Failure>);

pub struct Tab {
    pub number: u32,
    pub browser: Rc<Browser>,
    manager: RefCell<Option<SessionManager>>,
    subscription: RefCell<Option<Subscription>>,
    tasks: RefCell<Vec<Task>>,
    begun: RefCell<Vec<Task>>,
    flag: Arc<Flag>,
    /// By number.
    pub timers: RefCell<Vec<(u32, Duration)>>,
    timers_made: Cell<u32>,
    answers: RefCell<Vec<Heard>>,
    pub news: RefCell<VecDeque<News>>,
    pub is_asleep: Cell<bool>,
    pub is_dead: Cell<bool>,
    /// Callers that wait for an authorization.
    pub waiters: Cell<u32>,
    /// The state of a sign-in, see `World::look`, and whether its cookie has arrived.
    pub signing_in: Cell<u32>,
    pub has_login_arrived: Cell<bool>,
    /// Whose token the keeper was given last by this page.
    pub given_to_keeper: Cell<Option<UserTag>>,
    /// The answer of the keeper, once it is there.
    pub kept: RefCell<Option<Option<String>>>,
    /// What it has learnt since it last had no future, and when.
    past: RefCell<Vec<(Duration, u64)>>,
    before: RefCell<Facts>,
    pub facts: RefCell<Facts>,
    pub this: Weak<Self>,
}

impl Tab {
    pub fn open(browser: &Rc<Browser>, number: u32) -> Rc<Self> {
        let tab = Rc::new_cyclic(|this| Self {
            number,
            browser: browser.clone(),
            manager: RefCell::default(),
            subscription: RefCell::default(),
            tasks: RefCell::default(),
            begun: RefCell::default(),
            flag: Arc::new(Flag(AtomicBool::new(false))),
            timers: RefCell::default(),
            timers_made: Cell::default(),
            answers: RefCell::default(),
            news: RefCell::default(),
            is_asleep: Cell::default(),
            is_dead: Cell::default(),
            waiters: Cell::default(),
            signing_in: Cell::default(),
            has_login_arrived: Cell::default(),
            given_to_keeper: Cell::default(),
            kept: RefCell::default(),
            past: RefCell::default(),
            before: RefCell::default(),
            facts: RefCell::default(),
            this: Weak::clone(this),
        });
        let line = Rc::new(Line(Rc::downgrade(&tab)));
        let base = "/".parse::<BaseUrl>().unwrap();
        let manager = SessionManager::new(Directus::new(base, line).with_mode(browser.mode), tab.clone());
        let this = tab.this.clone();
        let subscription = manager.subscribe(move |session| {
            if let Some(tab) = this.upgrade().filter(|tab| !tab.is_dead.get()) {
                tab.changed(&session);
            }
        });
        tab.subscription.replace(Some(subscription));
        tab.manager.replace(Some(manager));
        tab
    }

    pub fn manager(&self) -> SessionManager {
        self.manager.borrow().clone().expect("the page is open")
    }

    pub fn client(&self) -> Client {
        Client::new(self.manager())
    }

    pub fn session(&self) -> Session {
        self.manager().session()
    }

    /// The owner of the page.
    pub fn owner(&self) -> Option<Who> {
        self.session().owner().map(|id| Who::of(id.as_str()))
    }

    fn changed(&self, session: &Session) {
        if !matches!(session, Session::Unreachable { .. }) {
            self.facts.borrow_mut().troubles = 0;
        }
        self.browser.session_changed(session);
    }

    /// Records what the code has learnt.
    pub fn learn(&self, what: impl Hash) {
        if !self.is_dead.get() {
            self.past.borrow_mut().push((self.browser.now.get(), hash_of(what)));
        }
    }

    pub fn begin(&self, task: Task) {
        self.begun.borrow_mut().push(task);
    }

    /// Runs its futures as far as they go.
    pub fn run(&self) {
        let waker = Waker::from(self.flag.clone());
        let mut context = Context::from_waker(&waker);
        loop {
            self.flag.0.store(false, Ordering::Relaxed);
            let mut tasks = self.tasks.take();
            tasks.append(&mut self.begun.borrow_mut());
            let before = tasks.len();
            tasks.retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
            let is_stable = tasks.len() == before && self.begun.borrow().is_empty();
            self.tasks.replace(tasks);
            if is_stable && !self.flag.0.load(Ordering::Relaxed) {
                break;
            }
        }
        if !self.is_dead.get() {
            self.note_facts();
        }
    }

    fn note_facts(&self) {
        let mut facts = self.facts.borrow_mut();
        let manager = self.manager();
        facts.session = hash_of_session(&manager.session());
        let now = self.browser.now.get();
        facts.next_retry = manager.next_retry().map(|left| now + left);
        if self.tasks.borrow().is_empty() {
            self.past.borrow_mut().clear();
            *self.before.borrow_mut() = facts.clone();
        }
    }

    /// Whether no future is left.
    pub fn is_quiet(&self) -> bool {
        self.tasks.borrow().is_empty()
    }

    pub fn on_message(&self, news: News) {
        match news {
            News::Said(text) => {
                self.browser.learn_message(self, &text);
                self.manager().on_message(&text);
            }
            News::Noted => {
                self.learn("noted");
                self.manager().on_resume();
            }
        }
        self.run();
    }

    /// An answer has come, or none will.
    pub fn answer(&self, number: u32, kind: Kind, answer: Result<Reply, Failure>) {
        self.answers.borrow_mut().push((number, kind, answer));
        if !self.is_asleep.get() {
            self.run();
        }
    }

    /// The earliest of its timers.
    pub fn due(&self) -> Option<Duration> {
        self.timers.borrow().iter().map(|(_, until)| *until).min()
    }

    /// Fires the timers that are due.
    pub fn ring(&self) {
        let now = self.browser.now.get();
        let due: Vec<_> =
            self.timers.borrow().iter().filter(|(_, until)| *until <= now).map(|(number, _)| *number).collect();
        self.timers.borrow_mut().retain(|(_, until)| *until > now);
        for number in due {
            self.learn(("timer", number));
        }
        self.run();
    }

    /// Ends the page in the middle of whatever it does. Its futures keep each other alive, so they are run to their end in a world in
    /// which everything is over, and which they cannot change.
    pub fn die(&self) {
        self.is_dead.set(true);
        self.browser.leave_lock(self.number);
        self.timers.borrow_mut().clear();
        self.run();
        self.subscription.take();
        self.manager.take();
    }

    pub fn timer(&self, duration: Duration) -> Timer {
        let number = self.timers_made.get() + 1;
        self.timers_made.set(number);
        if !self.is_dead.get() {
            self.timers.borrow_mut().push((number, self.browser.now.get().saturating_add(duration)));
        }
        Timer { tab: self.this.upgrade().expect("it is here"), number }
    }

    /// Hashes everything that determines what it will do, except for the messages in flight.
    pub fn hash(&self, state: &mut impl Hasher) {
        let now = self.browser.now.get();
        let left = |moment: Option<Duration>| moment.map(|moment| moment.saturating_sub(now));
        let ago = |moment: Duration| now.saturating_sub(moment);
        let is_quiet = self.is_quiet();
        for facts in [&*self.facts.borrow(), &*self.before.borrow()] {
            facts.session.hash(state);
            left(facts.renew_at).filter(|left| !left.is_zero()).hash(state);
            facts.failed.map(|(sent, known)| (ago(sent), known)).hash(state);
            (facts.logout_attempts, facts.troubles, left(facts.next_retry)).hash(state);
            if is_quiet {
                break;
            }
        }
        for (moment, what) in &*self.past.borrow() {
            (ago(*moment), what).hash(state);
        }
        let answers = self.answers.borrow();
        answers.iter().for_each(|(_, kind, answer)| (kind, answer).hash(state));
        for news in &*self.news.borrow() {
            match news {
                News::Said(text) => self.browser.hash_of_message(text).hash(state),
                News::Noted => 0_u64.hash(state),
            }
        }
        // Which is which follows from what it has learnt.
        let mut timers: Vec<_> = self.timers.borrow().iter().map(|(_, until)| until.saturating_sub(now)).collect();
        timers.sort_unstable();
        timers.hash(state);
        (self.is_asleep.get(), self.waiters.get(), self.signing_in.get(), self.has_login_arrived.get()).hash(state);
        self.given_to_keeper.get().map(|tag| tag.0).hash(state);
        let kept = self.kept.borrow();
        kept.as_ref().map(|kept| kept.as_ref().map(|kept| self.browser.hash_of_message(kept))).hash(state);
    }
}

/// Resolves when its time has come and the page is awake.
pub struct Timer {
    tab: Rc<Tab>,
    number: u32,
}

impl Timer {
    fn has_rung(&self) -> bool {
        !self.tab.timers.borrow().iter().any(|(number, _)| *number == self.number)
    }
}

impl Future for Timer {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<()> {
        if self.has_rung() { Poll::Ready(()) } else { Poll::Pending }
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.tab.timers.borrow_mut().retain(|(number, _)| *number != self.number);
    }
}

/// The transport of a page.
struct Line(Weak<Tab>);

impl Transport for Line {
    fn send(&self, request: HttpRequest) -> SendFuture {
        let Some(tab) = self.0.upgrade().filter(|tab| !tab.is_dead.get()) else {
            return Box::pin(async { Err(TransportError::Aborted) });
        };
        let number = tab.browser.wire.borrow_mut().send(&request, tab.number, tab.browser.now.get());
        Box::pin(Exchange { tab, number })
    }
}

struct Exchange {
    tab: Rc<Tab>,
    number: u32,
}

impl Future for Exchange {
    type Output = Result<HttpResponse, TransportError>;

    fn poll(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Self::Output> {
        let tab = &self.tab;
        if tab.is_dead.get() {
            return Poll::Ready(Err(TransportError::Aborted));
        }
        let mut answers = tab.answers.borrow_mut();
        let Some(index) = answers.iter().position(|(number, ..)| *number == self.number) else { return Poll::Pending };
        let (_, kind, reply) = answers.remove(index);
        tab.learn((kind, reply));
        if kind == Kind::Refresh {
            self.note_failure(reply);
        }
        Poll::Ready(reply.map(|reply| answer(reply, tab.browser.mode)).map_err(TransportError::from))
    }
}

impl Exchange {
    fn note_failure(&self, reply: Result<Reply, Failure>) {
        let mut facts = self.tab.facts.borrow_mut();
        if matches!(reply, Err(_) | Ok(Reply::Broken)) {
            facts.troubles += 1;
        }
        if reply == Err(Failure::Network) {
            let now = self.tab.browser.now.get();
            let past: Vec<_> = self.tab.past.borrow().iter().map(|(moment, what)| (now - *moment, *what)).collect();
            facts.failed = Some((now, hash_of((past, facts.failed.map(|(sent, known)| (now - sent, known))))));
        }
    }
}

pub fn hash_of(what: impl Hash) -> u64 {
    let mut state = DefaultHasher::new();
    what.hash(&mut state);
    state.finish()
}

fn hash_of_session(session: &Session) -> u64 {
    let user = session.owner().map(|id| Who::of(id.as_str()));
    match session {
        Session::Booting => hash_of(0),
        Session::SignedOut { reason } => hash_of((1, *reason as u8)),
        Session::SignedIn { .. } => hash_of((2, user)),
        Session::Expired { reason, .. } => hash_of((3, user, *reason as u8)),
        // The cause is for display only.
        Session::Unreachable { .. } => hash_of((4, user)),
    }
}
