//! From an answer to a value or an error: pure functions of status, headers and body.
//!
//! The endpoints of this crate decode their answers by hand from a JSON tree: what serde's derive makes for as many types takes
//! a fifth of the site's WebAssembly. An app's own types come by `Deserialize`, see [`Request::new`](crate::Request::new).

use std::time::Duration;

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{ApiError, Error, ErrorCode, HttpResponse, Redirects, error::UNEXPECTED_SHAPE};

/// Makes a value of the whole JSON body of a success; an empty body (204) is `null`. Returns `None` when the JSON does not have the
/// shape of the endpoint.
pub type Decoder<T> = fn(&Value) -> Option<T>;

/// Decodes `response`: a success by `decoder`, anything else as an error of Directus.
///
/// # Errors
///
/// Returns [`Error::Rejected`] for any status but 2xx, and [`Error::Undecodable`] for a success of another shape.
pub fn decode<T>(response: &HttpResponse, decoder: Decoder<T>) -> Result<T, Error> {
    if !(200..300).contains(&response.status) {
        return Err(rejection(response));
    }
    decode_body(response, decoder)
}

/// Returns `response` if its status is a success, which a redirect is where redirects are not followed.
pub(crate) fn error_for_status(response: HttpResponse, redirects: Redirects) -> Result<HttpResponse, Error> {
    let successes = if redirects == Redirects::Manual { 200..400 } else { 200..300 };
    if successes.contains(&response.status) { Ok(response) } else { Err(rejection(&response)) }
}

/// Decodes the body of a success, whatever the status. Use it on what
/// [`Directus::execute`](crate::Directus::execute) returns.
///
/// # Errors
///
/// Returns [`Error::Undecodable`] when the body is not JSON, or JSON of another shape.
pub fn decode_body<T>(response: &HttpResponse, decoder: Decoder<T>) -> Result<T, Error> {
    let undecodable = Error::Undecodable { status: response.status, reason: UNEXPECTED_SHAPE };
    decoder(&body_json(response)?).ok_or(undecodable)
}

/// Parses the body of a success, whatever the status, for callers that decode it later; an empty body is `null`.
///
/// # Errors
///
/// Returns [`Error::Undecodable`] when the body is not JSON.
pub fn body_json(response: &HttpResponse) -> Result<Value, Error> {
    json(&response.body).ok_or(Error::Undecodable { status: response.status, reason: "it is not JSON" })
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

/// `Retry-After` in either of its forms (RFC 9110, section 10.2.3): seconds, as Directus sends it, or a date, as proxies do. A date
/// counts from the answer's own `Date`: the clock of this device may be wrong.
fn retry_after(response: &HttpResponse) -> Option<Duration> {
    let value = response.retry_after.as_deref()?.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(value.parse().unwrap_or(u64::MAX))); // More digits than there are seconds.
    }
    seconds_between_dates(response.date.as_deref()?, value)
}

#[cfg(feature = "httpdate")]
fn seconds_between_dates(now: &str, until: &str) -> Option<Duration> {
    let date = |text: &str| httpdate::parse_http_date(text).ok(); // As good as no header.
    Some(date(until)?.duration_since(date(now)?).unwrap_or_default()) // In the past means now.
}

/// The transport turns dates into seconds.
#[cfg(not(feature = "httpdate"))]
fn seconds_between_dates(_: &str, _: &str) -> Option<Duration> {
    None
}

/// Returns the text under `key` of a JSON object, or `None` when there is none. For [`Decoder`]s.
///
/// ```
/// use lychgate_directus::string_field;
///
/// let post = serde_json::json!({ "title": "Spring", "views": 7 });
/// assert_eq!(string_field(&post, "title").as_deref(), Some("Spring"));
/// assert_eq!(string_field(&post, "views"), None);
/// ```
pub fn string_field(object: &Value, key: &str) -> Option<String> {
    object.get(key)?.as_str().map(str::to_owned)
}

/// Decodes the `data` of Directus' envelope.
pub(crate) fn data<T: DeserializeOwned>(answer: &Value) -> Option<T> {
    let data = if answer.is_null() { answer } else { answer.get("data")? };
    T::deserialize(data).ok() // The reason may quote a value, which does not belong into an error.
}
