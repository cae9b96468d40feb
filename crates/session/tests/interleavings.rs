//! Random courses of events in two pages of one browser, with any answers of Directus at any time, and what must always hold.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

mod support;

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use lychgate_directus::{
    Credentials, HttpRequest, Method, Request, UserId,
    auth::Login,
    users::{ProfileField, UserPatch},
};
use lychgate_session::{Session, SignedOutReason, environment::SessionHint};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{
    ADA, Answer, BEN, Begun, Page, TOKEN_LIFE, World, answer, bad_gateway, body_of, busy, done, ended, id, jwt,
    no_network, path_of, refusal, remembered, tokens, user,
};

/// One step of people, pages or time. The first number is the page.
#[derive(Debug, Clone, Copy)]
enum Step {
    Boot(usize),
    CheckSession(usize),
    Resume(usize),
    Activity(usize),
    Authorize(usize),
    Read(usize),
    Discard(usize),
    SignIn(usize, Who),
    SignOut(usize),
    ChangeEmail(usize),
    FallAsleep(usize),
    /// With or without receiving what has come meanwhile.
    WakeUp(usize, bool),
    /// With or without time to say that the page goes.
    Reload(usize, bool),
    KeeperEnds,
    Pass(u16),
    TokenEnds,
    /// Answers one of the open requests.
    Answer(prop::sample::Index, Kind),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Ada,
    Ben,
}

impl Who {
    fn id(self) -> &'static str {
        match self {
            Self::Ada => ADA,
            Self::Ben => BEN,
        }
    }

    fn credentials(self) -> Login {
        Login { email: format!("{self:?}"), password: "correct horse".to_owned(), otp: None }
    }

    fn named(email: &Value) -> Self {
        if email == "Ben" { Self::Ben } else { Self::Ada }
    }

    fn of(user: &UserId) -> Self {
        if user.as_str() == BEN { Self::Ben } else { Self::Ada }
    }
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
        5 => Just(Kind::Well),
        1 => Just(Kind::No),
        1 => Just(Kind::NoSession),
        1 => Just(Kind::Suspended),
        1 => Just(Kind::Busy),
        1 => Just(Kind::Broken),
        2 => Just(Kind::Unreachable),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    let page = || 0..2_usize;
    prop_oneof![
        1 => page().prop_map(Step::Boot),
        1 => page().prop_map(Step::CheckSession),
        2 => page().prop_map(Step::Resume),
        1 => page().prop_map(Step::Activity),
        2 => page().prop_map(Step::Authorize),
        2 => page().prop_map(Step::Read),
        1 => page().prop_map(Step::Discard),
        3 => (page(), prop_oneof![Just(Who::Ada), Just(Who::Ben)]).prop_map(|(page, who)| Step::SignIn(page, who)),
        2 => page().prop_map(Step::SignOut),
        1 => page().prop_map(Step::ChangeEmail),
        1 => page().prop_map(Step::FallAsleep),
        2 => (page(), prop::bool::weighted(0.3)).prop_map(|(page, misses)| Step::WakeUp(page, misses)),
        2 => (page(), any::<bool>()).prop_map(|(page, hides)| Step::Reload(page, hides)),
        1 => Just(Step::KeeperEnds),
        2 => (0..900_u16).prop_map(Step::Pass),
        1 => Just(Step::TokenEnds),
        12 => (any::<prop::sample::Index>(), kinds()).prop_map(|(index, kind)| Step::Answer(index, kind)),
    ]
}

/// The page of a step that is impossible while the page is asleep.
fn page_of(step: Step) -> Option<usize> {
    match step {
        Step::Boot(page)
        | Step::CheckSession(page)
        | Step::Resume(page)
        | Step::Activity(page)
        | Step::Authorize(page)
        | Step::Read(page)
        | Step::Discard(page)
        | Step::SignIn(page, _)
        | Step::SignOut(page)
        | Step::ChangeEmail(page) => Some(page),
        Step::FallAsleep(_)
        | Step::WakeUp(..)
        | Step::Reload(..)
        | Step::KeeperEnds
        | Step::Pass(_)
        | Step::TokenEnds
        | Step::Answer(..) => None,
    }
}

/// The sessions of this browser at Directus.
#[derive(Default)]
struct Model {
    /// The user of the cookie.
    session: Cell<Option<Who>>,
    tokens_made: Cell<u32>,
}

impl Model {
    fn tokens(&self, who: Who) -> Answer {
        self.tokens_made.set(self.tokens_made.get() + 1);
        self.session.set(Some(who));
        tokens(who.id(), self.tokens_made.get())
    }

    fn answer(&self, request: &HttpRequest, kind: Kind) -> Answer {
        match (kind, path_of(request), self.session.get()) {
            (Kind::Well, "/auth/logout", _) => {
                self.session.set(None);
                done()
            }
            (Kind::Well, "/auth/login", _) => self.tokens(Who::named(&body_of(request)["email"])),
            (Kind::Well, "/auth/refresh", Some(who)) => self.tokens(who),
            (Kind::Well, "/auth/refresh", None) => refusal(400, "INVALID_PAYLOAD"),
            (Kind::Well, "/who", _) => answer(200, &json!({ "data": self.sender(request) })),
            (Kind::Well, _, session) => {
                let sender = self.sender(request);
                // A change of e-mail ends the user's sessions.
                if session.is_some_and(|who| who.id() == sender) {
                    self.session.set(None);
                }
                user(sender, "new@example.com")
            }
            (Kind::No | Kind::NoSession | Kind::Suspended, "/auth/refresh" | "/auth/logout", Some(_)) => {
                self.session.set(None);
                self.answer(request, kind)
            }
            (Kind::No, "/who", _) => refusal(401, "TOKEN_EXPIRED"),
            (Kind::No, _, _) => refusal(401, "INVALID_CREDENTIALS"),
            (Kind::NoSession, _, _) => refusal(400, "INVALID_PAYLOAD"),
            (Kind::Suspended, _, _) => refusal(401, "USER_SUSPENDED"),
            (Kind::Busy, _, _) => busy(429, "REQUESTS_EXCEEDED", 2),
            (Kind::Broken, _, _) => bad_gateway(),
            (Kind::Unreachable, _, _) => no_network(),
        }
    }

    /// The sender of `request`, by its token.
    fn sender(&self, request: &HttpRequest) -> &'static str {
        let authorization = request.authorization.as_deref().unwrap_or_default();
        let is_of = |user| (0..=self.tokens_made.get()).any(|serial| authorization.ends_with(&jwt(user, serial)));
        if is_of(BEN) { BEN } else { ADA }
    }
}

/// What the browser supports.
#[derive(Debug, Clone, Copy)]
struct Has {
    locks: bool,
    channel: bool,
    storage: bool,
    keeper: bool,
}

fn browsers() -> impl Strategy<Value = Has> {
    let all = Has { locks: true, channel: true, storage: true, keeper: false };
    prop_oneof![
        6 => Just(all),
        6 => Just(Has { keeper: true, ..all }),
        2 => Just(Has { locks: false, ..all }),
        2 => Just(Has { channel: false, ..all }),
        2 => Just(Has { storage: false, ..all }),
    ]
}

struct Run {
    world: World,
    model: Rc<Model>,
    has: Has,
    pages: [Page; 2],
    is_asleep: [bool; 2],
    waiting: [Vec<Begun<()>>; 2],
    /// Those of them that are sign-ins.
    signing_in: [Vec<Begun<()>>; 2],
    /// Nobody has tried to sign in since the last sign-out.
    stays_out: bool,
    /// A page went away while a request was open.
    has_orphans: bool,
    /// Violations that were seen inside a future.
    wrong: Rc<RefCell<Vec<String>>>,
}

impl Run {
    fn new(hint: SessionHint, has: Has) -> Self {
        let world = World::new();
        world.browser.has_locks.set(has.locks);
        world.browser.has_channel.set(has.channel);
        world.browser.has_storage.set(has.storage);
        if has.keeper {
            world.browser.begin_keeper();
        }
        let hint = if has.storage { hint } else { SessionHint::Nothing };
        world.browser.hint.set(hint);
        world.wire.otherwise(|_| None);
        let pages = [world.page(), world.another_page()];
        pages.iter().for_each(|page| page.manager.boot());
        world.settle();
        let model = Rc::new(Model::default());
        let has_session = !matches!(hint, SessionHint::Nothing | SessionHint::Ended(_));
        model.session.set(has_session.then_some(Who::Ada));
        let stays_out = hint == SessionHint::LogoutPending;
        Self {
            world,
            model,
            has,
            pages,
            is_asleep: [false; 2],
            waiting: Default::default(),
            signing_in: Default::default(),
            stays_out,
            has_orphans: false,
            wrong: Rc::default(),
        }
    }

    fn step(&mut self, step: Step) {
        if page_of(step).is_some_and(|page| self.is_asleep[page]) {
            return;
        }
        match step {
            Step::Boot(page) => self.pages[page].manager.boot(),
            Step::CheckSession(page) => self.check_session(page),
            Step::Resume(page) => self.pages[page].manager.on_resume(),
            Step::Activity(page) => self.pages[page].manager.on_activity(),
            Step::Authorize(page) => self.authorize(page),
            Step::Read(page) => self.read(page),
            Step::Discard(page) => {
                let authorization = self.pages[page].manager.authorize();
                if let Some(Ok(authorization)) = futures::FutureExt::now_or_never(authorization) {
                    self.pages[page].manager.discard(&authorization);
                }
            }
            Step::SignIn(page, who) => {
                self.stays_out = false;
                let client = self.pages[page].client.clone();
                let signing_in = async move { drop(client.sign_in(&who.credentials()).await) };
                let begun = self.world.begin_on(&self.pages[page].tab, signing_in);
                self.signing_in[page].push(begun);
            }
            Step::SignOut(page) => {
                // Another person's, or another tab's, sign-in that has not been sent yet goes on.
                self.stays_out = self.signing_in[1 - page].iter().all(Begun::is_done);
                drop(self.pages[page].client.sign_out());
                assert_eq!(self.pages[page].session().owner(), None);
            }
            Step::ChangeEmail(page) => self.change_email(page),
            // With storage blocked a page cannot catch up with what it has missed.
            Step::FallAsleep(page) if self.has.storage => {
                self.is_asleep[page] = true;
                self.pages[page].tab.fall_asleep();
            }
            Step::FallAsleep(_) => {}
            Step::WakeUp(page, misses) => self.wake_up(page, misses),
            Step::Reload(page, hides) => {
                if hides {
                    self.pages[page].manager.on_page_hide();
                }
                self.reload(page);
            }
            Step::KeeperEnds => {
                if self.has.keeper {
                    self.world.browser.begin_keeper();
                }
            }
            Step::Pass(milliseconds) => self.world.pass(Duration::from_millis(milliseconds.into())),
            // No request lasts that long.
            Step::TokenEnds => {
                if self.world.wire.open().is_empty() && !self.world.browser.is_locked() {
                    self.world.pass(TOKEN_LIFE);
                }
            }
            Step::Answer(index, kind) => {
                let open = self.world.wire.open().len();
                if open > 0 {
                    self.world.wire.close(index.index(open), |request| self.model.answer(request, kind));
                }
            }
        }
        self.world.settle();
    }

    fn begin(&mut self, page: usize, future: impl Future<Output = ()> + 'static) {
        let begun = self.world.begin_on(&self.pages[page].tab, future);
        self.waiting[page].push(begun);
    }

    /// Checks the session, like a page for members that has just been opened, or a person who presses the button.
    fn check_session(&self, page: usize) {
        let manager = &self.pages[page].manager;
        let not_asked = Session::SignedOut { reason: SignedOutReason::NotChecked };
        if manager.session() == not_asked || matches!(manager.session(), Session::Unreachable { .. }) {
            self.pages[page].client.check_session();
        }
    }

    fn authorize(&mut self, page: usize) {
        let (manager, wrong) = (self.pages[page].manager.clone(), self.wrong.clone());
        self.begin(page, async move {
            let authorization = manager.authorize().await;
            if let (Ok(authorization), session) = (authorization, manager.session())
                && session.user() != Some(&authorization.user)
            {
                wrong.borrow_mut().push(format!("{authorization:?} for {session:?}"));
            }
        });
    }

    fn read(&mut self, page: usize) {
        let Page { client, manager, .. } = &self.pages[page];
        let (client, reader, wrong) = (client.clone(), manager.session().user().cloned(), self.wrong.clone());
        self.begin(page, async move {
            let who: Request<String> = Request::new(Method::Get, Credentials::User, &["who"]);
            if let (Some(reader), Ok(who)) = (reader, client.send(&who).await)
                && who != reader.as_str()
            {
                wrong.borrow_mut().push(format!("{} has read as {who}", reader.as_str()));
            }
        });
    }

    fn change_email(&mut self, page: usize) {
        // Only from a page for members.
        let Some(user) = self.pages[page].session().user().cloned() else { return };
        let client = self.pages[page].client.clone();
        let credentials = Who::of(&user).credentials();
        let mut patch = UserPatch::default();
        patch.set(ProfileField::Email, Some(credentials.email.clone()));
        let changing = async move {
            drop(client.change_credentials(&credentials, &patch).await);
        };
        let begun = self.world.begin_on(&self.pages[page].tab, changing);
        self.signing_in[page].push(begun);
    }

    fn wake_up(&mut self, page: usize, misses: bool) {
        if misses {
            self.pages[page].tab.miss_all();
        }
        self.is_asleep[page] = false;
        self.pages[page].tab.wake_up();
        self.world.settle();
        self.pages[page].manager.on_resume();
    }

    fn reload(&mut self, page: usize) {
        self.has_orphans |= !self.world.wire.open().is_empty();
        self.pages[page].tab.die();
        self.pages[page] = self.world.another_page();
        self.pages[page].manager.boot();
        self.is_asleep[page] = false;
        // With storage blocked the new page has no hint.
        self.stays_out &= self.has.storage;
        self.waiting[page].clear();
        self.signing_in[page].clear();
    }

    fn awake(&self) -> impl Iterator<Item = &Page> {
        self.pages.iter().zip(self.is_asleep).filter(|(_, is_asleep)| !is_asleep).map(|(page, _)| page)
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let open = self.world.wire.open().into_iter().filter(|path| path != "/who").count();
        prop_assert!(
            open <= 1 || !self.has.locks || self.has_orphans,
            "one request of the session at a time: {}",
            open
        );

        let owners: Vec<_> = self.awake().filter_map(|page| page.session().owner().cloned()).collect();
        prop_assert!(owners.windows(2).all(|pair| pair[0] == pair[1]), "one person at a time: {:?}", owners);

        if self.stays_out {
            prop_assert!(owners.is_empty(), "signed out by the person, and nobody signed in since: {:?}", owners);
            let hint = self.world.browser.hint.get();
            prop_assert!(!matches!(hint, SessionHint::SignedIn(_)), "{:?}", hint);
            prop_assert_eq!(self.world.browser.kept(), None, "nothing is kept after a sign-out");
        }
        for request in self.world.wire.requests() {
            prop_assert!(request.authorization.is_none() || !path_of(&request).starts_with("/auth"));
        }
        prop_assert!(self.wrong.borrow().is_empty(), "{:?}", self.wrong.borrow());
        Ok(())
    }

    /// Wakes all pages, and answers everything, until nothing is left to do.
    fn calm_down(&mut self) {
        self.answer_all();
        for page in 0..2 {
            self.wake_up(page, false);
            self.answer_all();
        }
        for _ in 0..1000 {
            self.world.pass(Duration::from_millis(200));
            self.answer_all();
        }
    }

    fn answer_all(&self) {
        self.world.settle();
        while !self.world.wire.open().is_empty() {
            self.world.wire.close(0, |request| self.model.answer(request, Kind::Well));
            self.world.settle();
        }
    }

    fn check_the_end(&self) -> Result<(), TestCaseError> {
        prop_assert!(
            self.waiting.iter().chain(&self.signing_in).flatten().all(Begun::is_done),
            "nobody waits for ever"
        );
        prop_assert_eq!(self.world.browser.sleeping(), 0, "no timer is left over");
        prop_assert!(!self.world.browser.is_locked());
        for page in &self.pages {
            let session = page.session();
            prop_assert!(!matches!(session, Session::Booting | Session::Unreachable { .. }), "{:?}", session);
        }
        if self.stays_out && self.has.storage {
            prop_assert_ne!(self.world.browser.hint.get(), SessionHint::LogoutPending, "Directus has been told");
            prop_assert!(self.model.session.get().is_none() || self.has_orphans, "and has ended the session");
        }
        for user in self.pages.iter().filter_map(|page| page.session().user().cloned()) {
            if self.has.storage {
                prop_assert_eq!(self.world.browser.hint.get(), remembered(user.as_str()));
            }
            // Of two sign-ins at the same time the cookie of the one answered last stays.
            if let (Some(who), true, false) = (self.model.session.get(), self.has.locks, self.has_orphans) {
                prop_assert_eq!(user, id(who.id()), "whose cookie it is");
            }
        }
        Ok(())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: ProptestConfig::default().cases.max(1500), ..ProptestConfig::default() })]

    #[test]
    fn every_course_of_events_keeps_sign_outs_users_and_requests_apart_and_ends(
        hint in prop_oneof![
            Just(SessionHint::Nothing), Just(remembered(ADA)), Just(ended(BEN)), Just(SessionHint::LogoutPending), Just(SessionHint::SignedOut),
        ],
        has in browsers(),
        steps in prop::collection::vec(steps(), 1..32),
    ) {
        let mut run = Run::new(hint, has);
        run.check()?;
        for step in steps {
            run.step(step);
            run.check()?;
        }
        run.calm_down();
        run.check()?;
        run.check_the_end()?;
    }
}
