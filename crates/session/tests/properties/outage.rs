//! Retries during an outage.

use std::{cell::RefCell, future::ready, iter, rc::Rc, time::Duration};

use lychgate_directus::{BaseUrl, Directus, HttpRequest, HttpResponse, SendFuture, Transport, TransportError, UserId};
use lychgate_session::{
    Session, backoff,
    environment::{Attention, Environment},
    manager::SessionManager,
};
use proptest::prelude::*;
use serde_json::json;

use super::{
    strategies::{DAY, SECOND, up_to},
    support::{Still, jwt},
};

/// No Directus for a time, then Directus.
struct Outage {
    environment: Rc<Still>,
    back_at: Duration,
    /// The `Retry-After` of the server in its place, in seconds.
    asked: Option<u64>,
    requests: RefCell<Vec<Duration>>,
}

impl Transport for Outage {
    fn send(&self, _: HttpRequest) -> SendFuture {
        let now = self.environment.now();
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

/// A page that is opened during an outage.
fn waiting_page(back_at: Duration, asked: Option<u64>, chance: &[f64]) -> (Rc<Still>, Rc<Outage>, SessionManager) {
    let environment = Still::new(SECOND, DAY);
    environment.chance.borrow_mut().extend(chance.iter().rev());
    let outage = Rc::new(Outage { environment: environment.clone(), back_at, asked, requests: RefCell::default() });
    let directus = Directus::new("/directus".parse::<BaseUrl>().unwrap(), outage.clone());
    (environment.clone(), outage, SessionManager::new(directus, environment))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// `examples/outage` relies on this.
    #[test]
    fn unreachable_page_retries_by_policy_and_stops_after_answer(
        length in up_to(Duration::from_mins(3)),
        asked in prop::option::of(0..100_u64),
        chance in prop::collection::vec(0.01..1.0, 0..200),
        attention in prop::sample::select(vec![Attention::Active, Attention::Idle]),
    ) {
        let back_at = SECOND + length;
        let (environment, outage, manager) = waiting_page(back_at, asked, &chance);
        environment.attention.set(attention);
        manager.boot();
        environment.run();

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
        prop_assert_eq!(manager.session(), Session::SignedIn { user: UserId::from("ada") });
        prop_assert_eq!(manager.next_retry(), None);
    }

    #[test]
    fn active_page_is_back_within_two_seconds_of_server(
        length in up_to(Duration::from_mins(2)),
        chance in prop::collection::vec(0.01..1.0, 0..200),
    ) {
        let back_at = SECOND + length;
        let (environment, _, manager) = waiting_page(back_at, None, &chance);
        manager.boot();
        environment.run();
        prop_assert!(manager.session().user().is_some());
        prop_assert!(environment.now() <= back_at + 2 * SECOND);
    }

    #[test]
    fn hidden_page_retries_when_visible_and_not_before(length in up_to(Duration::from_mins(10))) {
        let back_at = 2 * SECOND + length;
        let (environment, outage, manager) = waiting_page(back_at, None, &[]);
        environment.attention.set(Attention::Hidden);
        manager.boot();
        environment.run();
        prop_assert_eq!(outage.requests.borrow().len(), 1);
        environment.now.set(back_at);
        environment.attention.set(Attention::Idle);
        manager.on_resume();
        environment.run();
        prop_assert_eq!(outage.requests.borrow().len(), 2);
        prop_assert!(manager.session().user().is_some());
    }
}
