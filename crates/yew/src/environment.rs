//! The browser as the environment of the session.

use std::{
    cell::{Cell, OnceCell, RefCell},
    future::Future,
    pin::Pin,
    time::Duration,
};

use lychgate_directus::BaseUrl;
use lychgate_session::{
    environment::{Attention, Environment, Lock, LockGuard, SessionHint, Task, UserTag, fnv1a},
    keeper::ASK,
    tabs::to_milliseconds,
};
use wasm_bindgen_futures::spawn_local;

use crate::browser::{
    activity,
    channel::Channel,
    clock, cookie, lock,
    storage::{self, Lifetime},
    worker,
};

/// An advertisement that is valid for longer than this was not written by this program.
const LONGEST_ADVERTISEMENT: Duration = Duration::from_hours(24);

/// How long the cookie lives that stands for the note of a pending refresh where `localStorage` is missing: longer than anything waits
/// for such a refresh.
const PENDING_COOKIE_MAX_AGE: Duration = Duration::from_secs(60);

/// A person counts as active for so long after they have used the page, or opened it.
const ACTIVE_FOR: Duration = Duration::from_secs(60);

/// The browser as the [`Environment`] of a session manager.
///
/// The names of its lock, its channel and its notes in `localStorage` carry the URL of Directus, so that two sites on
/// one origin stay apart. [`SessionProvider`](crate::SessionProvider) makes one; apps need it only to run a session
/// without the provider.
#[derive(Debug)]
pub struct BrowserEnvironment {
    lock_name: String,
    channel_name: String,
    hint_key: String,
    refresh_pending_key: String,
    refresh_pending_cookie: String,
    refresh_time_key: String,
    /// What the keys of all tabs' advertisements begin with.
    advertisement_prefix: String,
    /// Made when it is first used: rendering asks nothing of the browser, not even for chance.
    own_advertisement_key: OnceCell<String>,
    /// The hint of this page, where `localStorage` does not keep it.
    unsaved_hint: Cell<Option<SessionHint>>,
    /// When the page was last used, on the monotonic clock. That clock begins when the page is opened.
    last_activity: Cell<Duration>,
    /// None before [`open_channel`](Self::open_channel), and where the browser has none.
    channel: RefCell<Option<Channel>>,
}

impl BrowserEnvironment {
    /// Makes the environment of this page for the Directus at `directus`.
    pub fn new(directus: &BaseUrl) -> Self {
        // The words are older than the names here; tabs with an older build of the app know them.
        let name = |what: &str| format!("lychgate:{}:{what}", directus.as_str());
        Self {
            lock_name: name("session"),
            channel_name: name("tabs"),
            hint_key: name("memory"),
            refresh_pending_key: name("refresh-pending"),
            refresh_pending_cookie: format!("lychgate-{:08x}-refresh-pending", fnv1a(directus.as_str().bytes())),
            refresh_time_key: name("refresh-time"),
            own_advertisement_key: OnceCell::new(),
            advertisement_prefix: name("offer:"),
            unsaved_hint: Cell::new(None),
            last_activity: Cell::new(Duration::ZERO),
            channel: RefCell::new(None),
        }
    }

    /// Returns the key of the note in `localStorage` that changes when somebody signs in or out in another tab.
    pub(crate) fn hint_key(&self) -> &str {
        &self.hint_key
    }

    /// Calls `received` with the messages of other tabs until the channel is closed. Without an open channel nothing is
    /// posted either.
    pub(crate) fn open_channel(&self, received: impl Fn(&str) + 'static) {
        self.channel.replace(Channel::open(&self.channel_name, received));
    }

    pub(crate) fn close_channel(&self) {
        self.channel.take();
    }

    /// Notes that somebody has just used the page.
    pub(crate) fn note_activity(&self) {
        self.last_activity.set(clock::monotonic());
    }

    fn saved_hint(&self) -> SessionHint {
        let note = storage::read(Lifetime::Browser, &self.hint_key).unwrap_or_default();
        let (word, tag) = note.split_once(':').unwrap_or((&note, ""));
        match (word, u32::from_str_radix(tag, 16).map(UserTag)) {
            ("sign-out-unfinished", _) => SessionHint::LogoutPending,
            ("signed-out", _) => SessionHint::SignedOut,
            ("signed-in", Ok(user)) => SessionHint::SignedIn(user),
            ("ended", Ok(user)) => SessionHint::Ended(user),
            _ => SessionHint::Nothing,
        }
    }

    fn own_advertisement_key(&self) -> &str {
        self.own_advertisement_key.get_or_init(|| {
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number to tell tabs apart")]
            let tab = (clock::random() * f64::from(u32::MAX)) as u32;
            format!("{}{tab:08x}", self.advertisement_prefix)
        })
    }

    fn other_advertisements(&self) -> impl Iterator<Item = String> {
        let all = storage::keys(Lifetime::Browser, &self.advertisement_prefix);
        all.into_iter().filter(|key| *key != self.own_advertisement_key())
    }
}

fn read_time(key: &str) -> Option<Duration> {
    parse_time(&storage::read(Lifetime::Browser, key)?)
}

fn parse_time(note: &str) -> Option<Duration> {
    note.parse().ok().map(Duration::from_millis) // Another text is not ours.
}

fn write_time(key: &str, time: Option<Duration>) {
    storage::write(Lifetime::Browser, key, time.map(format_time).as_deref());
}

fn format_time(time: Duration) -> String {
    to_milliseconds(time).to_string()
}

impl Environment for BrowserEnvironment {
    fn now(&self) -> Duration {
        clock::monotonic()
    }

    fn wall(&self) -> Duration {
        clock::wall()
    }

    fn sleep(&self, duration: Duration) -> Task {
        Box::pin(clock::sleep(duration))
    }

    fn random(&self) -> f64 {
        clock::random()
    }

    fn spawn(&self, task: Task) {
        spawn_local(task);
    }

    fn attention(&self) -> Attention {
        if !activity::is_visible() {
            Attention::Hidden
        } else if clock::monotonic().saturating_sub(self.last_activity.get()) < ACTIVE_FOR {
            Attention::Active
        } else {
            Attention::Idle
        }
    }

    fn is_offline(&self) -> bool {
        activity::is_offline()
    }

    fn lock(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Lock>>> {
        let name = self.lock_name.clone();
        Box::pin(async move {
            match lock::acquire(&name, wait).await {
                lock::Acquired::Held { lock, after_another } => {
                    Lock::Acquired { guard: Box::new(lock) as LockGuard, after_another }
                }
                lock::Acquired::Missing => Lock::Unsupported,
                lock::Acquired::Taken => Lock::TimedOut,
            }
        })
    }

    fn hint(&self) -> SessionHint {
        self.unsaved_hint.get().unwrap_or_else(|| self.saved_hint())
    }

    fn is_hint_shared(&self) -> bool {
        storage::is_available(Lifetime::Browser)
    }

    fn set_hint(&self, hint: SessionHint) {
        let note = match hint {
            SessionHint::Nothing => None,
            SessionHint::SignedIn(UserTag(tag)) => Some(format!("signed-in:{tag:08x}")),
            SessionHint::Ended(UserTag(tag)) => Some(format!("ended:{tag:08x}")),
            SessionHint::LogoutPending => Some("sign-out-unfinished".to_owned()),
            SessionHint::SignedOut => Some("signed-out".to_owned()),
        };
        storage::write(Lifetime::Browser, &self.hint_key, note.as_deref());
        self.unsaved_hint.set((self.saved_hint() != hint).then_some(hint));
    }

    fn refresh_pending(&self) -> Option<Duration> {
        let age = |began: Duration| self.wall().saturating_sub(began);
        if self.is_hint_shared() {
            read_time(&self.refresh_pending_key).map(age)
        } else {
            // Without the cookie there may have been one all the same: the browser may keep no cookie of a script's.
            let noted = cookie::read(&self.refresh_pending_cookie).and_then(|note| parse_time(&note));
            Some(noted.map_or(Duration::MAX, age))
        }
    }

    fn set_refresh_pending(&self, age: Option<Duration>) {
        let began = age.map(|age| self.wall().saturating_sub(age));
        if self.is_hint_shared() {
            write_time(&self.refresh_pending_key, began);
        } else {
            cookie::write(&self.refresh_pending_cookie, began.map(format_time).as_deref(), PENDING_COOKIE_MAX_AGE);
        }
    }

    fn refresh_time(&self) -> Option<Duration> {
        read_time(&self.refresh_time_key)
    }

    fn set_refresh_time(&self, time: Duration) {
        write_time(&self.refresh_time_key, Some(time));
    }

    fn post(&self, message: &str) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.post(message);
        }
    }

    fn advertise_token(&self, until: Option<Duration>) {
        write_time(self.own_advertisement_key(), until);
    }

    fn is_token_advertised(&self) -> bool {
        let now = self.wall();
        // Without a channel no token can be received.
        self.channel.borrow().is_some()
            && self
                .other_advertisements()
                .filter_map(|key| read_time(&key))
                .any(|until| until > now && until < now + LONGEST_ADVERTISEMENT)
    }

    fn clear_advertisements(&self) {
        for key in self.other_advertisements() {
            storage::write(Lifetime::Browser, &key, None);
        }
    }

    fn tell_keeper(&self, message: &str) {
        worker::tell(&self.channel_name, message);
    }

    fn kept_token(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Option<String>>>> {
        let name = self.channel_name.clone();
        Box::pin(async move { worker::ask(&name, ASK, wait).await })
    }
}
