//! Lists the titles of a public collection, over a blocking HTTP client.
//!
//! ```sh
//! cargo run -p lychgate-directus --example list_posts -- http://localhost:8055 posts
//! ```
//!
//! The collection needs a field `title` that the Public policy may read. The HTTP client is built without TLS here, so it takes `http` URLs.

#[cfg(not(target_arch = "wasm32"))]
mod native {
    use std::{env, error, io::Write, rc::Rc};

    use lychgate_directus::{
        BaseUrl, Body, Credentials, Directus, Error, HttpRequest, HttpResponse, Redirects, SendFuture, Transport,
        TransportError,
        items::{self, Listing, Query},
    };
    use serde::Deserialize;
    use ureq::{Agent, RequestExt, http};

    /// Sends requests with ureq. It stores no cookies, which is enough for requests without credentials or with a token.
    struct Ureq;

    impl Transport for Ureq {
        fn send(&self, request: HttpRequest) -> SendFuture {
            Box::pin(async move { send(&request) }) // Blocks; another HTTP client would await here.
        }
    }

    fn send(request: &HttpRequest) -> Result<HttpResponse, TransportError> {
        let network = |error: http::Error| TransportError::Network(error.to_string());
        let mut builder = http::Request::builder().method(request.method.as_str()).uri(&request.url);
        if let Some(authorization) = &request.authorization {
            builder = builder.header("Authorization", authorization);
        }
        let body = match &request.body {
            None => String::new(),
            Some(Body::Json(json)) => {
                builder = builder.header("Content-Type", "application/json");
                json.clone()
            }
            Some(Body::Form(_)) => return Err(TransportError::Network("this example uploads no files".to_owned())),
        };
        let redirects = if request.redirects == Redirects::Manual { 0 } else { 10 };
        let sent = builder
            .body(body)
            .map_err(network)?
            .with_agent(Agent::new_with_defaults())
            .configure()
            .http_status_as_error(false) // Every answer is an answer.
            .max_redirects(redirects)
            .max_redirects_will_error(false)
            .timeout_global(Some(request.timeout))
            .run();
        let failed = |error: ureq::Error| match error {
            ureq::Error::Timeout(_) => TransportError::TimedOut,
            error => TransportError::Network(error.to_string()),
        };
        let mut response = sent.map_err(failed)?;
        let header = |name| Some(response.headers().get(name)?.to_str().ok()?.to_owned()); // Not text: as good as missing.
        let (retry_after, date) = (header("Retry-After"), header("Date"));
        let body = response.body_mut().read_to_vec().map_err(failed)?;
        Ok(HttpResponse { status: response.status().as_u16(), retry_after, date, body })
    }

    #[derive(Deserialize)]
    struct Post {
        title: String,
    }

    pub fn main() -> Result<(), Box<dyn error::Error>> {
        let mut arguments = env::args().skip(1);
        let base = arguments.next().unwrap_or_else(|| "http://localhost:8055".to_owned());
        let collection = arguments.next().unwrap_or_else(|| "posts".to_owned());

        let directus = Directus::new(base.parse::<BaseUrl>()?, Rc::new(Ureq));
        let request = items::list_with_total::<Post>(&collection)
            .with_query(&Query::new().fields(["title"]).sort(["title"]).limit(10))
            .with_credentials(Credentials::Anonymous);

        let mut out = std::io::stdout();
        writeln!(out, "{request:?}")?;
        match futures::executor::block_on(directus.send(&request, None)) {
            Ok(Listing { items, total }) => {
                for post in &items {
                    writeln!(out, "- {}", post.title)?;
                }
                writeln!(out, "{} of {total}", items.len())?;
                Ok(())
            }
            Err(error @ Error::Transport(_)) => Err(format!("{error}. Is a Directus running at {base}?").into()),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    native::main()
}

#[cfg(target_arch = "wasm32")]
fn main() {}
