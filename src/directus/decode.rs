//! From an answer on the wire to a value or an error: a pure function of status, header and bytes.

use std::{fmt, marker::PhantomData, time::Duration};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, MapAccess, Visitor},
};

use super::{
    HttpResponse,
    error::{Error, ErrorBody},
};

/// Reads `response`, the body of a success by `read`.
///
/// # Errors
///
/// [`Error::Rejected`] for any status but 2xx, [`Error::Undecodable`] for a success of another form.
pub fn decode<T>(response: &HttpResponse, read: fn(&[u8]) -> serde_json::Result<T>) -> Result<T, Error> {
    self::read(&accept(response.clone())?, read)
}

/// Lets a success through.
pub(crate) fn accept(response: HttpResponse) -> Result<HttpResponse, Error> {
    if (200..300).contains(&response.status) {
        return Ok(response);
    }
    Err(Error::Rejected {
        status: response.status,
        errors: serde_json::from_slice::<ErrorBody>(&response.body).map(Vec::from).unwrap_or_default(),
        retry_after: response.retry_after.as_deref().and_then(seconds),
    })
}

/// Reads the body of a success.
pub(crate) fn read<T>(response: &HttpResponse, read: fn(&[u8]) -> serde_json::Result<T>) -> Result<T, Error> {
    read(&response.body).map_err(|error| Error::Undecodable { status: response.status, reason: position(&error) })
}

/// The `data` of Directus' envelope; an empty body (204) reads as `null`.
pub(super) fn data<T: DeserializeOwned>(body: &[u8]) -> serde_json::Result<T> {
    #[derive(Deserialize)]
    struct Envelope<T> {
        data: T,
    }
    if body.is_empty() {
        return serde_json::from_slice(b"null");
    }
    serde_json::from_slice::<Envelope<T>>(body).map(|envelope| envelope.data)
}

/// Where reading went wrong, without a word of the text itself: that may hold anything.
fn position(error: &serde_json::Error) -> String {
    format!("{:?} at line {} column {}", error.classify(), error.line(), error.column())
}

/// `Retry-After` in whole seconds, the form that Directus sends.
fn seconds(value: &str) -> Option<Duration> {
    value.trim().parse().ok().map(Duration::from_secs)
}

/// A JSON object with keys that are not known beforehand, in its own order. The objects here are small: a search from
/// front to back is as fast as a hash map, and far smaller in WebAssembly.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Entries<V>(Vec<(String, V)>);

impl<V> Entries<V> {
    /// The value under `key`.
    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

impl<V> Default for Entries<V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Entries<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor<V>(PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for ObjectVisitor<V> {
            type Value = Entries<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = object.next_entry()? {
                    entries.push(entry);
                }
                Ok(Entries(entries))
            }
        }

        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}
