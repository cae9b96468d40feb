//! Renders the first view of every page ahead of time, natively: what a visitor sees before the app is there.
//!
//! The app begins with the same view, so that nothing moves when it takes over. What only Directus or the session knows is missing here: the site's
//! name has its place, data are placeholders, and pages for members are one.

use std::io;

use lychgate_directus::{RequestParts, settings};
use lychgate_yew::routing::AppRoute;
use serde_json::{Value, json};
use tokio::{runtime, task::LocalSet};
use yew::LocalServerRenderer;
use yew_router::{
    history::{History, MemoryHistory},
    query::Raw,
};

use super::{
    App, AppProps,
    config::{Config, ConfigError},
};
use crate::{
    account,
    content::global,
    i18n::{
        InitialLanguage, LANGUAGES, Language,
        text::{self, Text},
    },
    pages::{data_of, parts::Part},
    routing::{Route, SiteUrl},
    ui::FlashSlot,
};

/// The messages of each language, by its code.
const CATALOGS: [(&str, &str); LANGUAGES.len()] = include!(concat!(env!("OUT_DIR"), "/catalogs.rs"));

/// A page whose first view is rendered.
struct Page {
    /// The name of its file, without the extension. `_` stands for the part of the path that editors choose.
    file: &'static str,
    /// The path and query that it is rendered for.
    url: &'static str,
    /// Its title; `None` where only Directus knows it.
    title: Option<Text>,
}

const fn page(file: &'static str, url: &'static str, title: Option<Text>) -> Page {
    Page { file, url, title }
}

/// All pages. The links from mails are rendered as long as their token is in the URL.
const PAGES: [Page; 14] = [
    page("index", "/", None),
    page("pages/_", "/pages/_", None),
    page("blog", "/blog", Some(text::BLOG)),
    page("blog/_", "/blog/_", None),
    page("signin", "/signin", Some(text::SIGN_IN)),
    page("register", "/register", Some(text::CREATE_AN_ACCOUNT)),
    page("verify-email", "/verify-email?token=_", Some(text::CONFIRM_ADDRESS)),
    page("forgot-password", "/forgot-password", Some(text::FORGOT_PASSWORD)),
    page("reset-password", "/reset-password?token=_", Some(text::CHOOSE_NEW_PASSWORD)),
    page("accept-invite", "/accept-invite?token=_", Some(text::ACCEPT_INVITATION)),
    page("profile", "/profile", Some(text::YOUR_PROFILE)),
    page("profile/security", "/profile/security", Some(text::SECURITY)),
    page("profile/delete", "/profile/delete", Some(text::DELETE_YOUR_ACCOUNT)),
    page("goodbye", "/goodbye", Some(text::GOODBYE_TITLE)),
];

/// Renders the first view of every page in every language, for a site with the text `config` as its configuration. Returns JSON: a list of
/// objects with `file`, `language`, `direction`, `title`, `part` (the part of the site that the page is in, or null), `awaited` (whether the app waits for it), `wait`
/// (what a busy form says), `data` (the paths at Directus of what the page shows without a session), `account` (those of what it needs of the
/// user) and `body`.
///
/// # Errors
///
/// Where the configuration is wrong, and where the machine gives no event loop.
pub fn render_ahead(config: &str) -> io::Result<String> {
    let english = |error: &ConfigError| format!("{}: {:?}", error.key, error.message);
    let config = Config::parse(Some(config)).map_err(|error| io::Error::other(english(&error)))?;
    let runtime = runtime::Builder::new_current_thread().build()?;
    let views = LocalSet::new().block_on(&runtime, async {
        let mut views = Vec::new();
        let content_language = config.content_language.clone().leak();
        for (code, catalog) in CATALOGS {
            let language = Language::from_code(code)
                .and_then(|language| InitialLanguage::ahead(language, catalog, content_language));
            let Some(language) = language else { continue };
            for page in &PAGES {
                views.push(view(page, language, &config).await);
            }
        }
        views
    });
    Ok(Value::Array(views).to_string())
}

async fn view(page: &Page, language: InitialLanguage, config: &Config) -> Value {
    let words = language.words;
    let history = MemoryHistory::new();
    let (path, query) = page.url.split_once('?').unwrap_or((page.url, ""));
    let Ok(()) = history.push_with_query(path, Raw(query));
    let props = AppProps {
        config: Ok(config.clone()),
        language,
        history: history.into(),
        flash: FlashSlot::default(),
        session: None,
    };
    let url = page.url.parse::<SiteUrl>().ok(); // A page without data loses nothing.
    let part = url.as_ref().and_then(|url| Part::of(url.route()));
    let data = url.as_ref().map(data_of_page).unwrap_or_default();
    let is_for_members = url.as_ref().is_some_and(|url| url.route().audience().is_for_members());
    let account = if is_for_members { account::data() } else { Vec::new() };
    let title = match page.title {
        Some(title) => words.text(title).to_string(),
        None if config.site_name.is_empty() => words.text(text::LOADING).to_string(),
        None => config.site_name.clone(),
    };
    json!({
        "file": page.file,
        "language": words.language().code,
        "direction": words.language().direction(),
        "title": title,
        "part": part.map(Part::name),
        "awaited": part.is_some_and(Part::is_awaited),
        "wait": words.text(text::PLEASE_WAIT).as_str(),
        "data": data.iter().map(RequestParts::path_and_query).collect::<Vec<_>>(),
        "account": account.iter().map(RequestParts::path_and_query).collect::<Vec<_>>(),
        "body": LocalServerRenderer::<App>::with_props(props).hydratable(false).render().await,
    })
}

/// Returns the requests for all that the page shows without a session.
fn data_of_page(url: &SiteUrl) -> Vec<RequestParts> {
    let mut data = data_of(url.route(), url.query());
    data.push(global::global().parts().clone());
    // Not a part of `data_of`, which would put it into the main module.
    if matches!(url.route(), Route::Register | Route::ResetPassword | Route::AcceptInvite) {
        data.push(settings::password_policy().parts().clone());
    }
    data
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails where it panics")]
    use super::*;

    fn views(config: &str) -> Vec<Value> {
        serde_json::from_str(&render_ahead(config).unwrap()).unwrap()
    }

    fn view<'a>(views: &'a [Value], file: &str, language: &str) -> &'a Value {
        views.iter().find(|view| view["file"] == file && view["language"] == language).unwrap()
    }

    #[test]
    fn every_page_has_a_view_in_every_language() {
        let views = views("{}");
        assert_eq!(views.len(), PAGES.len() * LANGUAGES.len());
        for view in &views {
            let body = view["body"].as_str().unwrap();
            assert!(body.contains("<main") && body.contains("<header") && body.contains("<footer"), "{view}");
            assert!(
                !view["title"].as_str().unwrap().is_empty() && !view["wait"].as_str().unwrap().is_empty(),
                "{view}"
            );
            // What only the session knows is not decided yet.
            assert!(!body.contains("/logout") && !body.contains("role=\"alert\""), "{view}");
        }
        assert_eq!(view(&views, "signin", "de")["title"], "Anmelden");
        assert_eq!(view(&views, "signin", "ar")["direction"], "rtl");
    }

    #[test]
    fn forms_are_whole() {
        let views = views("{}");
        for (file, fields) in [
            ("signin", &["email", "password"][..]),
            ("register", &["first_name", "last_name", "email", "password"]),
            ("forgot-password", &["email"]),
        ] {
            let body = view(&views, file, "en")["body"].as_str().unwrap();
            for field in fields {
                assert!(body.contains(&format!("name=\"{field}\"")), "{file} {field}");
            }
            assert!(body.contains("type=\"submit\""), "{file}");
        }
    }

    #[test]
    fn data_is_what_the_page_shows() {
        let views = views("{}");
        let paths = |file| view(&views, file, "en")["data"].as_array().unwrap().iter().filter_map(Value::as_str);
        assert!(paths("blog").any(|path| path.starts_with("/items/posts?") && path.contains("&page=1")));
        // The script puts the slug of the URL in the place of `_`: src/boot/boot.js.
        assert!(paths("blog/_").any(|path| path.starts_with("/items/posts?") && path.contains("=_&")));
        assert!(paths("pages/_").any(|path| path.starts_with("/items/pages?") && path.contains("=_&")));
        assert!(paths("signin").any(|path| path == "/auth"));
        for view in &views {
            let data: Vec<_> = view["data"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
            assert!(data.iter().any(|path| path.starts_with("/items/global")), "{view}");
            assert!(
                data.iter().all(|path| !path.contains([' ', '"', '<'])),
                "{data:?} is an attribute, separated by blanks"
            );
        }
    }

    #[test]
    fn pages_for_members_name_what_they_need_of_their_user() {
        let views = views("{}");
        let count = |file| view(&views, file, "en")["account"].as_array().unwrap().len();
        assert_eq!(count("profile"), 3);
        assert_eq!((count("index"), count("blog"), count("pages/_"), count("signin")), (0, 0, 0, 0));
    }

    #[test]
    fn name_of_the_configuration_is_there_at_once() {
        let views = views(r#"{"siteName":"Millbrook","directusUrl":"/directus"}"#);
        let home = view(&views, "index", "en");
        assert_eq!(home["title"], "Millbrook");
        assert_eq!(home["body"].as_str().unwrap().matches("Millbrook").count(), 3, "header, heading, footer");
    }

    #[test]
    fn wrong_configuration_is_named() {
        let error = render_ahead(r#"{"directusUrl":"ftp://example.com"}"#).unwrap_err();
        assert!(error.to_string().contains("directusUrl"), "{error}");
    }
}
