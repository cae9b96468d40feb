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

const REASONS: [SignedOutReason; 6] = [
    SignedOutReason::NotAsked,
    SignedOutReason::NeverSignedIn,
    SignedOutReason::Here,
    SignedOutReason::Elsewhere,
    SignedOutReason::Expired,
    SignedOutReason::Suspended,
];

const ENDS: [SignedOutReason; 2] = [SignedOutReason::Expired, SignedOutReason::Suspended];

const CAUSES: [Cause; 5] = [
    Cause::Network,
    Cause::Server,
    Cause::Busy { wait: Duration::from_secs(60) },
    Cause::TooManyRequests { wait: None },
    Cause::TooManyRequests { wait: Some(Duration::from_secs(60)) },
];

fn ada() -> UserId {
    UserId::from("ada")
}

fn signed_in() -> Session {
    Session::SignedIn { user: ada() }
}

fn sessions() -> Vec<Session> {
    let mut sessions = vec![Session::Booting, signed_in()];
    sessions.extend(REASONS.map(|reason| Session::SignedOut { reason }));
    sessions.extend(ENDS.map(|reason| Session::Lapsed { user: ada(), reason }));
    sessions.extend(CAUSES.map(|cause| Session::Unreachable { user: None, cause }));
    sessions.extend(CAUSES.map(|cause| Session::Unreachable { user: Some(ada()), cause }));
    sessions
}

#[test]
fn the_whole_table() {
    use Access::{Guests, Members, Public};
    use Verdict::{Ask, GoOn, Show, SignIn, SignInHere, Unreachable, Wait};

    let out = |reason| Session::SignedOut { reason };
    let lapsed = |reason| Session::Lapsed { user: ada(), reason };
    let lost = |cause| Session::Unreachable { user: None, cause };
    let lost_while_signed_in = |cause| Session::Unreachable { user: Some(ada()), cause };

    for is_shown in [false, true] {
        for session in sessions() {
            assert_eq!(verdict(Public, &session, is_shown), Show, "{session:?}");
        }
        assert_eq!(verdict(Guests, &Session::Booting, is_shown), Wait);
        assert_eq!(verdict(Members, &Session::Booting, is_shown), Wait);
        assert_eq!(verdict(Guests, &signed_in(), is_shown), GoOn);
        assert_eq!(verdict(Members, &signed_in(), is_shown), Show);
        for reason in REASONS {
            assert_eq!(verdict(Guests, &out(reason), is_shown), Show);
            let expected = if reason == SignedOutReason::NotAsked { Ask } else { SignIn };
            assert_eq!(verdict(Members, &out(reason), is_shown), expected);
        }
        for reason in ENDS {
            assert_eq!(verdict(Guests, &lapsed(reason), is_shown), Show);
            let expected = if is_shown { SignInHere } else { SignIn };
            assert_eq!(verdict(Members, &lapsed(reason), is_shown), expected);
        }
        for cause in CAUSES {
            assert_eq!(verdict(Guests, &lost(cause), is_shown), Show);
            assert_eq!(verdict(Members, &lost(cause), is_shown), Unreachable(cause));
            assert_eq!(verdict(Guests, &lost_while_signed_in(cause), is_shown), GoOn);
            assert_eq!(verdict(Members, &lost_while_signed_in(cause), is_shown), Show);
        }
    }
}

#[test]
fn a_page_for_members_comes_up_only_where_somebody_is_signed_in() {
    for session in sessions() {
        let shown = verdict(Access::Members, &session, false) == Verdict::Show;
        assert_eq!(shown, session.user().is_some(), "{session:?}");
    }
}

#[test]
fn a_page_for_members_stays_only_for_its_owner() {
    for session in sessions() {
        let stays = matches!(verdict(Access::Members, &session, true), Verdict::Show | Verdict::SignInHere);
        assert_eq!(stays, session.owner().is_some(), "{session:?}");
    }
}

#[test]
fn only_a_session_that_ended_without_its_owners_doing_asks_to_sign_in_over_the_page() {
    for session in sessions() {
        let over_the_page = verdict(Access::Members, &session, true) == Verdict::SignInHere;
        assert_eq!(over_the_page, matches!(session, Session::Lapsed { .. }), "{session:?}");
    }
}

#[test]
fn a_page_for_guests_is_never_shown_to_somebody_who_is_signed_in() {
    for session in sessions() {
        if session.user().is_some() {
            assert_eq!(verdict(Access::Guests, &session, true), Verdict::GoOn, "{session:?}");
        }
    }
}

#[test]
fn nobody_is_sent_in_a_circle() {
    for session in sessions() {
        // To the sign-in only where the sign-in stays.
        if verdict(Access::Members, &session, false) == Verdict::SignIn {
            assert_eq!(verdict(Access::Guests, &session, false), Verdict::Show, "{session:?}");
        }
        // Away from the sign-in only where every other page stays.
        if verdict(Access::Guests, &session, false) == Verdict::GoOn {
            assert_eq!(verdict(Access::Members, &session, false), Verdict::Show, "{session:?}");
        }
        let redirects = ACCESS
            .map(|access| verdict(access, &session, false))
            .map(|verdict| matches!(verdict, Verdict::SignIn | Verdict::GoOn));
        assert!(redirects.iter().filter(|redirects| **redirects).count() <= 1, "{session:?}");
    }
}

#[test]
fn nobody_is_sent_anywhere_before_it_is_known_who_is_signed_in() {
    for session in [Session::Booting, Session::SignedOut { reason: SignedOutReason::NotAsked }] {
        for access in [Access::Guests, Access::Members] {
            assert!(!matches!(verdict(access, &session, false), Verdict::SignIn | Verdict::GoOn), "{session:?}");
        }
    }
}

#[test]
fn every_route_has_the_access_class_that_people_expect() {
    let post = Route::Post { slug: "a".to_owned() };
    for route in [Route::Home, Route::Blog, post, Route::page("about"), Route::NotFound, Route::SignOut] {
        assert_eq!(route.access(), Access::Public, "{route:?}");
    }
    for route in [Route::VerifyEmail, Route::ForgotPassword, Route::ResetPassword, Route::AcceptInvite] {
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
        ("/verify-email", Route::VerifyEmail),
        ("/forgot-password", Route::ForgotPassword),
        ("/reset-password", Route::ResetPassword),
        ("/accept-invite", Route::AcceptInvite),
        ("/profile", Route::Profile),
        ("/logout", Route::SignOut),
    ] {
        assert_eq!(Route::recognize(path), Some(route.clone()));
        assert_eq!(route.to_path(), path);
    }
    assert_eq!(Route::recognize("/no/such/page"), Some(Route::NotFound));
}
