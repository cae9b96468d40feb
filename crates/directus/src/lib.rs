//! A typed client for [Directus](https://directus.io): an endpoint is data ([`Request`]), one executor ([`Directus`]) sends it over a
//! [`Transport`], and every way to fail is a variant of [`Error`].
//!
//! The crate knows no browser, no framework and no session. A request says whose [`Credentials`] it needs; whoever sends it passes the
//! access token. `lychgate-session` keeps one fresh, and `lychgate-yew` brings a transport over the browser's `fetch`.
//!
//! ```
//! use std::rc::Rc;
//!
//! use lychgate_directus::{
//!     BaseUrl, Credentials, Directus, Error, HttpRequest, HttpResponse, SendFuture, Transport,
//!     items::{self, Query},
//! };
//! use serde::Deserialize;
//!
//! /// Stands for the network.
//! struct Script;
//!
//! impl Transport for Script {
//!     fn send(&self, request: HttpRequest) -> SendFuture {
//!         let answer = match request.url.as_str() {
//!             "https://cms.example/items/posts?fields=title" => (200, r#"{ "data": [{ "title": "Spring" }] }"#),
//!             _ => (403, r#"{ "errors": [{ "message": "No.", "extensions": { "code": "FORBIDDEN" } }] }"#),
//!         };
//!         let response = HttpResponse { status: answer.0, body: answer.1.into(), ..HttpResponse::default() };
//!         Box::pin(async { Ok(response) })
//!     }
//! }
//!
//! #[derive(Deserialize)]
//! struct Post {
//!     title: String,
//! }
//!
//! # futures::executor::block_on(async {
//! let directus = Directus::new("https://cms.example".parse::<BaseUrl>()?, Rc::new(Script));
//!
//! let posts = items::list::<Post>("posts")
//!     .with_query(&Query::new().fields(["title"]))
//!     .with_credentials(Credentials::Anonymous);
//! assert_eq!(directus.send(&posts, None).await?[0].title, "Spring");
//!
//! let refused = directus.send(&items::delete("posts", 1), None).await;
//! assert!(matches!(refused, Err(Error::Rejected { status: 403, .. })));
//! # Ok::<_, Box<dyn std::error::Error>>(())
//! # }).unwrap();
//! ```
//!
//! | module | endpoints |
//! |---|---|
//! | [`auth`] | `/auth/*`: sign-in, refresh, sign-out, password reset, single sign-on |
//! | [`users`] | `/users/*`: registration, invitations, the signed-in user, two-factor sign-in |
//! | [`permissions`], [`policies`] | `/permissions/me`, `/policies/me/globals` |
//! | [`items`] | `/items/*`: an app's own collections |
//! | [`files`], [`assets`] | `/files`, `/assets`: uploads, and images in the size that is needed |
//! | [`server`], [`settings`] | `/server/info`, `/settings`: what the project tells everybody |
//! | [`password_policy`] | no endpoint: the rule for new passwords, taken apart |
//!
//! Endpoints that are missing here are made with [`Request::new`], or with [`Request::with_decoder`] where serde's code would be too
//! large. Types hold an `Rc`, so they stay on one thread.

pub mod assets;
pub mod auth;
mod base_url;
mod decode;
mod error;
mod executor;
pub mod files;
mod id;
pub mod items;
pub mod password_policy;
pub mod permissions;
pub mod policies;
mod request;
pub mod server;
pub mod settings;
mod token;
mod transport;
pub mod users;

pub use auth::AuthMode;
pub use base_url::{BaseUrl, InvalidBaseUrl};
pub use decode::{Decoder, body_json, decode, decode_body, string_field};
pub use error::{ApiError, Error, ErrorCode};
pub use executor::Directus;
pub use id::{FileId, UserId};
pub use request::{Credentials, Method, Request, RequestParts, UNRESERVED};
#[doc(no_inline)]
pub use serde_json::Value;
pub use token::{AccessToken, EmptyLinkToken, InvalidAccessToken, LinkToken, TokenReply};
pub use transport::{
    Body, Cache, Cookies, FileForm, HttpRequest, HttpResponse, Redirects, SendFuture, Transport, TransportError,
};
