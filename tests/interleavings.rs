//! Whatever happens to a session, in whatever order, and whatever Directus answers and when: what always holds.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::{cell::Cell, rc::Rc, time::Duration};

use lychgate::{
    directus::{
        HttpRequest,
        users::{self, ProfileField, UserPatch},
    },
    session::{Session, ports::Memory},
};
use proptest::prelude::*;
use support::{
    ADA, Answer, Begun, TOKEN_LIFE, World, bad_gateway, busy, credentials, done, no_network, path_of, refusal, tokens,
    user,
};

/// What people, pages and time do.
#[derive(Debug, Clone, Copy)]
enum Step {
    Boot,
    Ask,
    Wake,
    NeedToken,
    Discard,
    SignIn,
    SignOut,
    ChangeAddress,
    SignOutElsewhere,
    Pass(u16),
    TokenEnds,
    /// Answers one of the requests that wait.
    Answer(prop::sample::Index, Kind),
}

/// How Directus answers.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Well,
    No,
    NoSession,
    Suspended,
    Busy,
    Broken,
    Unreachable,
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        4 => Just(Kind::Well),
        1 => Just(Kind::No),
        1 => Just(Kind::NoSession),
        1 => Just(Kind::Suspended),
        1 => Just(Kind::Busy),
        1 => Just(Kind::Broken),
        2 => Just(Kind::Unreachable),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => Just(Step::Boot),
        1 => Just(Step::Ask),
        1 => Just(Step::Wake),
        2 => Just(Step::NeedToken),
        1 => Just(Step::Discard),
        2 => Just(Step::SignIn),
        2 => Just(Step::SignOut),
        1 => Just(Step::ChangeAddress),
        1 => Just(Step::SignOutElsewhere),
        2 => (0..900_u16).prop_map(Step::Pass),
        1 => Just(Step::TokenEnds),
        8 => (any::<prop::sample::Index>(), kinds()).prop_map(|(index, kind)| Step::Answer(index, kind)),
    ]
}

/// Directus, as far as it knows this browser.
#[derive(Default)]
struct Model {
    has_session: Cell<bool>,
}

impl Model {
    fn answer(&self, request: &HttpRequest, kind: Kind) -> Answer {
        match (kind, path_of(request)) {
            (Kind::Well, "/auth/logout") => {
                self.has_session.set(false);
                done()
            }
            (Kind::Well, "/users/me") => {
                self.has_session.set(false);
                user(ADA, "ada@example.com")
            }
            (Kind::Well, "/auth/refresh") if !self.has_session.get() => refusal(400, "INVALID_PAYLOAD"),
            (Kind::Well, _) => {
                self.has_session.set(true);
                tokens(ADA, 1)
            }
            (Kind::No | Kind::NoSession | Kind::Suspended, "/auth/refresh" | "/auth/logout")
                if self.has_session.take() =>
            {
                self.answer(request, kind)
            }
            (Kind::No, _) => refusal(401, "INVALID_CREDENTIALS"),
            (Kind::NoSession, _) => refusal(400, "INVALID_PAYLOAD"),
            (Kind::Suspended, _) => refusal(401, "USER_SUSPENDED"),
            (Kind::Busy, _) => busy(429, "REQUESTS_EXCEEDED", 2),
            (Kind::Broken, _) => bad_gateway(),
            (Kind::Unreachable, _) => no_network(),
        }
    }
}

struct Run {
    world: World,
    model: Rc<Model>,
    waiting: Vec<Begun<()>>,
    /// Nobody has tried to sign in since the last sign-out.
    stays_out: bool,
    /// Another tab has signed out; it tells Directus itself.
    elsewhere: bool,
}

impl Run {
    fn new(memory: Memory, has_locks: bool) -> Self {
        let world = World::new();
        world.browser.has_locks.set(has_locks);
        world.browser.memory.set(memory);
        world.wire.otherwise(|_| None);
        world.keeper.boot();
        world.settle();
        let model = Rc::new(Model::default());
        model.has_session.set(memory != Memory::Nothing);
        Self { world, model, waiting: Vec::new(), stays_out: memory == Memory::SignOutUnfinished, elsewhere: false }
    }

    fn step(&mut self, step: Step) {
        let keeper = self.world.keeper.clone();
        match step {
            Step::Boot => keeper.boot(),
            Step::Ask => keeper.ask(),
            Step::Wake => keeper.wake(),
            Step::NeedToken => self.begin(async move { drop(keeper.token().await) }),
            Step::Discard => keeper.discard(&support::token(ADA, 1)),
            Step::SignIn => {
                self.stays_out = false;
                self.begin(async move { drop(keeper.sign_in(&credentials()).await) });
            }
            Step::SignOut => {
                self.stays_out = true;
                drop(keeper.sign_out());
                assert_eq!(self.world.session().user(), None);
            }
            Step::ChangeAddress => {
                // Only from a page for members.
                if self.world.session().user().is_some() {
                    let mut patch = UserPatch::default();
                    patch.set(ProfileField::Email, Some("new@example.com".to_owned()));
                    self.begin(async move {
                        drop(
                            keeper
                                .send_and_sign_in_again(&credentials(), &users::update_me(&patch), &credentials())
                                .await,
                        );
                    });
                }
            }
            Step::SignOutElsewhere => {
                self.elsewhere = true;
                self.world.browser.memory.set(Memory::SignOutUnfinished);
            }
            Step::Pass(milliseconds) => self.world.pass(Duration::from_millis(milliseconds.into())),
            // Requests don't last that long: the lock is free by then.
            Step::TokenEnds if !self.world.browser.is_locked() => self.world.pass(TOKEN_LIFE),
            Step::TokenEnds => {}
            Step::Answer(index, kind) => {
                let open = self.world.wire.open().len();
                if open > 0 {
                    self.world.wire.close(index.index(open), |request| self.model.answer(request, kind));
                }
            }
        }
        self.world.settle();
    }

    fn begin(&mut self, future: impl Future<Output = ()> + 'static) {
        self.waiting.push(self.world.begin(future));
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let open = self.world.wire.open();
        prop_assert!(
            open.len() <= 1 || !self.world.browser.has_locks.get(),
            "one request of the session at a time: {:?}",
            open
        );
        if self.stays_out {
            let session = self.world.session();
            prop_assert_eq!(session.user(), None, "signed out by the person, and nobody signed in since");
        }
        for request in self.world.wire.requests() {
            prop_assert!(request.authorization.is_none() || !path_of(&request).starts_with("/auth"));
        }
        Ok(())
    }

    /// From now on Directus answers everything, and well.
    fn calm_down(&self) {
        let model = self.model.clone();
        self.world.wire.otherwise(move |request| Some(model.answer(request, Kind::Well)));
        while !self.world.wire.open().is_empty() {
            self.world.wire.close(0, |request| self.model.answer(request, Kind::Well));
            self.world.settle();
        }
        self.world.pass(Duration::from_secs(200));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_sign_out_holds_requests_go_one_by_one_and_everything_comes_to_an_end(
        memory in prop_oneof![Just(Memory::Nothing), Just(Memory::SignedIn), Just(Memory::SignOutUnfinished)],
        has_locks in prop::bool::weighted(0.8),
        steps in prop::collection::vec(steps(), 1..24),
    ) {
        let mut run = Run::new(memory, has_locks);
        run.check()?;
        for step in steps {
            run.step(step);
            run.check()?;
        }
        let is_to_be_told = run.stays_out && !run.elsewhere;
        run.calm_down();
        run.check()?;
        prop_assert!(run.waiting.iter().all(Begun::is_done), "nobody waits for ever");
        prop_assert_eq!(run.world.browser.sleeping(), 0, "no timer is left over");
        prop_assert!(!run.world.browser.is_locked());
        prop_assert!(!matches!(run.world.session(), Session::Booting | Session::Unreachable { .. }), "{:?}", run.world.session());
        if is_to_be_told {
            prop_assert_ne!(run.world.browser.memory.get(), Memory::SignOutUnfinished, "Directus has been told");
        }
        if run.world.session().user().is_some() && !run.elsewhere {
            prop_assert_eq!(run.world.browser.memory.get(), Memory::SignedIn);
        }
    }
}
