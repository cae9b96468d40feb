//! Lychgate: the gate to a Directus site, as a static Yew app, and as a library for building another one.
//!
//! The map of the house, from the ground up; each floor uses only those below it:
//!
//! | module | what it is |
//! |---|---|
//! | [`browser`] | thin typed wrappers for Web APIs |
//! | [`directus`] | the typed client: requests as data, one executor, errors; knows no Yew and no session |
//! | [`session`] | who is signed in and how they stay so: the state, the refresh protocol, the keeper of the token, hooks |
//! | [`route`], [`config`], [`languages`], [`crop`], [`strip_inline_styles`] | pure: pages and their addresses, run-time configuration, names of languages, squares of pictures, HTML that a strict policy has nothing to say to |
//! | [`password_policy`] | pure: the rule that Directus has for passwords, taken apart |
//! | [`arrival`], [`look`] | pure: what an address brings that must not stay in it; the colours of a project, made readable |
//! | [`text`], [`date`] | all that the site says, and days, in the language in use |
//! | [`wording`] | what people read when something fails |
//! | [`locale`] | in which language the site speaks, and how that changes |
//! | [`resource`], [`site`] | data that pages load; what the site is called |
//! | [`registered`] | which addresses were registered in this browser, and wait for their confirmation |
//! | [`account`] | what is known of the person who is signed in, and what they may do |
//! | [`guard`] | shows a page by the access class of its route |
//! | [`components`] | pieces that pages are made of |
//! | [`pages`] | one file per page |
//! | [`app`] | ties them together |
//!
//! What is pure compiles and is tested natively; rendering touches no browser API but `Intl`, which knows how a
//! language writes numbers and days; natively English is all that is known.

pub mod account;
pub mod app;
pub mod auth_callback;
pub mod branding;
pub mod browser;
pub mod components;
pub mod config;
pub mod crop;
pub mod date;
pub mod directus;
pub mod error_messages;
pub mod guard;
pub mod languages;
pub mod local_registrations;
pub mod locale;
pub mod pages;
pub mod password_policy;
pub mod resource;
pub mod route;
pub mod session;
pub mod site;
pub mod strip_inline_styles;
pub mod text;
