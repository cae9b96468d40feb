//! The headers of the site, which the demo reads from `deploy/nginx.conf`, their only source.

use std::fs;

use anyhow::{Context, Result, bail};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};

use crate::paths;

/// A header and its value.
pub type Header = (HeaderName, HeaderValue);

/// Returns the headers of each answer of the site, without Cache-Control and those for HTTPS only.
pub fn of_the_site() -> Result<Vec<Header>> {
    let mut headers = deployed()?;
    headers.retain(|(name, _)| name != header::STRICT_TRANSPORT_SECURITY);
    Ok(headers)
}

fn deployed() -> Result<Vec<Header>> {
    let file = paths::root().join("deploy/nginx.conf");
    let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
    parse(&text).with_context(|| format!("in {}", file.display()))
}

/// Parses the lines `add_header Name "value" always;` before the locations.
fn parse(text: &str) -> Result<Vec<Header>> {
    let mut headers = Vec::new();
    for line in text.lines().map(str::trim).take_while(|line| !line.starts_with("location ")) {
        let Some((name, rest)) = line.strip_prefix("add_header ").and_then(|rest| rest.split_once(' ')) else {
            continue;
        };
        let Some(value) = rest.strip_prefix('"').and_then(|rest| rest.strip_suffix("\" always;")) else {
            // Its value is a variable.
            continue;
        };
        headers.push((
            name.parse().with_context(|| format!("{name} is no header name"))?,
            HeaderValue::from_str(value).with_context(|| format!("the value of {name}"))?,
        ));
    }
    if !headers.iter().any(|(name, _)| name == "content-security-policy") {
        bail!("there is no line add_header Content-Security-Policy \"…\" always;");
    }
    Ok(headers)
}

/// Returns the value of the map `$lychgate_cache_control` in `deploy/nginx.conf`.
pub fn cache_control(status: StatusCode, path: &str) -> HeaderValue {
    let kept = matches!(status.as_u16(), 200 | 206 | 304) && is_hashed(path);
    HeaderValue::from_static(match path {
        "/config.json" => "max-age=60, stale-while-revalidate=86400",
        _ if kept => "public, max-age=31536000, immutable",
        _ => "no-cache",
    })
}

/// Whether Trunk has put a hash of the content into the name: `name-<12 to 16 hex digits>.extension` or
/// `…_bg.extension`.
fn is_hashed(path: &str) -> bool {
    let Some((stem, ending)) = path.rsplit_once('.') else {
        return false;
    };
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let Some((_, hash)) = stem.rsplit_once('-') else {
        return false;
    };
    (12..=16).contains(&hash.len())
        && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && !ending.is_empty()
        && ending.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn csp_allows_no_eval_and_leaves_what_is_inline_to_the_policy_of_each_page() {
        let headers = of_the_site().unwrap();
        let (_, policy) = headers.iter().find(|(name, _)| name == "content-security-policy").unwrap();
        let policy = policy.to_str().unwrap();
        assert!(policy.starts_with("default-src 'none';"));
        // With a hash or a nonce beside it, browsers would ignore it, and refuse what each page allows by its hash.
        assert!(
            policy.contains("script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'")
        );
        assert!(!policy.contains("'sha256-") && !policy.contains("'nonce-"));
        assert!(!policy.contains("'unsafe-eval'"));
        assert!(policy.contains("frame-ancestors 'none'"));
    }

    #[test]
    fn caddy_sends_what_nginx_sends() {
        let file = paths::root().join("deploy/Caddyfile");
        let caddy = fs::read_to_string(file).unwrap();
        let lines: Vec<String> = caddy.lines().map(|line| line.trim().to_lowercase()).collect();
        for (name, value) in deployed().unwrap() {
            let line = format!("{name} \"{}\"", value.to_str().unwrap()).to_lowercase();
            assert!(lines.contains(&line), "{line}");
        }
    }

    #[test]
    fn only_hashed_names_are_immutable() {
        let ok = StatusCode::OK;
        for path in ["/lychgate-85de4dd5a1bf7a2b_bg.wasm", "/site-0a1b2c3d4e5f607.css"] {
            assert!(cache_control(ok, path).to_str().unwrap().contains("immutable"), "{path}");
        }
        for path in
            ["/", "/index.html", "/robots.txt", "/a-plain-loaf.html", "/icon-512.png", "/blog/x-85de4dd5a1bf7a2b"]
        {
            assert_eq!(cache_control(ok, path), "no-cache", "{path}");
        }
        let missing = cache_control(StatusCode::NOT_FOUND, "/site-85de4dd5a1bf7a2b.css");
        assert_eq!(missing, "no-cache");
    }
}
