//! What is done with a page, by its access class and the session.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use lychgate::{
    directus::UserId,
    guard::{Verdict, verdict},
    route::{Access, Route},
    session::{Cause, Session, SignedOutReason},
};

const ACCESS: [Access; 3] = [Access::Public, Access::Guests, Access::Members];

const REASONS: [SignedOutReason; 5] = [
    SignedOutReason::NotAsked,
    SignedOutReason::NeverSignedIn,
    SignedOutReason::Here,
    SignedOutReason::Expired,
    SignedOutReason::Suspended,
];

const CAUSES: [Cause; 4] = [
    Cause::Network,
    Cause::Server,
    Cause::TooManyRequests { wait: None },
    Cause::TooManyRequests { wait: Some(Duration::from_secs(60)) },
];

fn signed_in() -> Session {
    Session::SignedIn { user: UserId::from("ada") }
}

fn sessions() -> Vec<Session> {
    let mut sessions = vec![Session::Booting, signed_in()];
    sessions.extend(REASONS.map(|reason| Session::SignedOut { reason }));
    sessions.extend(CAUSES.map(|cause| Session::Unreachable { user: None, cause }));
    sessions.extend(CAUSES.map(|cause| Session::Unreachable { user: Some(UserId::from("ada")), cause }));
    sessions
}

#[test]
fn the_whole_table() {
    use Access::{Guests, Members, Public};
    use Verdict::{Ask, GoOn, Show, SignIn, Unreachable, Wait};

    let out = |reason| Session::SignedOut { reason };
    let lost = |cause| Session::Unreachable { user: None, cause };
    let lost_while_signed_in = |cause| Session::Unreachable { user: Some(UserId::from("ada")), cause };

    for session in sessions() {
        assert_eq!(verdict(Public, &session), Show, "{session:?}");
    }
    assert_eq!(verdict(Guests, &Session::Booting), Wait);
    assert_eq!(verdict(Members, &Session::Booting), Wait);
    assert_eq!(verdict(Guests, &signed_in()), GoOn);
    assert_eq!(verdict(Members, &signed_in()), Show);
    for reason in REASONS {
        assert_eq!(verdict(Guests, &out(reason)), Show);
        let expected = if reason == SignedOutReason::NotAsked { Ask } else { SignIn };
        assert_eq!(verdict(Members, &out(reason)), expected);
    }
    for cause in CAUSES {
        assert_eq!(verdict(Guests, &lost(cause)), Show);
        assert_eq!(verdict(Members, &lost(cause)), Unreachable(cause));
        assert_eq!(verdict(Guests, &lost_while_signed_in(cause)), GoOn);
        assert_eq!(verdict(Members, &lost_while_signed_in(cause)), Show);
    }
}

#[test]
fn a_page_for_members_is_shown_only_where_somebody_is_signed_in() {
    for session in sessions() {
        let shown = verdict(Access::Members, &session) == Verdict::Show;
        assert_eq!(shown, session.user().is_some(), "{session:?}");
    }
}

#[test]
fn a_page_for_guests_is_never_shown_to_somebody_who_is_signed_in() {
    for session in sessions() {
        if session.user().is_some() {
            assert_eq!(verdict(Access::Guests, &session), Verdict::GoOn, "{session:?}");
        }
    }
}

#[test]
fn nobody_is_sent_in_a_circle() {
    for session in sessions() {
        // To the sign-in only where the sign-in stays.
        if verdict(Access::Members, &session) == Verdict::SignIn {
            assert_eq!(verdict(Access::Guests, &session), Verdict::Show, "{session:?}");
        }
        // Away from the sign-in only where every other page stays.
        if verdict(Access::Guests, &session) == Verdict::GoOn {
            assert_eq!(verdict(Access::Members, &session), Verdict::Show, "{session:?}");
        }
        let redirects = ACCESS
            .map(|access| verdict(access, &session))
            .map(|verdict| matches!(verdict, Verdict::SignIn | Verdict::GoOn));
        assert!(redirects.iter().filter(|redirects| **redirects).count() <= 1, "{session:?}");
    }
}

#[test]
fn nobody_is_sent_anywhere_before_it_is_known_who_is_signed_in() {
    for session in [Session::Booting, Session::SignedOut { reason: SignedOutReason::NotAsked }] {
        for access in [Access::Guests, Access::Members] {
            assert!(!matches!(verdict(access, &session), Verdict::SignIn | Verdict::GoOn), "{session:?}");
        }
    }
}

#[test]
fn every_route_has_the_access_class_that_people_expect() {
    let post = Route::Post { slug: "a".to_owned() };
    for route in [Route::Home, Route::Blog, post, Route::page("about"), Route::NotFound, Route::SignOut] {
        assert_eq!(route.access(), Access::Public, "{route:?}");
    }
    assert_eq!(Route::SignIn.access(), Access::Guests);
    assert_eq!(Route::Register.access(), Access::Guests);
    assert_eq!(Route::Profile.access(), Access::Members);
}

#[test]
fn routes_are_where_others_rely_on_them() {
    use yew_router::Routable;

    for (path, route) in [
        ("/", Route::Home),
        ("/pages/about", Route::page("about")),
        ("/blog", Route::Blog),
        ("/blog/a-post", Route::Post { slug: "a-post".to_owned() }),
        ("/signin", Route::SignIn),
        ("/register", Route::Register),
        ("/profile", Route::Profile),
        ("/logout", Route::SignOut),
    ] {
        assert_eq!(Route::recognize(path), Some(route.clone()));
        assert_eq!(route.to_path(), path);
    }
    assert_eq!(Route::recognize("/no/such/page"), Some(Route::NotFound));
}
