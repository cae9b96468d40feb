use std::time::Duration;

use js_sys::{Array, Function, Promise};
use lychgate_yew::browser::lock::{self, Acquired, HeldLock};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Begun, property, resolved, takes_longer_than, turn, window};

const LONG: Duration = Duration::from_secs(20);
const SHORT: Duration = Duration::from_millis(40);

/// How many requests for the lock `name` the browser knows: held, and waiting.
async fn known(name: &str) -> (u32, u32) {
    let locks = property(&window().navigator(), "locks");
    let query: Function = property(&locks, "query").unchecked_into();
    let promise: Promise = query.call0(&locks).unwrap().unchecked_into();
    let all = resolved(promise).await;
    let count = |kind| {
        let requests: Array = property(&all, kind).unchecked_into();
        requests.iter().filter(|request| property(request, "name").as_string().as_deref() == Some(name)).count() as u32
    };
    (count("held"), count("pending"))
}

/// The lock, if it came within `wait`.
async fn acquire(name: &str, wait: Duration) -> Option<HeldLock> {
    match lock::acquire(name, wait).await {
        Acquired::Held { lock, .. } => Some(lock),
        Acquired::Taken => None,
        Acquired::Missing => panic!("this browser has Web Locks"),
    }
}

/// Waits until so many wait for the lock `name`.
async fn queue_of(name: &str, waiting: u32) {
    while known(name).await.1 != waiting {
        turn().await;
    }
}

#[wasm_bindgen_test]
async fn holder_that_waited_knows_that_another_had_the_lock() {
    let name = "lychgate-test:after-another";
    let first = lock::acquire(name, LONG).await;
    assert!(matches!(first, Acquired::Held { after_another: false, .. }));
    let second = Begun::new(lock::acquire(name, LONG));
    queue_of(name, 1).await;
    drop(first);
    assert!(matches!(second.outcome().await, Acquired::Held { after_another: true, .. }));
}

#[wasm_bindgen_test]
async fn free_lock_is_granted_at_once_and_freed_by_its_drop() {
    let name = "lychgate-test:free";
    let lock = acquire(name, LONG).await;
    assert!(lock.is_some());
    assert_eq!(known(name).await, (1, 0));
    drop(lock);
    turn().await;
    assert_eq!(known(name).await, (0, 0));
}

#[wasm_bindgen_test]
async fn second_request_waits_until_the_first_lock_is_dropped() {
    let name = "lychgate-test:second";
    let first = acquire(name, LONG).await.unwrap();
    let second = Begun::new(acquire(name, LONG));
    queue_of(name, 1).await;
    assert!(!second.is_done());
    assert_eq!(known(name).await, (1, 1));
    drop(first);
    assert!(second.outcome().await.is_some());
}

#[wasm_bindgen_test]
async fn waiting_requests_are_granted_in_their_order() {
    let name = "lychgate-test:order";
    let first = acquire(name, LONG).await.unwrap();
    let second = Begun::new(acquire(name, LONG));
    queue_of(name, 1).await;
    let third = Begun::new(acquire(name, LONG));
    queue_of(name, 2).await;
    drop(first);
    let second = second.outcome().await.unwrap();
    turn().await;
    assert!(!third.is_done());
    drop(second);
    assert!(third.outcome().await.is_some());
}

#[wasm_bindgen_test]
async fn request_that_times_out_gets_no_lock_and_leaves_the_queue() {
    let name = "lychgate-test:bound";
    let first = acquire(name, LONG).await.unwrap();
    assert!(acquire(name, SHORT).await.is_none());
    turn().await;
    assert_eq!(known(name).await, (1, 0));
    drop(first);
    turn().await;
    assert_eq!(known(name).await, (0, 0));
    assert!(acquire(name, SHORT).await.is_some());
}

#[wasm_bindgen_test]
async fn dropped_request_keeps_nobody_from_the_lock() {
    let name = "lychgate-test:gone";
    let first = acquire(name, LONG).await.unwrap();
    assert!(takes_longer_than(SHORT, acquire(name, LONG)).await);
    let third = Begun::new(acquire(name, LONG));
    drop(first);
    assert!(third.outcome().await.is_some());
}

#[wasm_bindgen_test]
async fn two_names_are_two_locks() {
    let one = acquire("lychgate-test:one", LONG).await;
    let other = acquire("lychgate-test:other", SHORT).await;
    assert!(one.is_some() && other.is_some());
}
