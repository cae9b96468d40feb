//! What tabs tell each other.

use std::time::Duration;

use lychgate_directus::UserId;
use lychgate_session::{
    authorization::Authorization,
    environment::UserTag,
    tabs::{Message, SharedToken},
};
use proptest::prelude::*;

use super::support::{durations, token, user_texts};

/// With a token, as in cookie mode, and without, as in session mode.
fn hand_overs() -> impl Strategy<Value = SharedToken> {
    (user_texts(), any::<bool>(), any::<u64>(), any::<u64>(), any::<bool>()).prop_map(
        |(user, has_token, usable_for, said_at, is_sign_in)| SharedToken {
            authorization: Authorization { user: UserId::from(user.as_str()), token: has_token.then(|| token(&user)) },
            usable_for: Duration::from_millis(usable_for),
            said_at: Duration::from_millis(said_at),
            is_sign_in,
        },
    )
}

fn messages() -> impl Strategy<Value = Message> {
    prop_oneof![Just(Message::Ask), Just(Message::SignedOut), hand_overs().prop_map(Message::SharedToken)]
}

fn any_texts() -> impl Strategy<Value = String> {
    prop_oneof![
        ".{0,80}",
        "(ask|signed-out|hand-over)[ -~]{0,60}",
        "hand-over [0-9]{0,22} [0-9+-]{0,22} (sign-in|renewal|other) (-|[A-Za-z0-9_.-]{0,40}) ?.{0,12}",
        // One that was right, with something else in the midst of it.
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
    fn a_message_arrives_as_it_was_said(message in messages()) {
        prop_assert_eq!(message.to_string().parse::<Message>().ok(), Some(message));
    }

    #[test]
    fn a_time_too_long_for_the_wire_is_as_good_as_for_ever(mut it in hand_overs(), usable_for in durations(), said_at in durations()) {
        (it.usable_for, it.said_at) = (usable_for, said_at);
        let Some(Message::SharedToken(heard)) = Message::SharedToken(it.clone()).to_string().parse::<Message>().ok() else {
            return Err(TestCaseError::fail("not understood"));
        };
        for (heard, said) in [(heard.usable_for, usable_for), (heard.said_at, said_at)] {
            prop_assert!(heard <= said, "never longer than was said");
            prop_assert!(said - heard < Duration::from_millis(1) || heard == Duration::from_millis(u64::MAX));
        }
        prop_assert_eq!(heard.authorization, it.authorization);
    }

    #[test]
    fn any_text_is_a_message_that_can_be_said_again_or_none(text in any_texts()) {
        if let Some(message) = text.parse::<Message>().ok() {
            prop_assert_eq!(message.to_string().parse::<Message>().ok(), Some(message));
        }
    }

    #[test]
    fn no_text_makes_a_token_that_of_another_user(text in any_texts()) {
        if let Some(Authorization { user, token: Some(token) }) = believed(text.parse::<Message>().ok()) {
            prop_assert_eq!(token.user(), &user);
        }
    }

    #[test]
    fn a_token_of_another_user_than_is_named_is_refused(mut it in hand_overs(), named in user_texts(), owner in user_texts()) {
        it.authorization = Authorization { user: UserId::from(named.as_str()), token: Some(token(&owner)) };
        let heard = Message::SharedToken(it).to_string().parse::<Message>().ok();
        prop_assert_eq!(heard.is_some(), named == owner);
    }

    #[test]
    fn a_message_with_a_token_that_was_cut_off_is_none(mut it in hand_overs(), user in ".{1,24}", end: prop::sample::Index) {
        it.authorization = Authorization { user: UserId::from(user.as_str()), token: Some(token(&user)) };
        let text = Message::SharedToken(it).to_string();
        let ends: Vec<_> = text.char_indices().map(|(place, _)| place).collect();
        prop_assert_eq!(text[..ends[end.index(ends.len())]].parse::<Message>().ok(), None);
    }

    #[test]
    fn no_token_is_printed_with_a_message(it in hand_overs(), user in "[a-z]{1,12}") {
        let token = token(&user);
        let it = SharedToken { authorization: Authorization { user: UserId::from(user.as_str()), token: Some(token.clone()) }, ..it };
        let printed = format!("{:?}", Message::SharedToken(it));
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
