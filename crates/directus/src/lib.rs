//! The typed Directus client: an endpoint is data ([`Request`]), one executor ([`Directus`]) sends it.
//!
//! Nothing here knows of Yew or of the session: a request says which [`Credentials`] it needs, and whoever
//! sends it brings the token. The wire itself is a [`Transport`], so that all of this runs, and is
//! tested, without a browser.
//!
//! | file | speaks to |
//! |---|---|
//! | [`auth`] | `/auth/*` |
//! | [`users`] | `/users/*` |
//! | [`permissions`], [`policies`] | `/permissions/me`, `/policies/me/globals` |
//! | [`server`], [`settings`] | `/server/info`, `/settings` |
//! | [`assets`], [`files`] | `/assets`, `/files` |

pub mod assets;
pub mod auth;
mod decode;
mod error;
mod executor;
pub mod files;
mod id;
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
pub use decode::{Reader, decode, read, string_field};
pub use error::{ApiError, Error, ErrorCode};
pub use executor::{BaseUrl, Directus, InvalidBaseUrl};
pub use id::{FileId, UserId};
pub use request::{Call, Credentials, Method, Request, UNRESERVED};
pub use serde_json::Value;
pub use token::{AccessToken, LinkToken, NotAnAccessToken, TokenReply};
pub use transport::{
    Body, Cache, Cookies, FileForm, HttpRequest, HttpResponse, Redirects, SendFuture, Transport, TransportError,
};
