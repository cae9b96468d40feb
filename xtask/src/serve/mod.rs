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

use crate::build::ahead::FOLDER;
use headers::Header;
use locales::LANGUAGES;

/// A web server on its own thread, which runs until xtask ends.
pub struct Server {
    thread: JoinHandle<Result<()>>,
}

impl Server {
    /// Serves the folder `site` on `port` of the loopback interface, with the Directus of `directus_port` below
    /// /directus/.
    pub fn start(site: PathBuf, port: u16, directus_port: u16) -> Result<Self> {
        let site = Arc::new(Site {
            files: ServeDir::new(&site).append_index_html_on_directories(false).precompressed_br().precompressed_gzip(),
            headers: headers::of_the_site()?,
            root: site,
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
    root: PathBuf,
    files: ServeDir,
    headers: Vec<Header>,
}

/// Serves a file for a name with an extension, and for any other path the page that was rendered ahead, in the visitor's language.
async fn serve_site(State(site): State<Arc<Site>>, mut request: Request) -> Response {
    if is_ahead(request.uri().path()) {
        *request.uri_mut() = Uri::from_static("/ahead.html"); // There is none.
    } else if !is_file(request.uri().path()) {
        let asked = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|languages| languages.to_str().ok());
        let page = page_file(request.uri().path(), asked.unwrap_or_default());
        let page = if site.root.join(&page[1..]).is_file() { page } else { "/index.html".to_owned() };
        *request.uri_mut() = page.parse().unwrap_or(Uri::from_static("/index.html")); // A path that is no URI names no file.
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
    let vary = if is_ahead(&path) { "accept-encoding, accept-language" } else { "accept-encoding" };
    headers.insert(header::VARY, HeaderValue::from_static(vary));
    headers.insert(header::CACHE_CONTROL, headers::cache_control(status, &path));
    response
}

/// Returns the file of a page that was rendered ahead, as `deploy/nginx.conf` maps paths and languages. It may not be there.
fn page_file(path: &str, accept_language: &str) -> String {
    let page = match path.trim_end_matches('/') {
        "" => "/index",
        path => match path.split('/').skip(1).collect::<Vec<_>>()[..] {
            ["pages", _, ..] => "/pages/_",
            ["blog", _, ..] => "/blog/_",
            _ => path,
        },
    };
    let asked: Vec<_> =
        accept_language.split(',').map(|entry| entry.trim().split(['-', ';']).next().unwrap_or("")).collect();
    let is_asked = |code: &str, asked: &[&str]| asked.iter().any(|other| other.eq_ignore_ascii_case(code));
    let find = |asked: &[&str]| LANGUAGES.iter().find(|language| is_asked(language.code, asked));
    let language = find(&asked[..1]).or_else(|| find(&asked)).map_or("en", |language| language.code);
    format!("/{FOLDER}/{language}{page}.html")
}

fn is_ahead(path: &str) -> bool {
    path.strip_prefix('/').and_then(|path| path.strip_prefix(FOLDER)).is_some_and(|rest| rest.starts_with('/'))
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
    fn page_is_chosen_by_path_and_language() {
        for (path, languages, file) in [
            ("/", "", "/ahead/en/index.html"),
            ("/signin", "de-AT,de;q=0.9,en;q=0.8", "/ahead/de/signin.html"),
            ("/profile/security/", "nl, fr;q=0.5", "/ahead/fr/profile/security.html"),
            ("/blog/version-2.0", "AR", "/ahead/ar/blog/_.html"),
            ("/blog/", "tlh", "/ahead/en/blog.html"),
            ("/pages/about", "en", "/ahead/en/pages/_.html"),
        ] {
            assert_eq!(page_file(path, languages), file, "{path} {languages}");
        }
    }

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
