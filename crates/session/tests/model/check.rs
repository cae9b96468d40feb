//! The model for the checker. A state is the path to it: to restore it, the path is replayed from the beginning.

use std::{
    collections::BTreeMap,
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, OnceLock},
};

use lychgate_directus::AuthMode;
use stateright::{Model, Property};

use crate::{
    browser::Event,
    world::{Act, End, Past, Setup, World},
};

#[derive(Clone)]
pub struct State {
    way: Vec<Act>,
    fingerprint: u64,
    acts: Vec<Act>,
    pub past: Past,
    /// Computed on first use, which happens for new states only.
    end: Arc<OnceLock<End>>,
}

impl Hash for State {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint.hash(state);
    }
}

impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}", self.fingerprint)
    }
}

pub struct Sessions {
    pub setup: Setup,
    /// What has happened on some path, and the first such path.
    seen: Mutex<BTreeMap<Event, Vec<Act>>>,
    /// The shortest path to each violation. (The checker keeps the last.)
    broken: Mutex<BTreeMap<&'static str, Vec<Act>>>,
}

impl Sessions {
    pub fn new(setup: Setup) -> Self {
        Self { setup, seen: Mutex::default(), broken: Mutex::default() }
    }

    pub fn go(&self, way: &[Act]) -> World {
        let mut world = World::new(self.setup);
        for act in way {
            world.perform(*act);
        }
        world
    }

    fn state(&self, way: Vec<Act>) -> State {
        let world = self.go(&way);
        let happened = world.browser.happened.borrow();
        if !happened.is_empty() {
            let mut seen = self.seen.lock().expect("nobody panics with it");
            for event in happened.iter().filter(|event| !seen.contains_key(event)).copied().collect::<Vec<_>>() {
                seen.insert(event, way.clone());
            }
        }
        drop(happened);
        State { fingerprint: world.fingerprint(), acts: world.acts(), past: world.past, way, end: Arc::default() }
    }

    fn end(&self, state: &State) -> End {
        *state.end.get_or_init(|| self.go(&state.way).end())
    }
}

impl Model for Sessions {
    type State = State;
    type Action = Act;

    fn init_states(&self) -> Vec<State> {
        vec![self.state(Vec::new())]
    }

    fn actions(&self, state: &State, acts: &mut Vec<Act>) {
        // Nothing that follows repairs a violation.
        if state.past.wrong == 0 {
            acts.extend(&state.acts);
        }
    }

    fn next_state(&self, state: &State, act: Act) -> Option<State> {
        let mut way = Vec::with_capacity(state.way.len() + 1);
        way.extend(&state.way);
        way.push(act);
        Some(self.state(way))
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::always(KEPT, |model: &Self, state: &State| model.holds(KEPT, state)),
            Property::always(ALONE, |model: &Self, state: &State| model.holds(ALONE, state)),
            Property::always(APART, |model: &Self, state: &State| model.holds(APART, state)),
            Property::always(ONE_PERSON, |model: &Self, state: &State| model.holds(ONE_PERSON, state)),
            Property::always(OWN_ANSWERS, |model: &Self, state: &State| model.holds(OWN_ANSWERS, state)),
            Property::always(FINAL, |model: &Self, state: &State| model.holds(FINAL, state)),
            Property::always(TOLD, |model: &Self, state: &State| model.holds(TOLD, state)),
            Property::always(FORGOTTEN, |model: &Self, state: &State| model.holds(FORGOTTEN, state)),
            Property::always(NO_DEADLOCK, |model: &Self, state: &State| model.holds(NO_DEADLOCK, state)),
            Property::always(STAYS, |model: &Self, state: &State| model.holds(STAYS, state)),
        ];
        if self.setup.mode == AuthMode::Cookie && self.setup.budget.faults > 0 {
            properties.push(Property::sometimes(LOST, |model: &Self, state: &State| {
                state.past.is_cookie_lost && model.end(state).is_lost
            }));
        }
        properties
    }
}

const KEPT: &str = "while the cookie is good nobody is signed out but by a person";
const ALONE: &str = "live pages have one refresh in flight";
const APART: &str = "two refreshes never meet inside Directus";
const ONE_PERSON: &str = "one person at a time";
const OWN_ANSWERS: &str = "nobody is shown another's answer";
const FINAL: &str = "a sign-out is final";
const TOLD: &str = "Directus confirms every sign-out";
const FORGOTTEN: &str = "the keeper forgets before anybody is told, and keeps nothing after a sign-out";
const NO_DEADLOCK: &str = "everything comes to an end";
const STAYS: &str = "who is signed in stays so, unless the only good cookie is lost for good";
pub const LOST: &str = "a cookie that is lost for good loses a session";

impl Sessions {
    pub fn has_seen(&self, event: Event) -> bool {
        self.seen.lock().expect("nobody panics with it").contains_key(&event)
    }

    pub fn broken(&self) -> BTreeMap<&'static str, Vec<Act>> {
        self.broken.lock().expect("nobody panics with it").clone()
    }

    /// Describes a path step by step.
    pub fn story(&self, property: &str, way: &[Act]) -> String {
        let mut world = World::new(self.setup);
        let mut story = format!("not so: {property}\n  {way:?}\n");
        for act in way {
            world.perform(*act);
            story.push_str(&format!("  {act:?}: {}\n", world.describe()));
        }
        let past = world.past;
        story + &format!("  {past:?}\n  if nothing more goes wrong: {:?}\n", world.end())
    }

    fn holds(&self, property: &'static str, state: &State) -> bool {
        let is_right = |event: Event| state.past.wrong & (1 << event as u16) == 0;
        let holds = match property {
            KEPT => is_right(Event::SignedOutWithGoodCookie),
            ALONE => is_right(Event::TwoRefreshes),
            APART => is_right(Event::RefreshesMet),
            ONE_PERSON => is_right(Event::TwoPeople) && !self.end(state).is_mixed,
            OWN_ANSWERS => is_right(Event::SomebodyElsesAnswer),
            FINAL => is_right(Event::SignedInAfterSignOut) && !self.end(state).is_risen,
            FORGOTTEN => is_right(Event::ToldBeforeKeeper) && is_right(Event::KeptAfterSignOut),
            TOLD => state.past.is_cookie_lost || !self.end(state).is_session_left,
            NO_DEADLOCK => !self.end(state).is_stuck,
            _ => {
                let is_excused = match self.setup.mode {
                    AuthMode::Cookie => state.past.is_cookie_lost,
                    AuthMode::Session => self.end(state).is_grace_over,
                };
                is_excused || !self.end(state).is_lost
            }
        };
        if !holds {
            self.broken.lock().expect("nobody panics with it").entry(property).or_insert_with(|| state.way.clone());
        }
        holds
    }
}
