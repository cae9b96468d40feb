//! From an answer on the wire to a value or an error: a pure function of status, header and bytes.

use std::time::Duration;

use serde::{Deserialize, de::DeserializeOwned};

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
    if !(200..300).contains(&response.status) {
        return Err(Error::Rejected {
            status: response.status,
            errors: serde_json::from_slice::<ErrorBody>(&response.body).map(Vec::from).unwrap_or_default(),
            retry_after: response.retry_after.as_deref().and_then(seconds),
        });
    }
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
