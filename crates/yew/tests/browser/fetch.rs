use std::time::Duration;

use js_sys::{Array, Function, Reflect};
use lychgate_directus::{
    Body, Cache, Cookies, FileForm, HttpRequest, HttpResponse, Method, Redirects, Transport, TransportError,
};
use lychgate_yew::browser::Fetch;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Request;

use super::support::{property, takes_longer_than, window};

const SHORT: Duration = Duration::from_millis(40);

fn get(url: &str) -> HttpRequest {
    HttpRequest {
        method: Method::Get,
        url: url.to_owned(),
        body: None,
        authorization: None,
        cookies: Cookies::Omit,
        cache: Cache::Default,
        keepalive: false,
        timeout: Duration::from_secs(20),
        redirects: Redirects::Follow,
    }
}

fn post() -> HttpRequest {
    HttpRequest {
        method: Method::Post,
        body: Some(Body::Json(r#"{"mode":"cookie"}"#.to_owned())),
        cookies: Cookies::Include,
        ..get("/auth/refresh")
    }
}

/// `fetch` replaced by `body`, a JavaScript function body; keeps the requests. The real one comes back with the drop.
struct Replaced {
    real: JsValue,
    requests: Array,
}

impl Replaced {
    fn new(body: &str) -> Self {
        let real = property(&window(), "fetch");
        let requests = Array::new();
        let replacement = Function::new_with_args(
            "requests",
            &format!("return async (request) => {{ requests.push(request); {body} }}"),
        );
        let replacement = replacement.call1(&JsValue::NULL, &requests).unwrap();
        Reflect::set(&window(), &"fetch".into(), &replacement).unwrap();
        Self { real, requests }
    }

    fn request(&self) -> Request {
        assert_eq!(self.requests.length(), 1);
        self.requests.get(0).unchecked_into()
    }

    fn is_aborted(&self) -> bool {
        property(&self.request(), "signal.aborted").is_truthy()
    }
}

impl Drop for Replaced {
    fn drop(&mut self) {
        Reflect::set(&window(), &"fetch".into(), &self.real).unwrap();
    }
}

const NEVER: &str = "return new Promise(() => {});";

async fn answer_of(body: &str) -> Result<HttpResponse, TransportError> {
    let _replaced = Replaced::new(body);
    Fetch.send(get("/items")).await
}

// -- Answers

#[wasm_bindgen_test]
async fn answer_comes_whole() {
    let answer = Fetch.send(get("data:application/json,%7B%22data%22%3A1%7D")).await;
    assert_eq!(answer, Ok(HttpResponse { status: 200, body: br#"{"data":1}"#.to_vec(), ..HttpResponse::default() }));
}

#[wasm_bindgen_test]
async fn refusal_is_an_answer_with_status_and_retry_after() {
    let answer = answer_of("return new Response('busy', { status: 429, headers: { 'Retry-After': '7' } });").await;
    assert_eq!(
        answer,
        Ok(HttpResponse { status: 429, retry_after: Some("7".to_owned()), body: b"busy".to_vec(), date: None })
    );
}

#[wasm_bindgen_test]
async fn retry_after_as_a_date_counts_from_the_servers_own_clock() {
    let date = "Tue, 01 Jul 2025 10:00:00 GMT";
    for (retry_after, seconds) in [
        ("Tue, 01 Jul 2025 10:01:30 GMT", Some("90")),
        ("Tuesday, 01-Jul-25 10:01:30 GMT", Some("90")),
        ("Tue, 01 Jul 2025 09:00:00 GMT", Some("0")),
        ("in a minute or so", None),
        ("", Some("")),
    ] {
        let headers = format!("headers: {{ 'Retry-After': '{retry_after}', Date: '{date}' }}");
        let answer = answer_of(&format!("return new Response('', {{ status: 503, {headers} }});")).await;
        assert_eq!(answer.unwrap().retry_after.as_deref(), seconds, "{retry_after}");
    }
    let answer =
        "return new Response('', { status: 503, headers: { 'Retry-After': 'Tue, 01 Jul 2025 10:01:30 GMT' } });";
    assert_eq!(answer_of(answer).await.unwrap().retry_after, None, "without the server's date");
}

#[wasm_bindgen_test]
async fn answer_without_content_has_an_empty_body() {
    let answer = answer_of("return new Response(null, { status: 204 });").await;
    assert_eq!(answer, Ok(HttpResponse { status: 204, ..HttpResponse::default() }));
}

#[wasm_bindgen_test]
async fn missing_server_is_a_network_error() {
    for url in ["http://127.0.0.1:1/", "https://nothing.invalid/", "blob:nothing"] {
        assert!(matches!(Fetch.send(get(url)).await, Err(TransportError::Network(_))), "{url}");
    }
}

#[wasm_bindgen_test]
async fn invalid_url_is_a_network_error() {
    assert!(matches!(Fetch.send(get("http://[")).await, Err(TransportError::Network(_))));
}

#[wasm_bindgen_test]
async fn body_that_breaks_off_is_a_network_error() {
    let body = "return new Response(new ReadableStream({ start(it) { it.enqueue(new Uint8Array([123])); it.error(new TypeError('cut')); } }));";
    assert!(matches!(answer_of(body).await, Err(TransportError::Network(_))));
}

// -- Requests

#[wasm_bindgen_test]
async fn post_is_json_and_carries_the_cookies() {
    let replaced = Replaced::new("return new Response('{}');");
    assert!(Fetch.send(post()).await.is_ok());
    let request = replaced.request();
    assert_eq!(request.method(), "POST");
    assert!(request.url().ends_with("/auth/refresh"));
    assert_eq!(property(&request, "credentials"), JsValue::from("include"));
    assert_eq!(request.headers().get("content-type").unwrap().as_deref(), Some("application/json"));
    assert_eq!(request.headers().get("accept").unwrap().as_deref(), Some("application/json"));
    assert_eq!(request.headers().get("authorization").unwrap(), None);
    let text = super::support::resolved(request.text().unwrap()).await;
    assert_eq!(text, JsValue::from(r#"{"mode":"cookie"}"#));
}

#[wasm_bindgen_test]
async fn request_as_the_user_carries_the_token_and_no_cookies() {
    let replaced = Replaced::new("return new Response('{}');");
    let authorization = Some("Bearer abc".to_owned());
    let request = HttpRequest { authorization, cache: Cache::NoStore, ..get("/users/me") };
    assert!(Fetch.send(request).await.is_ok());
    let request = replaced.request();
    assert_eq!(request.headers().get("authorization").unwrap().as_deref(), Some("Bearer abc"));
    assert_eq!(property(&request, "credentials"), JsValue::from("omit"));
    assert_eq!(property(&request, "cache"), JsValue::from("no-store"));
    assert_eq!(property(&request, "keepalive"), JsValue::FALSE);
    assert_eq!(request.headers().get("content-type").unwrap(), None);
}

#[wasm_bindgen_test]
async fn form_with_a_file_names_its_boundary_and_has_its_fields_before_the_file() {
    let replaced = Replaced::new("return new Response('{}');");
    let form = FileForm {
        fields: vec![("title".into(), "Ada".to_owned())],
        file_name: "picture.webp".to_owned(),
        media_type: "image/webp".to_owned(),
        bytes: [1, 2, 3].into(),
    };
    assert!(Fetch.send(HttpRequest { body: Some(Body::Form(form)), ..post() }).await.is_ok());
    let request = replaced.request();
    let media_type = request.headers().get("content-type").unwrap().unwrap();
    assert!(media_type.starts_with("multipart/form-data; boundary="), "{media_type}");
    let text = super::support::resolved(request.text().unwrap()).await.as_string().unwrap();
    let position = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} in {text}"));
    assert!(position("name=\"title\"") < position("name=\"file\"; filename=\"picture.webp\""));
    assert!(position("Content-Type: image/webp") < position("\u{1}\u{2}\u{3}"));
}

#[wasm_bindgen_test]
async fn redirect_that_is_not_to_be_followed_is_an_answer() {
    // As browsers make it of one; end to end, a server does.
    let replaced = Replaced::new("return { type: 'opaqueredirect', status: 0 };");
    let answer = Fetch.send(HttpRequest { redirects: Redirects::Manual, ..get("/verify") }).await;
    assert_eq!(answer.unwrap().status, HttpResponse::OPAQUE_REDIRECT);
    assert_eq!(property(&replaced.request(), "redirect"), JsValue::from("manual"));
}

#[wasm_bindgen_test]
async fn any_other_redirect_is_followed() {
    let replaced = Replaced::new("return new Response('{}');");
    assert!(Fetch.send(get("/items")).await.is_ok());
    assert_eq!(property(&replaced.request(), "redirect"), JsValue::from("follow"));
}

// -- Giving up

#[wasm_bindgen_test]
async fn request_is_aborted_after_its_timeout() {
    let replaced = Replaced::new(NEVER);
    let answer = Fetch.send(HttpRequest { timeout: SHORT, ..get("/items") }).await;
    assert_eq!(answer, Err(TransportError::TimedOut));
    assert!(replaced.is_aborted());
}

#[wasm_bindgen_test]
async fn body_is_given_up_after_the_timeout() {
    let _replaced = Replaced::new("return new Response(new ReadableStream({}));");
    assert_eq!(Fetch.send(HttpRequest { timeout: SHORT, ..get("/items") }).await, Err(TransportError::TimedOut));
}

#[wasm_bindgen_test]
async fn dropped_request_is_aborted() {
    let replaced = Replaced::new(NEVER);
    assert!(takes_longer_than(SHORT, Fetch.send(get("/items"))).await);
    assert!(replaced.is_aborted());
}

#[wasm_bindgen_test]
async fn keepalive_request_is_not_aborted_when_dropped() {
    let replaced = Replaced::new(NEVER);
    assert!(takes_longer_than(SHORT, Fetch.send(HttpRequest { keepalive: true, ..post() })).await);
    assert_eq!(property(&replaced.request(), "keepalive"), JsValue::TRUE);
    assert!(!replaced.is_aborted());
}

#[wasm_bindgen_test]
async fn keepalive_request_times_out_without_an_abort() {
    let replaced = Replaced::new(NEVER);
    let answer = Fetch.send(HttpRequest { keepalive: true, timeout: SHORT, ..post() }).await;
    assert_eq!(answer, Err(TransportError::TimedOut));
    assert!(!replaced.is_aborted());
}
