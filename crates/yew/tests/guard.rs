//! What is done with a page, by its audience and the session.
#![cfg(not(target_arch = "wasm32"))]

use std::time::Duration;

use lychgate_directus::{
    UserId,
    permissions::{Action, Permission},
};
use lychgate_session::{Cause, Session, SignedOutReason};
use lychgate_yew::{GuardDecision, routing::Audience};

fn delete_posts() -> Audience {
    Audience::MembersWith(Permission::new(Action::Delete, "posts"))
}

fn decide(audience: Audience, session: &Session, is_shown: bool) -> GuardDecision {
    GuardDecision::new(&audience, session, is_shown)
}

const REASONS: [SignedOutReason; 6] = [
    SignedOutReason::NotChecked,
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
fn decision_follows_the_table_of_audience_and_session() {
    use Audience::{Guests, Members, Public};
    use GuardDecision::{Ask, GoOn, Show, SignIn, SignInHere, Unreachable, Wait};

    let out = |reason| Session::SignedOut { reason };
    let expired = |reason| Session::Expired { user: ada(), reason };
    let lost = |cause| Session::Unreachable { user: None, cause };
    let lost_while_signed_in = |cause| Session::Unreachable { user: Some(ada()), cause };

    for is_shown in [false, true] {
        for session in sessions() {
            assert_eq!(decide(Public, &session, is_shown), Show, "{session:?}");
        }
        assert_eq!(decide(Guests, &Session::Booting, is_shown), Show);
        assert_eq!(decide(Members, &Session::Booting, is_shown), Wait);
        assert_eq!(decide(Guests, &signed_in(), is_shown), GoOn);
        assert_eq!(decide(Members, &signed_in(), is_shown), Show);
        for reason in REASONS {
            assert_eq!(decide(Guests, &out(reason), is_shown), Show);
            let expected = if reason == SignedOutReason::NotChecked { Ask } else { SignIn };
            assert_eq!(decide(Members, &out(reason), is_shown), expected);
        }
        for reason in ENDS {
            assert_eq!(decide(Guests, &expired(reason), is_shown), Show);
            let expected = if is_shown { SignInHere } else { SignIn };
            assert_eq!(decide(Members, &expired(reason), is_shown), expected);
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
fn members_page_appears_only_while_somebody_is_signed_in() {
    for session in sessions() {
        let shown = decide(Audience::Members, &session, false) == GuardDecision::Show;
        assert_eq!(shown, session.user().is_some(), "{session:?}");
    }
}

#[test]
fn members_page_stays_only_for_the_owner_of_the_session() {
    for session in sessions() {
        let stays =
            matches!(decide(Audience::Members, &session, true), GuardDecision::Show | GuardDecision::SignInHere);
        assert_eq!(stays, session.owner().is_some(), "{session:?}");
    }
}

#[test]
fn sign_in_over_the_page_is_asked_for_only_by_an_expired_session() {
    for session in sessions() {
        let over_the_page = decide(Audience::Members, &session, true) == GuardDecision::SignInHere;
        assert_eq!(over_the_page, matches!(session, Session::Expired { .. }), "{session:?}");
    }
}

#[test]
fn guests_page_is_never_shown_to_a_member() {
    for session in sessions() {
        if session.user().is_some() {
            assert_eq!(decide(Audience::Guests, &session, true), GuardDecision::GoOn, "{session:?}");
        }
    }
}

#[test]
fn page_for_members_with_a_permission_asks_the_same_of_the_session_as_for_members() {
    for session in sessions() {
        for is_shown in [false, true] {
            let expected = decide(Audience::Members, &session, is_shown);
            assert_eq!(decide(delete_posts(), &session, is_shown), expected, "{session:?}");
        }
    }
}

#[test]
fn redirects_form_no_circle() {
    for session in sessions() {
        // To the sign-in only where the sign-in stays.
        if decide(Audience::Members, &session, false) == GuardDecision::SignIn {
            assert_eq!(decide(Audience::Guests, &session, false), GuardDecision::Show, "{session:?}");
        }
        // Away from the sign-in only where every other page stays.
        if decide(Audience::Guests, &session, false) == GuardDecision::GoOn {
            assert_eq!(decide(Audience::Members, &session, false), GuardDecision::Show, "{session:?}");
        }
        let audiences = [Audience::Public, Audience::Guests, Audience::Members, delete_posts()];
        let decisions = audiences.map(|audience| decide(audience, &session, false));
        assert!(
            !(decisions.contains(&GuardDecision::SignIn) && decisions.contains(&GuardDecision::GoOn)),
            "{session:?}"
        );
    }
}

#[test]
fn nobody_is_redirected_before_it_is_known_who_is_signed_in() {
    for session in [Session::Booting, Session::SignedOut { reason: SignedOutReason::NotChecked }] {
        for audience in [Audience::Guests, Audience::Members] {
            assert!(
                !matches!(decide(audience, &session, false), GuardDecision::SignIn | GuardDecision::GoOn),
                "{session:?}"
            );
        }
    }
}
