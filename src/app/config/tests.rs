//! Run-time configuration.
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate_directus::{AuthMode, BaseUrl};
use proptest::prelude::*;
use yew_router::Routable;

use super::{Config, ConfigError};
use crate::{i18n::I18n, routing::Route};

fn words(error: &ConfigError) -> String {
    I18n::english().message(&error.message).to_string()
}

fn key_that_is_wrong(text: &str) -> String {
    let error = Config::parse(Some(text)).unwrap_err();
    let sentence = words(&error);
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
        assert!(words(&error).contains("contentLanguage"), "{error:?}");
    }
}

#[test]
fn both_auth_modes_can_be_set() {
    for (text, mode) in
        [(r#"{"authMode":"cookie"}"#, AuthMode::Cookie), (r#"{"authMode":"session"}"#, AuthMode::Session)]
    {
        assert_eq!(Config::parse(Some(text)).unwrap().auth_mode, mode);
    }
}

#[test]
fn the_configuration_of_the_repository_is_valid() {
    let config = Config::parse(Some(include_str!("../../../config.json"))).unwrap();
    assert_eq!(config.directus_url.as_str(), "/directus");
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
fn text_that_is_no_json_object_is_refused_as_a_whole() {
    for text in
        ["[]", "null", "5", "\"/directus\"", "{", "{\"directusUrl\":}", "directusUrl=/directus", "// {}", "{} {}"]
    {
        assert_eq!(key_that_is_wrong(text), "", "{text}");
    }
}

#[test]
fn the_message_names_the_refused_value_or_what_is_accepted() {
    assert!(words(&Config::parse(Some(r#"{"authMode":"tokens"}"#)).unwrap_err()).contains("not “tokens”"));
    assert!(words(&Config::parse(Some(r#"{"directusUrl":42}"#)).unwrap_err()).contains("takes a text"));
    assert!(words(&Config::parse(Some(r#"{"afterSignIn":"/signin"}"#)).unwrap_err()).contains("“/profile”"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5000))]

    #[test]
    fn any_block_gives_a_configuration_or_a_message(text in ".{0,40}|\\{\"[a-zA-Z]{0,12}\":(\"[^\"\\\\]{0,8}\"|[0-9]|null|true|\\[\\])\\}") {
        match Config::parse(Some(&text)) {
            Ok(config) => prop_assert!(config.after_sign_in.to_path().starts_with('/')),
            Err(error) => prop_assert!(!words(&error).is_empty()),
        }
    }
}
