//! The browser as the world around the session.

use std::{
    cell::{Cell, OnceCell},
    future::Future,
    pin::Pin,
    rc::Rc,
    time::Duration,
};

use lychgate_directus::BaseUrl;
use lychgate_session::{
    environment::{Attention, Environment, Lock, LockGuard, SessionHint, Task, UserTag},
    tabs::to_milliseconds,
};
use wasm_bindgen_futures::spawn_local;

use crate::browser::{
    activity,
    channel::Channel,
    clock, lock,
    storage::{self, Lifetime},
};

/// A note for other tabs that holds longer than this is no note of this program.
const LONGEST_ADVERTISEMENT: Duration = Duration::from_hours(24);

/// Environment of this page. All names carry the Directus address, so that two sites on one origin keep apart.
pub struct BrowserEnvironment {
    lock: String,
    hint: String,
    /// What only this page remembers, where storage is blocked.
    kept_here: Cell<Option<SessionHint>>,
    pending: String,
    time: String,
    channel_name: String,
    channel: OnceCell<Option<Channel>>,
    /// What the notes of all tabs begin with that can hand over a token.
    advertisements: String,
    own_advertisement: String,
}

impl BrowserEnvironment {
    /// Makes the environment of this page for the Directus at `directus`.
    pub fn new(directus: &BaseUrl) -> Self {
        let name = |what: &str| format!("lychgate:{}:{what}", directus.as_str());
        let advertisements = name("offer:");
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number to tell tabs apart")]
        let tab = (clock::random() * f64::from(u32::MAX)) as u32;
        Self {
            lock: name("session"),
            hint: name("memory"),
            kept_here: Cell::new(None),
            pending: name("refresh-pending"),
            time: name("refresh-time"),
            channel_name: name("tabs"),
            channel: OnceCell::new(),
            own_advertisement: format!("{advertisements}{tab:08x}"),
            advertisements,
        }
    }

    /// The key of the note that other tabs change when somebody signs in or out.
    pub fn hint_key(&self) -> &str {
        &self.hint
    }

    /// Calls `heard` with what other tabs say, for as long as the ports are there. Once.
    pub fn listen(self: &Rc<Self>, heard: impl Fn(&str) + 'static) {
        self.channel.get_or_init(|| Channel::open(&self.channel_name, heard));
    }

    fn stored(&self) -> SessionHint {
        let note = storage::read(Lifetime::Browser, &self.hint).unwrap_or_default();
        match (note.as_str(), note.strip_prefix("signed-in:")) {
            ("sign-out-unfinished", _) => SessionHint::LogoutPending,
            ("signed-out", _) => SessionHint::SignedOut,
            (_, Some(tag)) => {
                u32::from_str_radix(tag, 16).map_or(SessionHint::Nothing, |tag| SessionHint::SignedIn(UserTag(tag)))
            }
            _ => SessionHint::Nothing,
        }
    }

    fn other_advertisements(&self) -> impl Iterator<Item = String> {
        storage::keys(Lifetime::Browser, &self.advertisements).into_iter().filter(|key| *key != self.own_advertisement)
    }
}

fn read_time(key: &str) -> Option<Duration> {
    storage::read(Lifetime::Browser, key)?.parse().ok().map(Duration::from_millis) // Not ours, then.
}

fn write_time(key: &str, time: Option<Duration>) {
    let note = time.map(|time| to_milliseconds(time).to_string());
    storage::write(Lifetime::Browser, key, note.as_deref());
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
        match (activity::is_visible(), activity::is_used()) {
            (false, _) => Attention::Hidden,
            (true, false) => Attention::Idle,
            (true, true) => Attention::Active,
        }
    }

    fn is_offline(&self) -> bool {
        activity::is_offline()
    }

    fn lock(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Lock>>> {
        let name = self.lock.clone();
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
        self.kept_here.get().unwrap_or_else(|| self.stored())
    }

    fn is_hint_shared(&self) -> bool {
        storage::is_available(Lifetime::Browser)
    }

    fn set_hint(&self, memory: SessionHint) {
        let note = match memory {
            SessionHint::Nothing => None,
            SessionHint::SignedIn(UserTag(tag)) => Some(format!("signed-in:{tag:08x}")),
            SessionHint::LogoutPending => Some("sign-out-unfinished".to_owned()),
            SessionHint::SignedOut => Some("signed-out".to_owned()),
        };
        storage::write(Lifetime::Browser, &self.hint, note.as_deref());
        self.kept_here.set((self.stored() != memory).then_some(memory));
    }

    fn refresh_pending(&self) -> Option<Duration> {
        if !self.is_hint_shared() {
            return Some(Duration::MAX);
        }
        read_time(&self.pending).map(|began| self.wall().saturating_sub(began))
    }

    fn set_refresh_pending(&self, age: Option<Duration>) {
        write_time(&self.pending, age.map(|age| self.wall().saturating_sub(age)));
    }

    fn refresh_time(&self) -> Option<Duration> {
        read_time(&self.time)
    }

    fn set_refresh_time(&self, time: Duration) {
        write_time(&self.time, Some(time));
    }

    fn post(&self, message: &str) {
        if let Some(Some(channel)) = self.channel.get() {
            channel.say(message);
        }
    }

    fn advertise_token(&self, until: Option<Duration>) {
        write_time(&self.own_advertisement, until);
    }

    fn is_token_advertised(&self) -> bool {
        let now = self.wall();
        // Without a channel nothing can be handed over.
        matches!(self.channel.get(), Some(Some(_)))
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
}
