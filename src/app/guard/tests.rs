//! Who may see a page by what their policies say.

#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use std::rc::Rc;

use lychgate_directus::{
    Error, TransportError,
    permissions::{self, Action, Permission, Permissions},
    policies::Globals,
    users::{SecondFactor, User},
};
use lychgate_session::SendError;
use lychgate_yew::{resource::Resource, routing::Audience};
use serde_json::{Value, json};

use super::PolicyDecision;

fn delete_posts() -> Permission {
    Permission::new(Action::Delete, "posts")
}

fn audiences() -> [Audience; 4] {
    [Audience::Public, Audience::Guests, Audience::Members, Audience::MembersWith(delete_posts())]
}

fn failure() -> SendError {
    SendError::Directus(Error::Transport(TransportError::TimedOut))
}

fn with_second_factor(second_factor: SecondFactor) -> Resource<User> {
    Resource::Ready(Rc::new(User { second_factor, ..User::new("ada".into()) }))
}

fn allowed(permissions: &Value) -> Permissions {
    permissions::me().decoder()(&json!({ "data": permissions })).unwrap()
}

fn ready<T>(answer: Result<T, SendError>) -> Resource<T> {
    answer.map_or_else(|error| Resource::Failed(Rc::new(error)), |data| Resource::Ready(Rc::new(data)))
}

fn users() -> Vec<Resource<User>> {
    let mut users = [SecondFactor::On, SecondFactor::Off, SecondFactor::Unknown].map(with_second_factor).to_vec();
    users.extend([Resource::Loading, Resource::Failed(Rc::new(failure()))]);
    users
}

const ENFORCED: Globals = Globals { enforce_tfa: true };
const FREE: Globals = Globals { enforce_tfa: false };

#[test]
fn enforced_second_factor_that_is_off_leads_to_enrolment_on_every_page_for_members() {
    let off = with_second_factor(SecondFactor::Off);
    for permissions in [
        Ok(Permissions::default()),
        Ok(allowed(&json!({ "posts": { "delete": { "access": "full" } } }))),
        Err(failure()),
    ] {
        let (permissions, enforced) = (ready(permissions), ready(Ok(ENFORCED)));
        for audience in audiences() {
            let expected = audience.is_for_members();
            let decision = PolicyDecision::new(&audience, &off, &permissions, &enforced);
            assert_eq!(decision == PolicyDecision::Enrol, expected, "{audience:?}");
        }
    }
}

#[test]
fn enrolment_is_for_nobody_else() {
    for user in users() {
        for globals in [Ok(ENFORCED), Ok(FREE), Err(failure())] {
            let is_off = matches!(&user, Resource::Ready(user) if user.second_factor == SecondFactor::Off);
            if is_off && globals == Ok(ENFORCED) {
                continue;
            }
            let (permissions, globals) = (ready(Ok(Permissions::default())), ready(globals));
            for audience in audiences() {
                assert_ne!(PolicyDecision::new(&audience, &user, &permissions, &globals), PolicyDecision::Enrol);
            }
        }
    }
}

#[test]
fn unreadable_policies_keep_nobody_out_of_page_for_members() {
    for user in users() {
        if matches!(user, Resource::Loading) {
            continue;
        }
        let (permissions, globals) = (ready(Err(failure())), ready(Err(failure())));
        assert_eq!(PolicyDecision::new(&Audience::Members, &user, &permissions, &globals), PolicyDecision::Admit);
    }
}

#[test]
fn page_for_members_waits_only_for_what_decides() {
    let [on, off, unknown] = [SecondFactor::On, SecondFactor::Off, SecondFactor::Unknown].map(with_second_factor);
    let decide =
        |audience: &Audience, user| PolicyDecision::new(audience, user, &Resource::Loading, &Resource::Loading);
    assert_eq!(decide(&Audience::Members, &Resource::Loading), PolicyDecision::Wait);
    assert_eq!(decide(&Audience::Members, &off), PolicyDecision::Wait);
    assert_eq!(decide(&Audience::Members, &on), PolicyDecision::Admit);
    assert_eq!(decide(&Audience::Members, &unknown), PolicyDecision::Admit);
    assert_eq!(decide(&Audience::MembersWith(delete_posts()), &on), PolicyDecision::Wait);
}

#[test]
fn page_for_permission_is_shown_to_those_who_have_it_only() {
    let on = with_second_factor(SecondFactor::On);
    let decide = |permissions| {
        PolicyDecision::new(&Audience::MembersWith(delete_posts()), &on, &ready(permissions), &ready(Ok(FREE)))
    };
    let with = |permissions: Value| decide(Ok(allowed(&permissions)));
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
    assert_eq!(decide(Err(failure())), PolicyDecision::Unknown(failure()));
}

#[test]
fn page_for_others_waits_for_no_policy() {
    for audience in [Audience::Public, Audience::Guests] {
        for user in users() {
            let decision = PolicyDecision::new(&audience, &user, &Resource::Loading, &Resource::Loading);
            assert_eq!(decision, PolicyDecision::Admit);
        }
    }
}
