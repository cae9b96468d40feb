//! Messages between tabs.

use std::time::Duration;

use lychgate_directus::UserId;
use lychgate_session::{
    authorization::Authorization,
    environment::UserTag,
    tabs::{Message, SharedToken, TokenOrigin},
};
use proptest::prelude::*;

use super::{
    strategies::durations,
    support::{token, user_texts},
};

/// With a token, as in cookie mode, and without, as in session mode.
fn shared_tokens() -> impl Strategy<Value = SharedToken> {
    (user_texts(), any::<bool>(), any::<u64>(), any::<u64>(), any::<bool>()).prop_map(
        |(user, has_token, usable_for, sent_at, is_sign_in)| SharedToken {
            authorization: Authorization { user: UserId::from(user.as_str()), token: has_token.then(|| token(&user)) },
            usable_for: Duration::from_millis(usable_for),
            sent_at: Duration::from_millis(sent_at),
            origin: if is_sign_in { TokenOrigin::SignIn } else { TokenOrigin::Refresh },
        },
    )
}

fn messages() -> impl Strategy<Value = Message> {
    prop_oneof![Just(Message::TokenRequest), Just(Message::SignedOut), shared_tokens().prop_map(Message::SharedToken)]
}

fn any_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,80}",
        "(ask|signed-out|hand-over)[ -~]{0,60}",
        "hand-over [0-9]{0,22} [0-9+-]{0,22} (sign-in|renewal|other) (-|[A-Za-z0-9_.-]{0,40}) ?.{0,12}",
        // A valid one with something else in the middle.
        (messages(), any::<prop::sample::Index>(), ".{0,3}").prop_map(|(message, place, text)| {
            let mut characters: Vec<_> = message.to_string().chars().collect();
            let place = place.index(characters.len());
            characters.splice(place..=place, text.chars());
            characters.into_iter().collect()
        }),
    ]
}

fn believed(message: Option<Message>) -> Option<Authorization> {
    match message {
        Some(Message::SharedToken(it)) => Some(it.authorization),
        _ => None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn message_round_trips_through_text(message in messages()) {
        prop_assert_eq!(message.to_string().parse::<Message>().ok(), Some(message));
    }

    #[test]
    fn time_too_long_for_message_becomes_longest_time(mut it in shared_tokens(), usable_for in durations(), sent_at in durations()) {
        (it.usable_for, it.sent_at) = (usable_for, sent_at);
        let Some(Message::SharedToken(heard)) = Message::SharedToken(it.clone()).to_string().parse::<Message>().ok() else {
            return Err(TestCaseError::fail("not understood"));
        };
        for (heard, said) in [(heard.usable_for, usable_for), (heard.sent_at, sent_at)] {
            prop_assert!(heard <= said, "never longer than was said");
            prop_assert!(said - heard < Duration::from_millis(1) || heard == Duration::from_millis(u64::MAX));
        }
        prop_assert_eq!(heard.authorization, it.authorization);
    }

    #[test]
    fn any_text_is_refused_or_round_trips(text in any_texts()) {
        if let Ok(message) = text.parse::<Message>() {
            prop_assert_eq!(message.to_string().parse::<Message>().ok(), Some(message));
        }
    }

    #[test]
    fn no_text_gives_token_of_other_user(text in any_texts()) {
        if let Some(Authorization { user, token: Some(token) }) = believed(text.parse::<Message>().ok()) {
            prop_assert_eq!(token.user(), &user);
        }
    }

    #[test]
    fn token_of_other_user_than_named_is_refused(mut it in shared_tokens(), named in user_texts(), owner in user_texts()) {
        it.authorization = Authorization { user: UserId::from(named.as_str()), token: Some(token(&owner)) };
        let heard = Message::SharedToken(it).to_string().parse::<Message>().ok();
        prop_assert_eq!(heard.is_some(), named == owner);
    }

    #[test]
    fn message_with_truncated_token_is_refused(mut it in shared_tokens(), user in ".{1,24}", end: prop::sample::Index) {
        it.authorization = Authorization { user: UserId::from(user.as_str()), token: Some(token(&user)) };
        let text = Message::SharedToken(it).to_string();
        let ends: Vec<_> = text.char_indices().map(|(place, _)| place).collect();
        prop_assert_eq!(text[..ends[end.index(ends.len())]].parse::<Message>().ok(), None);
    }

    #[test]
    fn debug_of_message_hides_token(it in shared_tokens(), user in "[a-z]{1,12}") {
        let token = token(&user);
        let it = SharedToken { authorization: Authorization { user: UserId::from(user.as_str()), token: Some(token.clone()) }, ..it };
        let printed = format!("{:?}", Message::SharedToken(it));
        prop_assert!(!printed.contains(token.as_str()));
    }

    #[test]
    fn ids_that_differ_in_one_place_have_different_tags(id in "[ -~]{1,40}", place: prop::sample::Index, other in "[ -~]") {
        let place = place.index(id.len());
        let changed = format!("{}{other}{}", &id[..place], &id[place + 1..]);
        let tag = |id: &str| UserTag::from(&UserId::from(id));
        prop_assert_eq!(tag(&id) == tag(&changed), id == changed);
    }
}

#[test]
fn user_tag_is_stable_across_versions() {
    for (id, tag) in [("", 0x811c_9dc5), ("a", 0xe40c_292c), ("foobar", 0xbf9c_f968)] {
        assert_eq!(UserTag::from(&UserId::from(id)), UserTag(tag), "{id}");
    }
}
