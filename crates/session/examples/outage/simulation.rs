//! A crowd of clients that lose Directus at time 0, and retry until they have it back.

use std::time::Duration;

use lychgate_session::{backoff::delay, environment::Attention};

/// Whole milliseconds since the server was lost: each has a page in the calendar.
pub type Time = u32;

/// The number of clients: browsers with one visible tab each.
pub const CLIENTS: u32 = 1_000_000;
/// When the server is back.
pub const BACK_AT: Time = 60_000;
/// How long an answer takes, a refusal too. The sooner it comes, the sooner the next request is sent.
pub const LATENCY: Time = 50;
/// What a server with limits can do in a millisecond.
pub const CAPACITY: u32 = 20;
/// The time-out of a request.
pub const TIME_OUT: Time = 20_000;
/// How long a tab in the background stays there, on average.
pub const UNSEEN_FOR: Time = 600_000;
/// The end of the simulation.
pub const HORIZON: Time = 660_000;
/// Requests are counted in bins of this length.
pub const BIN: Time = 100;

/// When clients retry.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Policy {
    /// At every full second of one clock, as all do whose connection broke at one moment.
    EverySecondInStep,
    /// Every second, counted from a random moment.
    EverySecond,
    /// With the session's backoff. This many pages in a hundred are in use; the others are only visible.
    Backoff {
        /// How many.
        active: u32,
    },
    /// With the session's backoff in background tabs: not before they are visible. From then on they are in use.
    BackoffUnseen,
    /// Once each after the return, evenly spread.
    Ideal {
        /// Over this time.
        over: Time,
    },
}

/// What answers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Server {
    /// Nothing.
    Gone,
    /// A maintenance page that names, by `Retry-After`, the moment of the return.
    Maintenance,
    /// A server without limits.
    Unlimited,
    /// A server that handles what it can in each [`BIN`], and refuses the rest at no cost, with or without `Retry-After`.
    Refusing(Option<Duration>),
    /// A server that handles one request after the other, even if its client has given up by then.
    Queueing,
}

/// SplitMix64: the same numbers on every machine.
#[derive(Clone)]
struct Chance(u64);

impl Chance {
    /// From 0 (inclusive) to 1 (exclusive).
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let bits = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((bits ^ (bits >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn below(&mut self, end: Time) -> Time {
        (self.next() * f64::from(end)) as Time
    }
}

#[derive(Clone, Copy)]
struct Client {
    /// How many retries it has scheduled.
    attempts: u32,
    /// The earliest time at which it could be back: the server is there, and the page is visible.
    wanted_at: Time,
    back_at: Option<Time>,
}

enum Answer {
    Success,
    Failure(Option<Duration>),
}

/// The crowd at one moment.
#[derive(Clone)]
pub struct Crowd {
    policy: Policy,
    chance: Chance,
    clients: Vec<Client>,
    now: Time,
    /// The clients that send a request at each time.
    calendar: Vec<Vec<u32>>,
    /// How many requests there were in each [`BIN`], without the one by which a client notices.
    sent: Vec<u32>,
    /// How many requests a refusing server has handled in this bin.
    done: u32,
    /// When a queueing server is done with its queue, counted in requests that it could have handled since time 0.
    busy_until: u64,
}

impl Crowd {
    /// Clients that lose `server` at time 0, and notice it at random moments within `noticing`.
    pub fn new(policy: Policy, server: Server, noticing: Time) -> Self {
        let mut crowd = Self {
            policy,
            chance: Chance(11),
            clients: vec![Client { attempts: 0, wanted_at: BACK_AT, back_at: None }; CLIENTS as usize],
            now: 0,
            calendar: vec![Vec::new(); HORIZON as usize],
            sent: vec![0; (HORIZON / BIN) as usize],
            done: 0,
            busy_until: 0,
        };
        for client in 0..CLIENTS {
            let sent = crowd.chance.below(noticing);
            crowd.ask(client, server, sent);
        }
        crowd
    }

    /// Runs the simulation up to `until`.
    pub fn go_on(&mut self, server: Server, until: Time) {
        while self.now < until {
            if self.now.is_multiple_of(BIN) {
                self.done = 0;
            }
            let asking = std::mem::take(&mut self.calendar[self.now as usize]);
            self.sent[(self.now / BIN) as usize] += asking.len() as u32;
            for client in asking {
                self.ask(client, server, self.now);
            }
            self.now += 1;
        }
    }

    fn ask(&mut self, client: u32, server: Server, sent: Time) {
        match self.answer(server, sent) {
            (Answer::Success, at) => self.clients[client as usize].back_at = Some(at),
            (Answer::Failure(asked), at) => {
                let next = self.next(client, sent, at, asked);
                // What happens after the end does not count.
                if let Some(page) = self.calendar.get_mut(next as usize) {
                    page.push(client);
                }
            }
        }
    }

    /// The answer to a request, and its time.
    fn answer(&mut self, server: Server, sent: Time) -> (Answer, Time) {
        let at = sent + LATENCY;
        match server {
            Server::Gone => (Answer::Failure(None), at),
            Server::Maintenance => {
                let left = Duration::from_millis(BACK_AT.saturating_sub(at).into());
                (Answer::Failure(Some(left)), at)
            }
            Server::Unlimited => (Answer::Success, at),
            Server::Refusing(asked) if self.done == CAPACITY * BIN => (Answer::Failure(asked), at),
            Server::Refusing(_) => {
                self.done += 1;
                (Answer::Success, at)
            }
            Server::Queueing => {
                self.busy_until = self.busy_until.max(u64::from(sent) * u64::from(CAPACITY)) + 1;
                let at = (self.busy_until / u64::from(CAPACITY)) as Time + LATENCY;
                if at > sent + TIME_OUT { (Answer::Failure(None), sent + TIME_OUT) } else { (Answer::Success, at) }
            }
        }
    }

    /// When a client retries whose request has failed.
    fn next(&mut self, client: u32, sent: Time, failed: Time, asked: Option<Duration>) -> Time {
        let Self { policy, chance, clients, .. } = self;
        let it = &mut clients[client as usize];
        let attempt = it.attempts;
        it.attempts += 1;
        let attention = match policy {
            Policy::EverySecondInStep => return (failed / 1000 + 1) * 1000,
            Policy::EverySecond if attempt == 0 => return failed + chance.below(1000),
            Policy::EverySecond => return sent + ((failed - sent) / 1000 + 1) * 1000,
            Policy::Ideal { over } => {
                return BACK_AT + (u64::from(*over) * u64::from(client) / u64::from(CLIENTS)) as Time;
            }
            Policy::BackoffUnseen if attempt == 0 => {
                // Memoryless: how long it has been in the background already does not matter.
                let seen = failed + (-(1.0 - chance.next()).ln() * f64::from(UNSEEN_FOR)) as Time;
                it.wanted_at = it.wanted_at.max(seen);
                return seen;
            }
            Policy::BackoffUnseen => Attention::Active,
            Policy::Backoff { active } if is_active(client, *active) => Attention::Active,
            Policy::Backoff { .. } => Attention::Idle,
        };
        failed + delay(attempt, chance.next(), asked, attention).as_millis() as Time
    }

    /// The most requests per second from `from` to `to`, counted in pieces of `length`.
    pub fn peak(&self, from: Time, to: Time, length: Time) -> u32 {
        self.rates(from, to, length).into_iter().max().unwrap_or_default()
    }

    /// The requests per second from `from` to `to`, in pieces of `length`.
    pub fn rates(&self, from: Time, to: Time, length: Time) -> Vec<u32> {
        let rate = |bins: &[u32]| bins.iter().sum::<u32>() * (1000 / length);
        self.bins(from, to).chunks((length / BIN) as usize).map(rate).collect()
    }

    /// How many requests a client sent on average from `from` to `to`.
    pub fn requests_per_client(&self, from: Time, to: Time) -> f64 {
        self.bins(from, to).iter().copied().map(f64::from).sum::<f64>() / f64::from(CLIENTS)
    }

    fn bins(&self, from: Time, to: Time) -> &[u32] {
        &self.sent[(from / BIN) as usize..(to / BIN) as usize]
    }

    /// How long after the earliest possible moment so many percent of the selected clients are back; `None` if not before the end. Tabs
    /// that stay hidden until then do not count.
    pub fn back_after(&self, percent: usize, is_meant: impl Fn(u32) -> bool) -> Option<Time> {
        let mut times: Vec<_> = (0..CLIENTS)
            .zip(&self.clients)
            .filter(|(client, it)| is_meant(*client) && it.wanted_at < HORIZON - TIME_OUT)
            .map(|(_, it)| it.back_at.map_or(Time::MAX, |at| at - it.wanted_at))
            .collect();
        times.sort_unstable();
        times.get((times.len() * percent).div_ceil(100) - 1).copied().filter(|time| *time != Time::MAX)
    }
}

/// Whether a client is one of the `active` in a hundred.
pub fn is_active(client: u32, active: u32) -> bool {
    client % 100 < active
}
