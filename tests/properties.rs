//! What holds for any input: any course of events, any message, any answer, any clock.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, reason = "a test fails where it panics")]

use std::{
    cell::{Cell, RefCell},
    future::{Future, ready},
    iter,
    pin::Pin,
    rc::Rc,
    time::{Duration, SystemTime},
};

use base64ct::{Base64UrlUnpadded, Encoding};
use futures::{FutureExt, executor::block_on};
use lychgate::{
    browser::clock::SleepAwareClock,
    directus::{
        AccessToken, AuthMode, BaseUrl, Code, Directus, Error, HttpRequest, HttpResponse, SendFuture, Transport,
        TransportError, UserId, auth, decode,
    },
    guard::{Verdict, verdict},
    route::Access,
    session::{
        Cause, Session, SignedOutReason, backoff,
        grant::{Grant, usable_for},
        keeper::Keeper,
        ports::{Attention, Lock, Memory, Ports, Task, UserTag},
        refresh::{Outcome, Refresher},
        state::{Ended, Event},
        tabs::{HandOver, Message},
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};

const SECOND: Duration = Duration::from_secs(1);
const DAY: Duration = Duration::from_hours(24);

fn jwt(user: &str) -> String {
    let part = |bytes: &[u8]| Base64UrlUnpadded::encode_string(bytes);
    let claims = json!({ "id": user, "iss": "directus" }).to_string();
    format!("{}.{}.{}", part(br#"{"alg":"HS256"}"#), part(claims.as_bytes()), part(&[7; 32]))
}

fn token(user: &str) -> AccessToken {
    AccessToken::parse(&jwt(user)).unwrap()
}

/// Any duration, the extremes more often than they would come by chance.
fn durations() -> impl Strategy<Value = Duration> {
    prop_oneof![
        any::<Duration>(),
        any::<u64>().prop_map(Duration::from_millis),
        (0..200_000_u64).prop_map(Duration::from_millis),
        prop::sample::select(vec![
            Duration::ZERO,
            Duration::from_nanos(1),
            SECOND,
            DAY,
            Duration::from_millis(u64::MAX),
            Duration::from_secs(u64::MAX),
            Duration::MAX,
        ]),
    ]
}

// -- The session, over any course of events

fn users() -> impl Strategy<Value = UserId> {
    prop::sample::select(vec!["ada", "ben", "cleo"]).prop_map(UserId::from)
}

fn causes() -> impl Strategy<Value = Cause> {
    prop_oneof![
        Just(Cause::Network),
        Just(Cause::Server),
        durations().prop_map(|wait| Cause::Busy { wait }),
        prop::option::of(durations()).prop_map(|wait| Cause::TooManyRequests { wait }),
    ]
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        Just(Event::Asking),
        Just(Event::Replaced),
        Just(Event::NothingToAsk),
        users().prop_map(Event::Authenticated),
        prop::sample::select(vec![Ended::NoToken, Ended::Rejected, Ended::Suspended]).prop_map(Event::Ended),
        causes().prop_map(Event::ContactLost),
        Just(Event::SignOut),
        Just(Event::SignedOutElsewhere),
    ]
}

fn courses() -> impl Strategy<Value = Vec<Event>> {
    prop::collection::vec(events(), 0..24)
}

/// What is true after any course of events, told without the states.
#[derive(Default)]
struct Truth {
    /// Whom Directus has named last, unless it has taken that back or a person has signed out since.
    user: Option<UserId>,
    /// The same, but that Directus takes it back leaves their page.
    owner: Option<UserId>,
}

impl Truth {
    fn hear(&mut self, event: &Event) {
        match event {
            Event::Authenticated(user) => *self = Self { user: Some(user.clone()), owner: Some(user.clone()) },
            Event::Ended(_) => self.user = None,
            Event::SignOut | Event::SignedOutElsewhere | Event::Replaced => *self = Self::default(),
            Event::Asking | Event::NothingToAsk | Event::ContactLost(_) => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn directus_last_word_and_the_persons_own_decide_who_is_signed_in(course in courses()) {
        let (mut session, mut truth) = (Session::Booting, Truth::default());
        for event in course {
            truth.hear(&event);
            session = session.after(event);
            prop_assert_eq!(session.user(), truth.user.as_ref());
            prop_assert_eq!(session.owner(), truth.owner.as_ref());
        }
    }

    #[test]
    fn what_is_shown_to_others_goes_with_who_is_signed_in(course in courses()) {
        let mut session = Session::Booting;
        for event in course {
            session = session.after(event);
            match session.name() {
                "signed-in" => prop_assert!(session.user().is_some()),
                "unreachable" => prop_assert_eq!(session.user(), session.owner()),
                "booting" => prop_assert!(session.owner().is_none()),
                name => {
                    prop_assert_eq!(name, "signed-out");
                    prop_assert!(session.user().is_none());
                }
            }
        }
    }

    #[test]
    fn a_reason_is_that_of_the_event_which_ended_the_session(course in courses()) {
        let mut session = Session::Booting;
        let mut reason = None;
        for event in course {
            let owner = session.owner().cloned();
            let is_new = session == Session::Booting;
            reason = match &event {
                Event::SignOut => Some(SignedOutReason::Here),
                Event::SignedOutElsewhere => Some(SignedOutReason::Elsewhere),
                Event::Ended(Ended::Suspended) => Some(SignedOutReason::Suspended),
                Event::Ended(Ended::NoToken) if owner.is_none() => Some(SignedOutReason::NeverSignedIn),
                Event::Ended(_) => Some(SignedOutReason::Expired),
                Event::NothingToAsk if is_new => Some(SignedOutReason::NotAsked),
                _ => reason,
            };
            session = session.after(event);
            if let Session::SignedOut { reason: told } | Session::Lapsed { reason: told, .. } = &session {
                prop_assert_eq!(Some(*told), reason);
            }
        }
    }

    #[test]
    fn an_outage_of_any_length_leaves_everyone_where_they_were(course in courses(), outage in prop::collection::vec(causes(), 1..12)) {
        let before = course.into_iter().fold(Session::Booting, |session, event| session.after(event));
        let mut session = before.clone();
        for cause in outage {
            session = session.after(Event::ContactLost(cause)).after(Event::Asking).after(Event::NothingToAsk);
            prop_assert_eq!((session.user(), session.owner()), (before.user(), before.owner()));
            prop_assert_eq!(session.name() == "signed-out", matches!(before, Session::Lapsed { .. }));
        }
    }

    #[test]
    fn a_members_page_is_on_the_screen_for_its_owner_only(course in courses(), is_shown: bool) {
        let session = course.into_iter().fold(Session::Booting, |session, event| session.after(event));
        let is_visible = matches!(verdict(Access::Members, &session, is_shown), Verdict::Show | Verdict::SignInHere);
        prop_assert!(!is_visible || session.owner().is_some());
        prop_assert!(is_visible || session.user().is_none());
    }
}

// -- Messages between tabs

fn user_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9a-f]{8}-[0-9a-f]{4}",
        ".{0,24}",
        Just(String::new()),
        Just("a b  c ".to_owned()),
        Just("-".to_owned())
    ]
}

/// A message with a token, for whom, and a message without.
fn hand_overs() -> impl Strategy<Value = HandOver> {
    (user_texts(), any::<bool>(), any::<u64>(), any::<u64>(), any::<bool>()).prop_map(
        |(user, has_token, usable_for, said_at, is_sign_in)| HandOver {
            grant: Grant { user: UserId::from(user.as_str()), token: has_token.then(|| token(&user)) },
            usable_for: Duration::from_millis(usable_for),
            said_at: Duration::from_millis(said_at),
            is_sign_in,
        },
    )
}

fn messages() -> impl Strategy<Value = Message> {
    prop_oneof![Just(Message::Ask), Just(Message::SignedOut), hand_overs().prop_map(Message::HandOver)]
}

fn any_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,80}",
        "(ask|signed-out|hand-over)[ -~]{0,60}",
        "hand-over [0-9]{0,22} [0-9+-]{0,22} (sign-in|renewal|other) (-|[A-Za-z0-9_.-]{0,40}) ?.{0,12}",
        // One that was right, with something else in the midst of it.
        (messages(), any::<prop::sample::Index>(), ".{0,3}").prop_map(|(message, place, text)| {
            let mut characters: Vec<_> = message.to_text().chars().collect();
            let place = place.index(characters.len());
            characters.splice(place..=place, text.chars());
            characters.into_iter().collect()
        }),
    ]
}

fn believed(message: Option<Message>) -> Option<Grant> {
    match message {
        Some(Message::HandOver(it)) => Some(it.grant),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_message_arrives_as_it_was_said(message in messages()) {
        prop_assert_eq!(Message::parse(&message.to_text()), Some(message));
    }

    #[test]
    fn a_time_too_long_for_the_wire_is_as_good_as_for_ever(mut it in hand_overs(), usable_for in durations(), said_at in durations()) {
        (it.usable_for, it.said_at) = (usable_for, said_at);
        let Some(Message::HandOver(heard)) = Message::parse(&Message::HandOver(it.clone()).to_text()) else {
            return Err(TestCaseError::fail("not understood"));
        };
        for (heard, said) in [(heard.usable_for, usable_for), (heard.said_at, said_at)] {
            prop_assert!(heard <= said, "never longer than was said");
            prop_assert!(said - heard < Duration::from_millis(1) || heard == Duration::from_millis(u64::MAX));
        }
        prop_assert_eq!(heard.grant, it.grant);
    }

    #[test]
    fn any_text_is_a_message_that_can_be_said_again_or_none(text in any_texts()) {
        if let Some(message) = Message::parse(&text) {
            prop_assert_eq!(Message::parse(&message.to_text()), Some(message));
        }
    }

    #[test]
    fn no_text_makes_a_token_that_of_another_user(text in any_texts()) {
        if let Some(Grant { user, token: Some(token) }) = believed(Message::parse(&text)) {
            prop_assert_eq!(token.user(), &user);
        }
    }

    #[test]
    fn a_token_of_another_user_than_is_named_is_refused(mut it in hand_overs(), named in user_texts(), owner in user_texts()) {
        it.grant = Grant { user: UserId::from(named.as_str()), token: Some(token(&owner)) };
        let heard = Message::parse(&Message::HandOver(it).to_text());
        prop_assert_eq!(heard.is_some(), named == owner);
    }

    #[test]
    fn a_message_with_a_token_that_was_cut_off_is_none(mut it in hand_overs(), user in ".{1,24}", end: prop::sample::Index) {
        it.grant = Grant { user: UserId::from(user.as_str()), token: Some(token(&user)) };
        let text = Message::HandOver(it).to_text();
        let ends: Vec<_> = text.char_indices().map(|(place, _)| place).collect();
        prop_assert_eq!(Message::parse(&text[..ends[end.index(ends.len())]]), None);
    }

    #[test]
    fn no_token_is_printed_with_a_message(it in hand_overs(), user in "[a-z]{1,12}") {
        let token = token(&user);
        let it = HandOver { grant: Grant { user: UserId::from(user.as_str()), token: Some(token.clone()) }, ..it };
        let printed = format!("{:?}", Message::HandOver(it));
        prop_assert!(!printed.contains(token.as_str()));
    }

    #[test]
    fn ids_that_differ_in_one_place_have_tags_that_differ(id in "[ -~]{1,40}", place: prop::sample::Index, other in "[ -~]") {
        let place = place.index(id.len());
        let changed = format!("{}{other}{}", &id[..place], &id[place + 1..]);
        let tag = |id: &str| UserTag::of(&UserId::from(id));
        prop_assert_eq!(tag(&id) == tag(&changed), id == changed);
    }
}

#[test]
fn a_tag_is_the_same_in_every_version() {
    for (id, tag) in [("", 0x811c_9dc5), ("a", 0xe40c_292c), ("foobar", 0xbf9c_f968)] {
        assert_eq!(UserTag::of(&UserId::from(id)), UserTag(tag), "{id}");
    }
}

// -- How long a token is used

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn a_token_is_used_a_little_less_than_it_lives(lifetime in durations()) {
        let usable = usable_for(lifetime);
        prop_assert!(usable <= lifetime);
        prop_assert!(lifetime - usable <= lifetime / 10);
        prop_assert!(lifetime - usable <= 30 * SECOND);
        // Without an end, each refresh would lead to the next.
        prop_assert_eq!(usable.is_zero(), lifetime.is_zero());
    }

    #[test]
    fn a_token_that_lives_longer_is_used_no_shorter(one in durations(), other in durations()) {
        prop_assert!(usable_for(one.min(other)) <= usable_for(one.max(other)));
    }

    #[test]
    fn any_lifetime_that_a_server_tells_is_milliseconds_or_refused(
        expires in prop_oneof![
            any::<u64>().prop_map(Value::from), any::<i64>().prop_map(Value::from), any::<f64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from), Just(Value::Null), Just(json!([900_000])),
        ],
    ) {
        let body = json!({ "data": { "expires": expires, "access_token": jwt("ada") } }).to_string().into_bytes();
        let response = HttpResponse { status: 200, body, ..HttpResponse::default() };
        for mode in [AuthMode::Cookie, AuthMode::Session] {
            let lifetime = decode(&response, auth::refresh(mode).reader()).map(|reply| reply.lifetime);
            match expires.as_u64() {
                Some(milliseconds) => prop_assert_eq!(lifetime, Ok(Duration::from_millis(milliseconds))),
                None => {
                    let is_undecodable = matches!(lifetime, Err(Error::Undecodable { .. }));
                    prop_assert!(is_undecodable);
                }
            }
        }
    }
}

// -- A world without waiting

/// A browser with one page, in which every pause is over at once: the time is then just later.
struct Still {
    now: Rc<Cell<Duration>>,
    wall: Cell<Duration>,
    memory: Cell<Memory>,
    /// When the refresh was begun whose answer nobody has seen.
    pending: Cell<Option<Duration>>,
    time: Cell<Option<Duration>>,
    attention: Cell<Attention>,
    chance: RefCell<Vec<f64>>,
    tasks: RefCell<Vec<Task>>,
}

impl Still {
    fn new(now: Duration, wall: Duration) -> Rc<Self> {
        Rc::new(Self {
            now: Rc::new(Cell::new(now)),
            wall: Cell::new(wall),
            memory: Cell::new(Memory::SignedIn(UserTag::of(&UserId::from("ada")))),
            pending: Cell::default(),
            time: Cell::default(),
            attention: Cell::new(Attention::Active),
            chance: RefCell::default(),
            tasks: RefCell::default(),
        })
    }

    /// Until nothing is left to do.
    fn run(&self) {
        loop {
            let Some(task) = self.tasks.borrow_mut().pop() else { break };
            block_on(task);
        }
    }
}

impl Ports for Still {
    fn now(&self) -> Duration {
        self.now.get()
    }

    fn wall(&self) -> Duration {
        self.wall.get()
    }

    fn sleep(&self, duration: Duration) -> Task {
        let now = self.now.clone();
        Box::pin(async move { now.set(now.get().saturating_add(duration)) })
    }

    fn random(&self) -> f64 {
        self.chance.borrow_mut().pop().unwrap_or(0.5)
    }

    fn spawn(&self, task: Task) {
        self.tasks.borrow_mut().push(task);
    }

    fn attention(&self) -> Attention {
        self.attention.get()
    }

    fn lock(&self, _: Duration) -> Pin<Box<dyn Future<Output = Lock>>> {
        Box::pin(ready(Lock::Held { held: Box::new(()), after_another: false }))
    }

    fn memory(&self) -> Memory {
        self.memory.get()
    }

    fn is_memory_shared(&self) -> bool {
        true
    }

    fn remember(&self, memory: Memory) {
        self.memory.set(memory);
    }

    fn refresh_pending(&self) -> Option<Duration> {
        self.pending.get().map(|began| self.now().saturating_sub(began))
    }

    fn set_refresh_pending(&self, age: Option<Duration>) {
        self.pending.set(age.map(|age| self.now().saturating_sub(age)));
    }

    fn refresh_time(&self) -> Option<Duration> {
        self.time.get()
    }

    fn set_refresh_time(&self, time: Duration) {
        self.time.set(Some(time));
    }

    fn post(&self, _: &str) {}

    fn offer(&self, _: Option<Duration>) {}

    fn is_offered(&self) -> bool {
        false
    }

    fn forget_offers(&self) {}
}

/// The same answer to everything.
struct Always(Result<HttpResponse, TransportError>);

impl Transport for Always {
    fn send(&self, _: HttpRequest) -> SendFuture {
        Box::pin(ready(self.0.clone()))
    }
}

fn directus(answer: Result<HttpResponse, TransportError>, mode: AuthMode) -> Directus {
    Directus::new(BaseUrl::parse("/directus").unwrap(), Rc::new(Always(answer))).with_mode(mode)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// Extremes included: no sum of times overflows, and no wall clock makes a token last.
    #[test]
    fn a_token_that_is_handed_over_is_used_for_the_rest_of_its_time_by_the_monotonic_clock(
        now in durations(),
        wall in durations(),
        said_at in durations(),
        lasts in durations(),
        passes in durations(),
        wall_later in durations(),
    ) {
        let ports = Still::new(now, wall);
        let nobody = Err(TransportError::Network("nobody is there".to_owned()));
        let keeper = Keeper::new(directus(nobody, AuthMode::Cookie), ports.clone());
        let grant = Grant { user: UserId::from("ada"), token: Some(token("ada")) };
        let it = HandOver { grant: grant.clone(), usable_for: lasts, said_at, is_sign_in: false };
        keeper.hear(&Message::HandOver(it).to_text());

        // Whole milliseconds are told.
        let told = |time: Duration| Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
        let left = told(lasts).saturating_sub(wall.saturating_sub(told(said_at)));
        prop_assert_eq!(keeper.session().user().is_some(), !left.is_zero());
        ports.wall.set(wall_later);
        let later = now.saturating_add(passes);
        ports.now.set(later);
        let is_usable = later < now.saturating_add(left);
        let given = keeper.grant().now_or_never().and_then(Result::ok);
        prop_assert_eq!(given, is_usable.then_some(grant));
    }
}

// -- Waiting for the server

/// Nothing for a time, then Directus.
struct Outage {
    ports: Rc<Still>,
    back_at: Duration,
    /// What stands in for it asks to wait for so many seconds, if at all.
    asked: Option<u64>,
    requests: RefCell<Vec<Duration>>,
}

impl Transport for Outage {
    fn send(&self, _: HttpRequest) -> SendFuture {
        let now = self.ports.now();
        self.requests.borrow_mut().push(now);
        let body = json!({ "data": { "access_token": jwt("ada"), "expires": 900_000 } }).to_string().into_bytes();
        let answer = match self.asked {
            _ if now >= self.back_at => Ok(HttpResponse { status: 200, body, ..HttpResponse::default() }),
            Some(seconds) => {
                Ok(HttpResponse { status: 503, retry_after: Some(seconds.to_string()), ..HttpResponse::default() })
            }
            None => Err(TransportError::Network("nobody is there".to_owned())),
        };
        Box::pin(ready(answer))
    }
}

/// A page that was opened during an outage.
fn waiting_page(back_at: Duration, asked: Option<u64>, chance: &[f64]) -> (Rc<Still>, Rc<Outage>, Keeper) {
    let ports = Still::new(SECOND, DAY);
    ports.chance.borrow_mut().extend(chance.iter().rev());
    let outage = Rc::new(Outage { ports: ports.clone(), back_at, asked, requests: RefCell::default() });
    let directus = Directus::new(BaseUrl::parse("/directus").unwrap(), outage.clone());
    (ports.clone(), outage, Keeper::new(directus, ports))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// What `examples/outage` takes for granted.
    #[test]
    fn a_page_out_of_reach_asks_when_the_policy_says_and_no_more_once_it_has_its_answer(
        length in up_to(Duration::from_mins(3)),
        asked in prop::option::of(0..100_u64),
        chance in prop::collection::vec(0.01..1.0, 0..200),
        attention in prop::sample::select(vec![Attention::Active, Attention::Idle]),
    ) {
        let back_at = SECOND + length;
        let (ports, outage, keeper) = waiting_page(back_at, asked, &chance);
        ports.attention.set(attention);
        keeper.boot();
        ports.run();

        let mut expected = vec![SECOND];
        let mut chance = chance.into_iter().chain(iter::repeat(0.5));
        for attempt in 0.. {
            let last = expected[expected.len() - 1];
            if last >= back_at {
                break;
            }
            let asked = asked.map(Duration::from_secs);
            expected.push(last + backoff::delay(attempt, chance.next().unwrap(), asked, attention));
        }
        prop_assert_eq!(outage.requests.borrow().len(), expected.len());
        prop_assert_eq!(&*outage.requests.borrow(), &expected);
        prop_assert_eq!(keeper.session(), Session::SignedIn { user: UserId::from("ada") });
        prop_assert_eq!(keeper.next_try(), None);
    }

    #[test]
    fn a_page_in_use_is_back_within_two_seconds_of_the_server(
        length in up_to(Duration::from_mins(2)),
        chance in prop::collection::vec(0.01..1.0, 0..200),
    ) {
        let back_at = SECOND + length;
        let (ports, _, keeper) = waiting_page(back_at, None, &chance);
        keeper.boot();
        ports.run();
        prop_assert!(keeper.session().user().is_some());
        prop_assert!(ports.now() <= back_at + 2 * SECOND);
    }

    #[test]
    fn a_page_in_the_background_asks_when_it_is_seen_and_not_before(length in up_to(Duration::from_mins(10))) {
        let back_at = 2 * SECOND + length;
        let (ports, outage, keeper) = waiting_page(back_at, None, &[]);
        ports.attention.set(Attention::Hidden);
        keeper.boot();
        ports.run();
        prop_assert_eq!(outage.requests.borrow().len(), 1);
        ports.now.set(back_at);
        ports.attention.set(Attention::Idle);
        keeper.wake();
        ports.run();
        prop_assert_eq!(outage.requests.borrow().len(), 2);
        prop_assert!(keeper.session().user().is_some());
    }
}

// -- What a refresh makes of any answer

const AUTHORITATIVE: [&str; 5] =
    ["INVALID_PAYLOAD", "INVALID_CREDENTIALS", "USER_SUSPENDED", "TOKEN_EXPIRED", "INVALID_TOKEN"];

fn statuses() -> impl Strategy<Value = u16> {
    prop_oneof![prop::sample::select(vec![200, 204, 302, 400, 401, 403, 404, 429, 500, 502, 503, 504]), any::<u16>()]
}

fn error_bodies() -> impl Strategy<Value = Value> {
    let codes = prop_oneof![
        prop::sample::select(AUTHORITATIVE.to_vec()).prop_map(str::to_owned),
        prop::sample::select(vec!["REQUESTS_EXCEEDED", "SERVICE_UNAVAILABLE", "FORBIDDEN", "ROUTE_NOT_FOUND"])
            .prop_map(str::to_owned),
        "[A-Z_]{0,20}",
    ];
    codes.prop_map(|code| json!({ "errors": [{ "message": "No.", "extensions": { "code": code } }] }))
}

fn bodies() -> impl Strategy<Value = Vec<u8>> {
    let tokens = (user_texts(), any::<u64>())
        .prop_map(|(user, expires)| json!({ "data": { "access_token": jwt(&user), "expires": expires, "id": user } }));
    let whole = prop_oneof![tokens, error_bodies()].prop_map(|body| body.to_string().into_bytes());
    prop_oneof![
        3 => whole.clone(),
        1 => (whole, any::<prop::sample::Index>()).prop_map(|(mut body, end)| {
            body.truncate(end.index(body.len()));
            body
        }),
        1 => prop::collection::vec(any::<u8>(), 0..200),
        1 => Just(b"<!doctype html><title>502 Bad Gateway</title>".to_vec()),
        1 => Just(Vec::new()),
    ]
}

fn answers() -> impl Strategy<Value = Result<HttpResponse, TransportError>> {
    let response = (statuses(), bodies(), prop::option::of(retry_texts()), prop::option::of(retry_texts()))
        .prop_map(|(status, body, retry_after, date)| Ok(HttpResponse { status, retry_after, date, body }));
    prop_oneof![
        8 => response,
        1 => prop::sample::select(vec![TransportError::TimedOut, TransportError::Aborted]).prop_map(Err),
        1 => ".{0,20}".prop_map(|reason| Err(TransportError::Network(reason))),
    ]
}

/// The code that Directus is heard to say, by a reading of the answer that knows nothing of the client's.
fn code_of(answer: &Result<HttpResponse, TransportError>) -> Option<String> {
    let body: Value = serde_json::from_slice(&answer.as_ref().ok()?.body).ok()?;
    Some(body["errors"][0]["extensions"]["code"].as_str()?.to_owned())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2500))]

    #[test]
    fn only_directus_own_word_ends_a_session_and_only_a_token_renews_it(
        answer in answers(),
        is_pending: bool,
        mode in prop::sample::select(vec![AuthMode::Cookie, AuthMode::Session]),
    ) {
        let ports = Still::new(SECOND, DAY);
        ports.set_refresh_pending(is_pending.then_some(SECOND));
        let outcome = block_on(Refresher::default().refresh(&directus(answer.clone(), mode), &*ports, &|| false));
        let status = answer.as_ref().map_or(0, |response| response.status);
        match outcome {
            Outcome::Ended(_) => {
                prop_assert!((300..500).contains(&status) || status < 200, "{}", status);
                prop_assert_ne!(status, 429);
                prop_assert!(code_of(&answer).is_some_and(|code| AUTHORITATIVE.contains(&code.as_str())));
            }
            Outcome::Renewed(grant, lifetime) => {
                prop_assert!((200..300).contains(&status), "{}", status);
                let body: Value = serde_json::from_slice(&answer.unwrap().body).unwrap();
                prop_assert_eq!(body["data"]["id"].as_str(), Some(grant.user.as_str()));
                prop_assert_eq!(grant.token.is_some(), mode == AuthMode::Cookie);
                prop_assert_eq!(body["data"]["expires"].as_u64().map(Duration::from_millis), Some(lifetime));
            }
            Outcome::ContactLost(cause) => prop_assert_eq!(
                cause.retry_after().is_some() && status != 429,
                matches!(cause, Cause::Busy { .. })
            ),
            Outcome::HandedOver | Outcome::SignOutUnfinished => prop_assert!(false, "nobody has said so"),
        }
    }

    #[test]
    fn whoever_was_signed_in_still_is_after_any_answer_that_is_not_directus_word(answer in answers(), attempts in 1..4) {
        let code = code_of(&answer);
        prop_assume!(!code.is_some_and(|code| AUTHORITATIVE.contains(&code.as_str())));
        let ports = Still::new(SECOND, DAY);
        let (directus, refresher) = (directus(answer, AuthMode::Cookie), Refresher::default());
        let mut session = Session::SignedIn { user: UserId::from("ada") };
        for _ in 0..attempts {
            let outcome = block_on(refresher.refresh(&directus, &*ports, &|| false));
            session = match outcome {
                Outcome::Renewed(grant, _) => session.after(Event::Authenticated(grant.user)),
                Outcome::ContactLost(cause) => session.after(Event::ContactLost(cause)),
                other => return Err(TestCaseError::fail(format!("{other:?}"))),
            };
            prop_assert!(session.user().is_some());
        }
    }
}

// -- Retry-After

fn http_dates() -> impl Strategy<Value = (u64, String)> {
    // 1970 to 9999: what the header can say.
    let times = prop_oneof![0..253_402_300_800_u64, 1_790_000_000..1_790_000_600_u64];
    times.prop_map(|time| (time, httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + Duration::from_secs(time))))
}

fn retry_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,40}",
        "[0-9]{0,24}",
        http_dates().prop_map(|(_, text)| text),
        "[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9 :]{0,14} GMT"
    ]
}

/// The two older forms, which receivers have to understand.
fn older_forms(date: &str) -> [String; 2] {
    let words: Vec<_> = date.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let [weekday, day, month, year, time, _] = words[..] else { panic!("{date}") };
    let long = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let long = long.into_iter().find(|long| long.starts_with(weekday)).unwrap();
    let day_number: u32 = day.parse().unwrap();
    [
        format!("{long}, {day}-{month}-{} {time} GMT", &year[2..]),
        format!("{weekday} {month} {day_number:>2} {time} {year}"),
    ]
}

fn asked(retry_after: &str, date: Option<&str>) -> Option<Duration> {
    let (retry_after, date) = (Some(retry_after.to_owned()), date.map(str::to_owned));
    let response = HttpResponse { status: 503, retry_after, date, body: Vec::new() };
    decode(&response, auth::refresh(AuthMode::Cookie).reader()).unwrap_err().retry_after()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn seconds_are_seconds(seconds: u64, zeros in "0{0,3}", before in "[ \t]{0,2}", after in "[ \t]{0,2}", date in prop::option::of(retry_texts())) {
        let text = format!("{before}{zeros}{seconds}{after}");
        prop_assert_eq!(asked(&text, date.as_deref()), Some(Duration::from_secs(seconds)));
    }

    #[test]
    fn more_seconds_than_there_are_is_a_long_time(digits in "[1-9][0-9]{20,40}") {
        prop_assert_eq!(asked(&digits, None), Some(Duration::from_secs(u64::MAX)));
        prop_assert!(backoff::asked_for(asked(&digits, None)) <= Duration::from_hours(1));
    }

    #[test]
    fn a_date_is_as_far_away_as_the_server_says_by_its_own_clock((until, text) in http_dates(), (now, date) in http_dates()) {
        let wait = Some(Duration::from_secs(until.saturating_sub(now)));
        prop_assert_eq!(asked(&text, Some(&date)), wait);
        for form in older_forms(&text).iter().skip(usize::from(until >= 3_124_224_000)) {
            // Years of two digits mean 1970 to 2069.
            prop_assert_eq!(asked(form, Some(&date)), wait, "{}", form);
        }
    }

    #[test]
    fn a_date_without_the_servers_time_says_nothing((_, text) in http_dates(), date in prop::option::of("[^0-9]{0,20}")) {
        prop_assert_eq!(asked(&text, date.as_deref()), None);
    }

    #[test]
    fn no_two_texts_make_a_panic_or_an_endless_wait(text in retry_texts(), date in prop::option::of(retry_texts()), attempt: u32, random in 0.0..1.0) {
        let asked = asked(&text, date.as_deref());
        for attention in [Attention::Active, Attention::Idle, Attention::Hidden] {
            let wait = backoff::delay(attempt, random, asked, attention);
            prop_assert!(wait >= backoff::asked_for(asked));
            prop_assert!(wait <= Duration::from_hours(2));
        }
    }

    #[test]
    fn what_the_server_asks_for_reaches_the_one_who_waits(status in prop::sample::select(vec![429_u16, 500, 502, 503, 504]), seconds in 0..100_000_u64) {
        let response = HttpResponse { status, retry_after: Some(seconds.to_string()), ..HttpResponse::default() };
        let error = decode(&response, auth::refresh(AuthMode::Cookie).reader()).unwrap_err();
        prop_assert!(error.is_unreachable());
        prop_assert_eq!(error.code(), None::<&Code>);
        prop_assert_eq!(Cause::from(&error).retry_after(), Some(Duration::from_secs(seconds)));
    }
}

// -- The clock

/// Something that happens between two readings of the browser's clocks.
#[derive(Debug, Clone)]
enum Happening {
    /// Time passes, for both clocks.
    Awake(Duration),
    /// The device sleeps, and the browser's monotonic clock with it.
    Sleep(Duration),
    /// The device sleeps; the monotonic clock goes on.
    SleepCounted(Duration),
    /// The wall clock is set forward.
    Forward(Duration),
    /// The wall clock is set back.
    Back(Duration),
}

fn up_to(end: Duration) -> impl Strategy<Value = Duration> {
    (0..u64::try_from(end.as_millis()).unwrap()).prop_map(Duration::from_millis)
}

fn walls() -> impl Strategy<Value = Duration> {
    up_to(40_000 * DAY).prop_map(|time| 100 * DAY + time)
}

fn happenings() -> impl Strategy<Value = Happening> {
    prop_oneof![
        up_to(DAY / 8).prop_map(Happening::Awake),
        up_to(DAY).prop_map(Happening::Sleep),
        up_to(DAY).prop_map(Happening::SleepCounted),
        prop_oneof![Just(DAY), up_to(2 * DAY)].prop_map(Happening::Forward),
        prop_oneof![Just(DAY), up_to(2 * DAY)].prop_map(Happening::Back),
    ]
}

/// The browser's two clocks.
struct Clocks {
    monotonic: Duration,
    wall: Duration,
}

impl Clocks {
    fn after(&mut self, happening: &Happening) {
        match happening {
            Happening::Awake(time) | Happening::SleepCounted(time) => {
                self.monotonic += *time;
                self.wall += *time;
            }
            Happening::Sleep(time) | Happening::Forward(time) => self.wall += *time,
            Happening::Back(time) => self.wall = self.wall.saturating_sub(*time),
        }
    }
}

/// What the wall clock may gain between two readings without that counting as sleep.
const DRIFT: Duration = Duration::from_secs(2);

fn clock_at(wall: Duration) -> (SleepAwareClock, Clocks, Duration) {
    let clocks = Clocks { monotonic: SECOND, wall };
    let mut clock = SleepAwareClock::default();
    let begin = clock.read(clocks.monotonic, clocks.wall);
    (clock, clocks, begin)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn time_never_goes_back_whatever_the_browsers_clocks_say(readings in prop::collection::vec((durations(), durations()), 1..20)) {
        let mut clock = SleepAwareClock::default();
        let mut last = Duration::ZERO;
        for (monotonic, wall) in readings {
            let now = clock.read(monotonic, wall);
            prop_assert!(now >= last);
            last = now;
        }
    }

    #[test]
    fn a_clock_that_is_read_for_the_first_time_knows_of_no_sleep(monotonic in durations(), wall in durations()) {
        prop_assert_eq!(SleepAwareClock::default().read(monotonic, wall), monotonic);
    }

    #[test]
    fn what_passes_is_the_time_awake_and_what_the_wall_clock_has_gained_on_it(
        wall in walls(),
        course in prop::collection::vec(prop::collection::vec(happenings(), 0..4), 1..12),
    ) {
        let (mut clock, mut clocks, begin) = clock_at(wall);
        let mut passed = Duration::ZERO;
        for between_readings in course {
            let (mut ahead, mut behind) = (Duration::ZERO, Duration::ZERO);
            for happening in between_readings {
                clocks.after(&happening);
                match happening {
                    Happening::Awake(time) | Happening::SleepCounted(time) => passed += time,
                    Happening::Sleep(time) | Happening::Forward(time) => ahead += time,
                    Happening::Back(time) => behind += time,
                }
            }
            // A nap shorter than the drift is not seen, nor is one in which the wall clock was set back as far.
            passed += ahead.checked_sub(behind).filter(|gained| *gained > DRIFT).unwrap_or_default();
            prop_assert_eq!(clock.read(clocks.monotonic, clocks.wall) - begin, passed);
        }
    }

    #[test]
    fn a_wall_clock_that_is_a_day_wrong_or_set_back_changes_nothing(
        wall in walls(),
        times in prop::collection::vec((up_to(DAY), prop::option::of(up_to(2 * DAY))), 1..20),
    ) {
        let (mut clock, mut clocks, begin) = clock_at(wall);
        let mut passed = Duration::ZERO;
        for (time, back) in times {
            clocks.after(&Happening::Awake(time));
            clocks.after(&Happening::Back(back.unwrap_or_default()));
            passed += time;
            prop_assert_eq!(clock.read(clocks.monotonic, clocks.wall) - begin, passed);
        }
    }

    #[test]
    fn a_jump_of_the_wall_clock_counts_once(wall in walls(), times in prop::collection::vec(up_to(DAY), 1..20)) {
        let (mut clock, mut clocks, begin) = clock_at(wall);
        clocks.after(&Happening::Forward(DAY));
        let mut passed = DAY;
        prop_assert_eq!(clock.read(clocks.monotonic, clocks.wall) - begin, passed);
        for time in times {
            clocks.after(&Happening::Awake(time));
            passed += time;
            prop_assert_eq!(clock.read(clocks.monotonic, clocks.wall) - begin, passed);
        }
    }

    #[test]
    fn clocks_that_drift_apart_a_little_are_no_sleep(
        wall in walls(),
        steps in prop::collection::vec((up_to(DAY), up_to(DRIFT), any::<bool>()), 1..20),
    ) {
        let (mut clock, mut clocks, begin) = clock_at(wall);
        let mut passed = Duration::ZERO;
        for (time, drift, is_ahead) in steps {
            clocks.after(&Happening::Awake(time));
            clocks.after(&if is_ahead { Happening::Forward(drift) } else { Happening::Back(drift) });
            passed += time;
            prop_assert_eq!(clock.read(clocks.monotonic, clocks.wall) - begin, passed);
        }
    }
}
