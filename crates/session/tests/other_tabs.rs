//! What the pages of one browser do for each other and to each other: they hand over tokens, sign out, and sign somebody
//! else in.
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
    Cause, SendError, Session, SignedOutReason,
    authorization::Authorization,
    environment::SessionHint,
    manager::AuthorizationError,
    tabs::{Message, SharedToken},
};
use support::{
    ADA, BEN, Page, RENEWED_BEFORE_END, TOKEN_LIFE, World, authorization, done, id, no_network, refusal, remembered,
    share_token, token, tokens, user,
};

/// Long enough for any wait that does not come from the server.
const A_WHILE: Duration = Duration::from_secs(120);

/// How long a page that asks the others waits for an answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(1);

const SIGNED_OUT_ELSEWHERE: Session = Session::SignedOut { reason: SignedOutReason::Elsewhere };

fn signed_in(user: &str) -> Session {
    Session::SignedIn { user: id(user) }
}

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
    assert_eq!(world.sign_in_on(&page.manager).outcome(), Ok(()));
    world.settle();
}

fn grant_on(world: &World, page: &Page) -> Result<Authorization, AuthorizationError> {
    world.ask_for_grant_on(&page.manager).outcome()
}

// -- Messages

#[test]
fn a_message_is_read_as_it_was_written() {
    let share_token = |token: Option<AccessToken>, is_sign_in| {
        Message::SharedToken(SharedToken {
            authorization: Authorization { user: id(ADA), token },
            usable_for: Duration::from_millis(869_999),
            said_at: Duration::from_millis(1_780_000_000_123),
            is_sign_in,
        })
    };
    for message in [
        Message::Ask,
        Message::SignedOut,
        Message::Changed,
        share_token(Some(token(ADA, 7)), false),
        share_token(Some(token(ADA, 7)), true),
        share_token(None, false),
    ] {
        assert_eq!(message.to_string().parse::<Message>().ok(), Some(message));
    }
}

#[test]
fn a_token_of_somebody_else_than_the_message_says_is_no_hand_over() {
    let text = share_token(&World::new(), ADA, 1, true);
    assert!(text.parse::<Message>().is_ok());
    assert_eq!(text.replace(ADA, BEN).parse::<Message>().ok(), None);
}

#[test]
fn what_is_no_message_is_not_read() {
    let good = share_token(&World::new(), ADA, 1, true);
    let cut = good.rsplit_once(' ').unwrap().0;
    for text in ["", "a", "Ask", "ask ", "hand-over", "hand-over ", "hand-over 1 2 renewal - ", cut, &good[1..]] {
        let read = text.parse::<Message>().ok();
        let names_nobody = matches!(&read, Some(Message::SharedToken(it)) if it.authorization.user.as_str().is_empty());
        assert!(read.is_none() || names_nobody, "{text}: {read:?}");
    }
}

#[test]
fn nothing_that_anyone_says_moves_a_page_unless_it_is_a_message() {
    let world = World::signed_in(ADA);
    for text in ["", "signed-out ", "{\"is\":\"signed-out\"}", "hand-over 1 2 3 4 5"] {
        world.manager.on_message(text);
    }
    world.settle();
    assert_eq!(world.session(), signed_in(ADA));
    assert!(world.log.lines().is_empty() && world.browser.said.borrow().is_empty());
}

// -- Opening beside others

#[test]
fn a_page_that_opens_beside_another_rotates_nothing() {
    let world = World::signed_in(ADA);
    let page = world.another_booted_page();
    assert_eq!(page.session(), signed_in(ADA));
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 1)));
    assert!(world.wire.sent().is_empty());
}

#[test]
fn any_number_of_pages_open_beside_another_without_a_request() {
    let world = World::signed_in(ADA);
    for page in open_pages(&world, 20) {
        assert_eq!(page.session(), signed_in(ADA));
    }
    world.pass(A_WHILE);
    assert!(world.wire.sent().is_empty());
}

#[test]
fn pages_that_open_at_once_with_nobody_to_ask_rotate_once() {
    let world = World::new();
    world.browser.memory.set(remembered(ADA));
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
fn a_token_that_was_handed_over_lasts_no_longer_than_where_it_came_from() {
    let world = World::signed_in(ADA);
    world.pass(Duration::from_secs(600));
    let page = world.another_booted_page();
    world.pass(TOKEN_LIFE - RENEWED_BEFORE_END - Duration::from_secs(601));
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 1)));
    world.pass(Duration::from_secs(1));
    world.wire.then(tokens(ADA, 2));
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 2)));
}

#[test]
fn nobody_is_asked_where_no_page_can_hand_over_anything() {
    let world = World::signed_in(ADA);
    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 2));
    let page = world.another_booted_page();
    assert_eq!(page.session(), signed_in(ADA), "with no time lost");
    assert_eq!(world.browser.said(|message| *message == Message::Ask), 0);
}

#[test]
fn a_page_that_has_died_is_asked_in_vain_once() {
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
    world.browser.offers.borrow_mut().remove(&2);

    world.wire.then(tokens(ADA, 3));
    assert_eq!(world.another_booted_page().session(), signed_in(ADA), "of the first two nobody expects anything now");
}

#[test]
fn a_page_that_rests_offers_nothing_until_it_wakes() {
    let world = World::signed_in(ADA);
    assert_eq!(world.browser.offers.borrow().len(), 1);
    world.manager.on_page_hide();
    assert!(world.browser.offers.borrow().is_empty());
    world.manager.on_resume();
    assert_eq!(world.browser.offers.borrow().len(), 1);
}

#[test]
fn a_page_offers_what_it_has_and_nothing_else() {
    let world = World::new();
    world.manager.boot();
    assert!(world.browser.offers.borrow().is_empty());
    world.wire.then(tokens(ADA, 1));
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    let until = world.browser.wall() + TOKEN_LIFE - RENEWED_BEFORE_END;
    assert_eq!(world.browser.offers.borrow().values().collect::<Vec<_>>(), [&until]);

    world.manager.discard(&authorization(ADA, 1));
    assert!(world.browser.offers.borrow().is_empty());

    let world = World::signed_in(ADA);
    world.wire.then(done());
    assert!(world.run(world.manager.sign_out()));
    assert!(world.browser.offers.borrow().is_empty());
}

// -- Renewing together

#[test]
fn ten_pages_that_wake_with_an_expired_token_rotate_once() {
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
            assert_eq!(grant_on(&world, page), Ok(authorization(ADA, 2)));
        }
        assert_eq!(world.wire.sent(), ["POST /auth/refresh"], "with locks: {has_locks}");
    }
}

#[test]
fn ten_pages_whose_token_runs_out_in_use_rotate_once() {
    let world = World::signed_in(ADA);
    let pages = open_pages(&world, 9);
    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 2));
    let waiting: Vec<_> = pages.iter().map(|page| world.ask_for_grant_on(&page.manager)).collect();
    for waiting in waiting {
        assert_eq!(waiting.outcome(), Ok(authorization(ADA, 2)));
    }
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
}

#[test]
fn a_renewal_reaches_the_other_pages_without_their_asking() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
    world.settle();
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 2)));
    assert_eq!(world.wire.sent().len(), 1);
}

#[test]
fn the_lock_is_free_before_the_other_pages_are_told() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    let seen = Rc::new(RefCell::new(Vec::new()));
    let (browser, log) = (world.browser.clone(), seen.clone());
    world.wire.then(refusal(401, "USER_SUSPENDED")).then(tokens(BEN, 1));
    let _subscription = page.manager.subscribe(move |_| log.borrow_mut().push(browser.is_locked()));
    drop(world.ask_for_grant());
    world.pass(A_WHILE);
    assert!(!seen.borrow().is_empty() && seen.borrow().iter().all(|locked| !locked));
}

#[test]
fn of_two_tokens_of_one_person_the_one_that_lasts_longer_is_kept() {
    let world = World::signed_in(ADA);
    let old = share_token(&world, ADA, 7, false);
    world.pass(Duration::from_secs(60));
    let fresh = share_token(&world, ADA, 8, false);
    world.manager.on_message(&fresh);
    world.manager.on_message(&old);
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 8)));
}

#[test]
fn a_refused_token_is_not_taken_again_from_another_tab() {
    let (world, page) = world_with_two_pages();
    world.wire.then(refusal(401, "TOKEN_EXPIRED")).then(tokens(ADA, 2)).then(user(ADA, "ada@example.com"));
    let client = world.client.clone();
    let asking = world.begin(async move { client.send(&users::me()).await });
    world.pass(ANSWER_WITHIN);
    assert!(asking.outcome().is_ok());
    assert_eq!(world.wire.sent(), ["GET /users/me", "POST /auth/refresh", "GET /users/me"]);
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 2)), "the other has the new one, too");
}

#[test]
fn a_newer_token_than_the_refused_one_is_taken_from_another_tab() {
    let (world, page) = world_with_two_pages();
    world.pass(Duration::from_secs(60));
    page.manager.on_message(&share_token(&world, ADA, 2, false));
    world.manager.discard(&authorization(ADA, 1));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
    assert!(world.wire.sent().is_empty());
}

// -- Sleep

#[test]
fn a_page_asleep_that_hears_an_old_hand_over_does_not_take_it_for_fresh() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    page.tab.fall_asleep();
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
    world.pass(TOKEN_LIFE);
    page.tab.wake_up();
    world.wire.then(tokens(ADA, 3));
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 3)));
    assert_eq!(world.wire.sent().len(), 2);
}

#[test]
fn a_page_asleep_takes_from_a_hand_over_what_is_left_of_it() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    page.tab.fall_asleep();
    world.wire.then(tokens(ADA, 2));
    drop(world.ask_for_grant());
    world.pass(Duration::from_secs(400));
    page.tab.wake_up();
    world.pass(TOKEN_LIFE - RENEWED_BEFORE_END - Duration::from_millis(400_001));
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 2)));
    world.pass(Duration::from_millis(1));
    world.wire.then(tokens(ADA, 3));
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 3)));
}

#[test]
fn pages_asleep_answer_nobody_and_hold_nobody_up_for_long() {
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

// -- Whom to believe

#[test]
fn a_hand_over_is_not_believed_where_the_browser_remembers_a_sign_out() {
    for memory in [SessionHint::LogoutPending, SessionHint::SignedOut] {
        for is_sign_in in [false, true] {
            let world = World::new();
            world.manager.boot();
            world.browser.memory.set(memory);
            world.manager.on_message(&share_token(&world, ADA, 1, is_sign_in));
            assert_eq!(world.session().user(), None, "{memory:?}, sign-in: {is_sign_in}");
            assert_eq!(world.browser.memory.get(), memory, "sign-in: {is_sign_in}");
        }
    }
}

#[test]
fn a_hand_over_for_somebody_else_than_the_browser_remembers_is_not_believed() {
    for is_sign_in in [false, true] {
        let world = World::signed_in(BEN);
        world.manager.on_message(&share_token(&world, ADA, 1, is_sign_in));
        assert_eq!(world.session(), signed_in(BEN), "sign-in: {is_sign_in}");
        assert_eq!(world.browser.memory.get(), remembered(BEN), "sign-in: {is_sign_in}");
    }
}

#[test]
fn a_hand_over_is_not_believed_where_the_browser_remembers_nothing_of_it() {
    let world = World::new();
    world.manager.boot();
    world.manager.on_message(&share_token(&world, ADA, 1, false));
    assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::NotAsked });
}

/// A page that was asleep through a sign-in and a sign-out hears of both when it wakes.
#[test]
fn a_sign_in_that_is_heard_after_its_sign_out_does_not_undo_it() {
    let world = World::new();
    world.manager.boot();
    let page = world.another_booted_page();
    page.tab.fall_asleep();
    world.wire.then(tokens(ADA, 1));
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    world.wire.otherwise(|_| Some(no_network()));
    drop(world.manager.sign_out());
    world.settle();
    assert_eq!(world.browser.memory.get(), SessionHint::LogoutPending);

    page.tab.wake_up();
    world.settle();
    assert_eq!(page.session().user(), None);
    assert_eq!(world.browser.memory.get(), SessionHint::LogoutPending, "Directus has still to be told");
}

// -- Another account

/// All that `page` shows, one after the other.
fn watch(page: &Page) -> Rc<RefCell<Vec<Session>>> {
    let seen = Rc::new(RefCell::new(Vec::new()));
    let log = seen.clone();
    let subscription = page.manager.subscribe(move |session| log.borrow_mut().push(session));
    std::mem::forget(subscription); // For the rest of the test.
    seen
}

#[test]
fn another_account_in_another_tab_changes_this_one_over_as_a_whole() {
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
        assert_eq!(grant_on(&world, &page), Ok(authorization(BEN, 1)));
        assert_eq!(world.wire.sent(), ["POST /auth/login"], "message first: {message_first}");
        assert_eq!(world.browser.memory.get(), remembered(BEN));
    }
}

#[test]
fn another_account_is_noticed_by_the_note_in_storage_alone() {
    let (world, page) = world_with_two_pages();
    world.browser.has_channel.set(false);
    let seen = watch(&page);
    world.wire.then(tokens(BEN, 1)).then(tokens(BEN, 2));
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    world.settle();
    assert_eq!(*seen.borrow(), [Session::Booting, signed_in(BEN)]);
}

#[test]
fn another_account_is_noticed_by_waking_alone() {
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
fn nothing_of_the_one_before_is_shown_while_directus_cannot_be_asked_about_another() {
    let (world, page) = world_with_two_pages();
    world.browser.has_channel.set(false);
    world.wire.then(tokens(BEN, 1)).then(no_network());
    assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
    world.settle();
    assert_eq!(page.session(), Session::Unreachable { user: None, cause: Cause::Network });
    world.wire.then(tokens(BEN, 2));
    world.pass(A_WHILE);
    assert_eq!(page.session(), signed_in(BEN));
}

#[test]
fn a_request_of_a_page_of_one_person_is_not_sent_as_another() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    page.tab.fall_asleep();
    sign_in_as(&world, &world.page(), BEN, 1);
    // The page has not heard of it, and the cookie is the other's.
    assert_eq!(page.session(), signed_in(ADA));
    world.wire.then(tokens(BEN, 2));
    let client = page.client.clone();
    let asking = world.begin(async move { client.send(&users::me()).await });
    world.pass(A_WHILE);
    assert_eq!(asking.outcome(), Err(SendError::SomebodyElse));
    assert_eq!(world.wire.sent(), ["POST /auth/login", "POST /auth/refresh"]);
    assert_eq!(page.session(), signed_in(BEN));
}

fn new_title() -> UserPatch {
    let mut patch = UserPatch::default();
    patch.set(ProfileField::Title, Some("Gardener".to_owned()));
    patch
}

#[test]
fn a_write_is_never_sent_again_as_somebody_else() {
    let (world, page) = world_with_two_pages();
    let refused = world.wire.withhold();
    let client = page.client.clone();
    let saving = world.begin(async move { client.send(&users::update_me(&new_title())).await });
    sign_in_as(&world, &world.page(), BEN, 1);
    refused.release(refusal(401, "TOKEN_EXPIRED"));
    world.pass(A_WHILE);
    assert_eq!(saving.outcome(), Err(SendError::SomebodyElse));
    assert_eq!(world.wire.sent(), ["PATCH /users/me", "POST /auth/login"]);
    assert_eq!(world.wire.requests()[0].authorization, Some(token(ADA, 1).to_authorization()));
    assert_eq!(page.session(), signed_in(BEN));
}

#[test]
fn a_refresh_that_began_for_the_one_before_does_not_bring_them_back() {
    let (world, page) = world_with_two_pages();
    world.browser.has_locks.set(false);
    world.pass(TOKEN_LIFE);
    let late = world.wire.withhold();
    let waiting = world.ask_for_grant_on(&page.manager);
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
    assert_eq!(grant_on(&world, &page), Ok(authorization(BEN, 1)));
    assert_eq!(world.browser.memory.get(), remembered(BEN));
}

#[test]
fn whoever_signs_in_in_another_tab_is_signed_in_on_a_page_that_waited_for_it() {
    let world = World::new();
    world.manager.boot();
    let page = world.another_booted_page();
    sign_in_as(&world, &page, ADA, 1);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 1)));
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
}

// -- Signing out

#[test]
fn a_sign_out_reaches_the_other_pages_by_message_alone() {
    let (world, page) = world_with_two_pages();
    page.tab.fall_asleep();
    world.wire.then(done());
    drop(world.manager.sign_out());
    world.settle();
    // The note in storage comes after it, or never.
    page.manager.on_message(&Message::SignedOut.to_string());
    assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    assert_eq!(grant_on(&world, &page), Err(AuthorizationError::SignedOut));
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
}

#[test]
fn a_sign_out_reaches_the_other_pages_by_the_note_in_storage_alone() {
    let (world, page) = world_with_two_pages();
    world.browser.has_channel.set(false);
    world.wire.then(done());
    drop(world.manager.sign_out());
    world.settle();
    assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    assert_eq!(grant_on(&world, &page), Err(AuthorizationError::SignedOut));
    world.pass(A_WHILE);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
}

#[test]
fn a_sign_out_that_was_missed_is_made_up_for_on_waking_whether_directus_knows_or_not() {
    for told in [true, false] {
        let (world, page) = world_with_two_pages();
        page.tab.fall_asleep();
        world.wire.then(if told { done() } else { no_network() });
        drop(world.manager.sign_out());
        world.settle();
        world.tab.die();
        page.tab.miss_all();
        page.tab.wake_up();
        assert_eq!(page.session(), signed_in(ADA));

        if !told {
            world.wire.then(done());
        }
        page.manager.on_resume();
        assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE, "before anything is asked");
        world.pass(A_WHILE);
        assert_eq!(world.wire.count("/auth/refresh"), 0);
        assert_eq!(world.browser.memory.get(), SessionHint::SignedOut, "and Directus has been told by now");
        assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    }
}

#[test]
fn the_other_page_tells_directus_where_the_one_that_signed_out_could_not() {
    let (world, page) = world_with_two_pages();
    let other_tab = world.browser.another_tab_locks();
    drop(world.manager.sign_out());
    world.settle();
    world.tab.die();
    world.wire.then(done());
    drop(other_tab);
    world.pass(A_WHILE);
    assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    assert_eq!(world.wire.sent(), ["POST /auth/logout"]);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn a_sign_out_in_another_tab_voids_a_refresh_under_way() {
    let (world, page) = world_with_two_pages();
    world.pass(TOKEN_LIFE);
    let late = world.wire.withhold();
    let waiting = world.ask_for_grant_on(&page.manager);
    drop(world.manager.sign_out());
    world.settle();
    assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    world.wire.then(done());
    late.release(tokens(ADA, 2));
    world.pass(A_WHILE);
    assert_eq!(waiting.outcome(), Err(AuthorizationError::SignedOut));
    assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
    assert_eq!(world.wire.sent(), ["POST /auth/refresh", "POST /auth/logout"]);
    assert_eq!(world.browser.memory.get(), SessionHint::SignedOut);
}

#[test]
fn a_page_that_was_signed_out_from_elsewhere_hands_over_nothing() {
    let (world, page) = world_with_two_pages();
    world.wire.then(done());
    drop(world.manager.sign_out());
    world.settle();
    world.forget_what_happened();
    page.manager.on_message(&Message::Ask.to_string());
    assert!(world.browser.said.borrow().is_empty());
    assert!(world.browser.offers.borrow().is_empty());
}

#[test]
fn a_page_that_was_signed_out_from_elsewhere_signs_in_with_the_next_sign_in() {
    for who in [ADA, BEN] {
        let (world, page) = world_with_two_pages();
        world.wire.then(done());
        drop(world.manager.sign_out());
        world.settle();
        assert_eq!(page.session(), SIGNED_OUT_ELSEWHERE);
        world.wire.then(tokens(who, 5));
        assert_eq!(world.sign_in_on(&world.manager).outcome(), Ok(()));
        world.settle();
        assert_eq!(page.session(), signed_in(who));
    }
}

/// Somebody opens a page for members after the sign-out, and Directus says that nobody is signed in. A page that was
/// asleep all the time must not take that for an end by itself, which would keep its content on the screen.
#[test]
fn the_browser_remembers_a_sign_out_though_directus_is_asked_again() {
    let (world, page) = world_with_two_pages();
    page.tab.fall_asleep();
    world.wire.then(done());
    assert!(world.run(world.manager.sign_out()));
    world.wire.otherwise(|_| Some(refusal(400, "INVALID_PAYLOAD")));
    world.manager.ask();
    world.pass(A_WHILE);
    assert_eq!(world.session(), Session::SignedOut { reason: SignedOutReason::NeverSignedIn });

    page.tab.miss_all();
    page.tab.wake_up();
    page.manager.on_resume();
    assert_eq!(page.session().owner(), None, "before anything is asked");
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
fn with_storage_blocked_a_sign_in_reaches_the_other_pages_by_message() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(world.browser.memory.get(), SessionHint::Nothing);
    assert_eq!(world.wire.sent(), ["POST /auth/login"]);
}

#[test]
fn with_storage_blocked_pages_that_wake_together_rotate_once() {
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
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 2)));
}

#[test]
fn with_storage_blocked_a_public_page_asks_nothing_and_a_page_for_members_asks() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    world.pass(Duration::from_secs(60));
    let next = world.another_booted_page();
    assert_eq!(next.session(), Session::SignedOut { reason: SignedOutReason::NotAsked });
    world.wire.then(tokens(ADA, 2));
    next.manager.ask();
    world.settle();
    assert_eq!(next.session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/login", "POST /auth/refresh"]);
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 2)), "the others have the new token");
}

/// There is nothing else to go by.
#[test]
fn with_storage_blocked_a_hand_over_is_believed_by_a_page_that_has_not_asked() {
    let (world, page) = world_without_storage();
    world.manager.on_message(&share_token(&world, ADA, 1, false));
    assert_eq!(world.session(), signed_in(ADA));
    assert_eq!(page.session(), Session::SignedOut { reason: SignedOutReason::NotAsked });
}

#[test]
fn with_storage_blocked_a_page_whose_session_has_ended_believes_a_sign_in_alone() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    world.pass(TOKEN_LIFE);
    world.wire.otherwise(|_| Some(refusal(401, "INVALID_CREDENTIALS")));
    world.manager.on_resume();
    world.pass(A_WHILE);
    let lapsed = Session::Expired { user: id(ADA), reason: SignedOutReason::Expired };
    assert_eq!(world.session(), lapsed);
    world.manager.on_message(&share_token(&world, ADA, 2, false));
    assert_eq!(world.session(), lapsed);
    world.manager.on_message(&share_token(&world, ADA, 3, true));
    assert_eq!(world.session(), signed_in(ADA));
}

#[test]
fn with_storage_blocked_another_account_changes_every_page_over() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    sign_in_as(&world, &page, BEN, 1);
    assert_eq!(world.session(), signed_in(BEN));
    world.manager.on_resume();
    world.settle();
    assert_eq!(world.session(), signed_in(BEN));
}

#[test]
fn with_storage_blocked_a_sign_out_reaches_the_other_pages_and_they_stay_signed_out() {
    let (world, page) = world_without_storage();
    sign_in_as(&world, &page, ADA, 1);
    world.wire.otherwise(|_| Some(no_network()));
    drop(page.manager.sign_out());
    world.settle();
    assert_eq!(world.session(), SIGNED_OUT_ELSEWHERE);
    // The network is back before the other page has told Directus.
    page.tab.die();
    world.wire.otherwise(|_| Some(tokens(ADA, 2)));
    world.manager.on_resume();
    world.pass(A_WHILE);
    assert_eq!(world.session().user(), None, "waking signs nobody in");
}

// -- No BroadcastChannel

#[test]
fn without_a_channel_each_page_asks_directus_and_none_waits_for_the_others() {
    let world = World::signed_in(ADA);
    world.browser.has_channel.set(false);
    world.wire.then(tokens(ADA, 2));
    assert_eq!(world.another_booted_page().session(), signed_in(ADA));
    assert_eq!(world.wire.sent(), ["POST /auth/refresh"]);
}

#[test]
fn without_a_channel_pages_that_wake_together_rotate_one_after_the_other() {
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
    assert_eq!(world.ask_for_grant().outcome(), Ok(authorization(ADA, 2)));
    assert_eq!(grant_on(&world, &page), Ok(authorization(ADA, 3)));
}

// -- A change of the account

#[test]
fn a_change_is_told_to_the_other_pages_and_asks_nothing_by_itself() {
    let (world, page) = world_with_two_pages();
    let heard = |manager: &lychgate_session::manager::SessionManager| {
        let count = Rc::new(Cell::new(0));
        let told = count.clone();
        (manager.on_account_changed(move || told.set(told.get() + 1)), count)
    };
    let (subscription, there) = heard(&page.manager);
    let (_here, here) = heard(&world.manager);
    world.manager.notify_account_changed();
    world.settle();
    assert_eq!((here.get(), there.get()), (0, 1));
    assert!(world.wire.sent().is_empty());
    assert_eq!(page.session(), signed_in(ADA));

    drop(subscription);
    world.manager.notify_account_changed();
    world.settle();
    assert_eq!(there.get(), 1, "nobody listens any more");
}
