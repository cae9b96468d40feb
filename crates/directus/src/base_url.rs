//! Where Directus answers.

use std::{error, fmt, rc::Rc, str::FromStr};

/// The URL of a Directus: an absolute `http(s)` URL, or a path on the page's own origin; without a trailing slash.
///
/// ```
/// use lychgate_directus::BaseUrl;
///
/// let base: BaseUrl = "https://cms.example/directus/".parse()?;
/// assert_eq!(base.join("/items/posts"), "https://cms.example/directus/items/posts");
/// assert!("cms.example".parse::<BaseUrl>().is_err());
/// # Ok::<(), lychgate_directus::InvalidBaseUrl>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BaseUrl(Rc<str>);

impl BaseUrl {
    /// Returns the URL of `path_and_query`, which begins with a slash.
    pub fn join(&self, path_and_query: &str) -> String {
        format!("{}{path_and_query}", self.0)
    }

    /// Returns the base as text, without a trailing slash.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Parses a base URL. The empty text and `/` mean the root of the page's own origin.
///
/// Refuses anything but a path or an absolute `http(s)` URL, and a URL with a query, a fragment or credentials.
impl FromStr for BaseUrl {
    type Err = InvalidBaseUrl;

    fn from_str(text: &str) -> Result<Self, InvalidBaseUrl> {
        let base = text.trim_end_matches('/');
        let host_and_path = match base.strip_prefix("https://").or_else(|| base.strip_prefix("http://")) {
            Some(rest) if rest.is_empty() || rest.starts_with(['/', ':']) => return Err(InvalidBaseUrl),
            Some(rest) => rest,
            None if base.is_empty() || (base.starts_with('/') && !base.starts_with("//")) => base,
            None => return Err(InvalidBaseUrl),
        };
        let forbidden = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '@' | '\\');
        if host_and_path.contains(forbidden) { Err(InvalidBaseUrl) } else { Ok(Self(base.into())) }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is not a base URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct InvalidBaseUrl;

impl fmt::Display for InvalidBaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("must be a path such as \"/directus\", or an absolute URL that begins with https:// or http://")
    }
}

impl error::Error for InvalidBaseUrl {}
