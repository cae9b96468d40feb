//! What a keeper is for, and what it must not do: a page that begins has the token of the one before, and nobody has that of a session
//! that is over.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::time::Duration;

use lychgate_directus::{AuthMode, Credentials, Method, Request};
use lychgate_session::{
    Session,
    environment::SessionHint,
    keeper::{ASK, Keeper, NOTHING, forget},
    tabs::{Message, TokenOrigin},
};
use proptest::prelude::*;
use support::{
    ADA, Answer, BEN, Page, TOKEN_LIFE, World, answer, authorization, done, ended, refusal, remembered,
    session_renewed, share_token, signed_in, tokens, user,
};

/// A browser with a keeper, and a page on which Ada is signed in, with token number 1.
fn world_with_keeper() -> World {
    let world = World::new();
    world.browser.begin_keeper();
    world.sign_in_by_refresh(ADA, [tokens(ADA, 1)]);
    world
}

fn reload(world: &World, page: &Page) -> Page {
    page.tab.die();
    world.browser.advertisements.borrow_mut().clear();
    world.another_booted_page()
}

fn assert_reload_refreshes(world: &World) {
    world.wire.then(tokens(ADA, 2));
    let page = reload(world, &world.page());
    assert_eq!(page.session(), signed_in(ADA));
    assert_eq!(world.wire.count("/auth/refresh"), 1);
}

/// Has the keeper hear a message that no page has sent.
fn tell_keeper(world: &World, message: &str) {
    world.browser.keeper.borrow_mut().as_mut().unwrap().on_message(message, world.browser.wall());
}

/// The place in the log of the first line that begins like this.
fn place(world: &World, line: &str) -> usize {
    let lines = world.log.lines();
    lines.iter().position(|it| it.starts_with(line)).unwrap_or_else(|| panic!("no {line} in {lines:?}"))
}

fn assert_forgotten_first(world: &World, line: &str) {
    assert!(place(world, "forget") < place(world, line), "{:?}", world.log.lines());
    assert_eq!(world.browser.kept(), None);
}

#[test]
fn reloaded_page_has_its_token_without_a_request() {
    let world = world_with_keeper();
    let page = reload(&world, &world.page());
    assert_eq!(page.session(), signed_in(ADA));
    assert_eq!(world.authorize_on(&page.manager).outcome(), Ok(authorization(ADA, 1)));
    assert_eq!(world.wire.sent(), [""; 0]);
    assert!(!world.browser.is_locked() && world.browser.slept.borrow().is_empty(), "and without waiting");
}

#[test]
fn reloaded_page_in_session_mode_asks_neither_for_a_session_nor_for_its_user() {
    let world = World::with_mode(AuthMode::Session);
    world.browser.begin_keeper();
    world.sign_in_by_refresh(ADA, [session_renewed(), user(ADA, "ada@example.com")]);
    let page = reload(&world, &world.page());
    assert_eq!(page.session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), [""; 0]);
}

#[test]
fn kept_token_is_renewed_when_its_time_is_over() {
    let world = world_with_keeper();
    world.pass(TOKEN_LIFE / 2);
    let page = reload(&world, &world.page());
    assert_eq!(world.wire.count("/auth/refresh"), 0);
    world.pass(TOKEN_LIFE / 2);
    assert_eq!(world.browser.kept(), None, "forgotten at its end");
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.authorize_on(&page.manager).outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.count("/auth/refresh"), 1);
}

#[test]
fn page_that_begins_after_the_end_of_a_kept_token_refreshes() {
    let world = world_with_keeper();
    world.pass(TOKEN_LIFE);
    assert_reload_refreshes(&world);
}

#[test]
fn page_refreshes_where_the_keeper_has_ended() {
    let world = world_with_keeper();
    world.browser.begin_keeper();
    assert_reload_refreshes(&world);
}

#[test]
fn page_that_goes_leaves_its_token_with_a_keeper_that_has_ended_meanwhile() {
    let world = world_with_keeper();
    world.browser.begin_keeper();
    world.manager.on_page_hide();
    let page = reload(&world, &world.page());
    assert_eq!(page.session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), [""; 0]);
}

#[test]
fn page_that_goes_does_not_leave_the_token_of_who_is_not_signed_in_any_more() {
    for hint in [remembered(BEN), ended(ADA), SessionHint::Nothing, SessionHint::SignedOut, SessionHint::LogoutPending]
    {
        let world = world_with_keeper();
        world.browser.begin_keeper();
        // In another tab, while this one was suspended.
        world.browser.hint.set(hint);
        world.manager.on_page_hide();
        assert_eq!(world.browser.kept(), None, "{hint:?}");
    }
}

#[test]
fn kept_token_of_somebody_else_is_not_believed() {
    let world = world_with_keeper();
    tell_keeper(&world, &share_token(&world, BEN, 7, TokenOrigin::Refresh));
    world.wire.then(tokens(ADA, 2));
    let page = reload(&world, &world.page());
    assert_eq!(page.session(), signed_in(ADA));
    assert_eq!(world.authorize_on(&page.manager).outcome(), Ok(authorization(ADA, 2)));
}

#[test]
fn kept_token_signs_nobody_in_after_a_sign_out() {
    for hint in [SessionHint::Nothing, ended(ADA), SessionHint::SignedOut, SessionHint::LogoutPending] {
        let world = world_with_keeper();
        world.browser.hint.set(hint);
        world.wire.then(done());
        let page = reload(&world, &world.page());
        assert!(matches!(page.session(), Session::SignedOut { .. }), "{hint:?}");
    }
}

#[test]
fn sign_out_is_known_to_the_keeper_before_any_page() {
    let world = world_with_keeper();
    let other = world.another_booted_page();
    world.log.clear();
    world.wire.then(done());
    drop(world.client.sign_out());
    world.settle();
    assert_forgotten_first(&world, "hint");
    assert!(matches!(other.session(), Session::SignedOut { .. }));
}

#[test]
fn end_of_the_session_is_known_to_the_keeper_before_any_page() {
    let world = world_with_keeper();
    world.pass(TOKEN_LIFE);
    // It would be forgotten by itself: another tab has had a newer one.
    tell_keeper(&world, &share_token(&world, ADA, 2, TokenOrigin::Refresh));
    world.wire.then(refusal(401, "USER_SUSPENDED"));
    assert!(world.authorize().outcome().is_err());
    assert_forgotten_first(&world, "hint");
}

#[test]
fn sign_in_as_somebody_else_is_known_to_the_keeper_before_any_page() {
    let world = world_with_keeper();
    world.wire.then(tokens(BEN, 2));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    assert!(place(&world, "keep") < place(&world, "hint"), "{:?}", world.log.lines());
    let Some(Message::SharedToken(kept)) = world.browser.kept() else { panic!("nothing is kept") };
    assert_eq!(kept.authorization, authorization(BEN, 2));
}

#[test]
fn token_that_directus_has_refused_is_forgotten() {
    let world = world_with_keeper();
    world.wire.then(refusal(401, "TOKEN_EXPIRED"));
    let refresh = world.wire.withhold();
    world.wire.then(who());
    let client = world.client.clone();
    let read: Request<String> = Request::new(Method::Get, Credentials::User, &["who"]);
    let reading = world.begin(async move { client.send(&read).await });
    assert_eq!(world.browser.kept(), None);
    world.pass(Duration::from_millis(1));
    refresh.release(tokens(ADA, 2));
    world.settle();
    assert_eq!(reading.outcome(), Ok(ADA.to_owned()));
    let Some(Message::SharedToken(kept)) = world.browser.kept() else { panic!("nothing is kept") };
    assert_eq!(kept.authorization, authorization(ADA, 2));
}

fn who() -> Answer {
    answer(200, &serde_json::json!({ "data": ADA }))
}

#[test]
fn what_the_keeper_says_besides_tokens_is_ignored() {
    let world = world_with_keeper();
    tell_keeper(&world, &Message::SignedOut.to_string());
    tell_keeper(&world, "hand-over 1");
    let page = reload(&world, &world.page());
    assert_eq!(page.session(), signed_in(ADA));
}

#[test]
fn messages_of_two_pages_that_arrive_in_the_wrong_order_do_no_harm() {
    let world = world_with_keeper();
    let old = share_token(&world, ADA, 1, TokenOrigin::Refresh);
    let same_moment = forget(world.browser.wall());
    world.pass(Duration::from_millis(1));
    let new = share_token(&world, ADA, 2, TokenOrigin::Refresh);
    let wall = world.browser.wall();
    let kept_of = |messages: &[&String]| {
        let mut keeper = Keeper::default();
        assert!(messages.iter().all(|message| keeper.on_message(message, wall).is_none()));
        keeper.kept(wall).map(str::to_owned)
    };
    assert_eq!(kept_of(&[&same_moment, &old]), None, "a page that has died told the keeper before the sign-out");
    assert_eq!(kept_of(&[&old, &same_moment]), None);
    assert_eq!(kept_of(&[&new, &same_moment]), Some(new.clone()), "somebody has signed in since");
    assert_eq!(kept_of(&[&new, &old]), Some(new.clone()));
    assert_eq!(kept_of(&[&old, &new]), Some(new.clone()));
    assert_eq!(kept_of(&[&forget(wall), &same_moment, &new]), None);
}

proptest! {
    #[test]
    fn keeper_keeps_the_last_token_until_its_end(heard in prop::collection::vec((0..4_u8, 0..100_u64), 1..30)) {
        let mut keeper = Keeper::default();
        let (mut wall, mut expected) = (Duration::from_secs(1_780_000_000), None::<(String, Duration)>);
        let world = World::new();
        for (what, number) in heard {
            wall += Duration::from_millis(1);
            match what {
                0 => wall += Duration::from_secs(number),
                1 => {
                    prop_assert_eq!(keeper.on_message(&forget(wall), wall), None);
                    expected = None;
                }
                2 => {
                    let Ok(Message::SharedToken(mut shared)) = share_token(&world, ADA, 1, TokenOrigin::Refresh).parse()
                    else { return Err(TestCaseError::fail("not a token")) };
                    (shared.sent_at, shared.usable_for) = (wall, Duration::from_secs(number));
                    let message = Message::SharedToken(shared).to_string();
                    prop_assert_eq!(keeper.on_message(&message, wall), None);
                    expected = Some((message, wall + Duration::from_secs(number)));
                }
                _ => {
                    if expected.as_ref().is_some_and(|(_, until)| *until <= wall) {
                        expected = None;
                    }
                    let kept = expected.as_ref().map_or(NOTHING, |(message, _)| message.as_str());
                    prop_assert_eq!(keeper.on_message(ASK, wall), Some(kept.to_owned()));
                }
            }
        }
    }
}
