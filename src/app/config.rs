//! Configuration at run time: the file `config.json` beside `index.html`, so that one build serves every deployment.
//!
//! ```json
//! { "directusUrl": "/directus", "afterSignIn": "/profile" }
//! ```

use lychgate_directus::{AuthMode, BaseUrl};
use serde_json::{Map, Value};

use crate::{
    i18n::{
        self, Message,
        text::{self, Text},
    },
    routing::SiteUrl,
};

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

/// The name of the file, for people.
pub const FILE: &str = "config.json";

/// All keys there are.
const KEYS: [&str; 7] =
    ["directusUrl", "authMode", "afterSignIn", "contentLanguage", "siteName", "imageOrigins", SERVICE_WORKER];

/// `serviceWorker`: whether the browser keeps pages and files of the site, for visits without waiting. Default: true. `src/boot/boot.js` acts
/// on it; here it is only checked.
const SERVICE_WORKER: &str = "serviceWorker";

/// What a deployment can set.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// `directusUrl`: where Directus answers; a path of this origin or an absolute URL. Default: the origin's root.
    pub directus_url: BaseUrl,
    /// `authMode`: how the session is kept. Default: `cookie`.
    pub auth_mode: AuthMode,
    /// `afterSignIn`: where a user goes who signed in without having asked for a page. Default: `/profile`.
    pub after_sign_in: SiteUrl,
    /// `contentLanguage`: in which language editors write, as `lang` in HTML says it. Default: unknown, which is an empty text.
    pub content_language: String,
    /// `siteName`: what the site is called until Directus says it. Default: unknown, which is an empty text. Where the build knows it, the
    /// pages that are rendered ahead have it.
    pub site_name: String,
    /// `imageOrigins`: the origins, apart from the site's own and that of Directus, from which images in texts are shown, with blanks between
    /// them, as in the directive `img-src` of the Content-Security-Policy, which has to name them, too. Default: none.
    pub image_origins: String,
}

/// Which key is wrong, and what it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The key; empty when the file as a whole is wrong.
    pub key: String,
    /// What is wrong with it, or what it takes.
    pub message: Message,
}

impl ConfigError {
    fn new(key: &str, text: Text, values: &[(&'static str, &str)]) -> Self {
        let values = values.iter().map(|(name, value)| (*name, i18n::Value::Text((*value).to_owned()))).collect();
        Self { key: key.to_owned(), message: Message::with(text, values) }
    }
}

impl Config {
    /// Reads the text of the file; a site without one has the defaults.
    ///
    /// # Errors
    ///
    /// For text that is no JSON object, for a value that its key does not take, and for a key that there is not:
    /// a mistyped key would otherwise be without effect and without a word.
    pub fn parse(text: Option<&str>) -> Result<Self, ConfigError> {
        let wrong = |key: &str, text: Text| ConfigError::new(key, text, &[("key", key)]);
        let values: Map<String, Value> = match text.map(str::trim) {
            None | Some("") => Map::new(),
            Some(text) => serde_json::from_slice(text.as_bytes()).map_err(|error| {
                let line = error.line().to_string();
                ConfigError::new("", text::CONFIG_NO_JSON, &[("file", FILE), ("line", &line)])
            })?,
        };
        if let Some(unknown) = values.keys().find(|key| !KEYS.contains(&key.as_str())) {
            return Err(wrong(unknown, text::CONFIG_UNKNOWN_KEY));
        }
        if values.get(SERVICE_WORKER).is_some_and(|value| !value.is_boolean()) {
            return Err(wrong(SERVICE_WORKER, text::CONFIG_SWITCH));
        }
        let wrong_value =
            |key: &str, value: &str, text: Text| ConfigError::new(key, text, &[("key", key), ("value", value)]);
        let take = |key: &str, default: &str| match values.get(key) {
            None => Ok(default.to_owned()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(_) => Err(wrong(key, text::CONFIG_NO_TEXT)),
        };

        Ok(Self {
            directus_url: take("directusUrl", "/")?
                .parse::<BaseUrl>()
                .map_err(|_| wrong("directusUrl", text::CONFIG_URL))?,
            auth_mode: match take("authMode", "cookie")?.as_str() {
                "cookie" => AuthMode::Cookie,
                "session" => AuthMode::Session,
                other => return Err(wrong_value("authMode", other, text::CONFIG_MODE)),
            },
            after_sign_in: take("afterSignIn", "/profile")?
                .parse()
                .ok() // Said in the words of the language below.
                .and_then(SiteUrl::as_return_target)
                .ok_or_else(|| wrong("afterSignIn", text::CONFIG_PATH))?,
            content_language: match take("contentLanguage", "")? {
                tag if tag.is_empty() || is_language_tag(&tag) => tag,
                other => return Err(wrong_value("contentLanguage", &other, text::CONFIG_LANGUAGE)),
            },
            site_name: take("siteName", "")?,
            image_origins: take("imageOrigins", "")?,
        })
    }
}

/// Whether it has the form of a language tag: a code of letters, and what makes it more precise.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_code = |code: &str| (2..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_more = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    parts.next().is_some_and(is_code) && parts.all(is_more)
}
