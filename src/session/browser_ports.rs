//! The browser as the world around the session.

use std::{cell::Cell, future::Future, pin::Pin, time::Duration};

use wasm_bindgen_futures::spawn_local;

use super::ports::{Held, Memory, Ports, Task};
use crate::{
    browser::{
        clock, lock,
        storage::{self, Lifetime},
    },
    directus::BaseUrl,
};

/// Ports of this page. All names carry the Directus address, so that two sites on one origin keep apart.
pub struct BrowserPorts {
    lock: String,
    memory: String,
    /// What only this page remembers, where storage is blocked.
    kept_here: Cell<Option<Memory>>,
    pending: String,
}

impl BrowserPorts {
    pub fn new(directus: &BaseUrl) -> Self {
        let name = |what: &str| format!("lychgate:{}:{what}", directus.as_str());
        Self {
            lock: name("session"),
            memory: name("memory"),
            kept_here: Cell::new(None),
            pending: name("refresh-pending"),
        }
    }

    fn stored(&self) -> Memory {
        match storage::read(Lifetime::Browser, &self.memory).as_deref() {
            Some("signed-in") => Memory::SignedIn,
            Some("sign-out-unfinished") => Memory::SignOutUnfinished,
            Some(_) | None => Memory::Nothing,
        }
    }
}

impl Ports for BrowserPorts {
    fn now(&self) -> Duration {
        clock::monotonic()
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

    fn lock(&self, wait: Duration) -> Pin<Box<dyn Future<Output = Option<Held>>>> {
        let name = self.lock.clone();
        Box::pin(async move { lock::acquire(&name, wait).await.map(|lock| Box::new(lock) as Held) })
    }

    fn memory(&self) -> Memory {
        self.kept_here.get().unwrap_or_else(|| self.stored())
    }

    fn remember(&self, memory: Memory) {
        let text = match memory {
            Memory::Nothing => None,
            Memory::SignedIn => Some("signed-in"),
            Memory::SignOutUnfinished => Some("sign-out-unfinished"),
        };
        storage::write(Lifetime::Browser, &self.memory, text);
        self.kept_here.set((self.stored() != memory).then_some(memory));
    }

    fn refresh_pending(&self) -> bool {
        storage::read(Lifetime::Browser, &self.pending).is_some()
    }

    fn set_refresh_pending(&self, pending: bool) {
        storage::write(Lifetime::Browser, &self.pending, pending.then_some("1"));
    }
}
