//! Where Directus answers: what is taken as its address, and what is not.
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate_directus::BaseUrl;
use proptest::prelude::*;
use url::Url;

#[test]
fn a_base_url_is_a_path_or_an_absolute_http_url() {
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
fn other_text_is_no_base_url() {
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
fn a_base_url_joins_a_path() {
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
    fn any_path_stays_on_the_site(text in "[/\\\\.:@?#%a\t\n 0-9-]{0,12}|.{0,24}") {
        if let Ok(base) = text.parse::<BaseUrl>() {
            let site = Url::parse("https://site.example/").unwrap();
            if !base.as_str().starts_with("http") {
                let url = site.join(&base.join("/auth/login")).unwrap();
                prop_assert_eq!(url.origin(), site.origin());
                prop_assert!(url.path().ends_with("/auth/login") && url.query().is_none() && url.fragment().is_none());
            }
        }
    }

    #[test]
    fn any_absolute_base_url_has_a_host_and_no_credentials(text in "https?://[/\\\\.:@?#%a-c\t 0-9-]{0,12}") {
        if let Ok(base) = text.parse::<BaseUrl>() {
            // What is no address at all (a port of letters, say) makes every request fail, and none go elsewhere.
            if let Ok(url) = Url::parse(&base.join("/auth/login")) {
                prop_assert!(url.host_str().is_some_and(|host| !host.is_empty()));
                prop_assert_eq!((url.username(), url.password()), ("", None));
                prop_assert!(url.path().ends_with("/auth/login") && url.query().is_none());
            }
        }
    }
}
