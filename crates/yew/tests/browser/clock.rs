use std::{cell::RefCell, rc::Rc, time::Duration};

use lychgate_yew::browser::clock::{monotonic, random, sleep};
use wasm_bindgen_test::wasm_bindgen_test;

use super::support::{Begun, takes_longer_than};

#[wasm_bindgen_test]
async fn monotonic_time_only_goes_forward() {
    let mut last = monotonic();
    assert!(last > Duration::ZERO);
    for _ in 0..1000 {
        let now = monotonic();
        assert!(now >= last);
        last = now;
    }
    sleep(Duration::from_millis(20)).await;
    assert!(monotonic() > last);
}

#[wasm_bindgen_test]
async fn sleep_lasts_at_least_its_duration() {
    let before = monotonic();
    sleep(Duration::from_millis(60)).await;
    // Browsers make their clocks coarse.
    assert!(monotonic() - before >= Duration::from_millis(58));
}

#[wasm_bindgen_test]
async fn shorter_sleep_ends_first() {
    let order = Rc::new(RefCell::new(Vec::new()));
    let begun: Vec<_> = [90_u64, 0, 45]
        .into_iter()
        .map(|milliseconds| {
            let order = order.clone();
            Begun::new(async move {
                sleep(Duration::from_millis(milliseconds)).await;
                order.borrow_mut().push(milliseconds);
            })
        })
        .collect();
    for begun in begun {
        begun.outcome().await;
    }
    assert_eq!(*order.borrow(), [0, 45, 90]);
}

#[wasm_bindgen_test]
async fn very_long_sleep_does_not_overflow_into_a_short_one() {
    for long in [
        Duration::MAX,
        Duration::from_millis(1 << 31),
        Duration::from_millis(1 << 32),
        Duration::from_secs(u64::from(u32::MAX)),
    ] {
        assert!(takes_longer_than(Duration::from_millis(30), sleep(long)).await, "{long:?}");
    }
}

#[wasm_bindgen_test]
fn random_number_is_from_zero_to_below_one() {
    for _ in 0..1000 {
        assert!((0.0..1.0).contains(&random()));
    }
}
