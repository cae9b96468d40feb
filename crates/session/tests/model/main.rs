//! Every way in which things can go, on the very code of the session: `SessionManager`, `Refresher` and `Tabs` run natively in
//! pages of their own, and a checker (stateright) tries all that can happen next, in every state that it has reached.
//!
//! - [`directus`]: Directus and the cookie jar. A refresh takes two steps inside Directus; the old token dies in the
//!   second; in session mode it is taken for ten seconds more.
//! - [`tab`]: a page, with an executor of its own, and ports that note all that the code learns.
//! - [`browser`]: what pages share: the lock, the memory, the mark, offers, news.
//! - [`world`]: what can happen, what comes of it, and what must never be.
//! - [`check`]: the model for the checker, and its properties.
//!
//! # States
//!
//! Futures cannot be copied, so a state is the way to it, and is had again by going that way from the beginning. Two
//! states are the same when what determines the rest is the same: what is in the jar, at Directus and under way, what
//! the browser remembers, and for each page what its code has learnt from its ports, with the age of each piece. The code has no
//! other source, so the same lessons make the same futures. When no future of a page is left all that it has learnt is in its
//! keeper: who is signed in, until when the token lasts, the last refresh that failed, how often telling of a sign-out and
//! asking were tried, the next try. These are compared then, and the lessons are forgotten. A token means what Directus would make of
//! it, and pages that have changed places are the same.
//!
//! # What is left out, and why that is sound, or what it costs
//!
//! - Time goes on only to the next moment at which something is due: a timer of a page that is awake, or a message that
//!   cannot take longer. What happens between two such moments happens at the first of them: the code looks at the clock only when
//!   it learns something.
//! - Time stands still while somebody waits for a message, unless it dawdles, which is counted. A request whose page is gone
//!   dawdles for nothing: it is through Directus within 1.4 s, and its answer is back within 7.5 s, or never. **That is
//!   what the protocol relies on** (it allows 1.5 and 7.8 s); what comes later than that is not covered.
//! - An answer without a cookie is heard the moment it is given: a token that is no good stays so.
//! - What nobody waits for does not get on after time has passed without a request: it might as well have done so before.
//! - News and the lock come at once, or (`is_fine`) take a step of their own before which anything may happen, but no
//!   time passes.
//! - Chance is always in the middle; nobody touches the page, which can be seen; Directus never asks for patience. (The random
//!   exploration in `interleavings.rs` has these.) After three failures in a row, or four tries to tell of a sign-out, time stands
//!   still: an outage has an end.
//! - In session mode the cookie of a sign-in is in the jar one request before its page knows whose it is. What another page
//!   asks meanwhile is answered as somebody else. It cannot know; this one case is let pass.
//! - In session mode a dead page's cookie can land over a newer one: Directus has renewed with the old cookie meanwhile, twice.
//!   For ten seconds more Directus takes it; if nobody asks in that time the sign-in is lost. This is the one case besides an answer
//!   lost for good, after which nobody asked for ten seconds either, in which session mode loses a sign-in.
//!
//! # The end
//!
//! For every state it is looked what comes of it when nothing more goes wrong: pages wake up, requests are answered; then the tokens
//! run out, every page needs a new one, and one more tab is opened and asks who is signed in.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails where it panics")]

mod browser;
mod check;
mod directus;
#[path = "../support/mod.rs"]
mod support;
mod tab;
mod world;

use std::{env, time::Instant};

use browser::Event;
use check::{LOST, Sessions};
use lychgate_directus::AuthMode;
use stateright::{Checker, Model};
use world::{Budget, OUT_OF_TOKENS, Setup};

/// Everything once, in two tabs.
const ONCE: Budget =
    Budget { all: 1, crashes: 1, sleeps: 1, needs: 1, sign_ins: 1, sign_outs: 1, ends: 1, delays: 1, faults: 1 };

const TWO_TABS: Setup =
    Setup { mode: AuthMode::Cookie, tabs: 2, budget: ONCE, is_fine: false, has_ben: true, start: &[] };

const THREE_TABS: Setup = Setup { tabs: 3, ..TWO_TABS };

fn is_soak() -> bool {
    env::var_os("LYCHGATE_SOAK").is_some()
}

/// Tries everything; fails with the shortest way to what should not be. Each of `expected` has to happen somewhere.
fn check(name: &str, setup: Setup, expected: &[Event]) {
    let began = Instant::now();
    let checker = Sessions::new(setup).checker().spawn_bfs().join();
    #[allow(clippy::print_stdout, reason = "the figures for docs/reliability.md")]
    {
        let (states, steps, depth) = (checker.unique_state_count(), checker.state_count(), checker.max_depth());
        println!(
            "model: {name}: {states} states, {steps} steps, depth {depth}, {:.1} s",
            began.elapsed().as_secs_f64()
        );
    }
    let model = checker.model();
    let broken: Vec<_> = model.broken().iter().map(|(property, way)| model.story(property, way)).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    if setup.mode == AuthMode::Cookie && setup.budget.faults > 0 {
        assert!(checker.discovery(LOST).is_some(), "a cookie that is lost for good is noticed");
    }
    for event in expected {
        assert!(model.has_seen(*event), "{event:?} is not part of what was tried");
    }
}

#[test]
fn in_cookie_mode_whatever_goes_wrong_once_in_two_tabs_loses_nothing_but_an_answer_lost_for_good() {
    check("cookie mode, 2 tabs, 1 disturbance", TWO_TABS, &[Event::Shared, Event::DeadPagesCookieLanded]);
}

#[test]
fn in_session_mode_whatever_goes_wrong_once_in_two_tabs_loses_nothing() {
    let setup = Setup { mode: AuthMode::Session, ..TWO_TABS };
    check("session mode, 2 tabs, 1 disturbance", setup, &[Event::Shared, Event::DeadPagesCookieLanded]);
}

#[test]
fn the_same_where_the_lock_and_news_are_slow() {
    let setup = Setup { is_fine: true, ..TWO_TABS };
    check("cookie mode, 2 tabs, 1 disturbance, lock and news by steps", setup, &[Event::Shared]);
}

#[test]
fn tabs_whose_token_has_run_out_renew_it_together() {
    let budget = Budget { all: 2, needs: 2, crashes: 0, faults: 0, ..ONCE };
    let setup = Setup { budget, start: OUT_OF_TOKENS, ..THREE_TABS };
    check("cookie mode, 3 tabs out of tokens, 2 disturbances", setup, &[Event::Shared]);
}

/// The cookie of a dead page must not bring back who was signed in before.
#[test]
fn people_come_and_go_while_a_page_dies() {
    let budget = Budget { all: 2, crashes: 1, sign_ins: 1, sign_outs: 1, ..NOTHING };
    check(
        "cookie mode, 1 tab, a crash and people",
        Setup { tabs: 1, budget, ..TWO_TABS },
        &[Event::DeadPagesCookieLanded],
    );
}

/// Nor must the answer to its sign-out empty the cookie of a sign-in.
#[test]
fn a_page_dies_between_a_sign_out_and_a_sign_in() {
    if is_soak() {
        let budget = Budget { all: 3, crashes: 1, sign_ins: 1, sign_outs: 1, ..NOTHING };
        let setup = Setup { tabs: 1, budget, ..TWO_TABS };
        check("cookie mode, 1 tab, a crash, a sign-out and a sign-in", setup, &[Event::DeadPagesCookieLanded]);
    }
}

const NOTHING: Budget =
    Budget { all: 0, crashes: 0, sleeps: 0, needs: 0, sign_ins: 0, sign_outs: 0, ends: 0, delays: 0, faults: 0 };

const TWICE: Setup = Setup { budget: Budget { all: 2, ..ONCE }, ..TWO_TABS };

#[test]
fn two_things_go_wrong_in_two_tabs_in_cookie_mode() {
    if is_soak() {
        let expected = [Event::LockWaitedInVain, Event::DeadPagesCookieLanded];
        check("cookie mode, 2 tabs, 2 disturbances", TWICE, &expected);
    }
}

#[test]
fn two_things_go_wrong_in_two_tabs_in_session_mode() {
    if is_soak() {
        let expected = [Event::LockWaitedInVain, Event::DeadPagesCookieLanded];
        check("session mode, 2 tabs, 2 disturbances", Setup { mode: AuthMode::Session, ..TWICE }, &expected);
    }
}

#[test]
fn everything_once_in_three_tabs() {
    if is_soak() {
        check("cookie mode, 3 tabs, 1 disturbance", THREE_TABS, &[Event::Shared, Event::DeadPagesCookieLanded]);
        let setup = Setup { mode: AuthMode::Session, ..THREE_TABS };
        check("session mode, 3 tabs, 1 disturbance", setup, &[Event::Shared, Event::DeadPagesCookieLanded]);
    }
}
