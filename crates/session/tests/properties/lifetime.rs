//! How long a token is used.

use std::time::Duration;

use futures::FutureExt;
use lychgate_directus::{AuthMode, Error, HttpResponse, TransportError, UserId, auth, decode};
use lychgate_session::{
    authorization::{Authorization, usable_lifetime},
    manager::SessionManager,
    tabs::{Message, SharedToken, TokenOrigin},
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{
    strategies::{SECOND, durations},
    support::{Still, directus, jwt, token},
};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn token_is_used_a_little_less_than_its_lifetime(lifetime in durations()) {
        let usable = usable_lifetime(lifetime);
        prop_assert!(usable <= lifetime);
        prop_assert!(lifetime - usable <= lifetime / 10);
        prop_assert!(lifetime - usable <= 30 * SECOND);
        // A usable time of zero would make each refresh start the next.
        prop_assert_eq!(usable.is_zero(), lifetime.is_zero());
    }

    #[test]
    fn longer_lifetime_is_used_no_shorter(one in durations(), other in durations()) {
        prop_assert!(usable_lifetime(one.min(other)) <= usable_lifetime(one.max(other)));
    }

    #[test]
    fn lifetime_in_answer_is_milliseconds_or_refused(
        expires in prop_oneof![
            any::<u64>().prop_map(Value::from), any::<i64>().prop_map(Value::from), any::<f64>().prop_map(Value::from),
            ".{0,8}".prop_map(Value::from), Just(Value::Null), Just(json!([900_000])),
        ],
    ) {
        let body = json!({ "data": { "expires": expires, "access_token": jwt("ada") } }).to_string().into_bytes();
        let response = HttpResponse { status: 200, body, ..HttpResponse::default() };
        for mode in [AuthMode::Cookie, AuthMode::Session] {
            let lifetime = decode(&response, auth::refresh(mode).decoder()).map(|reply| reply.lifetime);
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    /// With extreme times, too: no sum overflows, and no jump of the wall clock makes a token last longer.
    #[test]
    fn shared_token_is_used_for_remaining_time_by_monotonic_clock(
        now in durations(),
        wall in durations(),
        sent_at in durations(),
        lasts in durations(),
        passes in durations(),
        wall_later in durations(),
    ) {
        let environment = Still::new(now, wall);
        let nobody = Err(TransportError::Network("nobody is there".to_owned()));
        let manager = SessionManager::new(directus(nobody, AuthMode::Cookie), environment.clone());
        let authorization = Authorization { user: UserId::from("ada"), token: Some(token("ada")) };
        let it = SharedToken { authorization: authorization.clone(), usable_for: lasts, sent_at, origin: TokenOrigin::Refresh };
        manager.on_message(&Message::SharedToken(it).to_string());

        // Messages carry whole milliseconds.
        let told = |time: Duration| Duration::from_millis(u64::try_from(time.as_millis()).unwrap_or(u64::MAX));
        let left = told(lasts).saturating_sub(wall.saturating_sub(told(sent_at)));
        prop_assert_eq!(manager.session().user().is_some(), !left.is_zero());
        environment.wall.set(wall_later);
        let later = now.saturating_add(passes);
        environment.now.set(later);
        let is_usable = later < now.saturating_add(left);
        let given = manager.authorize().now_or_never().and_then(Result::ok);
        prop_assert_eq!(given, is_usable.then_some(authorization));
    }
}
