//! The host names that the demo answers to. Another site may resolve its own name to 127.0.0.1 (DNS rebinding): to the
//! browser it then has the same origin as the demo, and could read all of it. Its requests carry that name.

use axum::extract::Request;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Answers 421 to requests for any other host than this machine's own names.
pub async fn require_own(request: Request, next: Next) -> Response {
    if is_own(request.uri(), request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "The demo answers to localhost only\n").into_response()
    }
}

fn is_own(uri: &Uri, headers: &HeaderMap) -> bool {
    // HTTP/1.1 has exactly one Host; an authority in the request line has to agree with it.
    let mut hosts = headers.get_all(header::HOST).iter().map(|host| host.to_str().ok()?.parse::<Authority>().ok());
    let named: Vec<Option<Authority>> = hosts.by_ref().chain(uri.authority().cloned().map(Some)).collect();
    !named.is_empty() && named.iter().all(|authority| authority.as_ref().is_some_and(is_local))
}

/// Whether an authority is local, with any port, because the port of the demo can be chosen.
fn is_local(authority: &Authority) -> bool {
    let name = authority.host();
    !authority.as_str().contains('@')
        && (name.eq_ignore_ascii_case("localhost") || name == "127.0.0.1" || name == "[::1]")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn own(uri: &str, hosts: &[&str]) -> bool {
        let mut headers = HeaderMap::new();
        for host in hosts {
            headers.append(header::HOST, host.parse().unwrap());
        }
        is_own(&uri.parse().unwrap(), &headers)
    }

    #[test]
    fn own_names_are_accepted_on_any_port() {
        for host in ["localhost:8080", "localhost", "LOCALHOST:1", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(own("/", &[host]), "{host}");
        }
        assert!(own("http://localhost:8080/", &["localhost:8080"]));
        assert!(own("http://localhost:8080/", &[]));
    }

    #[test]
    fn other_names_are_refused() {
        let others = [
            "rebound.example.com",
            "localhost.example.com:8080",
            "127.0.0.1.example.com",
            "localhost@example.com",
            "example.com@localhost",
            "127.0.0.2",
            "0.0.0.0:8080",
            "[::ffff:127.0.0.1]:8080",
            "",
        ];
        for host in others {
            assert!(!own("/", &[host]), "{host}");
        }
    }

    #[test]
    fn missing_and_contradicting_names_are_refused() {
        assert!(!own("/", &[]));
        assert!(!own("/", &["localhost", "rebound.example.com"]));
        assert!(!own("http://rebound.example.com/", &["localhost"]));
    }
}
