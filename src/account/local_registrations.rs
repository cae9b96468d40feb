//! Whether an address was registered in this browser: a hint, by which the page of the link from the mail, and the sign-in form, tell whether the
//! person themselves has chosen the password that the account has.
//!
//! Directus keeps the *first* password that somebody registers an address with, whoever that was. Who confirms an address that was registered
//! elsewhere may open somebody else's password with it.
//!
//! The hint grants nothing, and who forges it gains a sentence. It holds no address but 32 bits of a hash, and is gone with the
//! first sign-in, or after the seven days that the link works.

use std::time::Duration;

use lychgate_directus::BaseUrl;
use lychgate_yew::browser::{
    clock,
    storage::{self, Lifetime},
};

/// As long as the link in the mail: Directus' default of `EMAIL_VERIFICATION_TOKEN_TTL`.
const KEPT_FOR: Duration = Duration::from_hours(7 * 24);

/// Notes that `email` was registered here.
pub fn note(directus: &BaseUrl, email: &str) {
    forget_old(directus);
    let until = (clock::wall() + KEPT_FOR).as_millis().to_string();
    storage::write(Lifetime::Browser, &key(directus, email), Some(&until));
}

/// Whether `email` was registered here, and nobody has signed in with it since.
pub fn is_noted(directus: &BaseUrl, email: &str) -> bool {
    forget_old(directus);
    storage::read(Lifetime::Browser, &key(directus, email)).is_some()
}

/// Forgets that `email` was registered here.
pub fn forget(directus: &BaseUrl, email: &str) {
    storage::write(Lifetime::Browser, &key(directus, email), None);
}

fn forget_old(directus: &BaseUrl) {
    let now = clock::wall();
    for key in storage::keys(Lifetime::Browser, &prefix(directus)) {
        let until = storage::read(Lifetime::Browser, &key).and_then(|until| until.parse().ok()); // No number is none of ours.
        let until = Duration::from_millis(until.unwrap_or_default());
        // Also what a wrong clock has put off.
        if until <= now || until > now + KEPT_FOR {
            storage::write(Lifetime::Browser, &key, None);
        }
    }
}

fn prefix(directus: &BaseUrl) -> String {
    format!("lychgate:{}:registered:", directus.as_str())
}

fn key(directus: &BaseUrl, email: &str) -> String {
    format!("{}{:08x}", prefix(directus), tag(email))
}

/// The 32-bit FNV-1a hash of an address, in which Directus does not tell capitals apart.
fn tag(email: &str) -> u32 {
    let bytes = email.trim().bytes().map(|byte| byte.to_ascii_lowercase());
    bytes.fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::tag;

    #[test]
    fn an_address_is_the_same_in_capitals_and_with_blanks_around_it() {
        assert_eq!(tag(" Ada@Example.com "), tag("ada@example.com"));
        assert_ne!(tag("ada@example.com"), tag("bda@example.com"));
    }
}
