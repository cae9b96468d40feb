//! `fetch` as the transport of the Directus client.

use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use gloo_net::http;
use js_sys::{JsString, Reflect};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, Headers, RequestCredentials, RequestInit};

use super::clock::sleep;
use crate::directus::{Cookies, HttpRequest, HttpResponse, SendFuture, Transport, TransportError};

/// The browser's `fetch`.
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
    let response = http::Request::from(build(request, abort)?).send().await.map_err(|error| broken(&error))?;
    Ok(HttpResponse {
        status: response.status(),
        retry_after: response.headers().get("retry-after"),
        date: response.headers().get("date"),
        body: response.binary().await.map_err(|error| broken(&error))?,
    })
}

/// gloo-net's builder has no `keepalive`, so the request is built by hand and handed to it.
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
    if let Some(body) = &request.body {
        headers.set("Content-Type", "application/json").map_err(refused)?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    if request.keepalive {
        // Not tied to the signal: a kept-alive request is there to outlive whoever asked.
        Reflect::set(&init, &JsString::from("keepalive"), &JsValue::TRUE).map_err(refused)?;
    } else {
        init.set_signal(Some(&abort.0.signal()));
    }
    web_sys::Request::new_with_str_and_init(&request.url, &init).map_err(refused)
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

fn broken(error: &gloo_net::Error) -> TransportError {
    match error {
        gloo_net::Error::JsError(error) if error.name == "AbortError" => TransportError::Aborted,
        error => TransportError::Network(error.to_string()),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "the form that map_err wants")]
fn refused(error: JsValue) -> TransportError {
    drop(error); // Says no more than its name to a person, and printing it costs more than it tells.
    TransportError::Network("the browser refused the request".to_owned())
}
