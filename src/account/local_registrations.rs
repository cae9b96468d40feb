//! Which e-mail addresses were registered in this browser and wait for their confirmation.
//!
//! Directus keeps the *first* password that somebody registers an address with, whoever that was. Somebody who confirms an address that
//! was registered elsewhere may open a stranger's password with it. So the page of the link from the mail, and the sign-in form, look
//! here whether the user has chosen the password of the account themselves.
//!
//! This is a hint and grants nothing: somebody who forges it gains a sentence. It holds 32 bits of a hash of the address, and is gone with
//! the first sign-in, or after the seven days that the link works.

use std::time::Duration;

use lychgate_directus::BaseUrl;
use lychgate_session::environment::fnv1a;
use lychgate_yew::browser::{
    clock,
    storage::{self, Lifetime},
};

/// How long a hint is kept: as long as the link in the mail works, Directus' default of `EMAIL_VERIFICATION_TOKEN_TTL`.
const LIFETIME: Duration = Duration::from_hours(7 * 24);

/// Remembers that `email` was registered here.
pub fn remember(directus: &BaseUrl, email: &str) {
    remove_expired(directus);
    let until = (clock::wall() + LIFETIME).as_millis().to_string();
    storage::write(Lifetime::Browser, &key(directus, email), Some(&until));
}

/// Returns whether `email` was registered here and nobody has signed in with it since.
pub fn contains(directus: &BaseUrl, email: &str) -> bool {
    remove_expired(directus);
    storage::read(Lifetime::Browser, &key(directus, email)).is_some()
}

/// Forgets that `email` was registered here.
pub fn forget(directus: &BaseUrl, email: &str) {
    storage::write(Lifetime::Browser, &key(directus, email), None);
}

fn remove_expired(directus: &BaseUrl) {
    let now = clock::wall();
    for key in storage::keys(Lifetime::Browser, &prefix(directus)) {
        let until = storage::read(Lifetime::Browser, &key).and_then(|until| until.parse().ok()); // No number is none of ours.
        let until = Duration::from_millis(until.unwrap_or_default());
        // A wrong clock may have put it off.
        if until <= now || until > now + LIFETIME {
            storage::write(Lifetime::Browser, &key, None);
        }
    }
}

fn prefix(directus: &BaseUrl) -> String {
    format!("lychgate:{}:registered:", directus.as_str())
}

fn key(directus: &BaseUrl, email: &str) -> String {
    format!("{}{:08x}", prefix(directus), hash(email))
}

/// Returns the hash of an e-mail address. Directus does not tell capitals apart, so neither does this.
fn hash(email: &str) -> u32 {
    fnv1a(email.trim().bytes().map(|byte| byte.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::hash;

    #[test]
    fn hash_is_the_same_for_capitals_and_for_blanks_around_the_address() {
        assert_eq!(hash(" Ada@Example.com "), hash("ada@example.com"));
        assert_ne!(hash("ada@example.com"), hash("bda@example.com"));
    }
}
