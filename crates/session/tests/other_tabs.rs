//! What the tabs of one browser do to each other: they share tokens, sign out, and sign in as another user.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use lychgate_directus::{
    AccessToken,
    users::{self, ProfileField, UserPatch},
};
use lychgate_session::{
    Cause, Client, SendError, Session, SignedOutReason,
    authorization::Authorization,
    environment::SessionHint,
    manager::AuthorizationError,
    tabs::{Message, SharedToken, TokenOrigin},
};
use support::{
    ADA, BEN, Page, RENEWED_BEFORE_END, TOKEN_LIFE, World, authorization, done, ended, id, no_network, refusal,
    remembered, share_token, signed_in, token, tokens, user,
};

/// Longer than every wait that the server has not asked for.
const A_WHILE: Duration = Duration::from_secs(120);

/// How long a page that asks the others for a token waits.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);

const SIGNED_OUT_ELSEWHERE: Session = Session::SignedOut { reason: SignedOutReason::Elsewhere };

/// Opens `count` more pages.
fn open_pages(world: &World, count: usize) -> Vec<Page> {
    (0..count).map(|_| world.another_booted_page()).collect()
}

/// Ada is signed in on the world's page and on this one.
fn world_with_two_pages() -> (World, Page) {
    let world = World::signed_in(ADA);
    let page = world.another_booted_page();
    assert_eq!(page.session(), signed_in(ADA));
    world.forget_what_happened();
    (world, page)
}

fn sign_in_as(world: &World, page: &Page, user: &str, serial: u32) {
    world.wire.then(tokens(user, serial));
    assert_eq!(world.sign_in_on(&page.client).outcome(), Ok(()));
    world.settle();
}

fn authorization_on(world: &World, page: &Page) -> Result<Authorization, AuthorizationError> {
    world.authorize_on(&page.manager).outcome()
}

// -- Messages

#[test]
fn message_round_trips_through_text() {
    let share_token = |token: Option<AccessToken>, origin| {
        Message::SharedToken(SharedToken {
            authorization: Authorization { user: id(ADA), token },
            usable_for: Duration::from_millis(869_999),
            sent_at: Duration::from_millis(1_780_000_000_123),
            origin,
        })
    };
    for message in [
        Message::TokenRequest,
        Message::SignedOut,
        Message::AccountChanged,
        share_token(Some(token(ADA, 7)), TokenOrigin::Refresh),
        share_token(Some(token(ADA, 7)), TokenOrigin::SignIn),
        share_token(None, TokenOrigin::Refresh),
    ] {
        assert_eq!(message.to_string().parse::<Message>().ok(), Some(message));
    }
}

#[test]
fn message_with_token_of_other_user_is_refused() {
    let text = share_token(&World::new(), ADA, 1, TokenOrigin::SignIn);
    assert!(text.parse::<Message>().is_ok());
    assert_eq!(text.replace(ADA, BEN).parse::<Message>().ok(), None);
}

#[test]
fn text_that_is_no_message_is_refused() {
    let good = share_token(&World::new(), ADA, 1, TokenOrigin::SignIn);
    let cut = good.rsplit_once(' ').unwrap().0;
    for text in ["", "a", "Ask", "ask ", "hand-over", "hand-over ", "hand-over 1 2 renewal - ", cut, &good[1..]] {
        let read = text.parse::<Message>().ok();
        let names_nobody = matches!(&read, Some(Message::SharedToken(it)) if it.authorization.user.as_str().is_empty());
        assert!(read.is_none() || names_nobody, "{text}: {read:?}");
    }
}

#[test]
fn text_that_is_no_message_changes_nothing() {
    let world = World::signed_in(ADA);
    for text in ["", "signed-out ", "{\"is\":\"signed-out\"}", "hand-over 1 2 3 4 5"] {
        world.manager.on_message(text);
    }
    world.settle();
    assert_eq!(world.session(), signed_in(ADA));
    assert!(world.log.lines().is_empty() && world.browser.said.borrow().is_empty());
}

// -- Opening a page beside others

#[test]
fn page_opened_beside_another_sends_no_refresh() {
    let world = World::signed_in(ADA);
    let page = world.another_booted_page();
    assert_eq!(page.session(), signed_in(ADA));
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 1)));
    assert!(world.wire.sent().is_empty());
}

#[test]
fn twenty_pages_opened_beside_another_send_nothing() {
    let world = World::signed_in(ADA);
    for page in open_pages(&world, 20) {
        assert_eq!(page.session(), signed_in(ADA));
    }
    world.pass(A_WHILE);
    assert!(world.wire.sent().is_empty());
}

#[test]
fn pages_opened_at_once_refresh_once() {
    let world = World::new();
    world.browser.hint.set(remembered(ADA));
    let answer = world.wire.withhold();
    let pages = open_pages(&world, 20);
    world.pass(Duration::from_millis(400));
    answer.release(tokens(ADA, 1));
    world.settle();
    for page in pages {
        assert_eq!(page.session(), signed_in(ADA));
    }
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
}

#[test]
fn shared_token_lasts_no_longer_than_its_original() {
    let world = World::signed_in(ADA);
    world.pass(Duration::from_secs(600));
    let page = world.another_booted_page();
    world.pass(TOKEN_LIFE - RENEWED_BEFORE_END - Duration::from_secs(601));
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 1)));
    world.pass(Duration::from_secs(1));
    world.wire.then(tokens(ADA, 2));
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 2)));
}

#[test]
fn other_tabs_are_not_asked_without_advertisement() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 2));
    let page = world.another_booted_page();
    assert_eq!(page.session(), signed_in(ADA), "with no time lost");
    assert_eq!(world.browser.said(|message| *message == Message::TokenRequest), 0);
}

#[test]
fn advertisement_of_dead_page_is_tried_once_and_cleared() {
    let (world, page) = world_with_two_pages();
    world.tab.die();
    page.tab.die();
    world.settle();

    world.wire.then(tokens(ADA, 2));
    let next = world.another_booted_page();
    assert_eq!(next.session(), Session::Booting);
    world.pass(ANSWER_WITHIN);
    assert_eq!(next.session(), signed_in(ADA));
    next.tab.die();
    world.settle();
    world.browser.advertisements.borrow_mut().remove(&2);

    world.wire.then(tokens(ADA, 3));
    assert_eq!(world.another_booted_page().session(), signed_in(ADA), "the advertisements of the first two are gone");
}

#[test]
fn hidden_page_advertises_nothing_until_resume() {
    let world = World::signed_in(ADA);
    assert_eq!(world.browser.advertisements.borrow().len(), 1);
    world.manager.on_page_hide();
    assert!(world.browser.advertisements.borrow().is_empty());
    world.manager.on_resume();
    assert_eq!(world.browser.advertisements.borrow().len(), 1);
}

#[test]
fn page_advertises_usable_token_only() {
    let world = World::new();
    world.manager.boot();
    assert!(world.browser.advertisements.borrow().is_empty());
    world.wire.then(tokens(ADA, 1));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    let until = world.browser.wall() + TOKEN_LIFE - RENEWED_BEFORE_END;
    assert_eq!(world.browser.advertisements.borrow().values().collect::<Vec<_>>(), [&until]);

    world.manager.discard(&authorization(ADA, 1));
    assert!(world.browser.advertisements.borrow().is_empty());

    let world = World::signed_in(ADA);
    world.wire.then(done());
    assert_eq!(world.run(world.client.sign_out()), Ok(()));
    assert!(world.browser.advertisements.borrow().is_empty());
}

// -- Refreshing together

#[test]
fn ten_pages_resuming_with_ended_token_refresh_once() {
    for has_locks in [true, false] {
        let world = World::signed_in(ADA);
        world.browser.has_locks.set(has_locks);
        let mut pages = open_pages(&world, 9);
        world.pass(TOKEN_LIFE);
        let answer = world.wire.withhold();
        world.manager.on_resume();
        pages.iter().for_each(|page| page.manager.on_resume());
        world.pass(Duration::from_millis(800));
        answer.release(tokens(ADA, 2));
        world.pass(A_WHILE);
        pages.push(world.page());
        for page in &pages {
            assert_eq!(authorization_on(&world, page), Ok(authorization(ADA, 2)));
        }
        assert_eq!(world.wire.sent(), ["POST /auth/refresh"], "with locks: {has_locks}");
    }
}

#[test]
fn ten_pages_authorizing_with_ended_token_refresh_once() {
    let world = World::signed_in(ADA);
    let pages = open_pages(&world, 9);
    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 2));
    let waiting: Vec<_> = pages.iter().map(|page| world.authorize_on(&page.manager)).collect();
    for waiting in waiting {
        assert_eq!(waiting.outcome(), Ok(authorization(ADA, 2)));
    }
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
}

#[test]
fn renewed_token_reaches_other_pages_unasked() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
    world.settle();
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn lock_is_released_before_other_pages_are_notified() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (browser, log) = (world.browser.clone(), seen.clone());
    world.wire.then(refusal(401, "USER_SUSPENDED")).then(tokens(BEN, 1));
    let _subscription = page.manager.subscribe(move |_| log.borrow_mut().push(browser.is_locked()));
    drop(world.authorize());
    world.pass(A_WHILE);
    assert!(!seen.borrow().is_empty() && seen.borrow().iter().all(|locked| !locked));
}

#[test]
fn longer_lasting_of_two_tokens_of_one_user_is_kept() {
    let world = World::signed_in(ADA);
    let old = share_token(&world, ADA, 7, TokenOrigin::Refresh);
    world.pass(Duration::from_secs(60));
    let fresh = share_token(&world, ADA, 8, TokenOrigin::Refresh);
    world.manager.on_message(&fresh);
    world.manager.on_message(&old);
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 8)));
}

#[test]
fn refused_token_is_not_accepted_from_other_tab() {
    let (world, page) = world_with_two_pages();
    world.wire.then(refusal(401, "TOKEN_EXPIRED")).then(tokens(ADA, 2)).then(user(ADA, "ada@example.com"));
    let client = world.client.clone();
    let asking = world.begin(async move { client.send(&users::me()).await });
    world.pass(ANSWER_WITHIN);
    assert!(asking.outcome().is_ok());
    assert_eq!(world.wire.sent(), ["GET /users/me", "POST /auth/refresh", "GET /users/me"]);
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 2)), "the other has the new one, too");
}

#[test]
fn newer_token_than_refused_one_is_accepted_from_other_tab() {
    let (world, page) = world_with_two_pages();
    world.pass(Duration::from_secs(60));
    page.manager.on_message(&share_token(&world, ADA, 2, TokenOrigin::Refresh));
    world.manager.discard(&authorization(ADA, 1));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
    assert!(world.wire.sent().is_empty());
}

// -- Suspended pages

#[test]
fn suspended_page_does_not_use_shared_token_that_has_ended() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    page.tab.fall_asleep();
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
    world.pass(TOKEN_LIFE);
    page.tab.wake_up();
    world.wire.then(tokens(ADA, 3));
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 3)));
    assert_eq!(world.wire.sent().len(), 2);
}

#[test]
fn suspended_page_uses_shared_token_for_remaining_time() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    page.tab.fall_asleep();
    world.wire.then(tokens(ADA, 2));
    drop(world.authorize());
    world.pass(Duration::from_secs(400));
    page.tab.wake_up();
    world.pass(TOKEN_LIFE - RENEWED_BEFORE_END - Duration::from_millis(400_001));
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 2)));
    world.pass(Duration::from_millis(1));
    world.wire.then(tokens(ADA, 3));
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 3)));
}

#[test]
fn suspended_pages_delay_others_for_bounded_time() {
    let (world, page) = world_with_two_pages();
    page.tab.fall_asleep();
    world.tab.fall_asleep();
    world.wire.then(tokens(ADA, 2));
    let next = world.another_booted_page();
    world.pass(ANSWER_WITHIN);
    assert_eq!(next.session(), signed_in(ADA));
    world.tab.wake_up();
    page.tab.wake_up();
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent().len(), 1);
}

// -- Which token to believe

#[test]
fn shared_token_is_ignored_when_hint_says_signed_out() {
    for hint in [SessionHint::LogoutPending, SessionHint::SignedOut] {
        for origin in [TokenOrigin::Refresh, TokenOrigin::SignIn] {
            let world = World::new();
            world.manager.boot();
            world.browser.hint.set(hint);
            world.manager.on_message(&share_token(&world, ADA, 1, origin));
            assert_eq!(world.session().user(), None, "{hint:?}, {origin:?}");
            assert_eq!(world.browser.hint.get(), hint, "{origin:?}");
        }
    }
}

#[test]
fn shared_token_of_other_user_than_hint_is_ignored() {
    for origin in [TokenOrigin::Refresh, TokenOrigin::SignIn] {
        let world = World::signed_in(BEN);
        world.manager.on_message(&share_token(&world, ADA, 1, origin));
        assert_eq!(world.session(), signed_in(BEN), "{origin:?}");
        assert_eq!(world.browser.hint.get(), remembered(BEN), "{origin:?}");
    }
}

#[test]
fn shared_token_is_ignored_without_hint() {
    let world = World::new();
    world.manager.boot();
    world.manager.on_message(&share_token(&world, ADA, 1, TokenOrigin::Refresh));
    assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::NotChecked });
}

/// A page that was suspended during a sign-in and a sign-out receives both messages when it wakes.
#[test]
fn late_message_of_sign_in_does_not_undo_sign_out() {
    let world = World::new();
    world.manager.boot();
    let page = world.another_booted_page();
    page.tab.fall_asleep();
    world.wire.then(tokens(ADA, 1));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    world.wire.otherwise(|_| Some(no_network()));
    drop(world.client.sign_out());
    world.settle();
    assert_eq!(world.browser.hint.get(), SessionHint::LogoutPending);

    page.tab.wake_up();
    world.settle();
    assert_eq!(page.session().user(), None);
    assert_eq!(world.browser.hint.get(), SessionHint::LogoutPending, "the logout is still pending");
}

// -- Another user

/// Records every session of `page`.
fn watch(page: &Page) -> Rc<RefCell<Vec<Session>>> {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let log = seen.clone();
    let subscription = page.manager.subscribe(move |session| log.borrow_mut().push(session));
    std::mem::forget(subscription); // For the rest of the test.
    seen
}

#[test]
fn sign_in_as_other_user_in_other_tab_switches_page_at_once() {
    for message_first in [false, true] {
        let (world, page) = world_with_two_pages();
        let seen = watch(&page);
        page.tab.fall_asleep();
        sign_in_as(&world, &world.page(), BEN, 1);
        if message_first {
            page.tab.turn_round_news();
        }
        page.tab.wake_up();
        world.settle();
        let seen = seen.borrow();
        assert!(*seen == [signed_in(BEN)] || *seen == [Session::Booting, signed_in(BEN)], "{seen:?}");
        assert_eq!(authorization_on(&world, &page), Ok(authorization(BEN, 1)));
        assert_eq!(world.wire.sent(), ["POST /auth/login"], "message first: {message_first}");
        assert_eq!(world.browser.hint.get(), remembered(BEN));
    }
}

#[test]
fn other_user_is_noticed_by_hint_alone() {
    let (world, page) = world_with_two_pages();
    world.browser.has_channel.set(false);
    let seen = watch(&page);
    world.wire.then(tokens(BEN, 1)).then(tokens(BEN, 2));
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    world.settle();
    assert_eq!(*seen.borrow(), [Session::Booting, signed_in(BEN)]);
}

#[test]
fn other_user_is_noticed_by_resume_alone() {
    let (world, page) = world_with_two_pages();
    page.tab.fall_asleep();
    sign_in_as(&world, &world.page(), BEN, 1);
    page.tab.miss_all();
    page.tab.wake_up();
    assert_eq!(page.session(), signed_in(ADA));
    page.manager.on_resume();
    assert_eq!(page.session(), Session::Booting, "nothing of Ada's is shown from now on");
    world.settle();
    assert_eq!(page.session(), signed_in(BEN));
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
}

#[test]
fn previous_user_is_gone_while_new_user_is_not_known() {
    let (world, page) = world_with_two_pages();
    world.browser.has_channel.set(false);
    world.wire.then(tokens(BEN, 1)).then(no_network());
    assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
    world.settle();
    assert_eq!(page.session(), Session::Unreachable { user: None, cause: Cause::Network });
    world.wire.then(tokens(BEN, 2));
    world.pass(A_WHILE);
    assert_eq!(page.session(), signed_in(BEN));
}

#[test]
fn request_of_one_user_is_not_sent_as_another() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    page.tab.fall_asleep();
    sign_in_as(&world, &world.page(), BEN, 1);
    // The page does not know yet, and the cookie belongs to the other user.
    assert_eq!(page.session(), signed_in(ADA));
    world.wire.then(tokens(BEN, 2));
    let client = page.client.clone();
    let asking = world.begin(async move { client.send(&users::me()).await });
    world.pass(A_WHILE);
    assert_eq!(asking.outcome(), Err(SendError::UserChanged));
    assert_eq!(world.wire.sent(), ["POST /auth/login", "POST /auth/refresh"]);
    assert_eq!(page.session(), signed_in(BEN));
}

/// Ada's page falls asleep; Ben signs in on another page, and his session ends while that page is open.
fn world_whose_next_session_has_ended_unseen() -> (World, Page) {
    let (world, page) = world_with_two_pages();
    page.tab.fall_asleep();
    sign_in_as(&world, &world.page(), BEN, 1);
    world.pass(TOKEN_LIFE);
    world.wire.otherwise(|_| Some(refusal(401, "INVALID_CREDENTIALS")));
    assert_eq!(authorization_on(&world, &world.page()), Err(AuthorizationError::SignedOut));
    assert_eq!(world.session(), Session::Expired { user: id(BEN), reason: SignedOutReason::Expired });
    assert_eq!(world.browser.hint.get(), ended(BEN));
    (world, page)
}

#[test]
fn previous_user_is_gone_though_the_session_of_the_new_one_has_ended_meanwhile() {
    for misses_messages in [false, true] {
        let (world, page) = world_whose_next_session_has_ended_unseen();
        if misses_messages {
            page.tab.miss_all();
        }
        page.tab.wake_up();
        page.manager.on_resume();
        assert_eq!(page.session().owner(), None, "at once");
        world.pass(A_WHILE);
        assert_eq!(page.session(), Session::SignedOut { reason: SignedOutReason::Expired });
        assert_eq!(world.browser.hint.get(), ended(BEN));
    }
}

#[test]
fn previous_user_is_gone_where_directus_tells_first() {
    let (world, page) = world_whose_next_session_has_ended_unseen();
    // Awake, and a request is made before the page hears of anything.
    assert_eq!(authorization_on(&world, &page), Err(AuthorizationError::SignedOut));
    assert_eq!(page.session(), Session::SignedOut { reason: SignedOutReason::Expired });
    assert_eq!(world.browser.hint.get(), ended(BEN));
}

#[test]
fn page_of_the_user_whose_session_has_ended_keeps_what_it_shows() {
    let (world, page) = world_with_two_pages();
    page.tab.fall_asleep();
    world.pass(TOKEN_LIFE);
    world.wire.otherwise(|_| Some(refusal(401, "INVALID_CREDENTIALS")));
    assert_eq!(authorization_on(&world, &world.page()), Err(AuthorizationError::SignedOut));
    page.tab.wake_up();
    page.manager.on_resume();
    world.pass(A_WHILE);
    assert_eq!(page.session(), Session::Expired { user: id(ADA), reason: SignedOutReason::Expired });
}

fn new_title() -> UserPatch {
    let mut patch = UserPatch::default();
    patch.set(ProfileField::Title, Some("Gardener".to_owned()));
    patch
}

#[test]
fn write_is_not_resent_as_other_user() {
    let (world, page) = world_with_two_pages();
    let refused = world.wire.withhold();
    let client = page.client.clone();
    let saving = world.begin(async move { client.send(&users::update_me(&new_title())).await });
    sign_in_as(&world, &world.page(), BEN, 1);
    refused.release(refusal(401, "TOKEN_EXPIRED"));
    world.pass(A_WHILE);
    assert_eq!(saving.outcome(), Err(SendError::UserChanged));
    assert_eq!(world.wire.sent(), ["PATCH /users/me", "POST /auth/login"]);
    assert_eq!(world.wire.requests()[0].authorization, Some(token(ADA, 1).to_authorization()));
    assert_eq!(page.session(), signed_in(BEN));
}

#[test]
fn refresh_started_for_previous_user_does_not_bring_them_back() {
    let (world, page) = world_with_two_pages();
    world.browser.has_locks.set(false);
    world.pass(TOKEN_LIFE);
    let late = world.wire.withhold();
    let waiting = world.authorize_on(&page.manager);
    world.pass(Duration::from_millis(250));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
    sign_in_as(&world, &world.page(), BEN, 1);
    assert_eq!(page.session(), signed_in(BEN));
    late.release(tokens(ADA, 2));
    world.pass(A_WHILE);
    assert!(waiting.is_done());
    for session in [world.session(), page.session()] {
        assert_eq!(session, signed_in(BEN));
    }
    assert_eq!(authorization_on(&world, &page), Ok(authorization(BEN, 1)));
    assert_eq!(world.browser.hint.get(), remembered(BEN));
}

#[test]
fn sign_in_in_other_tab_signs_in_waiting_page() {
    let world = World::new();
    world.manager.boot();
    let page = world.another_booted_page();
    sign_in_as(&world, &page, ADA, 1);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 1)));
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
}

// -- Sign-out

#[test]
fn sign_out_reaches_other_pages_by_message_alone() {
    let (world, page) = world_with_two_pages();
    page.tab.fall_asleep();
    world.wire.then(done());
    drop(world.client.sign_out());
    world.settle();
    // The change of storage comes later, or never.
    page.manager.on_message(&Message::SignedOut.to_string());
    assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    assert_eq!(authorization_on(&world, &page), Err(AuthorizationError::SignedOut));
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
}

#[test]
fn sign_out_reaches_other_pages_by_hint_alone() {
    let (world, page) = world_with_two_pages();
    world.browser.has_channel.set(false);
    world.wire.then(done());
    drop(world.client.sign_out());
    world.settle();
    assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    assert_eq!(authorization_on(&world, &page), Err(AuthorizationError::SignedOut));
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
}

#[test]
fn missed_sign_out_is_applied_on_resume() {
    for told in [true, false] {
        let (world, page) = world_with_two_pages();
        page.tab.fall_asleep();
        world.wire.then(if told { done() } else { no_network() });
        drop(world.client.sign_out());
        world.settle();
        world.tab.die();
        page.tab.miss_all();
        page.tab.wake_up();
        assert_eq!(page.session(), signed_in(ADA));

        if !told {
            world.wire.then(done());
        }
        page.manager.on_resume();
        assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE, "before anything is sent");
        world.pass(A_WHILE);
        assert_eq!(world.wire.count("/auth/refresh"), 0);
        assert_eq!(world.browser.hint.get(), SessionHint::SignedOut, "and Directus has been told by now");
        assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    }
}

#[test]
fn other_page_sends_logout_that_first_page_could_not() {
    let (world, page) = world_with_two_pages();
    let other_tab = world.browser.another_tab_locks();
    drop(world.client.sign_out());
    world.settle();
    world.tab.die();
    world.wire.then(done());
    drop(other_tab);
    world.pass(A_WHILE);
    assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn sign_out_in_other_tab_voids_refresh_in_flight() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    let late = world.wire.withhold();
    let waiting = world.authorize_on(&page.manager);
    drop(world.client.sign_out());
    world.settle();
    assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    world.wire.then(done());
    late.release(tokens(ADA, 2));
    world.pass(A_WHILE);
    assert_eq!(waiting.outcome(), Err(AuthorizationError::SignedOut));
    assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    assert_eq!(world.wire.sent(), ["POST /auth/refresh", "POST /auth/logout"]);
    assert_eq!(world.browser.hint.get(), SessionHint::SignedOut);
}

#[test]
fn page_signed_out_by_other_tab_shares_no_token() {
    let (world, page) = world_with_two_pages();
    world.wire.then(done());
    drop(world.client.sign_out());
    world.settle();
    world.forget_what_happened();
    page.manager.on_message(&Message::TokenRequest.to_string());
    assert!(world.browser.said.borrow().is_empty());
    assert!(world.browser.advertisements.borrow().is_empty());
}

#[test]
fn page_signed_out_by_other_tab_follows_next_sign_in() {
    for who in [ADA, BEN] {
        let (world, page) = world_with_two_pages();
        world.wire.then(done());
        drop(world.client.sign_out());
        world.settle();
        assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
        world.wire.then(tokens(who, 5));
        assert_eq!(world.sign_in_on(&world.client).outcome(), Ok(()));
        world.settle();
        assert_eq!(page.session(), signed_in(who));
    }
}

/// After the sign-out a page asks Directus, which says that nobody is signed in. A page that was suspended all the time must not take
/// that for an expired session, which would keep its content on the screen.
#[test]
fn hint_of_sign_out_survives_session_check() {
    let (world, page) = world_with_two_pages();
    page.tab.fall_asleep();
    world.wire.then(done());
    assert_eq!(world.run(world.client.sign_out()), Ok(()));
    world.wire.otherwise(|_| Some(refusal(400, "INVALID_PAYLOAD")));
    world.client.check_session();
    world.pass(A_WHILE);
    assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::NeverSignedIn });

    page.tab.miss_all();
    page.tab.wake_up();
    page.manager.on_resume();
    assert_eq!(page.session().owner(), None, "before anything is sent");
    world.pass(A_WHILE);
    assert!(matches!(page.session(), Session::SignedOut { .. }), "{:?}", page.session());
}

// -- Storage blocked

fn world_without_storage() -> (World, Page) {
    let world = World::new();
    world.browser.has_storage.set(false);
    world.manager.boot();
    let page = world.another_booted_page();
    (world, page)
}

#[test]
fn with_storage_blocked_sign_in_reaches_other_pages_by_message() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.browser.hint.get(), SessionHint::Nothing);
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
}

#[test]
fn with_storage_blocked_pages_resuming_together_refresh_once() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    world.pass(TOKEN_LIFE);
    let answer = world.wire.withhold();
    world.manager.on_resume();
    page.manager.on_resume();
    world.settle();
    answer.release(tokens(ADA, 2));
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent(), ["POST /auth/login", "POST /auth/refresh"]);
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 2)));
}

#[test]
fn with_storage_blocked_boot_sends_nothing_and_session_check_refreshes() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    world.pass(Duration::from_secs(60));
    let next = world.another_booted_page();
    assert_eq!(next.session(), Session::SignedOut { reason: SignedOutReason::NotChecked });
    world.wire.then(tokens(ADA, 2));
    next.client.check_session();
    world.settle();
    assert_eq!(next.session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/login", "POST /auth/refresh"]);
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 2)), "the others have the new token");
}

/// There is no hint to check it against.
#[test]
fn with_storage_blocked_shared_token_is_accepted_when_not_checked() {
    let (world, page) = world_without_storage();
    world.manager.on_message(&share_token(&world, ADA, 1, TokenOrigin::Refresh));
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(page.session(), Session::SignedOut { reason: SignedOutReason::NotChecked });
}

#[test]
fn with_storage_blocked_expired_page_accepts_token_of_sign_in_only() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    world.pass(TOKEN_LIFE);
    world.wire.otherwise(|_| Some(refusal(401, "INVALID_CREDENTIALS")));
    world.manager.on_resume();
    world.pass(A_WHILE);
    let expired = Session::Expired { user: id(ADA), reason: SignedOutReason::Expired };
    assert_eq!(world.session(), expired);
    world.manager.on_message(&share_token(&world, ADA, 2, TokenOrigin::Refresh));
    assert_eq!(world.session(), expired);
    world.manager.on_message(&share_token(&world, ADA, 3, TokenOrigin::SignIn));
    assert_eq!(world.session(), signed_in(ADA));
}

#[test]
fn with_storage_blocked_sign_in_as_other_user_switches_every_page() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    sign_in_as(&world, &page, BEN, 1);
    assert_eq!(world.session(), signed_in(BEN));
    world.manager.on_resume();
    world.settle();
    assert_eq!(world.session(), signed_in(BEN));
}

#[test]
fn with_storage_blocked_late_sign_in_as_other_user_switches_page() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    let late = share_token(&world, BEN, 1, TokenOrigin::SignIn);
    world.pass(TOKEN_LIFE);
    world.wire.otherwise(|_| Some(refusal(401, "INVALID_CREDENTIALS")));
    world.manager.on_message(&late);
    assert_eq!(world.session(), Session::Booting, "at once");
    world.pass(A_WHILE);
    assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::Expired });
}

#[test]
fn with_storage_blocked_sign_out_reaches_other_pages_and_stays() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    world.wire.otherwise(|_| Some(no_network()));
    drop(page.client.sign_out());
    world.settle();
    assert_eq!(world.session(), SIGNED_OUT_ELSEWHERE);
    // The network is back before the other page has sent the logout.
    page.tab.die();
    world.wire.otherwise(|_| Some(tokens(ADA, 2)));
    world.manager.on_resume();
    world.pass(A_WHILE);
    assert_eq!(world.session().user(), None, "resume signs nobody in");
}

// -- No BroadcastChannel

#[test]
fn without_channel_each_page_refreshes_without_waiting_for_others() {
    let world = World::signed_in(ADA);
    world.browser.has_channel.set(false);
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.another_booted_page().session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
}

#[test]
fn without_channel_pages_resuming_together_refresh_one_after_the_other() {
    let (world, page) = world_with_two_pages();
    world.browser.has_channel.set(false);
    world.pass(TOKEN_LIFE);
    let (first, second) = (world.wire.withhold(), world.wire.withhold());
    world.manager.on_resume();
    page.manager.on_resume();
    world.settle();
    assert_eq!(world.wire.sent().len(), 1);
    first.release(tokens(ADA, 2));
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent().len(), 2);
    second.release(tokens(ADA, 3));
    world.settle();
    assert_eq!(world.authorize().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(authorization_on(&world, &page), Ok(authorization(ADA, 3)));
}

// -- Account changes

#[test]
fn account_change_notifies_other_pages_and_sends_nothing() {
    let (world, page) = world_with_two_pages();
    let listen = |client: &Client| {
        let count = Rc::new(Cell::new(0));
        let told = count.clone();
        (client.on_account_changed(move || told.set(told.get() + 1)), count)
    };
    let (subscription, there) = listen(&page.client);
    let (_here, here) = listen(&world.client);
    world.client.notify_account_changed();
    world.settle();
    assert_eq!((here.get(), there.get()), (0, 1));
    assert!(world.wire.sent().is_empty());
    assert_eq!(page.session(), signed_in(ADA));

    drop(subscription);
    world.client.notify_account_changed();
    world.settle();
    assert_eq!(there.get(), 1, "nobody listens any more");
}
