//! `localStorage` and `sessionStorage` for small notes that are no secrets. Where storage is blocked or full, reading finds nothing
//! and writing does nothing: no page depends on it.

use web_sys::Storage;

use crate::browser::window;

/// How long a note is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lifetime {
    /// Until it is removed, seen by every tab of this origin.
    Browser,
    /// As long as this tab, reloads included.
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

/// Whether notes are kept at all.
pub fn is_available(lifetime: Lifetime) -> bool {
    area(lifetime).is_some()
}

/// The note under `key`.
pub fn read(lifetime: Lifetime, key: &str) -> Option<String> {
    area(lifetime)?.get_item(key).ok().flatten() // Blocked storage reads as empty.
}

/// The keys of all notes that begin with `prefix`.
pub fn keys(lifetime: Lifetime, prefix: &str) -> Vec<String> {
    let Some(area) = area(lifetime) else { return Vec::new() };
    let all = 0..area.length().unwrap_or_default(); // Blocked storage reads as empty.
    all.filter_map(|index| area.key(index).ok().flatten()).filter(|key| key.starts_with(prefix)).collect() // As above.
}

/// Writes the note under `key`, or removes it.
pub fn write(lifetime: Lifetime, key: &str, value: Option<&str>) {
    if let Some(area) = area(lifetime) {
        let _ = match value {
            Some(value) => area.set_item(key, value), // Fails when the storage is full or blocked: then the note is lost.
            None => area.remove_item(key),
        };
    }
}
