//! The demo's web server, which does what `deploy/nginx.conf` does without nginx.

mod headers;
mod host;
mod proxy;

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;

use anyhow::{Context, Result, bail};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::any;
use tokio::net::TcpListener;
use tower::ServiceExt;
use tower_http::services::ServeDir;

use headers::Header;

/// A web server on its own thread, which runs until xtask ends.
pub struct Server {
    thread: JoinHandle<Result<()>>,
}

impl Server {
    /// Serves the folder `site` on `port` of the loopback interface, with the Directus of `directus_port` below
    /// /directus/.
    pub fn start(site: PathBuf, port: u16, directus_port: u16) -> Result<Self> {
        let site = Arc::new(Site {
            files: ServeDir::new(site).append_index_html_on_directories(false).precompressed_br().precompressed_gzip(),
            headers: headers::of_the_site()?,
        });
        let upstream = proxy::Upstream::new(directus_port);
        let directus = Router::new().fallback(any(proxy::forward)).with_state(upstream);
        let router = Router::new()
            .route("/directus", any(|| async { Redirect::permanent("/directus/") }))
            .nest_service("/directus/", directus)
            .route(
                "/.well-known/change-password",
                any(|| async { (StatusCode::FOUND, [(header::LOCATION, "/profile/security")]) }),
            )
            .fallback(serve_site)
            .with_state(site)
            .layer(axum::middleware::from_fn(host::require_own));

        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .context("cannot start the web server")?;
        // Bound here, so that a taken port is an error of this function.
        let v4 = runtime
            .block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))
            .with_context(|| format!("cannot listen on port {port}"))?;
        // `localhost` may resolve to ::1 first. A machine without IPv6 works without it.
        let v6 = runtime.block_on(TcpListener::bind((Ipv6Addr::LOCALHOST, port))).ok();
        let thread = std::thread::spawn(move || {
            let service = router.into_make_service_with_connect_info::<SocketAddr>();
            runtime.block_on(async {
                if let Some(v6) = v6 {
                    let service = service.clone();
                    tokio::spawn(async move { axum::serve(v6, service).await });
                }
                axum::serve(v4, service).await.context("the web server ended")
            })
        });
        Ok(Self { thread })
    }

    /// Returns an error if the server has ended.
    pub fn check(&self) -> Result<()> {
        if self.thread.is_finished() {
            bail!("the web server has ended unexpectedly");
        }
        Ok(())
    }
}

struct Site {
    files: ServeDir,
    headers: Vec<Header>,
}

/// Serves a file for a name with an extension, and the app for any other path.
async fn serve_site(State(site): State<Arc<Site>>, mut request: Request) -> Response {
    if !is_file(request.uri().path()) {
        *request.uri_mut() = Uri::from_static("/index.html");
    }
    let path = request.uri().path().to_owned();
    let mut response = match site.files.clone().oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
    .into_response();
    let status = response.status();
    let headers = response.headers_mut();
    headers.extend(site.headers.iter().cloned());
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CACHE_CONTROL, headers::cache_control(status, &path));
    response
}

/// Whether a path is a file: its name has an extension, or it is below /.well-known/; but editors choose the slugs of
/// pages and posts, which may have dots.
fn is_file(path: &str) -> bool {
    if path.starts_with("/.well-known/") {
        return true;
    }
    let has_editors_name = path.starts_with("/pages/") || path.starts_with("/blog/");
    !has_editors_name
        && path
            .rsplit('/')
            .next()
            .and_then(|name| name.rsplit_once('.'))
            .is_some_and(|(_, ending)| !ending.is_empty() && ending.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_recognised_by_their_extension() {
        for page in ["/", "/blog/opening-the-gate", "/blog/version-2.0", "/v1.2/about", "/pages/about."] {
            assert!(!is_file(page), "{page}");
        }
        for file in ["/index.html", "/lychgate-0123456789abcdef_bg.wasm", "/a/b.css", "/.well-known/nothing-of-ours"] {
            assert!(is_file(file), "{file}");
        }
    }
}
