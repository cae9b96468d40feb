//! `fetch` as the transport of the Directus client.

use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use gloo_net::http;
use js_sys::{Array, Date, JsString, Reflect, Uint8Array};
use lychgate_directus::{
    Body, Cache, Cookies, FileForm, HttpRequest, HttpResponse, Redirects, SendFuture, Transport, TransportError,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, Blob, BlobPropertyBag, FormData, Headers, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, ResponseType,
};

use super::{clock::sleep, window};

/// The browser's `fetch` as a [`Transport`]. [`SessionProvider`](crate::SessionProvider) uses it; so can an app that
/// needs no session:
///
/// ```no_run
/// use std::rc::Rc;
///
/// use lychgate_directus::{Directus, server};
/// use lychgate_yew::browser::Fetch;
///
/// # async fn name() -> Result<(), Box<dyn std::error::Error>> {
/// let directus = Directus::new("https://directus.example".parse()?, Rc::new(Fetch));
/// let project = directus.send(&server::info(), None).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Fetch;

impl Transport for Fetch {
    fn send(&self, request: HttpRequest) -> SendFuture {
        Box::pin(send(request))
    }
}

async fn send(request: HttpRequest) -> Result<HttpResponse, TransportError> {
    let abort = AbortOnDrop::new()?;
    let timeout: Duration = request.timeout;
    let exchange = pin!(exchange(&request, &abort));
    match select(exchange, pin!(sleep(timeout))).await {
        Either::Left((answer, _)) => answer,
        Either::Right(((), _)) => Err(TransportError::TimedOut),
    }
}

async fn exchange(request: &HttpRequest, abort: &AbortOnDrop) -> Result<HttpResponse, TransportError> {
    let again = RequestInit::new();
    if request.keepalive {
        // Firefox heeds it here alone, and cancels the request with its page otherwise.
        keep_alive(&again)?;
    }
    let fetched = window().fetch_with_request_and_init(&build(request, abort)?, &again);
    let response: web_sys::Response = JsFuture::from(fetched).await.map_err(failed)?.unchecked_into();
    if response.type_() == ResponseType::Opaqueredirect {
        return Ok(HttpResponse { status: HttpResponse::OPAQUE_REDIRECT, ..HttpResponse::default() });
    }
    let response = http::Response::from(response);
    Ok(HttpResponse {
        status: response.status(),
        retry_after: retry_after(&response.headers()),
        date: None, // retry_after needs none.
        body: response.binary().await.map_err(|error| TransportError::Network(error.to_string()))?,
    })
}

/// Returns `Retry-After` in seconds. A date counts from the answer's own `Date`: the clock of this device may be wrong.
fn retry_after(headers: &http::Headers) -> Option<String> {
    let value = headers.get("retry-after")?;
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value);
    }
    let seconds = (Date::parse(&value) - Date::parse(&headers.get("date")?)) / 1000.0;
    (!seconds.is_nan()).then(|| (seconds as u32).to_string()) // A date in the past is 0: now.
}

fn keep_alive(init: &RequestInit) -> Result<(), TransportError> {
    Reflect::set(init, &JsString::from("keepalive"), &JsValue::TRUE).map(drop).map_err(refused)
}

/// gloo-net's builder has no `keepalive`, so the request is built by hand.
fn build(request: &HttpRequest, abort: &AbortOnDrop) -> Result<web_sys::Request, TransportError> {
    let headers = Headers::new().map_err(refused)?;
    headers.set("Accept", "application/json").map_err(refused)?;
    if let Some(authorization) = &request.authorization {
        headers.set("Authorization", authorization).map_err(refused)?;
    }
    let init = RequestInit::new();
    init.set_method(request.method.as_str());
    init.set_credentials(match request.cookies {
        Cookies::Omit => RequestCredentials::Omit,
        Cookies::Include => RequestCredentials::Include,
    });
    if request.cache == Cache::NoStore {
        init.set_cache(RequestCache::NoStore);
    }
    if request.redirects == Redirects::Manual {
        init.set_redirect(RequestRedirect::Manual);
    }
    match &request.body {
        Some(Body::Json(text)) => {
            headers.set("Content-Type", "application/json").map_err(refused)?;
            init.set_body(&JsValue::from_str(text));
        }
        // The browser says itself what type this is: that names the boundary.
        Some(Body::Form(form)) => init.set_body(&form_data(form)?.into()),
        None => {}
    }
    init.set_headers(&headers);
    if request.keepalive {
        // Not tied to the signal: a kept-alive request is there to outlive whoever asked.
        keep_alive(&init)?;
    } else {
        init.set_signal(Some(&abort.0.signal()));
    }
    web_sys::Request::new_with_str_and_init(&request.url, &init).map_err(refused)
}

fn form_data(form: &FileForm) -> Result<FormData, TransportError> {
    let data = FormData::new().map_err(refused)?;
    for (name, value) in &form.fields {
        data.append_with_str(name, value).map_err(refused)?;
    }
    let file = blob(&form.bytes, &form.media_type).ok_or_else(|| refused(JsValue::NULL))?;
    data.append_with_blob_and_filename("file", &file, &form.file_name).map_err(refused)?;
    Ok(data)
}

/// Returns `bytes` as a file of the browser; `None` where it has no room for them. `media_type` is such as
/// `image/webp`.
pub fn blob(bytes: &[u8], media_type: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok() // Out of memory.
}

/// Aborts the request when its future is dropped or done; after the answer this changes nothing.
#[must_use]
struct AbortOnDrop(AbortController);

impl AbortOnDrop {
    fn new() -> Result<Self, TransportError> {
        AbortController::new().map(Self).map_err(refused)
    }
}

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Whoever aborts a request is not there any more to be told so: what fails, fails on the way.
fn failed(error: JsValue) -> TransportError {
    TransportError::Network(
        error.dyn_into::<js_sys::Error>().map_or_else(|_| String::new(), |error| error.message().into()),
    )
}

#[allow(clippy::needless_pass_by_value, reason = "the form that map_err wants")]
fn refused(error: JsValue) -> TransportError {
    drop(error); // Says no more than its name to a person, and printing it costs more than it tells.
    TransportError::Network("the browser refused the request".to_owned())
}
