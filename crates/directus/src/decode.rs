//! From an answer on the wire to a value or an error: a pure function of status, header and bytes.
//!
//! The endpoints of this crate read their answers by hand from a JSON tree: what serde's derive makes for as many types takes
//! a fifth of the whole app's room in WebAssembly. Other people's types come by `Deserialize`, see
//! [`Request::new`](super::Request::new).

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{ApiError, Error, ErrorCode, HttpResponse, Redirects};

/// Makes a value of the whole JSON of a success (a 204 is `null`); `None` when it is not of the endpoint's form.
pub type Reader<T> = fn(&Value) -> Option<T>;

/// Reads `response`, a success by `reader`.
///
/// # Errors
///
/// [`Error::Rejected`] for any status but 2xx, [`Error::Undecodable`] for a success of another form.
pub fn decode<T>(response: &HttpResponse, reader: Reader<T>) -> Result<T, Error> {
    if !(200..300).contains(&response.status) {
        return Err(rejection(response));
    }
    read(response, reader)
}

/// Lets a success through: where redirects are not followed, these too.
pub(crate) fn accept(response: HttpResponse, redirects: Redirects) -> Result<HttpResponse, Error> {
    let successes = if redirects == Redirects::Stop { 200..400 } else { 200..300 };
    if successes.contains(&response.status) { Ok(response) } else { Err(rejection(&response)) }
}

/// Reads the body of a success.
pub fn read<T>(response: &HttpResponse, reader: Reader<T>) -> Result<T, Error> {
    let undecodable = |reason| Error::Undecodable { status: response.status, reason };
    let answer = json(&response.body).ok_or_else(|| undecodable("it is no JSON"))?;
    reader(&answer).ok_or_else(|| undecodable("something in it is missing, or of another type"))
}

fn json(body: &[u8]) -> Option<Value> {
    if body.is_empty() { Some(Value::Null) } else { serde_json::from_slice(body).ok() }
}

fn rejection(response: &HttpResponse) -> Error {
    let answer = json(&response.body).unwrap_or_default();
    let errors = answer.get("errors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    Error::Rejected {
        status: response.status,
        errors: errors.iter().map(api_error).collect(),
        retry_after: retry_after(response),
    }
}

fn api_error(error: &Value) -> ApiError {
    let extension = |key| error.get("extensions").and_then(|extensions| string_field(extensions, key));
    ApiError {
        code: ErrorCode::from(extension("code").unwrap_or_default().as_str()),
        field: extension("field"),
        rule: extension("type"),
        message: string_field(error, "message").unwrap_or_default(),
    }
}

/// `Retry-After` in either of its forms: seconds, as Directus sends it, or a date, as proxies do. A date counts from the
/// answer's own `Date`: the clock of this device may be wrong.
fn retry_after(response: &HttpResponse) -> Option<Duration> {
    let value = response.retry_after.as_deref()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX))); // More digits than there are seconds.
    }
    let date = |text: &str| httpdate::parse_http_date(text).ok(); // As good as no header.
    let (until, now) = (date(value)?, date(response.date.as_deref()?)?);
    Some(until.duration_since(now).unwrap_or_default()) // In the past means now.
}

/// Returns the text under `key` of a JSON object; `None` where there is none.
pub fn string_field(object: &Value, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(str::to_owned)
}

/// Reads the `data` of Directus' envelope.
pub(super) fn data<T: DeserializeOwned>(answer: &Value) -> Option<T> {
    let data = if answer.is_null() { answer } else { answer.get("data")? };
    T::deserialize(data).ok() // Which part did not fit is no news to a person.
}
