//! The messages of the catalogs: a constant for each message of `locales/en.ftl`.
//!
//! A [`Text`] is only the place of a message. [`I18n`](crate::i18n::I18n) turns it into words, in the language in use.

include!(concat!(env!("OUT_DIR"), "/messages.rs"));

/// A message of the catalogs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text(pub(super) u16);
