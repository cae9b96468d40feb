//! WIP
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails where it panics")]

mod browser;
mod check;
mod directus;
#[path = "../support/mod.rs"]
mod support;
mod tab;
mod world;

use std::time::Instant;

use check::Sessions;
use lychgate::directus::AuthMode;
use stateright::{Checker, Model};
use world::{Budget, Setup};

fn check(setup: Setup) {
    let began = Instant::now();
    let checker = Sessions::new(setup).checker().timeout(std::time::Duration::from_secs(n("TO", 60).into())).spawn_bfs().join();
    println!("{} states of {}, depth {}, {:?}", checker.unique_state_count(), checker.state_count(), checker.max_depth(), began.elapsed());
    println!("seen: {:?}", checker.model().seen.lock().unwrap().keys());
    for (name, acts) in checker.model().broken.lock().unwrap().clone() {
        println!("{name}\n  {acts:?}");
        let mut world = checker.model().go(&[]);
        for act in acts {
            world.perform(act);
            let tabs: Vec<_> = world.browser.open().iter().map(|tab| format!("{:?}", tab.session())).collect();
            println!("   {act:?}: {:?} jar {} mem {:?} mark {:?} {:?} msgs {:?}", world.now(), world.browser.wire.borrow().describe(world.now()), world.browser.memory.get(), world.browser.mark.get(), tabs, world.browser.wire.borrow().messages);
        }
        println!("   end {:?} past {:?}", world.end(), world.past);
    }
}

fn n(name: &str, default: u8) -> u8 {
    std::env::var(name).ok().and_then(|t| t.parse().ok()).unwrap_or(default)
}

#[test]
fn wip() {
    let budget = Budget { all: n("ALL", 2), crashes: n("CR", 1), sleeps: n("SL", 1), needs: n("NE", 1), sign_ins: n("SI", 1), sign_outs: n("SO", 1), ends: n("EN", 1), delays: n("DE", 1), faults: n("FA", 1) };
    check(Setup { mode: if n("SESSION", 0) == 1 { AuthMode::Session } else { AuthMode::Cookie }, tabs: n("TABS", 2) as usize, budget, is_fine: n("FINE", 0) == 1, has_ben: n("BEN", 1) == 1 });
}
