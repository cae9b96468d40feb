//! What is done with a page, by its access class and the session.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::{rc::Rc, time::Duration};

use lychgate::{
    account::Policies,
    directus::{
        Error, TransportError, UserId, decode,
        permissions::{self, Action, Permission, Permissions},
        policies::Globals,
        users::{SecondFactor, User},
    },
    guard::{GuardDecision, PolicyDecision, decide, decide_by_policy},
    resource::Resource,
    route::{Audience, Route},
    session::{Cause, SendError, Session, SignedOutReason},
};
use serde_json::{Value, json};
use support::answer;

const DELETE_POSTS: Permission = Permission::new(Action::Delete, "posts");

const AUDIENCES: [Audience; 4] =
    [Audience::Public, Audience::Guests, Audience::Members, Audience::MembersWith(DELETE_POSTS)];

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
    sessions.extend(ENDS.map(|reason| Session::Expired { user: ada(), reason }));
    sessions.extend(CAUSES.map(|cause| Session::Unreachable { user: None, cause }));
    sessions.extend(CAUSES.map(|cause| Session::Unreachable { user: Some(ada()), cause }));
    sessions
}

#[test]
fn the_whole_table() {
    use Audience::{Guests, Members, Public};
    use GuardDecision::{Ask, GoOn, Show, SignIn, SignInHere, Unreachable, Wait};

    let out = |reason| Session::SignedOut { reason };
    let lapsed = |reason| Session::Expired { user: ada(), reason };
    let lost = |cause| Session::Unreachable { user: None, cause };
    let lost_while_signed_in = |cause| Session::Unreachable { user: Some(ada()), cause };

    for is_shown in [false, true] {
        for session in sessions() {
            assert_eq!(decide(Public, &session, is_shown), Show, "{session:?}");
        }
        assert_eq!(decide(Guests, &Session::Booting, is_shown), Wait);
        assert_eq!(decide(Members, &Session::Booting, is_shown), Wait);
        assert_eq!(decide(Guests, &signed_in(), is_shown), GoOn);
        assert_eq!(decide(Members, &signed_in(), is_shown), Show);
        for reason in REASONS {
            assert_eq!(decide(Guests, &out(reason), is_shown), Show);
            let expected = if reason == SignedOutReason::NotAsked { Ask } else { SignIn };
            assert_eq!(decide(Members, &out(reason), is_shown), expected);
        }
        for reason in ENDS {
            assert_eq!(decide(Guests, &lapsed(reason), is_shown), Show);
            let expected = if is_shown { SignInHere } else { SignIn };
            assert_eq!(decide(Members, &lapsed(reason), is_shown), expected);
        }
        for cause in CAUSES {
            assert_eq!(decide(Guests, &lost(cause), is_shown), Show);
            assert_eq!(decide(Members, &lost(cause), is_shown), Unreachable(cause));
            assert_eq!(decide(Guests, &lost_while_signed_in(cause), is_shown), GoOn);
            assert_eq!(decide(Members, &lost_while_signed_in(cause), is_shown), Show);
        }
    }
}

#[test]
fn a_page_for_members_comes_up_only_where_somebody_is_signed_in() {
    for session in sessions() {
        let shown = decide(Audience::Members, &session, false) == GuardDecision::Show;
        assert_eq!(shown, session.user().is_some(), "{session:?}");
    }
}

#[test]
fn a_page_for_members_stays_only_for_its_owner() {
    for session in sessions() {
        let stays =
            matches!(decide(Audience::Members, &session, true), GuardDecision::Show | GuardDecision::SignInHere);
        assert_eq!(stays, session.owner().is_some(), "{session:?}");
    }
}

#[test]
fn only_a_session_that_ended_without_its_owners_doing_asks_to_sign_in_over_the_page() {
    for session in sessions() {
        let over_the_page = decide(Audience::Members, &session, true) == GuardDecision::SignInHere;
        assert_eq!(over_the_page, matches!(session, Session::Expired { .. }), "{session:?}");
    }
}

#[test]
fn a_page_for_guests_is_never_shown_to_somebody_who_is_signed_in() {
    for session in sessions() {
        if session.user().is_some() {
            assert_eq!(decide(Audience::Guests, &session, true), GuardDecision::GoOn, "{session:?}");
        }
    }
}

#[test]
fn a_page_for_members_who_may_do_something_asks_of_the_session_what_every_page_for_members_does() {
    for session in sessions() {
        for is_shown in [false, true] {
            let expected = decide(Audience::Members, &session, is_shown);
            assert_eq!(decide(Audience::MembersWith(DELETE_POSTS), &session, is_shown), expected, "{session:?}");
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
        for audience in AUDIENCES {
            let expected = audience.is_for_members();
            assert_eq!(decide_by_policy(audience, &off, &enforced) == PolicyDecision::Enrol, expected, "{audience:?}");
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
            for audience in AUDIENCES {
                assert_ne!(decide_by_policy(audience, &user, &policies), PolicyDecision::Enrol);
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
        assert_eq!(decide_by_policy(Audience::Members, &user, &unread), PolicyDecision::Admit);
        let unread = Resource::Failed(Rc::new(failure()));
        assert_eq!(decide_by_policy(Audience::Members, &user, &unread), PolicyDecision::Admit);
    }
}

#[test]
fn a_page_for_members_waits_only_for_what_decides() {
    let [on, off, unknown] = [SecondFactor::On, SecondFactor::Off, SecondFactor::Unknown].map(with_second_factor);
    assert_eq!(decide_by_policy(Audience::Members, &Resource::Loading, &Resource::Loading), PolicyDecision::Wait);
    assert_eq!(decide_by_policy(Audience::Members, &off, &Resource::Loading), PolicyDecision::Wait);
    assert_eq!(decide_by_policy(Audience::Members, &on, &Resource::Loading), PolicyDecision::Admit);
    assert_eq!(decide_by_policy(Audience::Members, &unknown, &Resource::Loading), PolicyDecision::Admit);
    assert_eq!(decide_by_policy(Audience::MembersWith(DELETE_POSTS), &on, &Resource::Loading), PolicyDecision::Wait);
}

#[test]
fn a_page_for_those_who_may_do_something_is_theirs_alone() {
    let on = with_second_factor(SecondFactor::On);
    let with = |permissions: Value| {
        decide_by_policy(Audience::MembersWith(DELETE_POSTS), &on, &policies(Ok(allowed(&permissions)), Ok(FREE)))
    };
    assert_eq!(with(json!({ "posts": { "delete": { "access": "full" } } })), PolicyDecision::Admit);
    assert_eq!(with(json!({ "posts": { "delete": { "access": "partial" } } })), PolicyDecision::Admit);
    for refused in [
        json!({}),
        json!({ "posts": {} }),
        json!({ "posts": { "delete": { "access": "none" } } }),
        json!({ "posts": { "update": { "access": "full" } } }),
        json!({ "pages": { "delete": { "access": "full" } } }),
    ] {
        assert_eq!(with(refused), PolicyDecision::Refuse);
    }
    let unread = policies(Err(failure()), Ok(FREE));
    assert_eq!(decide_by_policy(Audience::MembersWith(DELETE_POSTS), &on, &unread), PolicyDecision::Unknown(failure()));
}

#[test]
fn pages_that_are_not_for_members_ask_for_nothing() {
    for audience in [Audience::Public, Audience::Guests] {
        for user in users() {
            assert_eq!(decide_by_policy(audience, &user, &Resource::Loading), PolicyDecision::Admit);
        }
    }
}

// -- Routes

#[test]
fn nobody_is_sent_in_a_circle() {
    for session in sessions() {
        // To the sign-in only where the sign-in stays.
        if decide(Audience::Members, &session, false) == GuardDecision::SignIn {
            assert_eq!(decide(Audience::Guests, &session, false), GuardDecision::Show, "{session:?}");
        }
        // Away from the sign-in only where every other page stays.
        if decide(Audience::Guests, &session, false) == GuardDecision::GoOn {
            assert_eq!(decide(Audience::Members, &session, false), GuardDecision::Show, "{session:?}");
        }
        let verdicts = AUDIENCES.map(|audience| decide(audience, &session, false));
        assert!(!(verdicts.contains(&GuardDecision::SignIn) && verdicts.contains(&GuardDecision::GoOn)), "{session:?}");
    }
}

#[test]
fn nobody_is_sent_anywhere_before_it_is_known_who_is_signed_in() {
    for session in [Session::Booting, Session::SignedOut { reason: SignedOutReason::NotAsked }] {
        for audience in [Audience::Guests, Audience::Members] {
            assert!(
                !matches!(decide(audience, &session, false), GuardDecision::SignIn | GuardDecision::GoOn),
                "{session:?}"
            );
        }
    }
}

#[test]
fn every_route_has_the_access_class_that_people_expect() {
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
