//! `localStorage` and `sessionStorage` for small notes that are no secrets.
//!
//! Where storage is blocked or full, reading finds nothing and writing does nothing: no page depends on it.
//!
//! ```no_run
//! use lychgate_yew::browser::storage::{self, Lifetime};
//!
//! storage::write(Lifetime::Browser, "theme", Some("dark"));
//! assert_eq!(storage::read(Lifetime::Browser, "theme").as_deref(), Some("dark"));
//! ```

use web_sys::Storage;

use super::window;

/// How long a note is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Until it is removed; every tab of this origin sees it (`localStorage`).
    Browser,
    /// As long as this tab, reloads included (`sessionStorage`).
    Tab,
}

fn area(lifetime: Lifetime) -> Option<Storage> {
    match lifetime {
        Lifetime::Browser => window().local_storage(),
        Lifetime::Tab => window().session_storage(),
    }
    .ok() // An error here is the browser's word that storage is blocked.
    .flatten()
}

/// Returns whether notes are kept at all.
pub fn is_available(lifetime: Lifetime) -> bool {
    area(lifetime).is_some()
}

/// Returns the note under `key`.
pub fn read(lifetime: Lifetime, key: &str) -> Option<String> {
    area(lifetime)?.get_item(key).ok().flatten() // Blocked storage reads as empty.
}

/// Returns the keys of all notes that begin with `prefix`.
pub fn keys(lifetime: Lifetime, prefix: &str) -> Vec<String> {
    let Some(area) = area(lifetime) else { return Vec::new() };
    let all = 0..area.length().unwrap_or_default(); // Blocked storage reads as empty.
    all.filter_map(|index| area.key(index).ok().flatten()).filter(|key| key.starts_with(prefix)).collect() // As above.
}

/// Writes `value` under `key`, or removes the note.
pub fn write(lifetime: Lifetime, key: &str, value: Option<&str>) {
    if let Some(area) = area(lifetime) {
        let _ = match value {
            // Fails when the storage is full or blocked: then the note is lost.
            Some(value) => area.set_item(key, value),
            None => area.remove_item(key),
        };
    }
}
