//! Addresses of this site's pages, and that no text leads anywhere else.
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use lychgate_directus::permissions::{Action, Permission};
use lychgate_yew::routing::{AppRoute, Audience};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use url::{Url, form_urlencoded};
use yew_router::Routable;

use super::{ReturnTo, Route, SiteUrl, query_value};

const SITE: &str = "https://site.example/";

fn return_to(text: &str) -> Option<SiteUrl> {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("redirectedFrom", text).finish();
    ReturnTo::from_query(&format!("?{query}")).url()
}

/// From `here` to the sign-in page and back, as a browser sees it.
fn there_and_back(here: SiteUrl) -> Option<SiteUrl> {
    let sign_in = ReturnTo::to(here).append_to(Route::SignIn);
    assert_leads_nowhere_else(&sign_in);
    assert_eq!(*sign_in.route(), Route::SignIn);
    let url = Url::parse(SITE).unwrap().join(&sign_in.to_path()).unwrap();
    ReturnTo::from_query(url.query().unwrap_or_default()).url()
}

/// What has to be true of every address, whatever it was read from.
fn assert_leads_nowhere_else(address: &SiteUrl) {
    let path = address.to_path();
    assert!(path.starts_with('/'), "{path}");
    assert!(!path.starts_with("//") && !path.starts_with("/\\"), "{path}");
    assert!(!path.contains(|c: char| c.is_control() || c == '\\' || c == ' '), "{path:?}");

    let site = Url::parse(SITE).unwrap();
    let url = site.join(&path).unwrap();
    assert_eq!(url.origin(), site.origin(), "{path}");
    assert_eq!((url.username(), url.password()), ("", None), "{path}");

    // A browser changes nothing about the page, and reads it as the same page again.
    let route = Route::recognize(url.path()).unwrap();
    assert_eq!(&route, address.route(), "{path}");
    assert_ne!(route, Route::NotFound, "{path}");
    assert_eq!(path.parse::<SiteUrl>().ok().as_ref(), Some(address), "{path}");
}

/// Texts with which people have made sites send their visitors elsewhere.
const HOSTILE: &[&str] = &[
    // Other origins, plainly
    "https://evil.example",
    "https://evil.example/profile",
    "http://evil.example",
    "HTTPS://EVIL.EXAMPLE",
    "ftp://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "evil.example",
    "evil.example/profile",
    "www.evil.example",
    // Without a scheme
    "//",
    "//?x",
    "//#x",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "//evil.example/profile",
    "//evil.example//",
    "//site.example@evil.example/",
    "//evil.example/%2f..",
    "/profile//evil.example",
    // Backslashes
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/\\\\evil.example",
    "\\evil.example",
    "/blog/\\evil.example",
    "/%5cevil.example",
    "/%5C%5Cevil.example",
    "/blog/%5cevil.example",
    // Escaped slashes and dots, single and double
    "%2f%2fevil.example",
    "/%2f%2fevil.example",
    "/%2Fevil.example",
    "/blog/%2f%2fevil.example",
    "/%252f%252fevil.example",
    "/blog/%252f%252fevil.example",
    "/blog/%25",
    "/%2e%2e/evil.example",
    "/%2e%2e%2fevil.example",
    "/../evil.example",
    "/./profile",
    "/blog/..",
    "/blog/../signin",
    "/blog/.%2e/signin",
    "/blog/%2e%2E",
    "/blog/%2e",
    "/.//evil.example",
    "/..//evil.example",
    "/blog/..//evil.example",
    // What browsers drop or trim
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "\t//evil.example",
    " //evil.example",
    "\u{0}//evil.example",
    "/\u{0}/evil.example",
    "/pro\tfile",
    "/profile\n",
    "/blog/a\u{7f}b",
    "/blog/%09",
    "/blog/%00",
    "/blog/%0d%0aLocation:%20https://evil.example",
    "java\nscript:alert(1)",
    " /profile",
    "\u{feff}/profile",
    // Other schemes
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "javascript://site.example/%0aalert(1)",
    "javascript&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "blob:https://site.example/1",
    "about:blank",
    "file:///etc/passwd",
    "view-source:https://evil.example",
    // Login
    "https://site.example@evil.example",
    "https://user:pass@evil.example/",
    "@evil.example",
    "/@evil.example",
    "user:pass@/profile",
    // Slashes of other scripts
    "\u{ff0f}\u{ff0f}evil.example",
    "/\u{ff0f}evil.example",
    "/\u{2044}evil.example",
    "/\u{2215}evil.example",
    "/\u{29f8}evil.example",
    "/\u{ff3c}evil.example",
    "/%ef%bc%8fevil.example",
    "\u{3002}evil\u{3002}example",
    // Not UTF-8 when it is unescaped
    "/blog/%ff",
    "/blog/%c0%af",
    "/%c0%af%c0%afevil.example",
    // Pages to which no sign-in leads
    "/signin",
    "/signin/",
    "/signin?redirectedFrom=/signin",
    "/signin?redirectedFrom=//evil.example",
    "/register",
    "/register#top",
    "/verify-email?token=x",
    "/forgot-password",
    "/reset-password?token=x",
    "/accept-invite?token=x",
    "/logout",
    "/logout?x",
    "/404",
    "/nowhere",
    "/blog/a/b",
    "/pages",
    "/pages/",
    "/profile/unknown",
    "/directus/admin",
    "/auth/logout",
    // Nothing
    "",
    "?",
    "#",
    "profile",
    ".",
    "..",
];

#[test]
fn a_hostile_return_to_is_dropped() {
    assert!(HOSTILE.len() >= 40);
    for text in HOSTILE {
        assert_eq!(return_to(text), None, "{text:?}");
    }
}

#[test]
fn a_hostile_text_in_query_or_fragment_stays_there() {
    for text in HOSTILE {
        for (address, route) in [
            (format!("/profile?next={}", text.replace(['#'], "")), Route::Profile),
            (format!("/blog#{text}"), Route::Blog),
            (format!("/?{}", text.replace(['#'], "")), Route::Home),
        ] {
            let address = return_to(&address).unwrap();
            assert_eq!(*address.route(), route);
            assert_leads_nowhere_else(&address);
        }
    }
}

#[test]
fn a_slug_can_hold_what_means_something_elsewhere() {
    for slug in [
        "@evil.example",
        "javascript:alert(1)",
        "a b",
        "ä",
        "…",
        "a?b",
        "a#b",
        "a&b=c",
        "100",
        "\u{ff0f}\u{ff0f}x",
        "...",
        "signin",
    ] {
        let address = SiteUrl::new(Route::Post { slug: slug.to_owned() }, "", "");
        assert_leads_nowhere_else(&address);
    }
}

#[test]
fn every_page_that_people_come_to_is_a_destination() {
    for text in ["/", "/blog", "/blog/a-post", "/pages/about", "/profile"] {
        let address = return_to(text).unwrap();
        assert_eq!(address.to_path(), text);
        assert_leads_nowhere_else(&address);
    }
}

#[test]
fn a_slash_at_the_end_means_the_same_page() {
    assert_eq!("/profile/".parse::<SiteUrl>().ok(), "/profile".parse::<SiteUrl>().ok());
    assert_eq!("/blog/?page=2".parse::<SiteUrl>().ok(), "/blog?page=2".parse::<SiteUrl>().ok());
}

#[test]
fn query_and_fragment_come_along() {
    let address = return_to("/blog?page=2&tag=a%20b#newest").unwrap();
    assert_eq!(*address.route(), Route::Blog);
    assert_eq!(address.to_path(), "/blog?page=2&tag=a%20b#newest");
}

#[test]
fn query_and_fragment_as_a_browser_gives_them_are_those_without_their_marks() {
    let marked = SiteUrl::new(Route::Blog, "?page=2", "#newest");
    assert_eq!(marked, SiteUrl::new(Route::Blog, "page=2", "newest"));
    assert_eq!(marked.to_path(), "/blog?page=2#newest");
    assert_eq!(SiteUrl::new(Route::Blog, "", "").to_path(), "/blog");
    assert_eq!(SiteUrl::new(Route::Blog, "?", "#").to_path(), "/blog");
}

#[test]
fn a_mark_within_query_or_fragment_is_part_of_it() {
    for text in ["/blog??a=1", "/blog???", "/blog##a", "/blog?a=1?b", "/blog#a?b", "/blog?#a", "/?#", "/?%23"] {
        let address = text.parse::<SiteUrl>().unwrap();
        assert_leads_nowhere_else(&address);
    }
    assert_eq!("/blog??a=1".parse::<SiteUrl>().unwrap().to_path(), "/blog??a=1");
}

#[test]
fn the_way_back_survives_the_query_of_the_sign_in_page() {
    for text in [
        "/",
        "/profile",
        "/blog/a%20b?x=1&y=%26&z=a+b#part",
        "/blog?page=2&redirectedFrom=/profile",
        "/pages/about#%23",
    ] {
        let here = text.parse::<SiteUrl>().unwrap();
        assert_eq!(there_and_back(here.clone()), Some(here), "{text}");
    }
}

#[test]
fn the_way_back_has_the_name_that_others_rely_on() {
    let here = "/profile?a=1#b".parse::<SiteUrl>().unwrap();
    assert_eq!(
        ReturnTo::to(here.clone()).append_to(Route::Register).to_path(),
        "/register?redirectedFrom=%2Fprofile%3Fa%3D1%23b"
    );
    for query in [
        "redirectedFrom=/profile?a=1%23b",
        "?redirectedFrom=%2Fprofile%3Fa%3D1%23b",
        "?x=1&redirectedFrom=/profile?a%3D1%23b&y",
    ] {
        assert_eq!(ReturnTo::from_query(query).url(), Some(here.clone()), "{query}");
    }
}

#[test]
fn no_way_back_leaves_no_trace_in_the_address() {
    for query in [
        "",
        "?",
        "?x=1",
        "?redirectedFrom",
        "?redirectedFrom=",
        "?redirectedFrom=//evil.example",
        "?redirectedfrom=/profile",
    ] {
        let return_to = ReturnTo::from_query(query);
        assert_eq!(return_to.append_to(Route::SignIn).to_path(), "/signin", "{query}");
        assert_eq!(return_to.url(), None, "{query}");
    }
    assert_eq!(ReturnTo::default().append_to(Route::Register).to_path(), "/register");
}

#[test]
fn nobody_comes_back_to_where_no_sign_in_leads() {
    for route in [
        Route::SignIn,
        Route::Register,
        Route::VerifyEmail,
        Route::ForgotPassword,
        Route::ResetPassword,
        Route::AcceptInvite,
        Route::SignOut,
        Route::NotFound,
    ] {
        assert_eq!(ReturnTo::to(SiteUrl::from(route)).url(), None);
    }
}

#[test]
fn other_parameters_stand_before_the_way_back() {
    let here = "/profile?a=1#b".parse::<SiteUrl>().unwrap();
    let address = ReturnTo::to(here.clone()).append_with(Route::SignIn, &[("sso", "a&b=c#d")]);
    assert_leads_nowhere_else(&address);
    assert_eq!(address.to_path(), "/signin?sso=a%26b%3Dc%23d&redirectedFrom=%2Fprofile%3Fa%3D1%23b");
    assert_eq!(ReturnTo::default().append_with(Route::SignIn, &[("sso", "x")]).to_path(), "/signin?sso=x");
}

#[test]
fn the_first_value_of_a_query_counts() {
    assert_eq!(query_value("?page=2&page=3", "page").as_deref(), Some("2"));
    assert_eq!(query_value("a=b%20c+d", "a").as_deref(), Some("b c d"));
    assert_eq!(query_value("?page=2", "Page"), None);
    assert_eq!(query_value("", ""), None);
}

/// Texts made of what matters in an address.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => Just("/").prop_map(str::to_owned),
        2 => prop::sample::select(vec![
            "blog", "pages", "profile", "signin", "register", "logout", "404", "about", "..", ".", "\\", "//", "?", "#", "%2f", "%2F",
            "%5c", "%2e", "%25", "%00", "%0a", "%", "%zz", "@", ":", ";", "evil.example", "https:", "javascript:", "\t", "\n", "\r",
            " ", "\u{0}", "\u{7f}", "\u{85}", "\u{2028}", "\u{ff0f}", "\u{2044}", "\u{202e}", "&", "=", "+", "'", "\"", "<", ">", "|", "^", "`", "{",
        ]).prop_map(str::to_owned),
        1 => ".{0,4}",
    ];
    prop_oneof![
        prop::collection::vec(piece.clone(), 0..10).prop_map(|pieces| pieces.concat()),
        (
            prop::sample::select(vec!["/", "/blog", "/blog/a", "/blog/", "/pages/", "/profile", "/profile/"]),
            prop::collection::vec(piece, 0..8),
        )
            .prop_map(|(page, pieces)| format!("{page}{}", pieces.concat())),
        ".{0,40}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6000))]

    #[test]
    fn any_text_that_is_an_address_leads_to_a_page_of_this_site(text in texts()) {
        if let Ok(address) = text.parse::<SiteUrl>() {
            assert_leads_nowhere_else(&address);
        }
    }

    #[test]
    fn any_return_to_leads_to_a_page_that_people_sign_in_for(text in texts()) {
        if let Some(address) = return_to(&text) {
            assert_leads_nowhere_else(&address);
            prop_assert!(!matches!(address.route(), Route::SignIn | Route::Register | Route::SignOut | Route::NotFound));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_place_on_this_site_can_be_returned_to(
        slug in ".{1,16}",
        query in "(\\?.{0,16})?",
        fragment in "(#.{0,16})?",
    ) {
        for route in [Route::Profile, Route::Blog, Route::Home, Route::page("about")] {
            let here = SiteUrl::new(route, &query, &fragment);
            assert_leads_nowhere_else(&here);
            prop_assert_eq!(there_and_back(here.clone()), Some(here));
        }
        // A slug can be one that no address should hold; then the way back is lost, and never another way.
        let here = SiteUrl::new(Route::Post { slug }, &query, &fragment);
        let back = there_and_back(here.clone());
        prop_assert!(back.is_none() || back == Some(here));
    }

    #[test]
    fn what_a_browser_gives_as_query_and_fragment_keeps_its_meaning(
        pairs in prop::collection::vec(("[a-z]{1,4}", ".{0,8}"), 1..4),
        fragment in ".{1,8}",
    ) {
        let mut url = Url::parse(SITE).unwrap().join("/blog").unwrap();
        url.query_pairs_mut().extend_pairs(&pairs);
        url.set_fragment(Some(&fragment));
        let here = SiteUrl::new(Route::Blog, &format!("?{}", url.query().unwrap()), &format!("#{}", url.fragment().unwrap_or_default()));
        let there = Url::parse(SITE).unwrap().join(&here.to_path()).unwrap();
        prop_assert_eq!(there.query_pairs().into_owned().collect::<Vec<_>>(), pairs);
        let read = |url: &Url| percent_decode_str(url.fragment().unwrap_or_default()).collect::<Vec<u8>>();
        prop_assert_eq!((there.path(), read(&there)), (url.path(), read(&url)));
    }
}

// -- Routes

#[test]
fn every_route_has_its_audience() {
    let post = Route::Post { slug: "a".to_owned() };
    for route in [Route::Home, Route::Blog, post, Route::page("about"), Route::NotFound, Route::SignOut] {
        assert_eq!(route.audience(), Audience::Public, "{route:?}");
    }
    for route in [Route::VerifyEmail, Route::ForgotPassword, Route::ResetPassword, Route::AcceptInvite] {
        assert_eq!(route.audience(), Audience::Public, "{route:?}");
    }
    assert_eq!(Route::SignIn.audience(), Audience::Guests);
    assert_eq!(Route::Register.audience(), Audience::Guests);
    assert_eq!(Route::Profile.audience(), Audience::Members);
    assert_eq!(Route::Security.audience(), Audience::Members);
    assert_eq!(
        Route::DeleteAccount.audience(),
        Audience::MembersWith(Permission::new(Action::Delete, "directus_users"))
    );
    assert_eq!(Route::Goodbye.audience(), Audience::Public);
}

#[test]
fn routes_are_where_others_rely_on_them() {
    for (path, route) in [
        ("/", Route::Home),
        ("/pages/about", Route::page("about")),
        ("/blog", Route::Blog),
        ("/blog/a-post", Route::Post { slug: "a-post".to_owned() }),
        ("/signin", Route::SignIn),
        ("/register", Route::Register),
        ("/verify-email", Route::VerifyEmail),
        ("/forgot-password", Route::ForgotPassword),
        ("/reset-password", Route::ResetPassword),
        ("/accept-invite", Route::AcceptInvite),
        ("/profile", Route::Profile),
        ("/profile/security", Route::Security),
        ("/profile/delete", Route::DeleteAccount),
        ("/logout", Route::SignOut),
    ] {
        assert_eq!(Route::recognize(path), Some(route.clone()));
        assert_eq!(route.to_path(), path);
    }
    assert_eq!(Route::recognize("/no/such/page"), Some(Route::NotFound));
}
