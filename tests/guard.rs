//! What is done with a page, by its access class and the session.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::{rc::Rc, time::Duration};

use lychgate::{
    account::Policies,
    directus::{
        Error, TransportError, UserId, decode,
        permissions::{self, Action, Deed, Permissions},
        policies::Globals,
        users::{SecondFactor, User},
    },
    guard::{Admission, Verdict, admission, verdict},
    resource::Resource,
    route::{Access, Route},
    session::{Cause, SendError, Session, SignedOutReason},
};
use serde_json::{Value, json};
use support::answer;

const DELETE_POSTS: Deed = Deed::new(Action::Delete, "posts");

const ACCESS: [Access; 4] = [Access::Public, Access::Guests, Access::Members, Access::MembersWhoMay(DELETE_POSTS)];

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
fn a_page_for_members_who_may_do_something_asks_of_the_session_what_every_page_for_members_does() {
    for session in sessions() {
        for is_shown in [false, true] {
            let expected = verdict(Access::Members, &session, is_shown);
            assert_eq!(verdict(Access::MembersWhoMay(DELETE_POSTS), &session, is_shown), expected, "{session:?}");
        }
    }
}

// -- What the policies of the person make of it

fn failure() -> SendError {
    SendError::Directus(Error::Transport(TransportError::TimedOut))
}

fn with_second_factor(second_factor: SecondFactor) -> Resource<User> {
    Resource::Ready(Rc::new(User { second_factor, ..User::default() }))
}

fn allowed(permissions: &Value) -> Permissions {
    decode(&answer(200, &json!({ "data": permissions })).unwrap(), permissions::me().reader()).unwrap()
}

fn policies(permissions: Result<Permissions, SendError>, globals: Result<Globals, SendError>) -> Resource<Policies> {
    Resource::Ready(Rc::new((permissions, globals)))
}

fn users() -> Vec<Resource<User>> {
    let mut users = [SecondFactor::On, SecondFactor::Off, SecondFactor::Unknown].map(with_second_factor).to_vec();
    users.extend([Resource::Loading, Resource::Failed(Rc::new(failure()))]);
    users
}

const ENFORCED: Globals = Globals { enforce_tfa: true };
const FREE: Globals = Globals { enforce_tfa: false };

#[test]
fn whoever_has_to_use_two_factors_and_does_not_is_led_to_that_on_every_page_for_members() {
    let off = with_second_factor(SecondFactor::Off);
    for permissions in [
        Ok(Permissions::default()),
        Ok(allowed(&json!({ "posts": { "delete": { "access": "full" } } }))),
        Err(failure()),
    ] {
        let enforced = policies(permissions, Ok(ENFORCED));
        for access in ACCESS {
            let expected = access.is_for_members();
            assert_eq!(admission(access, &off, &enforced) == Admission::Enrol, expected, "{access:?}");
        }
    }
}

#[test]
fn nobody_else_is() {
    for user in users() {
        for globals in [Ok(ENFORCED), Ok(FREE), Err(failure())] {
            let is_off = matches!(&user, Resource::Ready(user) if user.second_factor == SecondFactor::Off);
            if is_off && globals == Ok(ENFORCED) {
                continue;
            }
            let policies = policies(Ok(Permissions::default()), globals);
            for access in ACCESS {
                assert_ne!(admission(access, &user, &policies), Admission::Enrol);
            }
        }
    }
}

#[test]
fn what_cannot_be_read_keeps_nobody_out_of_a_page_for_members() {
    for user in users() {
        if matches!(user, Resource::Loading) {
            continue;
        }
        let unread = policies(Err(failure()), Err(failure()));
        assert_eq!(admission(Access::Members, &user, &unread), Admission::Admit);
        let unread = Resource::Failed(Rc::new(failure()));
        assert_eq!(admission(Access::Members, &user, &unread), Admission::Admit);
    }
}

#[test]
fn a_page_for_members_waits_only_for_what_decides() {
    let [on, off, unknown] = [SecondFactor::On, SecondFactor::Off, SecondFactor::Unknown].map(with_second_factor);
    assert_eq!(admission(Access::Members, &Resource::Loading, &Resource::Loading), Admission::Wait);
    assert_eq!(admission(Access::Members, &off, &Resource::Loading), Admission::Wait);
    assert_eq!(admission(Access::Members, &on, &Resource::Loading), Admission::Admit);
    assert_eq!(admission(Access::Members, &unknown, &Resource::Loading), Admission::Admit);
    assert_eq!(admission(Access::MembersWhoMay(DELETE_POSTS), &on, &Resource::Loading), Admission::Wait);
}

#[test]
fn a_page_for_those_who_may_do_something_is_theirs_alone() {
    let on = with_second_factor(SecondFactor::On);
    let with = |permissions: Value| {
        admission(Access::MembersWhoMay(DELETE_POSTS), &on, &policies(Ok(allowed(&permissions)), Ok(FREE)))
    };
    assert_eq!(with(json!({ "posts": { "delete": { "access": "full" } } })), Admission::Admit);
    assert_eq!(with(json!({ "posts": { "delete": { "access": "partial" } } })), Admission::Admit);
    for refused in [
        json!({}),
        json!({ "posts": {} }),
        json!({ "posts": { "delete": { "access": "none" } } }),
        json!({ "posts": { "update": { "access": "full" } } }),
        json!({ "pages": { "delete": { "access": "full" } } }),
    ] {
        assert_eq!(with(refused), Admission::Refuse);
    }
    let unread = policies(Err(failure()), Ok(FREE));
    assert_eq!(admission(Access::MembersWhoMay(DELETE_POSTS), &on, &unread), Admission::Unknown(failure()));
}

#[test]
fn pages_that_are_not_for_members_ask_for_nothing() {
    for access in [Access::Public, Access::Guests] {
        for user in users() {
            assert_eq!(admission(access, &user, &Resource::Loading), Admission::Admit);
        }
    }
}

// -- Routes

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
        let verdicts = ACCESS.map(|access| verdict(access, &session, false));
        assert!(!(verdicts.contains(&Verdict::SignIn) && verdicts.contains(&Verdict::GoOn)), "{session:?}");
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
    assert_eq!(Route::Security.access(), Access::Members);
    assert_eq!(Route::DeleteAccount.access(), Access::MembersWhoMay(Deed::new(Action::Delete, "directus_users")));
    assert_eq!(Route::Goodbye.access(), Access::Public);
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
        ("/profile/security", Route::Security),
        ("/profile/delete", Route::DeleteAccount),
        ("/logout", Route::SignOut),
    ] {
        assert_eq!(Route::recognize(path), Some(route.clone()));
        assert_eq!(route.to_path(), path);
    }
    assert_eq!(Route::recognize("/no/such/page"), Some(Route::NotFound));
}
