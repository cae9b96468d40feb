//! A model check of the session's real code. `SessionManager` and `Refresher` run natively in simulated pages, and a checker
//! (stateright) tries every possible next step in every state that it reaches.
//!
//! - [`directus`]: Directus and the cookie jar. A refresh takes two steps inside Directus; the old token dies in the second. In session
//!   mode it is accepted for ten seconds more.
//! - [`tab`]: a page with its own executor, and an environment that records everything the code learns.
//! - [`browser`]: what pages share: the lock, the hint, the pending refresh, advertisements, messages, and the keeper, in worlds that have one.
//!   It ends at any moment, with what it has kept and what it has not heard.
//! - [`world`]: what can happen, what follows from it, and what must never happen.
//! - [`check`]: the model for the checker, and its properties.
//!
//! # States
//!
//! Futures cannot be copied, so a state is the path to it: to restore it, the path is replayed from the beginning. Two states are equal
//! when everything that determines the future is equal: the cookie jar, Directus, the requests in flight, the hint, and for each page
//! what its code has learnt from its environment, with the age of each piece. The code has no other input, so equal lessons make equal
//! futures. When no future of a page is left, all that it has learnt is in its manager: who is signed in, until when the token lasts,
//! the last refresh that failed, how many logouts and retries were tried, the next retry. These are compared then, and the lessons are
//! dropped. Tokens are equal when Directus treats them alike, and swapping two pages gives an equal state.
//!
//! # What is left out, and why that is sound, or what it costs
//!
//! - Time advances only to the next moment at which something is due: a timer of a page that is awake, or a message that cannot take
//!   longer. What happens between two such moments happens at the first of them: the code reads the clock only when it learns
//!   something.
//! - Time stands still while somebody waits for a message, unless the message is delayed, which counts as a disturbance. A request
//!   whose page is gone is delayed for free: it is through Directus within 1.4 s, and its answer is back within 7.5 s, or never.
//!   **The protocol relies on that** (it allows 1.5 and 7.8 s); what takes longer is not covered.
//! - An answer without a cookie arrives at the moment it is given: a bad token stays bad.
//! - A message that nobody waits for does not advance after time has passed without a request: it might as well have advanced before.
//! - Messages between tabs, those to the keeper and the lock arrive at once, or (`is_fine`) in a step of their own before which anything may happen, but
//!   no time passes.
//! - Random numbers are always 0.5; the page is visible, and nobody uses it; Directus never sends `Retry-After`. (The random exploration
//!   in `interleavings.rs` has these.) After three failures in a row, or four attempts of a logout, time stands still: an outage has
//!   an end.
//! - In session mode the cookie of a sign-in is in the jar one request before its page knows the user. A request of another page is
//!   answered as the other user meanwhile. No page can know that; this case is excused.
//! - In session mode the cookie of a dead page can replace a newer one: Directus has refreshed with the old cookie twice meanwhile. It
//!   accepts the old one for ten seconds more; if nobody sends a request in that time, the session is lost. Session mode loses a
//!   session in this case only, and when an answer is lost for good and nobody sends a request for ten seconds after it.
//!
//! # The end
//!
//! For every state the model also looks at what follows when nothing more goes wrong: pages wake up, requests are answered. Then the
//! tokens end, every page needs a new one, and one more tab is opened and checks the session.
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

/// Every disturbance once, in two tabs.
const ONCE: Budget = Budget {
    all: 1,
    crashes: 1,
    sleeps: 1,
    needs: 1,
    sign_ins: 1,
    sign_outs: 1,
    ends: 1,
    delays: 1,
    faults: 1,
    keeper_ends: 0,
};

const TWO_TABS: Setup = Setup {
    mode: AuthMode::Cookie,
    tabs: 2,
    budget: ONCE,
    is_fine: false,
    has_ben: true,
    has_keeper: false,
    start: &[],
};

const THREE_TABS: Setup = Setup { tabs: 3, ..TWO_TABS };

fn is_soak() -> bool {
    env::var_os("LYCHGATE_SOAK").is_some()
}

/// Tries everything, and fails with the shortest path to a violation. Each of `expected` has to happen on some path.
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
fn cookie_mode_two_tabs_one_disturbance_loses_nothing_but_a_lost_answer() {
    check("cookie mode, 2 tabs, 1 disturbance", TWO_TABS, &[Event::Shared, Event::DeadPagesCookieLanded]);
}

#[test]
fn session_mode_two_tabs_one_disturbance_loses_nothing() {
    let setup = Setup { mode: AuthMode::Session, ..TWO_TABS };
    check("session mode, 2 tabs, 1 disturbance", setup, &[Event::Shared, Event::DeadPagesCookieLanded]);
}

#[test]
fn cookie_mode_two_tabs_with_slow_lock_and_messages_loses_nothing() {
    let setup = Setup { is_fine: true, ..TWO_TABS };
    check("cookie mode, 2 tabs, 1 disturbance, lock and news by steps", setup, &[Event::Shared]);
}

#[test]
fn three_tabs_with_ended_token_refresh_together() {
    let budget = Budget { all: 2, needs: 2, crashes: 0, faults: 0, ..ONCE };
    let setup = Setup { budget, start: OUT_OF_TOKENS, ..THREE_TABS };
    check("cookie mode, 3 tabs out of tokens, 2 disturbances", setup, &[Event::Shared]);
}

/// The cookie of a dead page must not bring back who was signed in before.
#[test]
fn sign_in_and_sign_out_during_crash_keep_their_effect() {
    let budget = Budget { all: 2, crashes: 1, sign_ins: 1, sign_outs: 1, ..NOTHING };
    check(
        "cookie mode, 1 tab, a crash and people",
        Setup { tabs: 1, budget, ..TWO_TABS },
        &[Event::DeadPagesCookieLanded],
    );
}

/// Nor must the answer to its logout empty the cookie of a sign-in.
#[test]
fn crash_between_sign_out_and_sign_in_keeps_sign_in() {
    if is_soak() {
        let budget = Budget { all: 3, crashes: 1, sign_ins: 1, sign_outs: 1, ..NOTHING };
        let setup = Setup { tabs: 1, budget, ..TWO_TABS };
        check("cookie mode, 1 tab, a crash, a sign-out and a sign-in", setup, &[Event::DeadPagesCookieLanded]);
    }
}

const NOTHING: Budget = Budget {
    all: 0,
    crashes: 0,
    sleeps: 0,
    needs: 0,
    sign_ins: 0,
    sign_outs: 0,
    ends: 0,
    delays: 0,
    faults: 0,
    keeper_ends: 0,
};

/// With a keeper, which may end like anything else.
const KEEPER: Setup = Setup { has_keeper: true, budget: Budget { keeper_ends: 1, ..ONCE }, ..TWO_TABS };

#[test]
fn cookie_mode_with_a_keeper_one_disturbance_loses_nothing_but_a_lost_answer() {
    check("cookie mode, 2 tabs and a keeper, 1 disturbance", KEEPER, &[Event::Kept, Event::Shared, Event::KeeperEnded]);
}

#[test]
fn session_mode_with_a_keeper_one_disturbance_loses_nothing() {
    let setup = Setup { mode: AuthMode::Session, ..KEEPER };
    check("session mode, 2 tabs and a keeper, 1 disturbance", setup, &[Event::Kept, Event::KeeperEnded]);
}

/// A keeper hears late, and forgets late: that brings nobody back.
#[test]
fn reloads_and_people_with_a_slow_keeper_keep_their_effect() {
    let all = if is_soak() { 3 } else { 2 };
    let budget = Budget { all, crashes: 1, sign_ins: 1, sign_outs: 1, keeper_ends: 1, ..NOTHING };
    let setup = Setup { tabs: 1, is_fine: true, budget, ..KEEPER };
    check(&format!("cookie mode, 1 tab and a keeper by steps, {all} disturbances"), setup, &[Event::Kept]);
}

#[test]
fn slow_keeper_and_slow_messages_lose_nothing_in_two_tabs() {
    if is_soak() {
        let setup = Setup { is_fine: true, ..KEEPER };
        check("cookie mode, 2 tabs and a keeper, 1 disturbance, all by steps", setup, &[Event::Kept]);
        let setup = Setup { mode: AuthMode::Session, ..setup };
        check("session mode, 2 tabs and a keeper, 1 disturbance, all by steps", setup, &[Event::Kept]);
        let budget = Budget { all: 2, keeper_ends: 1, ..ONCE };
        check("cookie mode, 2 tabs and a keeper, 2 disturbances", Setup { budget, ..KEEPER }, &[Event::Kept]);
    }
}

const TWICE: Setup = Setup { budget: Budget { all: 2, ..ONCE }, ..TWO_TABS };

#[test]
fn cookie_mode_two_tabs_two_disturbances_lose_nothing_but_a_lost_answer() {
    if is_soak() {
        let expected = [Event::LockWaitedInVain, Event::DeadPagesCookieLanded];
        check("cookie mode, 2 tabs, 2 disturbances", TWICE, &expected);
    }
}

#[test]
fn session_mode_two_tabs_two_disturbances_lose_nothing() {
    if is_soak() {
        let expected = [Event::LockWaitedInVain, Event::DeadPagesCookieLanded];
        check("session mode, 2 tabs, 2 disturbances", Setup { mode: AuthMode::Session, ..TWICE }, &expected);
    }
}

#[test]
fn three_tabs_one_disturbance_loses_nothing() {
    if is_soak() {
        check("cookie mode, 3 tabs, 1 disturbance", THREE_TABS, &[Event::Shared, Event::DeadPagesCookieLanded]);
        let setup = Setup { mode: AuthMode::Session, ..THREE_TABS };
        check("session mode, 3 tabs, 1 disturbance", setup, &[Event::Shared, Event::DeadPagesCookieLanded]);
    }
}
