//! Run-time configuration.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate::{
    config::Config,
    directus::{AuthMode, BaseUrl},
    route::Route,
};
use proptest::prelude::*;
use url::Url;
use yew_router::Routable;

fn key_that_is_wrong(text: &str) -> String {
    let error = Config::parse(Some(text)).unwrap_err();
    let sentence = error.to_string();
    assert!(sentence.ends_with('.') && sentence.contains(&error.key), "{sentence}");
    error.key
}

#[test]
fn a_page_without_a_block_has_the_defaults() {
    for text in [None, Some(""), Some("  \n "), Some("{}"), Some(" {\n} ")] {
        let config = Config::parse(text).unwrap();
        assert_eq!(config.directus_url, "/".parse::<BaseUrl>().unwrap());
        assert_eq!(config.auth_mode, AuthMode::Cookie);
        assert_eq!(config.after_sign_in.to_path(), "/profile");
        assert_eq!(config.content_language, "");
    }
}

#[test]
fn every_key_can_be_set() {
    let config = Config::parse(Some(
        r#"{"directusUrl":"https://cms.example/","authMode":"cookie","afterSignIn":"/blog?page=2#a"}"#,
    ))
    .unwrap();
    assert_eq!(config.directus_url.as_str(), "https://cms.example");
    assert_eq!(*config.after_sign_in.route(), Route::Blog);
    assert_eq!(config.after_sign_in.to_path(), "/blog?page=2#a");
}

#[test]
fn the_language_of_the_content_is_a_language_tag() {
    let parse = |tag: &str| Config::parse(Some(&format!(r#"{{"contentLanguage":"{tag}"}}"#)));
    for tag in ["", "en", "pt-BR", "zh-Hant-TW", "es-419"] {
        assert_eq!(parse(tag).unwrap().content_language, tag);
    }
    for tag in ["e", "English (UK)", "en_US", "en-", "-", "1a", "deutschsprachig", "en\\\"x"] {
        let error = parse(tag).unwrap_err();
        assert_eq!(error.key, "contentLanguage");
        assert!(error.to_string().contains("contentLanguage"), "{error}");
    }
}

#[test]
fn both_modes_of_directus_can_be_had() {
    for (text, mode) in
        [(r#"{"authMode":"cookie"}"#, AuthMode::Cookie), (r#"{"authMode":"session"}"#, AuthMode::Session)]
    {
        assert_eq!(Config::parse(Some(text)).unwrap().auth_mode, mode);
    }
}

#[test]
fn the_configuration_that_comes_with_the_site_is_good() {
    let page = include_str!("../index.html");
    let block = page.split(r#"id="lychgate-config">"#).nth(1).unwrap().split("</script>").next().unwrap();
    assert_eq!(Config::parse(Some(block)).unwrap().directus_url.as_str(), "/directus");
}

#[test]
fn an_unknown_key_is_named() {
    assert_eq!(key_that_is_wrong(r#"{"directusURL":"/directus"}"#), "directusURL");
    assert_eq!(key_that_is_wrong(r#"{"directusUrl":"/directus","":1}"#), "");
}

#[test]
fn a_wrong_value_is_named_by_its_key() {
    for (key, values) in [
        ("directusUrl", ["5", "null", "{}", r#""directus""#, r#""ftp://x""#, r#""//evil.example""#]),
        ("authMode", ["5", "null", "[]", r#""json""#, r#""""#, r#""Cookie""#]),
        ("afterSignIn", ["5", "null", "true", r#""/signin""#, r#""//evil.example""#, r#""profile""#]),
    ] {
        for value in values {
            assert_eq!(key_that_is_wrong(&format!(r#"{{"{key}":{value}}}"#)), key, "{value}");
        }
    }
}

#[test]
fn what_is_no_json_object_is_told_as_a_whole() {
    for text in
        ["[]", "null", "5", "\"/directus\"", "{", "{\"directusUrl\":}", "directusUrl=/directus", "// {}", "{} {}"]
    {
        assert_eq!(key_that_is_wrong(text), "", "{text}");
    }
}

#[test]
fn the_sentence_says_what_was_not_taken_or_what_is() {
    assert!(Config::parse(Some(r#"{"authMode":"tokens"}"#)).unwrap_err().to_string().contains("not “tokens”"));
    assert!(Config::parse(Some(r#"{"directusUrl":42}"#)).unwrap_err().to_string().contains("takes a text"));
    assert!(Config::parse(Some(r#"{"afterSignIn":"/signin"}"#)).unwrap_err().to_string().contains("“/profile”"));
}

#[test]
fn a_base_is_a_path_or_an_absolute_http_address() {
    for (text, base) in [
        ("", ""),
        ("/", ""),
        ("/directus", "/directus"),
        ("/directus/", "/directus"),
        ("/a/b", "/a/b"),
        ("https://cms.example", "https://cms.example"),
        ("https://cms.example/", "https://cms.example"),
        ("https://cms.example:8443/directus/", "https://cms.example:8443/directus"),
        ("http://localhost:8055", "http://localhost:8055"),
        ("http://[::1]:8055", "http://[::1]:8055"),
    ] {
        assert_eq!(text.parse::<BaseUrl>().unwrap().as_str(), base, "{text}");
    }
}

#[test]
fn anything_else_is_no_base() {
    for text in [
        "directus",
        "cms.example",
        "cms.example/directus",
        "//cms.example",
        "//cms.example/directus",
        "/\\cms.example",
        "\\\\cms.example",
        "https:",
        "https:/",
        "https://",
        "https:///",
        "http://",
        "https:///cms.example",
        "https://:8055",
        "https:cms.example",
        "ftp://cms.example",
        "javascript:alert(1)",
        "data:,",
        "file:///tmp",
        "https://user:pass@cms.example",
        "https://user@cms.example",
        "https://cms.example?x",
        "https://cms.example/#x",
        "/directus?x=1",
        "/directus#x",
        " /directus",
        "/dir ectus",
        "/dir\tectus",
        "/directus\n",
        "https://cms.example\\@evil.example",
        "https://cms.example /",
        ".",
        "..",
        "./directus",
        "../directus",
    ] {
        assert!(text.parse::<BaseUrl>().is_err(), "{text:?}");
    }
}

#[test]
fn a_base_and_a_path_make_one_address() {
    assert_eq!("/".parse::<BaseUrl>().unwrap().join("/items/posts?x"), "/items/posts?x");
    assert_eq!("/directus/".parse::<BaseUrl>().unwrap().join("/auth/login"), "/directus/auth/login");
    assert_eq!(
        "https://cms.example//".parse::<BaseUrl>().unwrap().join("/auth/login"),
        "https://cms.example/auth/login"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn any_text_that_is_a_path_stays_on_the_site(text in "[/\\\\.:@?#%a\t\n 0-9-]{0,12}|.{0,24}") {
        if let Ok(base) = BaseUrl::parse(&text) {
            let site = Url::parse("https://site.example/").unwrap();
            if !base.as_str().starts_with("http") {
                let url = site.join(&base.join("/auth/login")).unwrap();
                prop_assert_eq!(url.origin(), site.origin());
                prop_assert!(url.path().ends_with("/auth/login") && url.query().is_none() && url.fragment().is_none());
            }
        }
    }

    #[test]
    fn any_text_that_is_an_absolute_base_has_a_host_and_no_credentials(text in "https?://[/\\\\.:@?#%a-c\t 0-9-]{0,12}") {
        if let Ok(base) = BaseUrl::parse(&text) {
            // What is no address at all (a port of letters, say) makes every request fail, and none go elsewhere.
            if let Ok(url) = Url::parse(&base.join("/auth/login")) {
                prop_assert!(url.host_str().is_some_and(|host| !host.is_empty()));
                prop_assert_eq!((url.username(), url.password()), ("", None));
                prop_assert!(url.path().ends_with("/auth/login") && url.query().is_none());
            }
        }
    }

    #[test]
    fn any_block_gives_a_configuration_or_a_sentence(text in ".{0,40}|\\{\"[a-zA-Z]{0,12}\":(\"[^\"\\\\]{0,8}\"|[0-9]|null|true|\\[\\])\\}") {
        match Config::parse(Some(&text)) {
            Ok(config) => prop_assert!(config.after_sign_in.to_path().starts_with('/')),
            Err(error) => prop_assert!(!error.to_string().is_empty()),
        }
    }
}
