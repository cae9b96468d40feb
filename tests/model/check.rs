//! The model for the checker. A state is the way to it: to have it again, the way is gone again from the beginning.

use std::{
    collections::BTreeMap,
    fmt,
    hash::{Hash, Hasher},
    sync::{Arc, Mutex, OnceLock},
};

use lychgate::directus::AuthMode;
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
    /// Found out when it is asked for the first time, which is only for states that are new.
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
    /// What has happened somewhere, and on which way first.
    pub seen: Mutex<BTreeMap<Event, Vec<Act>>>,
}

impl Sessions {
    pub fn new(setup: Setup) -> Self {
        Self { setup, seen: Mutex::default() }
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

    fn has_seen(&self, event: Event) -> bool {
        self.seen.lock().expect("nobody panics with it").contains_key(&event)
    }
}

fn is_right(state: &State, event: Event) -> bool {
    state.past.wrong & (1 << event as u16) == 0
}

impl Model for Sessions {
    type State = State;
    type Action = Act;

    fn init_states(&self) -> Vec<State> {
        vec![self.state(Vec::new())]
    }

    fn actions(&self, state: &State, acts: &mut Vec<Act>) {
        // What is wrong is not made better by what follows.
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
            Property::always("while the cookie is good nobody is signed out but by a person", |_, state| {
                is_right(state, Event::SignedOutWithGoodCookie)
            }),
            Property::always("pages that live have one refresh under way", |_, state| {
                is_right(state, Event::TwoRefreshes)
            }),
            Property::always("two refreshes never meet inside Directus", |_, state| {
                is_right(state, Event::RefreshesMet)
            }),
            Property::always("one person at a time", |model: &Self, state: &State| {
                is_right(state, Event::TwoPeople) && !model.end(state).is_mixed
            }),
            Property::always("nobody is shown another's answer", |_, state| is_right(state, Event::SomebodyElsesAnswer)),
            Property::always("a sign-out is final", |model: &Self, state: &State| {
                is_right(state, Event::SignedInAfterSignOut) && !model.end(state).is_risen
            }),
            Property::always("Directus is told of every sign-out", |model: &Self, state: &State| {
                !model.end(state).is_session_left || state.past.is_cookie_lost
            }),
            Property::always("everything comes to an end", |model: &Self, state: &State| !model.end(state).is_stuck),
            Property::always("who is signed in stays so, unless the only good cookie is lost for good", |model: &Self, state: &State| {
                let is_excused = match model.setup.mode {
                    AuthMode::Cookie => state.past.is_cookie_lost,
                    AuthMode::Session => state.past.is_grace_over,
                };
                !model.end(state).is_lost || is_excused
            }),
        ];
        if self.setup.mode == AuthMode::Cookie && self.setup.budget.faults > 0 {
            properties.push(Property::sometimes("a cookie that is lost for good loses a sign-in", |model: &Self, state: &State| {
                state.past.is_cookie_lost && model.end(state).is_lost
            }));
        }
        if self.setup.tabs > 1 {
            properties.push(Property::sometimes("a token is handed over", |model: &Self, _| model.has_seen(Event::HandedOver)));
        }
        properties
    }
}
